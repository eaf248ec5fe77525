"""The same steps as Prefect flows: what the schedule runs. Thin: Prefect orchestrates, it does not own."""

from __future__ import annotations

from datetime import date

from flows.settings import prepare_prefect, settings

prepare_prefect(settings().home)

from prefect import flow, get_run_logger, task  # noqa: E402
from prefect.artifacts import create_markdown_artifact, create_table_artifact  # noqa: E402
from prefect.cache_policies import NO_CACHE  # noqa: E402

from flows.deadlines import deadlines  # noqa: E402
from flows.ingest import drain, writing  # noqa: E402
from flows.quality_pages import built_line, keep_up_to_date  # noqa: E402
from flows.receipt import outcome_line  # noqa: E402
from flows.words import say  # noqa: E402
from warehouse.mart import build_marts  # noqa: E402


@task(cache_policy=NO_CACHE, persist_result=False, retries=0)
def load_inbox() -> list[dict[str, object]]:
    """Load everything the inbox holds and publish; a row per arrival and per file left waiting."""
    chosen, log = settings(), get_run_logger()
    result = drain(chosen, wait=True, tell=lambda outcome, _: log.info(outcome_line(outcome, chosen.lang)))
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
        log.info(say(f"waiting.{left.reason}", chosen.lang, file=left.path.name))
    if result.published:
        log.info(say("published", chosen.lang, path=result.published))
    return rows


@task(cache_policy=NO_CACHE, persist_result=False, retries=0)
def refresh_pages() -> None:
    """Bring the quality pages up to date, where the operator wants them and something has changed."""
    chosen = settings()
    if built := keep_up_to_date(chosen, date.today()):
        get_run_logger().info(built_line(built, chosen.home.site, chosen.lang))


@flow(name="drain-inbox", persist_result=False)
def drain_inbox() -> dict[str, int]:
    """Take in whatever offices have dropped into the inbox, every form of every sector."""
    rows = load_inbox()
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
    """Make and prove the marts of a sector, then publish; rows by mart."""
    with writing(settings(), wait=True) as (con, _):
        return build_marts(con, sector)


@flow(name="build-sector", persist_result=False)
def build_sector(sector: str) -> dict[str, int]:
    """Build a sector's marts and look at its deadlines."""
    counts = prove_marts(sector)
    owed = deadlines(settings().home, sector)
    lines = [f"* mart.{name}: {rows} rows" for name, rows in counts.items()]
    lines += [f"* {line}" for line in owed]
    key = f"sector-{sector.replace('_', '-')}"
    create_markdown_artifact(key=key, markdown="\n".join(lines) or "nothing to build", description=f"Sector {sector}")
    return counts
