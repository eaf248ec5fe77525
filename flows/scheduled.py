"""The same steps as Prefect flows: what the schedule runs. Thin: Prefect orchestrates, it does not own."""

from __future__ import annotations

import asyncio
from datetime import date

from machine.files import write_whole
from machine.prefect_environment import prepare_prefect
from machine.settings import settings

prepare_prefect(settings().home)

from prefect import flow, get_run_logger, task  # noqa: E402
from prefect.artifacts import create_markdown_artifact, create_table_artifact  # noqa: E402
from prefect.blocks.abstract import NotificationBlock  # noqa: E402
from prefect.blocks.core import Block  # noqa: E402
from prefect.cache_policies import NO_CACHE  # noqa: E402
from prefect.client.schemas.objects import State  # noqa: E402
from prefect.states import Completed  # noqa: E402

from flows.ingest import drain, writing  # noqa: E402
from flows.quality_pages import built_line, keep_up_to_date  # noqa: E402
from pages.documents.letters import Reminded, digest, remind  # noqa: E402
from pages.documents.receipt import (  # noqa: E402
    PUBLISHED,
    outcome_line,
    waiting_line,
)
from pages.documents.register import RegisterQuery, entries, newest_due, standing  # noqa: E402
from schemas.values.bilingual import Both  # noqa: E402
from warehouse.connect import Busy, snapshot  # noqa: E402
from warehouse.mart import prove_all  # noqa: E402

SKIPPED = "Skipped"
_SKIPPED = Both(
    "Một tiến trình khác đang ghi kho; lượt sau sẽ nạp những gì còn trong hộp thư đến.",
    "Another process writes the warehouse; the next run takes what is left in the inbox.",
)
_MUTE = Both(
    "Không gửi được qua {block}: {reason}",
    "{block} could not be notified: {reason}",
)


@task(cache_policy=NO_CACHE, persist_result=False, retries=0)
def load_inbox() -> list[dict[str, object]] | None:
    """Load everything the inbox holds and publish; a row per arrival, None while another process writes."""
    chosen, log = settings(), get_run_logger()
    try:
        result = drain(chosen, wait=False, tell=lambda outcome, _: log.info(outcome_line(outcome, chosen.lang)))
    except Busy as busy:
        log.warning(busy.told.said(chosen.lang))
        return None
    rows: list[dict[str, object]] = [
        {
            "seq": o.seq,
            "file": o.file,
            "state": o.state,
            "accepted": o.accepted,
            "quarantined": o.quarantined,
            "non_data": o.non_data,
            "errors": o.errors,
            "warnings": o.warnings,
        }
        for o in result.outcomes
    ]
    for left in result.waiting:
        log.info(waiting_line(left.name, left.reason, chosen.lang))
    for told in result.unwritten:
        log.error(told.said(chosen.lang))
    if result.published:
        log.info(PUBLISHED.filled(path=result.published).said(chosen.lang))
    return rows


@task(cache_policy=NO_CACHE, persist_result=False, retries=0)
def refresh_pages() -> None:
    """Bring the quality pages up to date, where the operator wants them and something has changed."""
    chosen = settings()
    if built := keep_up_to_date(chosen, date.today()):
        get_run_logger().info(built_line(built, chosen.home.site, chosen.lang))


@flow(name="drain-inbox", persist_result=False)
def drain_inbox() -> dict[str, int] | State[None]:
    """Take in whatever offices have dropped into the inbox, every form of every sector.

    While another process writes it is Skipped: the next run takes what is there then.
    """
    rows = load_inbox()
    if rows is None:
        return Completed(name=SKIPPED, message=_SKIPPED.said(settings().lang))
    if settings().has_site:
        refresh_pages()
    if rows:
        create_table_artifact(key="arrivals", table=rows, description="What became of each received file")
    return {
        "files": len(rows),
        "accepted": sum(int(str(r["accepted"])) for r in rows),
        "quarantined": sum(int(str(r["quarantined"])) for r in rows),
    }


@task(cache_policy=NO_CACHE, persist_result=False)
def prove_marts(sector: str) -> dict[str, int]:
    """Prove the marts of a sector, then publish what was counted; rows by mart."""
    with writing(settings(), wait=True) as (con, _):
        return prove_all(con, sector)


@flow(name="prove-sector", persist_result=False)
def prove_sector(sector: str) -> dict[str, int]:
    """Prove a sector's marts and look at what is owed of its forms."""
    counts = prove_marts(sector)
    owed = owed_of(sector)
    lines = [f"* mart.{name}: {rows} rows" for name, rows in counts.items()]
    lines += [f"* {line}" for line in owed]
    key = f"sector-{sector.replace('_', '-')}"
    create_markdown_artifact(key=key, markdown="\n".join(lines) or "nothing to prove", description=f"Sector {sector}")
    return counts


def owed_of(sector: str) -> list[str]:
    """A line per form of a sector: its newest period that is due, how many have sent it, how many are overdue."""
    chosen = settings()
    with snapshot(chosen.home.snapshot) as con:
        found = entries(con, RegisterQuery(date.today(), sector=sector, since=chosen.owed_since))
    return standing(newest_due(found), chosen.lang)


@task(cache_policy=NO_CACHE, persist_result=False)
def write_reminders(on: date) -> Reminded:
    """Write the letters of a day into the outbox."""
    return remind(settings(), on)


def _channel(slug: str) -> NotificationBlock:
    """The notification block of a slug such as "slack-webhook/khoso". Raises ValueError where there is none."""
    import prefect.blocks.notifications  # noqa: F401  registers the types a slug may name

    block = Block.load(slug)
    if not isinstance(block, NotificationBlock):
        raise ValueError(f"{slug} is no notification block")
    return block


def channel_fault(slug: str) -> str:
    """Why a notification block cannot be used, as Prefect says it; "" where it can."""
    try:
        _channel(slug)
    except ValueError as error:
        return str(error)
    return ""


@task(cache_policy=NO_CACHE, persist_result=False)
def notify(reminded: Reminded, on: date) -> bool:
    """Tell of a day's letters through the notification block of KHOSO_NOTIFY, once; whether it has been told.

    A block that is not there or fails is logged: the letters are written and a later run of the day tries again.
    """
    block, told = settings().notify, reminded.folder / "notified"
    if not block or not reminded.reminders or told.exists():
        return told.exists()
    try:
        channel = _channel(block)
        with channel.raise_on_failure():
            subject, body = digest(reminded, on)
            sending = channel.notify(body=body, subject=subject)
            if asyncio.iscoroutine(sending):  # Prefect's own blocks are done here, one an operator wrote may not be
                asyncio.run(sending)
    except Exception as error:  # noqa: BLE001 - whatever a block's own library raises
        get_run_logger().error(_MUTE.filled(block=block, reason=error).said(settings().lang))
        return False
    write_whole(told, f"{block}\n")
    return True


@flow(name="remind", persist_result=False)
def remind_debtors(on: date | None = None) -> dict[str, int | bool]:
    """Write a letter to every body that owes a report, today or on a day, and tell of them."""
    day = on or date.today()
    reminded = write_reminders(day)
    rows = [{"body": each.body, "name": each.name, "owed": len(each.owed)} for each in reminded.reminders]
    if rows:
        create_table_artifact(key="reminders", table=rows, description=f"Reminders of {day:%d/%m/%Y}")
    return {"reminders": len(rows), "notified": notify(reminded, day)}
