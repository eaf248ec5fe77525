"""Draining the inbox: each file ends loaded, refused or waiting, with a message; corrections, as-of, trace, rebuild."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
import time
from pathlib import Path

import openpyxl
import pytest
from khoso import COMMAND, ROOT, SAMPLES, environment, khoso

from warehouse.connect import snapshot

pytestmark = pytest.mark.slow

MAY = "BC tien do TTHC thang 5-2023 (VP UBND tinh).xlsx"
RATES = (
    "SELECT tier, value FROM mart.indicator_value WHERE indicator_code = 'online_dossier_rate_a'"
    " AND agency_code = '' AND unit_code = '26' AND tier <> '' AND period_id = '2023-05' ORDER BY tier DESC"
)


def rows(home: Path, sql: str, *words: str) -> list[dict[str, object]]:
    return json.loads(khoso(home, "sql", sql, "--json", *words).stdout)


def fill(home: Path, *names: str) -> None:
    (home / "inbox").mkdir(parents=True, exist_ok=True)
    for name in names:
        shutil.copy(SAMPLES / name, home / "inbox" / name)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data root with every sample loaded."""
    home = tmp_path_factory.mktemp("loaded") / "data"
    fill(home, *(p.name for p in SAMPLES.glob("*.xlsx")))
    khoso(home, "ingest", expect=1)
    return home


def test_the_rates_of_may_2023_are_the_published_ones(loaded: Path) -> None:
    assert rows(loaded, RATES) == [{"tier": "province", "value": 36.18}, {"tier": "district", "value": 98.76}]


def test_every_row_of_every_file_is_accounted_for(loaded: Path) -> None:
    account = rows(loaded, "SELECT file_name, state, rows_in_span, difference FROM audit.row_account ORDER BY seq")
    assert len(account) == 9
    assert {row["difference"] for row in account} == {0}
    assert [row["file_name"] for row in account if row["state"] != "loaded"] == ["VPDKDD thang 3 - co loi.xlsx"]
    held = rows(loaded, "SELECT sheet_row, rules FROM audit.quarantine ORDER BY sheet_row")
    assert held == [
        {"sheet_row": 11, "rules": ["CELL-DATE-IN-NUMBER"]},
        {"sheet_row": 12, "rules": ["PROC-002"]},
    ]


def test_the_inbox_is_empty_the_files_are_kept_and_receipts_say_why(loaded: Path) -> None:
    assert list((loaded / "inbox").iterdir()) == []
    kept = {
        p.read_bytes() for p in (loaded / "kept").rglob("*") if p.is_file() and p.suffix == "" and p.name != "version"
    }
    assert {p.read_bytes() for p in SAMPLES.glob("*.xlsx")} == kept
    receipt = next((loaded / "outbox" / "receipts").glob("*co loi*")).read_text(encoding="utf-8")
    for words in ("ô G11", "cell G11", "09/09/2023", "bị giữ lại", "quarantined"):
        assert words in receipt


def test_a_corrected_cell_gives_another_figure_and_both_lead_to_their_cell(loaded: Path, tmp_path: Path) -> None:
    home = tmp_path / "data"
    shutil.copytree(loaded, home, symlinks=True)
    before = rows(home, "SELECT max(seq) AS seq FROM audit.run")[0]["seq"]
    book = openpyxl.load_workbook(SAMPLES / MAY)
    sheet = book["Biểu 01"]
    row = next(r for r in range(1, 60) if sheet.cell(r, 2).value == "Sở Tư pháp")
    for column, more in (("F", 100), ("G", -100)):
        sheet[f"{column}{row}"] = sheet[f"{column}{row}"].value + more
    for above in range(row - 1, 0, -1):  # the printed subtotal of its group, and the grand total below
        if sheet.cell(above, 1).value == "I":
            break
    bottom = next(r for r in range(row, 80) if sheet.cell(r, 2).value == "Tổng cộng")
    for total in (above, bottom):
        sheet[f"F{total}"] = sheet[f"F{total}"].value + 100
        sheet[f"G{total}"] = sheet[f"G{total}"].value - 100
    book.save(home / "inbox" / "sửa lần 2.xlsx")
    khoso(home, "ingest")

    assert rows(home, RATES)[0] == {"tier": "province", "value": 36.98}
    assert rows(home, RATES, "--as-of", str(before))[0] == {"tier": "province", "value": 36.18}
    ask = "SELECT _load_id AS load, _row_id AS row, numerator::BIGINT AS n FROM mart.indicator_fact"
    ask += " WHERE indicator_code = 'online_dossier_rate_a' AND agency_code = 'so-tu-phap' AND period_id = '2023-05'"
    new, old = rows(home, ask)[0], rows(home, ask, "--as-of", str(before))[0]
    assert new["n"] == old["n"] + 100  # type: ignore[operator]
    for found, file in ((new, "sửa lần 2.xlsx"), (old, MAY)):
        traced = json.loads(
            khoso(home, "trace", "dossier_progress", f"{found['load']}:{found['row']}", "online_count", "--json").stdout
        )
        assert (traced["file"], traced["sheet"], traced["cell"]) == (file, "Biểu 01", f"F{row}")
        assert traced["text"] == str(found["n"])
        assert traced["header"] == "Tiếp nhận (6) > Trong kỳ > Trực tuyến"
    assert (
        json.loads(
            khoso(home, "trace", "dossier_progress", f"{old['load']}:{old['row']}", "online_count", "--json").stdout
        )["superseded_by"]
        == new["load"]
    )


