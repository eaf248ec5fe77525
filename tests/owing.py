"""A province of which some bodies have sent May 2023 and some have not, each in its own way."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from flows.ingest import drain
from machine.settings import Settings
from province.sample.world import World
from province.write import Owed, drawn
from schemas.owed import Debtor, debtors
from schemas.registry import form
from schemas.values.periods import period
from spreadsheets.write.drawn import DrawnSheet, save

MAY = period("month", "reporting", 2023, 5)
#: The day the reports of May are due, and the day on which the register is looked at.
DUE, ON = date(2023, 5, 16), date(2023, 5, 30)
PROGRESS = form("dossier_progress")
BODIES = debtors(PROGRESS, MAY.end)
#: What became of the first bodies of the form; the others have sent nothing.
COMPLETE, LATE, REFUSED, HELD, EMPTY, CORRECTED = (each.sender for each in BODIES[:6])


def send(chosen: Settings, day: date, *, form_name: str, debtor: Debtor, damage: str = "") -> None:
    """Put the workbook of a body into the inbox and take it in on a day.

    `damage`: "heading" makes a heading unknown, "cell" puts a word in place of a figure, "blank" empties the rows.
    """
    at = MAY if form_name == "dossier_progress" else period("month", form(form_name).calendar, 2023, 5)
    what = Owed(form(form_name), debtor, at)
    sheet = drawn(World(), what)
    if damage:
        _damaged(sheet, damage)
    path = chosen.home.inbox / what.path.name
    path.parent.mkdir(parents=True, exist_ok=True)
    save([sheet], path)
    drain(chosen, wait=True, clock=lambda: datetime(day.year, day.month, day.day, 9))


def _damaged(sheet: DrawnSheet, damage: str) -> None:
    column = max(sheet.columns.values())
    first = min(sheet.rows)
    if damage == "cell":
        sheet.put(first, column, "không rõ")
    elif damage == "heading":
        above = [row for row, at in sheet.cells if at == column and row < first]
        row = max(row for row in above if str(sheet.cells[row, column].value or "")[:1].isalpha())
        sheet.put(row, column, "Cột lạ")
    elif damage == "blank":
        for at in [at for at in sheet.cells if at[0] in sheet.rows]:
            del sheet.cells[at]


def province(chosen: Settings) -> Path:
    """Six bodies send the progress of May: in time, late, refused, held back, empty, and refused then corrected.

    The health department sends its facilities with one row that is held back. Returns the published snapshot.
    """
    early, after = date(2023, 5, 15), date(2023, 5, 20)
    ways = {COMPLETE: [(early, "")], LATE: [(after, "")], REFUSED: [(early, "heading")], HELD: [(early, "cell")]}
    ways |= {EMPTY: [(early, "blank")], CORRECTED: [(early, "heading"), (after, "")]}
    for day in (early, after):
        for debtor in BODIES[:6]:
            for at, damage in ways[debtor.sender]:
                if at == day:
                    send(chosen, day, form_name="dossier_progress", debtor=debtor, damage=damage)
    health = debtors(form("health_facility"), MAY.end)[0]
    send(chosen, date(2023, 5, 29), form_name="health_facility", debtor=health, damage="cell")
    return chosen.home.snapshot
