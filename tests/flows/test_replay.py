"""A kept file taken in again, corrected or under new rules, gives the warehouse of a clean first submission."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from khoso import SAMPLES, environment

from cli.command import main
from flows.ingest import Drained, drain, ingest_files
from flows.rebuild import rebuild
from flows.replay import ReplayRequest, replay
from machine.settings import Settings, settings
from province.ground.course import last_month
from province.sample.world import World
from province.write import drawn, owed
from schemas import kinds
from schemas.codes import code_list
from schemas.form import Form, rule
from schemas.registry import forms
from schemas.submission import Given
from schemas.values.periods import period
from spreadsheets.understand.checked import check
from spreadsheets.write.corrections import NotCorrections
from spreadsheets.write.drawn import save
from warehouse.connect import snapshot
from warehouse.kept import Kept
from warehouse.quarantine import Superseded
from warehouse.trace import NotFound

pytestmark = pytest.mark.slow

#: A table of 23 bodies without an error.
TABLE = SAMPLES / "BC tien do TTHC thang 5-2023 (VP UBND tinh).xlsx"
WORLD = World()
FEW = ("so-noi-vu",)
MADE = (kinds.Count, kinds.Amount, kinds.Percent, kinds.Ratio, kinds.Day, kinds.Flag)
PROGRESS = forms()["dossier_progress"]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """A data root of this test, in this process."""
    for name, value in environment(tmp_path / "data").items():
        monkeypatch.setenv(name, value)
    yield settings(lang="en")


def load(home: Settings, path: Path, day: int = 1) -> Drained:
    return ingest_files(home, [path], Given(), wait=True, clock=lambda: datetime(2023, 6, day))


def again(home: Settings, day: int = 9, **asked: Any) -> Drained:
    return replay(home, ReplayRequest(**asked), wait=True, clock=lambda: datetime(2023, 6, day))


def ask(home: Settings, sql: str, as_of: int | None = None) -> list[tuple[Any, ...]]:
    with snapshot(home.home.snapshot, as_of) as con:
        return con.execute(sql).fetchall()


def core(home: Settings, as_of: int | None = None) -> dict[str, list[tuple[Any, ...]]]:
    """Every current view that has rows, row by row, but for the numbers of loads."""
    with snapshot(home.home.snapshot, as_of) as con:
        names = con.execute("SELECT view_name FROM duckdb_views() WHERE schema_name = 'core' ORDER BY 1").fetchall()
        found = {name: con.execute(f'SELECT * EXCLUDE _load_id FROM core."{name}"').fetchall() for (name,) in names}
    return {name: sorted(rows, key=repr) for name, rows in found.items() if rows}


def workbook(form: type[Form], path: Path) -> Path:
    """A workbook of the sample province: of the body with the fewest rows, yet two where one has them."""
    for year, month in ((2023, 5), (2024, 5), (2025, 8)):
        index = last_month(period("month", "calendar", year, month))
        all_owed = [what for what in owed([index], [form.name]) if form.name != "dossier" or what.debtor.sender in FEW]
        sizes = {what: len(WORLD.rows(form.name, what.debtor, what.period)) for what in all_owed[:20]}
        if sizes:
            save([drawn(WORLD, min(sizes, key=lambda what: (sizes[what] < 2, sizes[what])))], path)
            return path
    raise LookupError(form.name)


def damaged(path: Path, source: Path, cells: dict[str, Any]) -> Path:
    """A copy of a workbook with other values in some cells of its first sheet."""
    book = openpyxl.load_workbook(source)
    for cell, value in cells.items():
        book.worksheets[0][cell] = value
    book.save(path)
    return path


def written(home: Settings, load_id: int, path: Path) -> Path:
    assert main(["quarantine", "show", str(load_id), "-o", str(path)]) == 0
    return path


def fill_in(path: Path, cells: dict[tuple[str, str], Any]) -> Path:
    """Type values into a sheet of corrections: (row, line) -> value."""
    book = openpyxl.load_workbook(path)
    sheet = book["corrections"]
    lines = {str(cell.value).partition(":")[0]: cell.column for cell in sheet[1]}
    rows = {str(sheet.cell(r, lines["row"]).value): r for r in range(2, sheet.max_row + 1)}
    for (row, line), value in cells.items():
        sheet.cell(rows[row], lines[line]).value = value
    book.save(path)
    return path


def spoiled(form: type[Form]) -> str:
    """The column of a form in which words are an error."""
    by_kind = [name for kind in MADE for name, col in form.columns.items() if col.kind is kind and not col.personal]
    return (by_kind + [name for name, col in form.columns.items() if col.codes and not col.personal])[0]


#: One of each sort; `make soak` tries every form that somebody owes.
SOME = ("cooperative", "dossier", "ecommerce_training", "tourism_site")


def owed_forms() -> Iterator[Any]:
    for name, form in forms().items():
        if form.owed_by:
            yield pytest.param(form, id=name, marks=[] if name in SOME else [pytest.mark.soak])


@pytest.mark.parametrize("form", list(owed_forms()))
def test_corrected_and_replayed_every_form_is_as_if_it_had_been_right(
    form: type[Form], home: Settings, tmp_path: Path
) -> None:
    clean = replace(home, home=replace(home.home, root=tmp_path / "clean"))
    (loaded,) = load(clean, workbook(form, tmp_path / "sent.xlsx")).outcomes
    assert (loaded.state, loaded.quarantined) == ("loaded", 0)
    (row, line), = ask(
        clean,
        f"SELECT min(_sheet_row), any_value(letter) FROM history.{form.name} JOIN audit.column_map AS map"
        f" ON map.column_name = '{spoiled(form)}' AND map.sheet = _sheet",
    )  # fmt: skip
    right = openpyxl.load_workbook(tmp_path / "sent.xlsx").worksheets[0][f"{line}{row}"].value
    (tmp_path / "wrong").mkdir()
    home.home.root.mkdir()
    shutil.copy(clean.home.secret, home.home.secret)  # one pseudonym for one person in both
    wrong = damaged(tmp_path / "wrong" / "sent.xlsx", tmp_path / "sent.xlsx", {f"{line}{row}": "sai sót"})
    (first,) = load(home, wrong).outcomes
    assert first.quarantined == 1
    sheet = fill_in(written(home, 1, tmp_path / "c.xlsx"), {(str(row), line): "(empty)" if right is None else right})
    (second,) = again(home, corrections=sheet).outcomes
    assert (second.state, second.quarantined, second.accepted) == ("loaded", 0, loaded.accepted)
    assert core(home) == core(clean)


#: Columns of the first row of PROGRESS that are spoiled, and what stands there by mistake.
SPOILED = {"online_count": "sai", "postal_count": "0,5"}


def cells_of(path: Path) -> tuple[int, dict[str, str]]:
    """The first row of a table of PROGRESS, and the letter of each of its columns."""
    (reading,) = check([path], log=path)
    (submission,) = reading.submissions
    return submission.accepted.column("_sheet_row")[0].as_py(), {use.column: use.letter for use in submission.columns}


@pytest.fixture
def corrected(home: Settings, tmp_path: Path) -> Settings:
    """A submission of which one row was held, corrected by a sheet and replayed: arrivals 1 and 2."""
    right = TABLE
    row, letters = cells_of(right)
    values = openpyxl.load_workbook(right).worksheets[0]
    load(home, damaged(tmp_path / "wrong.xlsx", right, {f"{letters[n]}{row}": v for n, v in SPOILED.items()}))
    lines = {(str(row), letters[name]): values[f"{letters[name]}{row}"].value for name in SPOILED}
    again(home, corrections=fill_in(written(home, 1, tmp_path / "c.xlsx"), lines))
    return home


def test_what_was_replayed_is_recorded_and_can_be_seen_as_it_was(corrected: Settings, tmp_path: Path) -> None:
    kept = [Kept.fingerprint(tmp_path / "c.xlsx")]
    assert Kept(corrected.home.kept).path(*kept).read_bytes() == (tmp_path / "c.xlsx").read_bytes()
    contract = PROGRESS.hash()
    assert ask(corrected, "FROM audit.replay") == [
        (2, datetime(2023, 6, 9), 1, 1, 2, "dossier_progress", contract, contract, kept)
    ]
    assert ask(corrected, "SELECT seq, via, state FROM audit.run ORDER BY 1") == [
        (1, "command", "partly"),
        (2, "replay", "loaded"),
    ]
    n = len(core(corrected)["dossier_progress"])
    assert [len(core(corrected, as_of).get("dossier_progress", ())) for as_of in (0, 1, 2)] == [0, n - 1, n]
    assert ask(corrected, "SELECT times_sent, current_load_id FROM audit.submission") == [(1, 2)]


def test_a_rebuild_does_every_replay_again(corrected: Settings) -> None:
    tables = "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE schema_name IN ('audit', 'history')"

    def everything() -> dict[str, Any]:
        return {name: ask(corrected, f"FROM {name} ORDER BY ALL") for (name,) in ask(corrected, tables)}

    live = everything()
    shutil.rmtree(corrected.home.warehouse)
    assert rebuild(corrected, wait=True).arrivals == 2
    assert everything() == live


def test_done_again_it_changes_nothing_and_further_corrections_keep_the_earlier(
    corrected: Settings, tmp_path: Path
) -> None:
    assert [o.state for o in again(corrected, corrections=tmp_path / "c.xlsx").outcomes] == ["noop"]
    assert [o.state for o in again(corrected, load_id=2).outcomes] == ["noop"]
    assert again(corrected).outcomes == []
    row = str(ask(corrected, "SELECT min(sheet_row) FROM audit.quarantine")[0][0])
    line = ask(corrected, "SELECT letter FROM audit.column_map WHERE column_name = 'in_person_count'")[0][0]
    second = fill_in(written(corrected, 1, tmp_path / "c2.xlsx"), {(row, line): "x"})
    (outcome,) = again(corrected, corrections=second).outcomes
    held = ask(corrected, f"SELECT cells['{line}'], typed['in_person_count'] FROM audit.quarantine WHERE load_id = 3")
    assert (outcome.state, held) == ("partly", [("x", None)])
    assert ask(corrected, "SELECT len(corrections) FROM audit.replay ORDER BY seq") == [(1,), (2,)]


def test_stopped_after_it_was_journalled_a_replay_is_loaded_by_the_next_drain(
    corrected: Settings, tmp_path: Path
) -> None:
    kept = Kept(corrected.home.kept)
    sheet = fill_in(tmp_path / "c.xlsx", {})
    (first, _) = kept.arrivals()
    kept.keep_replay(first, sheet, contracts={}, now=datetime(2023, 6, 10))
    (outcome,) = drain(corrected, wait=True).outcomes
    assert (outcome.seq, outcome.state) == (3, "loaded")
    assert ask(corrected, "SELECT replayed_load_id, old_contract, new_contract FROM audit.replay WHERE seq = 3") == [
        (2, None, PROGRESS.hash())
    ]


def test_a_replay_does_not_supersede_what_was_sent_since(corrected: Settings, tmp_path: Path) -> None:
    load(corrected, damaged(tmp_path / "newer.xlsx", TABLE, {}), day=10)
    counting = ask(corrected, "SELECT seq FROM audit.load WHERE superseded_seq IS NULL")
    before = core(corrected)
    journal = (corrected.home.kept / "journal.jsonl").read_bytes()
    for asked in ({"load_id": 2}, {"arrival": 1}, {"corrections": tmp_path / "c.xlsx"}):
        with pytest.raises(Superseded):
            again(corrected, **asked)
    assert (corrected.home.kept / "journal.jsonl").read_bytes() == journal
    assert counting == ask(corrected, "SELECT seq FROM audit.load WHERE superseded_seq IS NULL")
    assert core(corrected) == before


@pytest.mark.parametrize(
    ("cells", "error"),
    [({"arrival": 77}, NotFound), ({"arrival": "x"}, NotCorrections), ({"row": 1}, NotCorrections),
     ({"sheet": "Biểu 9"}, NotCorrections), ({"row": "B"}, NotCorrections)],
)  # fmt: skip
def test_a_sheet_that_corrects_what_is_not_held_is_refused(
    corrected: Settings, tmp_path: Path, cells: dict[str, Any], error: type[Exception]
) -> None:
    book = openpyxl.load_workbook(tmp_path / "c.xlsx")
    sheet = book["corrections"]
    for column in range(1, 6):
        if (name := sheet.cell(1, column).value) in cells:
            sheet.cell(2, column).value = cells[name]
    book.save(tmp_path / "bad.xlsx")
    with pytest.raises(error):
        again(corrected, corrections=tmp_path / "bad.xlsx")
    assert ask(corrected, "SELECT max(seq) FROM audit.run") == [(2,)]
    (tmp_path / "no.xlsx").write_bytes(b"no workbook")
    assert main(["quarantine", "replay", "--corrections", str(tmp_path / "no.xlsx")]) == 2


def with_rule(expression: str) -> type[Form]:
    """PROGRESS with one more rule."""
    kept = {name: thing for name, thing in vars(PROGRESS).items() if name in PROGRESS.columns | PROGRESS.rules}
    said = {name: getattr(PROGRESS, name) for name in ("titles", "grain", "period", "calendar", "sender", "sector")}
    new = rule("NEW-1", expression, severity="error", vi="thử", en="a trial", source="thử")
    form: type[Form] = type("DossierProgress", (Form,), kept | said | {"new": new, "__doc__": PROGRESS.__doc__})
    return form


@contextmanager
def in_force(form: type[Form]) -> Iterator[None]:
    """The program with another version of PROGRESS."""
    with pytest.MonkeyPatch.context() as patch:
        known = forms() | {form.name: form}
        for module in ("flows.ingest", "spreadsheets.understand.reading", "flows.replay"):
            patch.setattr(f"{module}.forms", lambda: known)
        rules = {each.id: (each, one) for one in known.values() for each in one.rules.values()}
        patch.setattr("schemas.catalogue.messages.rules", lambda: rules)
        yield


@pytest.mark.parametrize(("expression", "is_held"), [("received_count <= 2000", True), ("suspended_count >= 0", False)])
def test_after_a_rule_changed_everything_read_before_is_read_again(
    home: Settings, tmp_path: Path, expression: str, is_held: bool
) -> None:
    clean = replace(home, home=replace(home.home, root=tmp_path / "clean"))
    paths = [TABLE, workbook(forms()["health_facility"], tmp_path / "b.xlsx")]
    for path in paths:
        load(home, path)
    n = len(core(home)["dossier_progress"])
    assert again(home).outcomes == []
    with in_force(with_rule(expression)):
        for path in paths:
            load(clean, path)
        assert again(home, form="health_facility").outcomes == []
        (outcome,) = again(home).outcomes
        assert (outcome.seq, outcome.file, outcome.accepted + outcome.quarantined) == (3, TABLE.name, n)
        assert bool(outcome.quarantined) is is_held
        assert core(home) == core(clean)
        assert again(home).outcomes == []
    told = ask(home, "SELECT count(*) FROM audit.finding WHERE rule = 'SUB-HELD-SINCE' AND seq = 3")
    assert told == [(int(is_held),)]
    receipt = next((home.home.outbox / "receipts").glob("000003-*")).read_text(encoding="utf-8")
    assert ("held now and no longer count: Ban Quản lý" in receipt) is ("không còn được tính: Ban" in receipt)
    assert ("no longer count" in receipt) is is_held
    (outcome,) = again(home).outcomes  # the rule is taken back
    assert (outcome.state, outcome.accepted) == ("loaded", n)


def test_a_rule_that_no_row_passes_leaves_the_load_before_it(home: Settings, tmp_path: Path) -> None:
    load(home, TABLE)
    before = core(home)
    with in_force(with_rule("received_count < 0")):
        (outcome,) = again(home).outcomes
        assert (outcome.state, outcome.accepted) == ("refused", 0)
        assert core(home) == before
        assert again(home).outcomes == []


def test_a_code_list_that_learns_a_name_lets_its_rows_in(
    home: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, letters = cells_of(TABLE)
    cell = f"{letters['agency']}{row}"
    right = openpyxl.load_workbook(TABLE).worksheets[0][cell].value
    load(home, damaged(tmp_path / "a.xlsx", TABLE, {cell: "Cơ quan mới lập"}))
    assert ask(home, "SELECT cells::VARCHAR LIKE '%Cơ quan mới lập%' FROM audit.quarantine") == [(True,)]
    code = code_list("agency").resolve(str(right))
    real = type(code_list("agency")).resolve
    monkeypatch.setattr(
        type(code_list("agency")), "resolve",
        lambda self, text, *day: code if text == "Cơ quan mới lập" else real(self, text, *day),
    )  # fmt: skip
    monkeypatch.setattr(PROGRESS, "hash", classmethod(lambda cls: "0123456789ab"))
    (outcome,) = again(home).outcomes
    assert outcome.state == "loaded"
    assert ask(home, "SELECT new_contract FROM audit.replay") == [("0123456789ab",)]


def test_the_command_lists_shows_and_replays(
    corrected: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(*words: str, code: int = 0) -> str:
        capsys.readouterr()
        assert main(["quarantine", *words]) == code
        return capsys.readouterr().out

    assert said("list") == "No row is held in quarantine.\n"
    for by in ("load", "form", "sender", "rule"):
        rows = json.loads(said("list", "--by", by, "--all", "--json"))
        assert [(row["held_rows"], row["rules"]) for row in rows] == [(1, ["CELL-COUNT"])]
    assert json.loads(said("list", "--all", "--json", "--rule", "NONE")) == []
    assert "  ✗ wrong.xlsx, sheet" in said("show", "1")
    (row,) = json.loads(said("show", "1", "1", "--json"))
    assert [reason["found"] for reason in row["reasons"]] == ["sai", "0,5"]
    assert "online_count" not in row["typed"]
    line = next(line for line, heading in row["headings"].items() if heading.endswith("Tổng số"))
    assert row["typed"]["received_count"] == row["cells"][line]
    assert said("show", code=2) == ""
    assert said("show", "9", code=2) == ""
    assert "đọc được" in said("show", "1", "--lang", "vi")
    assert "Nothing to replay" in said("replay")
    assert said("replay", "--load", "1", code=2) == ""
    assert main(["quarantine", "show", "1", "-o", str(tmp_path / "c.txt")]) == 2