def test_the_same_files_again_change_nothing(loaded: Path, tmp_path: Path) -> None:
    home = tmp_path / "data"
    shutil.copytree(loaded, home, symlinks=True)
    fill(home, MAY)
    (home / "inbox" / MAY).rename(home / "inbox" / "another name.xlsx")
    assert "nothing changes" in khoso(home, "ingest").stdout
    assert rows(home, "SELECT count(*) AS n FROM audit.load") == [{"n": 9}]
    assert rows(home, RATES) == rows(loaded, RATES)


def _everything(home: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of the snapshot but for the note on what it was built from."""
    with snapshot(home / "warehouse" / "warehouse.duckdb") as con:
        tables = con.execute(
            "SELECT schema_name, table_name FROM duckdb_tables() WHERE table_name <> 'mart_proof' ORDER BY ALL"
        ).fetchall()
        return {f"{s}.{t}": con.execute(f'SELECT * FROM {s}."{t}" ORDER BY ALL').fetchall() for s, t in tables}


def test_a_rebuild_from_the_kept_files_equals_the_live_warehouse(loaded: Path, tmp_path: Path) -> None:
    home = tmp_path / "data"
    shutil.copytree(loaded, home, symlinks=True)
    book = openpyxl.load_workbook(SAMPLES / "GTVT_766_052023.xlsx")
    book.active["B11"] = "Sở GTVT"  # type: ignore[index]
    book.save(home / "inbox" / "GTVT lan 2.xlsx")
    (home / "inbox" / "broken.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    os.utime(home / "inbox" / "broken.xlsx", (0, 0))
    fill(home, MAY)
    khoso(home, "ingest", expect=1)
    live = _everything(home)
    assert len(live["audit.run"]) == 12
    shutil.rmtree(home / "warehouse")
    assert json.loads(khoso(home, "rebuild", "--json").stdout) == {"arrivals": 12, "lost": []}
    assert _everything(home) == live


def test_a_file_still_being_copied_waits_and_is_taken_later(tmp_path: Path) -> None:
    home = tmp_path / "data"
    fill(home, "GTVT_766_052023.xlsx")
    whole = (SAMPLES / "So Y te - TTHC T5.xlsx").read_bytes()
    target = home / "inbox" / "SYT.xlsx"
    target.write_bytes(whole[: len(whole) // 2] + bytes(len(whole) - len(whole) // 2))  # preallocated, as over SMB
    (home / "inbox" / "~$GTVT.xlsx").write_bytes(b"lock of an office program")
    outcome = json.loads(khoso(home, "ingest", "--json").stdout)
    assert [(a["file"], a["state"]) for a in outcome["arrivals"]] == [("GTVT_766_052023.xlsx", "loaded")]
    assert outcome["waiting"] == [{"file": "SYT.xlsx", "reason": "incomplete"}]
    target.write_bytes(whole)
    outcome = json.loads(khoso(home, "ingest", "--json").stdout)
    assert [(a["file"], a["state"]) for a in outcome["arrivals"]] == [("SYT.xlsx", "loaded")]
    waits = json.loads(khoso(home, "ingest", "--json", KHOSO_QUIET_SECONDS="3600").stdout)
    assert waits["arrivals"] == []


def test_a_reader_in_a_loop_meets_no_error_during_twenty_ingests(loaded: Path, tmp_path: Path) -> None:
    home = tmp_path / "data"
    shutil.copytree(loaded, home, symlinks=True)
    stop, faults, reads = threading.Event(), [], []

    def read() -> None:
        while not stop.is_set():
            try:
                with snapshot(home / "warehouse" / "warehouse.duckdb") as con:
                    loads, runs = con.execute(
                        "SELECT (SELECT count(*) FROM audit.load), (SELECT count(*) FROM audit.run)"
                    ).fetchall()[0]
                    if loads != runs or loads < 9:
                        faults.append((loads, runs))
            except Exception as error:  # noqa: BLE001
                faults.append(error)  # type: ignore[arg-type]
            reads.append(1)
            time.sleep(0.005)

    thread = threading.Thread(target=read, daemon=True)
    with snapshot(home / "warehouse" / "warehouse.duckdb") as analyst:  # left open all the while
        first = analyst.execute("SELECT count(*) FROM audit.run").fetchall()
        thread.start()
        for i in range(20):
            book = openpyxl.load_workbook(SAMPLES / "GTVT_766_052023.xlsx")
            book.active["C30"] = f"lần {i}"  # type: ignore[index]
            path = tmp_path / f"{i}.xlsx"
            book.save(path)
            _ingest_here(home, path)
        assert analyst.execute("SELECT count(*) FROM audit.run").fetchall() == first
    stop.set()
    thread.join()
    assert faults == []
    assert len(reads) > 20
    assert rows(home, "SELECT count(*) AS n FROM audit.run") == [{"n": 29}]


def _ingest_here(home: Path, path: Path) -> None:
    """In this process: twenty starts of Python would measure nothing more."""
    from flows.ingest import ingest_files
    from machine.settings import settings
    from schemas.submission import Given

    ingest_files(settings(environment(home)), [path], Given(), wait=True)


def test_a_second_ingest_says_who_is_writing(tmp_path: Path) -> None:
    from warehouse.connect import writer_lock

    home = tmp_path / "data"
    with writer_lock(home / "warehouse", wait=False):
        refused = khoso(home, "ingest", expect=4)
    assert f"pid {os.getpid()}" in refused.stderr
    assert "--wait" in refused.stderr


def test_what_the_caller_and_the_folder_say_is_used_and_kept(tmp_path: Path) -> None:
    home = tmp_path / "data"
    folder = home / "inbox" / "Sở Giao thông vận tải" / "2023-05"
    folder.mkdir(parents=True)
    shutil.copy(SAMPLES / "GTVT_766_052023.xlsx", folder / "a.xlsx")
    assert json.loads(khoso(home, "ingest", "--json").stdout)["arrivals"][0]["state"] == "loaded"
    wrong = home / "inbox" / "Sở Y tế"
    wrong.mkdir()
    shutil.copy(SAMPLES / "GTVT_766_042023.xlsx", wrong / "b.xlsx")
    refused = khoso(home, "ingest", expect=1)
    assert "b.xlsx, sheet T4" in refused.stdout
    assert "Sở Y tế" in refused.stdout
    assert rows(home, "SELECT count(*) AS n FROM audit.load") == [{"n": 1}]
    sample = str(SAMPLES / "GTVT_766_042023.xlsx")
    assert "«Sở Vũ trụ»" in khoso(home, "ingest", sample, "--sender", "Sở Vũ trụ", expect=2).stderr


def test_an_interrupted_ingest_is_completed_by_the_next(tmp_path: Path) -> None:
    home = tmp_path / "data"
    fill(home, *(p.name for p in SAMPLES.glob("*.xlsx")))
    first = subprocess.Popen([*COMMAND, "ingest"], env=environment(home), cwd=ROOT, stdout=subprocess.DEVNULL)
    while not list((home / "outbox").glob("receipts/00000[3-9]*")):
        assert first.poll() is None
        time.sleep(0.01)
    first.kill()
    first.wait()
    khoso(home, "ingest", expect=1)
    assert rows(home, RATES) == [{"tier": "province", "value": 36.18}, {"tier": "district", "value": 98.76}]
    assert rows(home, "SELECT count(*) AS n, count(DISTINCT sha256) AS d FROM audit.load") == [{"n": 9, "d": 9}]
    assert list((home / "inbox").iterdir()) == []


def test_stopped_before_its_file_left_the_inbox_an_arrival_does_not_supersede_its_correction(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import flows.answers
    import flows.ingest
    from machine.settings import settings

    home = tmp_path / "data"
    fill(home, "GTVT_766_052023.xlsx")
    (home / "inbox" / "GTVT_766_052023.xlsx").rename(home / "inbox" / "a.xlsx")
    book = openpyxl.load_workbook(SAMPLES / "GTVT_766_052023.xlsx")
    book.active["C30"] = "sửa"  # type: ignore[index]
    book.save(home / "inbox" / "b.xlsx")  # kept, by reading ahead, before a.xlsx is loaded
    chosen = settings(environment(home))
    monkeypatch.setattr(flows.answers, "write_receipt", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        flows.ingest.drain(chosen, wait=True)
    monkeypatch.undo()
    assert sorted(p.name for p in (home / "inbox").iterdir()) == ["a.xlsx", "b.xlsx"]
    outcomes = flows.ingest.drain(chosen, wait=True).outcomes
    assert [(o.seq, o.file, o.state) for o in outcomes] == [(2, "b.xlsx", "loaded"), (1, "a.xlsx", "loaded")]
    with snapshot(chosen.home.snapshot) as con:
        loads = con.execute("SELECT file_name, superseded_seq FROM audit.load ORDER BY load_id").fetchall()
    assert loads == [("a.xlsx", 2), ("b.xlsx", None)]
    assert list((home / "inbox").iterdir()) == []
    assert len(list((home / "outbox" / "receipts").iterdir())) == 2
