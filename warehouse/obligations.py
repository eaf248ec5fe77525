"""What the contracts ask of whom, as tables: ref.forms, ref.debtors, ref.report_periods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

import duckdb
import pyarrow as pa

from schemas.form import Form
from schemas.owed import due_day, terms
from schemas.values.bilingual import Both
from schemas.values.periods import Period, PeriodKind, periods_of
from warehouse.names import literal

#: Years whose periods are in the register.
YEARS = range(2015, 2046)
#: Table -> what it says.
TABLES = {
    "forms": Both(
        "mỗi dòng một biểu mẫu: tên, ngành, loại kỳ và lịch",
        "one row per form: its names, sector, kind of period and calendar",
    ),
    "debtors": Both(
        "mỗi dòng một form, sender_code, unit_code, valid_from: ai phải nộp các kỳ kết thúc trong thời gian ấy",
        "one row per form, sender_code, unit_code, valid_from: who owes the periods that end in that time",
    ),
    "report_periods": Both(
        "mỗi dòng một form, period_start, period_end của biểu có nơi phải nộp: hạn của từng kỳ",
        "one row per form, period_start, period_end, of forms that somebody owes: when each is due",
    ),
}
_FORMS = pa.schema(
    [(name, pa.string()) for name in ("form", "sector", "name_vi", "name_en", "period_kind", "calendar")]
)
_DEBTORS = pa.schema(
    [(name, pa.string()) for name in ("form", "sender_code", "unit_code")]
    + [(name, pa.date32()) for name in ("valid_from", "valid_to")]
)
_PERIODS = pa.schema(
    [(name, pa.string()) for name in ("form", "period_kind", "calendar", "period_id")]
    + [(name, pa.date32()) for name in ("period_start", "period_end", "due_date")]
)


def create_obligations(con: duckdb.DuckDBPyConnection, forms: Iterable[type[Form]]) -> None:
    """Make the tables of what is owed anew; TABLES says what each holds."""
    forms = list(forms)
    owed = [form for form in forms if form.owed_by and form.period]
    _create(con, "forms", _FORMS, (_form(form) for form in forms))
    _create(con, "debtors", _DEBTORS, (row for form in owed for row in _debtors(form)))
    _create(con, "report_periods", _PERIODS, (row for form in owed for row in _periods(form)))


def obligations(forms: Iterable[type[Form]]) -> str:
    """What of the contracts, besides their hashes, the tables are made from."""
    return "\n".join(f"{form.name} {form.owed_by} {form.due} {form.ended} {_form(form)}" for form in forms)


def _form(form: type[Form]) -> tuple[str, ...]:
    sector = form.sector.name if form.sector else ""
    return (form.name, sector, form.title("vi"), form.title("en"), form.period, form.calendar)


def _debtors(form: type[Form]) -> Iterator[tuple[str | date, ...]]:
    for term in terms(form):
        yield form.name, term.debtor.sender, term.debtor.unit, term.first, term.last


def _periods(form: type[Form]) -> Iterator[tuple[str | date | None, ...]]:
    for period in _all_periods(form.period, form.calendar):
        yield form.name, period.kind, period.calendar, period.id, period.start, period.end, due_day(form, period)


@cache
def _all_periods(kind: PeriodKind, calendar: str) -> tuple[Period, ...]:
    return tuple(period for year in YEARS for period in periods_of(kind, calendar, year))


def _create(
    con: duckdb.DuckDBPyConnection, name: str, schema: pa.Schema, rows: Iterable[tuple[str | date | None, ...]]
) -> None:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [pa.array(list(values), type=field.type) for values, field in zip(columns, schema, strict=True)]
    con.register("obligation_rows", pa.Table.from_arrays(arrays, schema=schema))
    con.execute(f"CREATE OR REPLACE TABLE ref.{name} AS SELECT * FROM obligation_rows")
    con.execute(f"COMMENT ON TABLE ref.{name} IS {literal(TABLES[name].en)}")
    con.unregister("obligation_rows")
