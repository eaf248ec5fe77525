"""The schedule: a run Prefect itself created loads a file, started in a folder with decoys of our packages."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import httpx
import pytest
from khoso import SAMPLES, khoso
from served import served


def ended_runs(operator: httpx.Client) -> list[dict[str, object]]:
    asked = {"flow_runs": {"state": {"type": {"any_": ["COMPLETED", "FAILED", "CRASHED"]}}}}
    runs: list[dict[str, object]] = operator.post("/flow_runs/filter", json=asked).raise_for_status().json()
    return runs


def serve_until_loaded(home: Path, name: str, cwd: Path) -> list[dict[str, object]]:
    """Put a sample into the inbox, serve until it has been loaded, stop; the finished flow runs, newest first."""
    (home / "inbox").mkdir(parents=True, exist_ok=True)
    shutil.copy(SAMPLES / name, home / "inbox")
    more = {"KHOSO_DRAIN_MINUTES": "1", "KHOSO_NOTIFY": "slack-webhook/nobody"}
    runs: list[dict[str, object]] = []
    with served(home, home.relative_to(cwd), cwd, **more) as server:
        deadline = time.monotonic() + 240
        while (home / "inbox" / name).exists() and time.monotonic() < deadline:
            assert server.process.poll() is None
            time.sleep(0.5)
        with server.operator() as operator:
            while not runs and time.monotonic() < deadline:
                time.sleep(0.5)
                runs = ended_runs(operator)
    assert "decoy" not in server.output
    assert "Nobody can be notified through slack-webhook/nobody (KHOSO_NOTIFY): Unable to find block" in server.output
    return runs


@pytest.mark.slow
def test_a_scheduled_run_loads_a_file_whatever_folder_it_starts_in_and_after_a_restart(tmp_path: Path) -> None:
    home = tmp_path / "data"
    for name in ("flows", "schemas", "spreadsheets", "warehouse"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise SystemExit('a decoy was imported')\n", encoding="utf-8")
    runs = serve_until_loaded(home, "GTVT_766_052023.xlsx", tmp_path)
    assert [(run["auto_scheduled"], run["state_type"]) for run in runs] == [(True, "COMPLETED")]
    sql = "SELECT agency_code FROM core.dossier_progress ORDER BY _load_id"
    rows = json.loads(khoso(home, "sql", sql, "--json").stdout)
    assert [row["agency_code"] for row in rows] == ["so-giao-thong-van-tai"]
    receipt = next((home / "outbox" / "receipts").iterdir()).read_text(encoding="utf-8")
    assert "1 rows loaded" in receipt
    assert "đã nạp 1 dòng" in receipt

    runs = serve_until_loaded(home, "So Y te - TTHC T5.xlsx", tmp_path)
    assert {(run["auto_scheduled"], run["state_type"]) for run in runs} == {(True, "COMPLETED")}
    rows = json.loads(khoso(home, "sql", sql, "--json").stdout)
    assert [row["agency_code"] for row in rows] == ["so-giao-thong-van-tai", "so-y-te"]
