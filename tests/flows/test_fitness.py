"""`khoso doctor`: what it tells it has tried, or was noted by who did it."""

from __future__ import annotations

import http.server
import json
import shutil
import sys
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from khoso import SAMPLES, environment

from flows.fitness import checks
from flows.ingest import drain
from flows.verify import verify
from machine.credential import credential
from machine.noted import note, noted
from machine.settings import Settings, settings
from warehouse.connect import writer_lock

pytestmark = pytest.mark.slow

GOOD = "GTVT_766_052023.xlsx"
AT = datetime(2026, 12, 1, 8, 30)


@pytest.fixture
def chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A data root that has loaded a file."""
    for name in ("PREFECT_API_URL", "PREFECT_API_AUTH_STRING"):
        monkeypatch.delenv(name, raising=False)
    made = settings(environment(tmp_path / "data"))
    made.home.inbox.mkdir(parents=True)
    shutil.copy(SAMPLES / GOOD, made.home.inbox / GOOD)
    drain(made, wait=True, clock=lambda: AT)
    return made


@pytest.fixture
def server() -> Iterator[str]:
    """A control server with one schedule that is paused and one that is not; it asks for a token."""

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(True if self.path == "/api/health" else {"token": self.headers["Prefect-Csrf-Client"]})

        def do_POST(self) -> None:
            is_known = self.headers["Prefect-Csrf-Token"] == self.headers["Prefect-Csrf-Client"] is not None
            assert is_known and self.headers["Authorization"].startswith("Basic ")
            self._say([{"name": "inbox", "paused": True}, {"name": "reminders", "paused": False}])

        def _say(self, said: object) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{serving.server_port}/api"
        serving.shutdown()


def found(chosen: Settings) -> dict[str, tuple[bool, str]]:
    return {each.name.en: (each.is_ok, each.found.en) for each in checks(chosen)}


def test_a_sound_root_on_a_sound_machine(chosen: Settings) -> None:
    told = found(chosen)
    assert all(is_ok for is_ok, _ in told.values())
    assert told["writer's lock"][1] == "can be taken"
    assert told["reading child"][1] == "starts and reads"
    assert told["last drain ended"][1] == "2026-12-01 08:30:00; 1 files"
    assert told["last proved (khoso verify)"][1] == "never"
    assert told["Prefect server"][1] == "not started (khoso serve)"
    assert not list(chosen.home.root.glob(".doctor*"))
    with writer_lock(chosen.home.warehouse, wait=False):
        is_ok, said = found(chosen)["writer's lock"]
        assert is_ok and "is writing the warehouse" in said


def test_a_child_that_cannot_start_is_told(chosen: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert found(chosen)["reading child"] == (False, "FILE-NOT-READ No such file or directory")


def test_a_root_that_cannot_be_written_is_told(chosen: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, content: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("flows.fitness.write_whole", full)
    is_ok, said = found(chosen)["data root can be written"]
    assert (is_ok, said) == (False, f"{chosen.home.root}: No space left on device")


def test_when_everything_was_proved_and_with_what_end(chosen: Settings) -> None:
    verify(chosen, wait=True, clock=lambda: AT)
    assert found(chosen)["last proved (khoso verify)"] == (True, "2026-12-01 08:30:00, sound")
    next(chosen.home.kept.glob("??/*")).unlink()
    verify(chosen, wait=True, clock=lambda: AT)
    assert found(chosen)["last proved (khoso verify)"] == (False, "2026-12-01 08:30:00, not sound")
    chosen.home.verified.write_text("[")
    assert found(chosen)["last proved (khoso verify)"] == (True, "never")


def test_a_server_is_asked_what_is_paused_and_one_that_is_gone_is_told(
    chosen: Settings, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    credential(chosen.home.credential)
    note(chosen.home.served, AT, url=server)
    assert found(chosen)["Prefect server"] == (True, f"{server} answers; paused schedules: inbox")
    note(chosen.home.served, AT, url="http://127.0.0.1:9/api")
    is_ok, said = found(chosen)["Prefect server"]
    assert not is_ok and said.startswith("http://127.0.0.1:9/api does not answer")
    monkeypatch.setenv("PREFECT_API_URL", server)
    monkeypatch.setenv("PREFECT_API_AUTH_STRING", "a:b")
    assert found(chosen)["Prefect server"][0]


def test_a_note_that_cannot_be_written_costs_the_note_alone(tmp_path: Path) -> None:
    (tmp_path / "log").touch()
    note(tmp_path / "log" / "a.json", AT)
    assert noted(tmp_path / "log" / "a.json") == {}
