"""Facts made by hand: what the marts are given when no form is needed."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pyarrow as pa

from schemas.registry import form, reference_tables
from schemas.values.periods import period
from warehouse.connect import Connection, build
from warehouse.mart import EVERY_SECTOR, Mart, marts
from warehouse.tables import prepare

#: A rate, a count and a rank of the catalogue.
RATE, COUNT, RANK = "health_record_coverage", "farm_household_ecommerce_count", "dti_rank"
OF_BODIES = "online_dossier_rate_a"


@dataclass(frozen=True)
class Fact:
    """One row of mart.indicator_fact, of a calendar month."""

    indicator: str
    unit: str
    numerator: float | None
    denominator: float | None = None
    agency: str = ""
    tier: str = ""
    month: tuple[int, int] = (2023, 5)
    revision: str = "official"
    source: str = ""
    load_id: int = 1

    def row(self, row_id: int) -> tuple[object, ...]:
        """The row as the mart has it."""
        at = period("month", "calendar", *self.month)
        return (
            self.indicator, "dossier_progress", self.unit, self.agency, self.tier, at.kind, at.id, at.start, at.end,
            self.revision, self.numerator, self.denominator, "online_count", "received_in_period_count", self.source,
            self.load_id, row_id,
        )  # fmt: skip


def answers() -> list[Mart]:
    """Marts of several sectors, made from the table main.made_fact instead of from what was sent."""
    made = "-- Facts made by hand.\n-- vi: Số liệu do kiểm thử tạo ra.\nSELECT * FROM main.made_fact"
    fed = [replace(m, select=made) if m.name == "indicator_fact" else m for m in marts()]
    return [mart for mart in fed if mart.sector == EVERY_SECTOR]


@contextmanager
def warehouse(
    path: Path, facts: Iterable[Fact] = (), reference: Mapping[str, Path] | None = None
) -> Iterator[Connection]:
    """A warehouse whose facts are `facts`; `reference`: tables that stand for those of the program."""
    with build(path) as con:
        for schema in ("audit", "core", "history", "ref", "mart"):
            con.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        con.execute(
            "CREATE TABLE main.made_fact (indicator_code VARCHAR, form VARCHAR, unit_code VARCHAR, agency_code VARCHAR,"
            " tier VARCHAR, period_kind VARCHAR, period_id VARCHAR, period_start DATE, period_end DATE,"
            " revision VARCHAR, numerator DOUBLE, denominator DOUBLE, numerator_field VARCHAR,"
            " denominator_field VARCHAR, denominator_source VARCHAR, _load_id BIGINT, _row_id BIGINT)"
        )
        add(con, facts)
        prepare(con, [form("assigned_target")], {**reference_tables(), **(reference or {})}, answers())
        yield con


def add(con: Connection, facts: Iterable[Fact]) -> None:
    """Put facts into a warehouse of `warehouse`."""
    schema = con.execute("FROM main.made_fact LIMIT 0").to_arrow_table().schema
    rows = [fact.row(n) for n, fact in enumerate(facts, 1)]
    if rows:
        columns = [pa.array(list(values), t.type) for values, t in zip(zip(*rows, strict=True), schema, strict=True)]
        con.register("new_facts", pa.Table.from_arrays(columns, schema=schema))
        con.execute("INSERT INTO main.made_fact SELECT * FROM new_facts")
        con.unregister("new_facts")


def table(path: Path, rows: Iterable[Mapping[str, object]]) -> Path:
    """A reference table written as CSV."""
    rows = list(rows)
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def communes(on: date) -> dict[str, str]:
    """Commune -> the unit above it, on a day, as the reference table says."""
    with reference_tables()["units"].open(encoding="utf-8", newline="") as lines:
        return {
            row["unit_code"]: row["parent_code"]
            for row in csv.DictReader(lines)
            if row["level"] == "commune"
            and (row["valid_from"] or "0001-01-01") <= on.isoformat() <= (row["valid_to"] or "9999-12-31")
        }
