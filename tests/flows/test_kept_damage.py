"""Damage beside and among the kept files: named, the others go on, and the way out works."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from khoso import SAMPLES, environment, khoso
from whole import flip

from flows.ingest import drain
from flows.rebuild import rebuild
from machine.settings import Settings, settings
from warehouse.belonging import NotItsJournal
from warehouse.connect import build, snapshot
from warehouse.kept import Kept

pytestmark = pytest.mark.slow

FIRST, SECOND = "GTVT_766_052023.xlsx", "BC tien do TTHC thang 5-2023 (VP UBND tinh).xlsx"


@pytest.fixture
def chosen(tmp_path: Path) -> Settings:
    """A data root that has loaded two files."""
    home = tmp_path / "data"
    (home / "inbox").mkdir(parents=True)
    made = settings(environment(home))
    send(made, FIRST, SECOND)
    assert set(states(made).values()) == {"loaded"}
    return made


def send(chosen: Settings, *names: str) -> None:
    for name in names:
        shutil.copy(SAMPLES / name, chosen.home.inbox / name)


def states(chosen: Settings) -> dict[str, str]:
    return {o.file: o.state for o in drain(chosen, wait=True).outcomes}


def kept_file(chosen: Settings, name: str) -> Path:
    kept = Kept(chosen.home.kept)
    return next(kept.path(arrival.sha256) for arrival in kept.arrivals() if arrival.name == name)


def loaded(chosen: Settings) -> list[tuple[str, str]]:
    with snapshot(chosen.home.snapshot) as con:
        return con.execute("SELECT file_name, state FROM audit.run ORDER BY file_name, seq").fetchall()


@pytest.mark.parametrize(("harm", "rule"), [(flip, "FILE-KEPT-DAMAGED"), (Path.unlink, "FILE-KEPT-MISSING")])
def test_a_rebuild_names_the_kept_file_that_is_not_what_was_received_and_loads_the_others(
    chosen: Settings, harm: object, rule: str
) -> None:
    harm(kept_file(chosen, FIRST))  # type: ignore[operator]
    done = khoso(chosen.home.root, "rebuild", "--json", expect=3)
    told = json.loads(done.stdout)
    assert (told["arrivals"], len(told["lost"])) == (2, 1)
    assert told["lost"][0].startswith(f"{FIRST}: the kept file is not")
    assert "khoso rebuild" in told["lost"][0]
    assert loaded(chosen) == [(SECOND, "loaded"), (FIRST, "refused")]
    assert [finding.rule for finding in rebuild(chosen, wait=True).lost] == [rule]
    send(chosen, FIRST)  # the way out: what was received is received again
    assert states(chosen) == {FIRST: "loaded"}
    assert rebuild(chosen, wait=True).lost == []


def test_a_file_lost_between_keeping_and_loading_holds_up_no_other(chosen: Settings) -> None:
    kept = Kept(chosen.home.kept)
    lost = chosen.home.inbox / "lost.xlsx"
    shutil.copy(SAMPLES / FIRST, lost)
    with lost.open("ab") as file:
        file.write(b"another")
    arrival = kept.keep(lost, via="command", now=next(kept.arrivals()).received_at, options={})
    lost.unlink()
    kept.path(arrival.sha256).unlink()
    send(chosen, SECOND)
    assert states(chosen) == {"lost.xlsx": "refused", SECOND: "noop"}
    receipt = next((chosen.home.outbox / "receipts").glob("*lost*")).read_text(encoding="utf-8")
    assert "không thấy tệp đã lưu" in receipt and "the kept file is not there" in receipt
    assert states(chosen) == {}


def test_a_trace_into_a_damaged_file_says_so(chosen: Settings) -> None:
    with snapshot(chosen.home.snapshot) as con:
        load_id, form = con.execute(
            "SELECT load_id, form FROM audit.load WHERE file_name = ? LIMIT 1", [FIRST]
        ).fetchall()[0]
        names = [name for (name,) in con.execute(
            "SELECT column_name FROM audit.column_map WHERE load_id = ? ORDER BY ALL", [load_id]
        ).fetchall()]  # fmt: skip
        rows = con.execute(f"SELECT _row_id FROM history.{form} WHERE _load_id = ? LIMIT 1", [load_id]).fetchall()
    flip(kept_file(chosen, FIRST))
    done = khoso(chosen.home.root, "trace", form, f"{load_id}:{rows[0][0]}", names[-1], expect=3)
    assert "the kept file is not what was received" in done.stderr


@pytest.mark.parametrize(("harm", "said"), [(flip, "is not what was received"), (Path.unlink, "is not there")])
def test_a_replay_of_a_damaged_file_says_so_and_what_was_loaded_stays(
    chosen: Settings, harm: object, said: str
) -> None:
    before = loaded(chosen)
    with build(chosen.home.build_file) as con:
        con.execute("UPDATE audit.load_record SET contract_hash = 'of another time'")
    harm(kept_file(chosen, FIRST))  # type: ignore[operator]
    done = khoso(chosen.home.root, "quarantine", "replay", "--arrival", "2", expect=1)
    assert said in done.stdout
    with snapshot(chosen.home.snapshot) as con:
        counting = con.execute("SELECT file_name FROM audit.load WHERE superseded_seq IS NULL ORDER BY 1").fetchall()
    assert counting == sorted((name,) for name, _ in before)


def test_a_workbook_that_cannot_be_marked_since_its_kept_file_is_damaged_holds_up_no_other(
    chosen: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(chosen, "VPDKDD thang 3 - co loi.xlsx")
    monkeypatch.setattr("flows.ingest.give_back", lambda *_: [])  # stopped before it
    drain(chosen, wait=True)
    monkeypatch.undo()
    flip(kept_file(chosen, "VPDKDD thang 3 - co loi.xlsx"))
    done = drain(chosen, wait=True)
    assert (done.annotated, done.unwritten) == ([], [])
    assert list((chosen.home.outbox / ".unmarked").iterdir()) == []


def test_a_damaged_journal_is_an_error_with_a_name_and_nothing_is_taken(chosen: Settings) -> None:
    journal = chosen.home.kept / "journal.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b"GTVT", b"GTVX", 1))
    send(chosen, FIRST)
    for verb in (["ingest"], ["ingest", str(SAMPLES / SECOND)], ["rebuild"]):
        assert "journal.jsonl, line 2: not as it was written" in khoso(chosen.home.root, *verb, expect=3).stderr
    assert [path.name for path in chosen.home.inbox.iterdir()] == [FIRST]
    assert len(journal.read_bytes().splitlines()) == 2


@pytest.mark.parametrize("back", [0, 1])
def test_a_journal_older_than_the_warehouse_is_refused_before_anything_is_taken(chosen: Settings, back: int) -> None:
    journal = chosen.home.kept / "journal.jsonl"
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:back]))
    before = journal.read_bytes()
    new = chosen.home.inbox / "new.xlsx"
    shutil.copy(SAMPLES / FIRST, new)
    with pytest.raises(NotItsJournal) as refusal:
        drain(chosen, wait=True)
    assert refusal.value.seq == back + 1
    done = khoso(chosen.home.root, "ingest", str(SAMPLES / SECOND), expect=3)
    assert "Nothing was taken from the inbox" in done.stderr and "khoso rebuild" in done.stderr
    assert (new.exists(), journal.read_bytes()) == (True, before)
    assert rebuild(chosen, wait=True).arrivals == back  # the way out
    assert states(chosen) == {"new.xlsx": "loaded"}


def test_a_number_used_again_by_another_file_is_seen(chosen: Settings, tmp_path: Path) -> None:
    kept, journal = Kept(chosen.home.kept), chosen.home.kept / "journal.jsonl"
    last = list(kept.arrivals())[-1]
    journal.write_bytes(journal.read_bytes().splitlines(keepends=True)[0])
    other = tmp_path / last.name
    other.write_bytes(b"other")
    assert kept.keep(other, via="inbox", now=last.received_at, options={}).seq == last.seq
    with pytest.raises(NotItsJournal):
        drain(chosen, wait=True)
