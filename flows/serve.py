"""`khoso serve`: the schedules of every sector, under a control server."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from machine.noted import note
from machine.prefect_environment import prepare_prefect
from machine.rights import for_owner_alone
from machine.settings import Settings
from serving.control import Control, control_server
from warehouse.version import check_root

TIMEZONE = "Asia/Ho_Chi_Minh"
#: When reminders are written: on working days, before offices open their mail.
REMIND_AT = "30 7 * * 1-5"


def serve(settings: Settings) -> None:
    """Serve every schedule until stopped: the drain of the inbox, the reminders, each sector's own hour.

    Which run may write is for the writer's lock to say: a slot of Prefect's stays taken by a run that was killed. The
    working folder becomes the data root, so that nothing beside an operator's prompt is ever imported.
    """
    from prefect import serve as prefect_serve
    from prefect.deployments.runner import EntrypointType, RunnerDeployment  # type: ignore[attr-defined]  # re-exported
    from prefect.schedules import Cron, Interval

    from flows.scheduled import drain_inbox, prove_sector, remind_debtors
    from schemas.registry import sectors

    os.chdir(settings.home.root)
    soon = datetime.now(ZoneInfo(TIMEZONE)) + timedelta(seconds=10)
    drain = RunnerDeployment.from_flow(
        drain_inbox,
        name="inbox",
        schedule=Interval(timedelta(seconds=settings.drain_interval), anchor_date=soon, timezone=TIMEZONE),
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    builds = [
        RunnerDeployment.from_flow(
            prove_sector,
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
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    prefect_serve(drain, reminder, *builds, print_starting_message=False)


def _channel_fault(slug: str) -> str:
    if not slug:
        return ""
    from flows.scheduled import channel_fault

    return channel_fault(slug)


def _close_left_open() -> None:
    from flows.left_open import close_left_open
    from flows.scheduled import drain_inbox, prove_sector, remind_debtors

    close_left_open([drain_inbox.name, prove_sector.name, remind_debtors.name])


@for_owner_alone()
def run(settings: Settings, port: int, started: Callable[[Control, str], None]) -> None:
    """Start the server if needed and serve; `started(control, fault)` is called once it is up.

    `fault`: why the block reminders are to be told through cannot be used, "" where it can or none is asked for.
    Raises OtherVersion where no run could load anything.
    """
    check_root(settings.home.kept)
    prepare_prefect(settings.home)
    # runs start in the data root, where a relative KHOSO_HOME would mean another folder
    os.environ |= {"KHOSO_HOME": str(settings.home.root), "KHOSO_LANG": settings.lang}
    settings.home.inbox.mkdir(parents=True, exist_ok=True)
    with control_server(settings, port) as control:
        if control.is_ours:
            note(settings.home.served, datetime.now(), url=control.url)
            _close_left_open()
        started(control, _channel_fault(settings.notify))
        try:
            serve(settings)
        finally:  # one that was killed leaves it, and the doctor tells
            settings.home.served.unlink(missing_ok=True)
