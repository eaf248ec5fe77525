"""Registers of dossiers as large as wanted, and a folder of small workbooks, both from the sample province.

A register is one body's dossiers, taken again and again under new codes until there are enough. The sheet is drawn
and saved as every other; then its rows are written straight into the package, for ten million cells held as a sheet
would take more memory than there is.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

from province.ground.course import month, month_index
from province.ground.row import Row
from province.sample.world import World
from province.write import drawn, owed
from schemas.owed import debtors
from schemas.registry import forms
from schemas.values.address import letter
from schemas.values.periods import Period
from spreadsheets.write.drawing import Look, draw
from spreadsheets.write.drawn import save, save_text

SENDER = "ubnd-vinh-yen"
_MONTH = month_index(2023, 5)
_LOOK = Look(has_signature=False, day=date(2023, 6, 1))
_EPOCH = date(1899, 12, 30)
#: Column -> what stands in one of a hundred of its cells in a messy register.
SPOILT = {
    "procedure_code": "1.0044", "channel": "Qua zalo", "received_date": "31/02/2023", "status": "Không rõ",
    "fee_vnd": "miễn", "is_digitised": "một phần",
}  # fmt: skip


def register(path: Path, rows: int, *, spoilt: int = 0) -> Path:
    """Write a register of that many dossiers as .xlsx or .csv, unless it is there already.

    `spoilt`: of how many cells of each column in SPOILT one is wrong; 0 for none.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = _rows(rows, spoilt)
        temporary = path.with_name(f".{path.name}")
        (_write_csv if path.suffix == ".csv" else _write_xlsx)(temporary, made)
        temporary.rename(path)
    return path


def small_workbooks(folder: Path, form: str = "broadcast_station", months: int = 12) -> list[Path]:
    """Write a form of every commune for some months from May 2023 on; the workbooks, in their order."""
    world, paths = World(), []
    for what in owed(range(_MONTH, _MONTH + months), [form]):
        path = folder / f"{what.form.name}-{what.debtor.sender}-{what.period.id}.xlsx"
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            save([drawn(world, what)], path)
        paths.append(path)
    return paths


def _rows(count: int, spoilt: int) -> Iterator[list[object]]:
    """Rows of a register in the order of the form's columns."""
    form = forms()["dossier"]
    base = [[row.get(name) for name in form.columns] for row in _base()]
    days = [row[0].split("-")[1] for row in base]  # type: ignore[attr-defined]
    heads = [row[0].split("-")[0] for row in base]  # type: ignore[attr-defined]
    numbers: dict[str, int] = {}
    random = Random(1)
    wrong = {list(form.columns).index(name): text for name, text in SPOILT.items()} if spoilt else {}
    for i in range(count):
        at = i % len(base)
        day = days[at]
        numbers[day] = numbers.get(day, 0) + 1
        row = [f"{heads[at]}-{day}-{numbers[day]:06}", *base[at][1:]]
        for place, text in wrong.items():
            if random.random() * spoilt < 1:
                row[place] = text
        yield row


def _period() -> Period:
    return month(_MONTH, forms()["dossier"].calendar)


def _base() -> list[Row]:
    period = _period()
    debtor = next(d for d in debtors(forms()["dossier"], period.end) if d.sender == SENDER)
    return World().rows("dossier", debtor, period)


def _drawn() -> object:
    return draw(forms()["dossier"], _base()[:1], sender=SENDER, unit="", period=_period(), look=_LOOK)


def _write_csv(path: Path, rows: Iterator[list[object]]) -> None:
    save_text(_drawn(), path)  # type: ignore[arg-type]
    head = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)[:-1]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.write("".join(line.rstrip("\r\n") + "\r\n" for line in head))
        writer = csv.writer(file)
        for number, row in enumerate(rows, 1):
            writer.writerow([number, *(_plain(value) for value in row)])


def _plain(value: object) -> object:
    if isinstance(value, bool):
        return "Có" if value else "Không"
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else "" if value is None else value


_DATA_ROW = re.compile(r'<row r="(\d+)"[^>]*>(?:(?!<row).)*</row></sheetData>', re.DOTALL)
_STYLE = re.compile(r'<c r="([A-Z]+)\d+"(?: s="(\d+)")?')


def _write_xlsx(path: Path, rows: Iterator[list[object]]) -> None:
    """Draw the sheet with one row, and put the real rows in its place in the package."""
    frame = io.BytesIO()
    shape = path.with_suffix(".frame.xlsx")
    save([_drawn()], shape)  # type: ignore[list-item]
    frame.write(shape.read_bytes())
    shape.unlink()
    with zipfile.ZipFile(frame) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as new:
        sheet = old.read("xl/worksheets/sheet1.xml").decode()
        strings = re.findall("<si>.*?</si>", old.read("xl/sharedStrings.xml").decode(), re.DOTALL)
        last = _DATA_ROW.search(sheet)
        assert last
        styles = {column: style or "0" for column, style in _STYLE.findall(last.group())}
        known: dict[str, int] = {}
        with new.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            part.write(sheet[: last.start()].encode())
            lines: list[str] = []
            for number, row in enumerate(rows):
                lines.append(_row(int(last.group(1)) + number, [number + 1, *row], styles, known, len(strings)))
                if len(lines) == 10_000:
                    part.write("".join(lines).encode())
                    lines.clear()
            part.write(("".join(lines) + "</sheetData>" + sheet[last.end() :]).encode())
        every = [*strings, *(f"<si><t>{escape(text)}</t></si>" for text in known)]
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<sst xmlns='
        head += f'"http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="{len(every)}">'
        new.writestr("xl/sharedStrings.xml", head + "".join(every) + "</sst>")
        for name in old.namelist():
            if name not in ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"):
                new.writestr(name, old.read(name))


def _row(number: int, values: Sequence[object], styles: dict[str, str], known: dict[str, int], first: int) -> str:
    """One row of a worksheet as Excel writes it: shared strings, dates as serials, empty cells with their border."""
    cells = []
    for column, value in enumerate(values, 1):
        name = letter(column)
        start = f'<c r="{name}{number}" s="{styles[name]}"'
        if value is None:
            cells.append(f"{start}/>")
        elif isinstance(value, bool | str):
            text = value if isinstance(value, str) else ("Có" if value else "Không")
            cells.append(f'{start} t="s"><v>{first + known.setdefault(text, len(known))}</v></c>')
        else:
            shown = (value - _EPOCH).days if isinstance(value, date) else value
            cells.append(f"{start}><v>{shown}</v></c>")
    return f'<row r="{number}" spans="1:{len(values)}">{"".join(cells)}</row>'
