"""The same histories through workbooks, sheets of corrections and the whole program."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from khoso import environment
from test_replay_model import LIMITS, SENDERS, Model, Sent

from cli.command import main
from flows.ingest import ingest_files
from flows.replay import ReplayRequest, replay
from machine.settings import Settings, settings
from schemas.registry import forms
from schemas.submission import Given
from schemas.values.periods import period
from spreadsheets.write.drawing import draw
from spreadsheets.write.drawn import save
from warehouse.connect import snapshot
from warehouse.load import Outcome
from warehouse.quarantine import Superseded

FORM = forms()["dossier_progress"]
OFFICES = {"A": "Sở Nội vụ", "B": "Sở Tư pháp", "C": "Sở Xây dựng"}
CODES = {"so-noi-vu": "A", "so-tu-phap": "B", "so-xay-dung": "C"}
LIMIT = LIMITS[0]
#: A row that adds up when nine dossiers came online or in person.
ROW = {
    "received_count": 12, "carried_over_count": 2, "received_in_period_count": 10, "postal_count": 1,
    "resolved_count": 9, "resolved_early_count": 4, "resolved_on_time_count": 4, "resolved_late_count": 1,
    "in_process_count": 2, "in_process_on_time_count": 1, "in_process_overdue_count": 1,
    "suspended_count": 1, "suspended_on_time_count": 1, "suspended_overdue_count": 0,
}  # fmt: skip


def workbook(path: Path, sender: str, month: int, figures: dict[str, int]) -> Path:
    """A table of offices; a figure above the limit is written as no number is."""
    rows = [
        ROW | {"agency": OFFICES[o], "online_count": n if n <= LIMIT else f"sai {n}", "in_person_count": 9 - n % 5}
        for o, n in figures.items()
    ]
    for row, n in zip(rows, figures.values(), strict=True):
        row["in_person_count"] = 9 - (n if n <= LIMIT else n % 5)
    when = period("month", FORM.calendar, 2023, month)
    save([draw(FORM, rows, sender=sender, unit="26", period=when)], path)
    return path


class Played:
    """Histories as they are played: each of a sender and a month of its own, all in one warehouse."""

    def __init__(self, home: Settings, folder: Path) -> None:
        self.home, self.folder, self.model = home, folder, Model()
        self.sent: list[Sent] = []

    def send(self, where: tuple[str, int], file: int, figures: dict[str, int]) -> None:
        path = workbook(self.folder / "sent.xlsx", *where, figures)
        result = ingest_files(self.home, [path], Given(), wait=True, clock=lambda: datetime(2023, 6, 1))
        seq = len(self.sent) + 1
        self._compare(Sent(seq, seq, file, (), {where: figures}, LIMIT), result.outcomes)

    def again(self, seq: int, *, is_corrected: bool) -> None:
        before = self.sent[seq - 1]
        newest = self.model.newest_of(before.place)
        if newest is None:
            with pytest.raises(Superseded):
                replay(self.home, ReplayRequest(arrival=seq), wait=True)
            return
        before = self.sent[newest - 1]
        ((where, figures),) = before.content.items()
        held = is_corrected and any(n > LIMIT for n in figures.values())
        corrections = self._corrections(newest) if held else None
        right = {o: n if n <= LIMIT else n % 5 for o, n in figures.items()} if held else figures
        laid_over = (*before.corrections, *([str(len(self.sent))] if held else []))
        asked = ReplayRequest(corrections=corrections) if held else ReplayRequest(arrival=seq)
        result = replay(self.home, asked, wait=True, clock=lambda: datetime(2023, 6, 2))
        new = replace(before, seq=len(self.sent) + 1, corrections=laid_over, content={where: right})
        self._compare(new, result.outcomes)

    def _corrections(self, seq: int) -> Path:
        """The sheet of what an arrival held back, filled in as a clerk would."""
        path = self.folder / "corrections.xlsx"
        ((load,),) = self._ask("SELECT load_id FROM audit.load WHERE seq = ?", seq)
        assert main(["quarantine", "show", str(load), "-o", str(path)]) == 0
        book = openpyxl.load_workbook(path)
        for row in book["corrections"].iter_rows(min_row=2):
            for cell in row[5:]:
                if str(cell.value).startswith("sai "):
                    cell.value = str(int(str(cell.value).removeprefix("sai ")) % 5)
        book.save(path)
        return path

    def _compare(self, sent: Sent, outcomes: list[Outcome]) -> None:
        self.sent.append(sent)
        self.model.take(sent)
        assert [(o.seq, o.state) for o in outcomes] == [(sent.seq, self.model.states[-1])]

    def _ask(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with snapshot(self.home.home.snapshot) as con:
            return con.execute(sql, list(values)).fetchall()

    def rows(self, as_of: int) -> set[tuple[Any, ...]]:
        with snapshot(self.home.home.snapshot, as_of) as con:
            rows = con.execute(
                "SELECT sender_code, period_id, agency_code, online_count FROM core.dossier_progress"
            ).fetchall()
        return {(sender, month, CODES[office], n) for sender, month, office, n in rows}


@pytest.mark.parametrize("histories", [4, pytest.param(20, marks=pytest.mark.soak)])
def test_histories_through_files_equal_the_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, histories: int
) -> None:
    for name, value in environment(tmp_path / "data").items():
        monkeypatch.setenv(name, value)
    played = Played(settings(lang="en"), tmp_path)
    for seed in range(histories):
        random, first = Random(seed), len(played.sent) + 1
        where = (SENDERS[seed % 2], 1 + seed // 2)
        files = [{o: random.randint(0, 9) for o in random.sample("ABC", random.randint(2, 3))} for _ in range(2)]
        played.send(where, 2 * seed, files[0])
        for _ in range(random.randint(2, 4)):
            if random.random() < 0.4:
                number = random.randrange(2)
                played.send(where, 2 * seed + number, files[number])
            else:
                seq = random.randint(first, len(played.sent))
                played.again(seq, is_corrected=random.random() < 0.7)
    for seq in range(len(played.sent) + 1):
        assert played.rows(seq) == played.model.rows(seq)
    assert {"loaded", "partly", "noop"} <= set(played.model.states)
