"""The schedule: a run Prefect itself created loads a file, started in a folder with decoys of our packages."""

from __future__ import annotations

import json
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

from khoso import COMMAND, SAMPLES, environment, khoso


def flow_runs(port: int) -> list[dict[str, object]]:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/flow_runs/filter",
        data=json.dumps({"flow_runs": {"state": {"type": {"any_": ["COMPLETED", "FAILED", "CRASHED"]}}}}).encode(),
        headers={"content-type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


def free_port() -> int:
    """A free port on loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve_until_loaded(home: Path, name: str, cwd: Path) -> list[dict[str, object]]:
    """Put a sample into the inbox, serve until it has been loaded, stop; the finished flow runs, newest first."""
    (home / "inbox").mkdir(parents=True, exist_ok=True)
    shutil.copy(SAMPLES / name, home / "inbox")
    port = free_port()
    server = subprocess.Popen(
        [*COMMAND, "serve", "--port", str(port)],
        env=environment(home.relative_to(cwd), KHOSO_DRAIN_MINUTES="1", KHOSO_NOTIFY="slack-webhook/nobody"),
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    runs: list[dict[str, object]] = []
    try:
        deadline = time.monotonic() + 240
        while (home / "inbox" / name).exists() and time.monotonic() < deadline:
            assert server.poll() is None, server.communicate()[0]
            time.sleep(0.5)
        while not runs and time.monotonic() < deadline:
            time.sleep(0.5)
            runs = flow_runs(port)
    finally:
        server.send_signal(signal.SIGINT)
        output = server.communicate(timeout=180)[0]  # a run that has begun is let come to its end
    assert "decoy" not in output
    assert "Nobody can be notified through slack-webhook/nobody (KHOSO_NOTIFY): Unable to find block" in output
    return runs


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
