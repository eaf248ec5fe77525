"""`khoso serve`: a Prefect server on loopback when none is configured, and the schedules of every sector."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from machine.settings import Settings, prepare_prefect

TIMEZONE = "Asia/Ho_Chi_Minh"
#: When reminders are written: on working days, before offices open their mail.
REMIND_AT = "30 7 * * 1-5"
_START_SECONDS = 180


class ServerFailed(Exception):
    """Prefect's server did not answer in time."""


@contextmanager
def prefect_server(settings: Settings, port: int) -> Iterator[str]:
    """The API's address: the configured server's, or that of one started on loopback for as long as the block runs."""
    configured = os.environ.get("PREFECT_API_URL")
    if configured:
        yield configured
        return
    url = f"http://127.0.0.1:{port}/api"
    logs = settings.home.root / "prefect"
    logs.mkdir(parents=True, exist_ok=True)
    with (logs / "server.log").open("ab") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)],
            stdout=log,
            stderr=log,
            cwd=settings.home.root,
        )
        try:
            _wait_for(url, server)
            os.environ["PREFECT_API_URL"] = url
            yield url
        finally:
            os.environ.pop("PREFECT_API_URL", None)
            server.terminate()
            server.wait(30)


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=5):  # noqa: S310  loopback
                return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.5)
    raise ServerFailed(f"{url} does not answer; see server.log in the data root's prefect folder")


def serve(settings: Settings) -> None:
    """Serve every schedule until stopped: the drain of the inbox, the reminders, each sector's own hour.

    The working folder becomes the data root, so that nothing beside an operator's prompt is ever imported.
    """
    from prefect import serve as prefect_serve
    from prefect.deployments.runner import EntrypointType, RunnerDeployment
    from prefect.schedules import Cron, Interval

    from flows.scheduled import build_sector, drain_inbox, remind_debtors
    from schemas.registry import sectors

    os.chdir(settings.home.root)
    soon = datetime.now(ZoneInfo(TIMEZONE)) + timedelta(seconds=10)
    drain = RunnerDeployment.from_flow(
        drain_inbox,
        name="inbox",
        schedule=Interval(timedelta(minutes=settings.drain_minutes), anchor_date=soon, timezone=TIMEZONE),
        concurrency_limit=1,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    builds = [
        RunnerDeployment.from_flow(
            build_sector,
            name=sector.name.replace("_", "-"),
            schedule=Cron(sector.cron, timezone=TIMEZONE),
            parameters={"sector": sector.name},
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        for sector in sectors()
    ]
    reminder = RunnerDeployment.from_flow(
        remind_debtors,
        name="reminders",
        schedule=Cron(REMIND_AT, timezone=TIMEZONE),
        concurrency_limit=1,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    prefect_serve(drain, reminder, *builds, print_starting_message=False)


def _channel_fault(slug: str) -> str:
    if not slug:
        return ""
    from flows.scheduled import channel_fault

    return channel_fault(slug)


def run(settings: Settings, port: int, started: Callable[[str, str], None]) -> None:
    """Start the server if needed and serve; `started(url, fault)` is called once it is up.

    `fault`: why the block reminders are to be told through cannot be used, "" where it can or none is asked for.
    """
    prepare_prefect(settings.home)
    # runs start in the data root, where a relative KHOSO_HOME would mean another folder
    os.environ |= {"KHOSO_HOME": str(settings.home.root), "KHOSO_LANG": settings.lang}
    settings.home.inbox.mkdir(parents=True, exist_ok=True)
    with prefect_server(settings, port) as url:
        started(url, _channel_fault(settings.notify))
        serve(settings)
