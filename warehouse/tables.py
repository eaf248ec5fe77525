"""From contracts to DuckDB: history tables, current views, reference tables, audit tables, comments."""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

from schemas.catalogue.dictionary import column_comment, table_comment
from schemas.form import Form
from schemas.submission import ROW_FIELDS
from schemas.values.bilingual import Both
from schemas.values.trouble import Trouble
from warehouse.change import change_macro
from warehouse.mart import Mart
from warehouse.names import literal, quoted
from warehouse.obligations import create_obligations, obligations
from warehouse.version import VERSION, check_database

AUDIT = Path(__file__).parent / "audit"
_READ, _COMMENT = re.compile(r"\baudit\.(\w+)"), re.compile(r"--.*")
_SCHEMAS = ("audit", "history", "core", "ref", "mart")
_DUCKDB = {"int64": "BIGINT", "int32": "INTEGER", "string": "VARCHAR"}
_SYSTEM = {"_load_id": "BIGINT"} | {name: _DUCKDB[kind] for name, kind in ROW_FIELDS.items()}
#: Columns of audit.load that every current view shows.
_KEY = ("sender_code", "scope_code", "period_kind", "period_id", "period_start", "period_end", "revision")
_AS_OF = "coalesce(getvariable('as_of'), 9223372036854775807)"


_CONTRACT_CHANGED = Both(
    "Biểu mẫu {form} đã đổi ({difference}). Chạy: khoso rebuild",
    "The contract of {form} has changed ({difference}). Run: khoso rebuild",
)


class ContractChanged(Trouble):
    """A contract differs from its table by more than a new column; the warehouse must be rebuilt."""

    def __init__(self, form: str, difference: str) -> None:
        super().__init__(_CONTRACT_CHANGED.filled(form=form, difference=difference))


def prepare(
    con: duckdb.DuckDBPyConnection,
    forms: Iterable[type[Form]],
    reference: Mapping[str, Path],
    answers: Iterable[Mart],
    meanwhile: Callable[[], None] = lambda: None,
) -> None:
    """Make tables and views match the contracts, in one transaction; nothing is written when they do already.

    `meanwhile` is called as soon as it is known that they can: what it starts goes on beside the writing.
    Raises ContractChanged where a table would have to lose or retype a column, OtherVersion before anything else.
    """
    check_database(con)
    forms, answers = list(forms), list(answers)
    fingerprint = _fingerprint(forms, reference, answers)
    if _state(con) == fingerprint:
        meanwhile()
        return
    there = _stored(con, forms)
    meanwhile()
    con.execute("BEGIN")
    try:
        _create_all(con, forms, reference, answers, there)
        con.execute("DELETE FROM audit.state WHERE name IN ('fingerprint', 'version')")
        con.execute("INSERT INTO audit.state VALUES ('fingerprint', ?), ('version', ?)", [fingerprint, str(VERSION)])
        con.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(duckdb.Error):  # on a full disk the database is shut: say the first error
            con.execute("ROLLBACK")
        raise


def _create_all(
    con: duckdb.DuckDBPyConnection,
    forms: list[type[Form]],
    reference: Mapping[str, Path],
    answers: list[Mart],
    there: Mapping[str, Mapping[str, str]],
) -> None:
    """Make every table, view and macro anew or for the first time, and drop those nothing speaks of any more."""
    for schema in _SCHEMAS:
        con.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    _create_audit(con)
    for name, path in reference.items():
        _create_reference(con, name, path)
    create_obligations(con, forms)
    for form in forms:
        _create_history(con, form, there.get(form.name, {}))
        for name, select in _core_views(form).items():
            con.execute(f"CREATE OR REPLACE VIEW core.{quoted(name)} AS {select}")
        _comment(con, form)
    if forms:
        con.execute(change_macro(forms))
    for mart in answers:
        con.execute(mart.ddl)
        kind = "MACRO TABLE" if mart.parameters else "VIEW"
        con.execute(f"COMMENT ON {kind} mart.{quoted(mart.name)} IS {literal(mart.about.en)}")
    _drop_stale_views(con, {"core": {name for form in forms for name in _core_views(form)}, "mart": _names(answers)})
    _drop_stale_macros(con, _names(answers, macros=True))


def _state(con: duckdb.DuckDBPyConnection) -> str | None:
    found = con.execute("SELECT 1 FROM duckdb_tables() WHERE schema_name = 'audit' AND table_name = 'state'").fetchall()
    if not found:
        return None
    rows = con.execute("SELECT value FROM audit.state WHERE name = 'fingerprint'").fetchall()
    return rows[0][0] if rows else None


def _fingerprint(forms: Iterable[type[Form]], reference: Mapping[str, Path], answers: Iterable[Mart]) -> str:
    digest = hashlib.sha256()
    for form in forms:
        digest.update(f"{form.name} {form.hash()} {form.__doc__} {_core_views(form)}\n".encode())
    digest.update(obligations(forms).encode())
    digest.update(change_macro(list(forms)[:1]).encode())  # for the others it follows from their hashes
    for path in [*sorted(AUDIT.glob("*.sql")), *reference.values()]:
        digest.update(path.name.encode() + path.read_bytes())
    for ddl in sorted(mart.ddl for mart in answers):  # independent marts come in any order
        digest.update(ddl.encode())
    return digest.hexdigest()


def _create_audit(con: duckdb.DuckDBPyConnection) -> None:
    """Make the audit tables and views, each after those it reads."""
    statements = {path.stem: path.read_text(encoding="utf-8") for path in sorted(AUDIT.glob("*.sql"))}
    reads = {name: set(_READ.findall(_COMMENT.sub("", sql))) - {name} for name, sql in statements.items()}
    for name in TopologicalSorter(reads).static_order():
        con.execute(statements[name])


def _create_reference(con: duckdb.DuckDBPyConnection, name: str, path: Path) -> None:
    """A reference CSV as ref.<name>; valid_from, valid_to and *_date are dates, the rest is text."""
    header = path.read_text(encoding="utf-8").split("\n", 1)[0].split(",")
    types = {c: "DATE" if c.endswith(("valid_from", "valid_to", "_date")) else "VARCHAR" for c in header}
    con.execute(f"DROP TABLE IF EXISTS ref.{quoted(name)}")
    con.read_csv(
        str(path), header=True, delimiter=",", quotechar='"', columns=types, auto_detect=False, strict_mode=True
    ).create(f"ref.{quoted(name)}")


def _create_history(con: duckdb.DuckDBPyConnection, form: type[Form], there: Mapping[str, str]) -> None:
    wanted = _wanted(form)
    table = f"history.{quoted(form.name)}"
    body = ", ".join(f"{quoted(name)} {kind}" for name, kind in wanted.items())
    con.execute(f"CREATE TABLE IF NOT EXISTS {table} ({body})")
    for name in [name for name in wanted if name not in there] if there else []:
        con.execute(f"ALTER TABLE {table} ADD COLUMN {quoted(name)} {wanted[name]}")


def _stored(con: duckdb.DuckDBPyConnection, forms: Iterable[type[Form]]) -> dict[str, dict[str, str]]:
    """Form -> column -> type of the history tables there are.

    Raises ContractChanged where a contract differs, or an audit table of an older program.
    """
    audit = _columns(con, "audit")
    if audit:
        with duckdb.connect() as empty:
            empty.execute("CREATE SCHEMA audit")
            _create_audit(empty)
            wanted_audit = _columns(empty, "audit")
        for table, columns in wanted_audit.items():
            if list(audit.get(table, columns).items()) != list(columns.items()):
                raise ContractChanged(f"audit.{table}", ", ".join(columns))
    there = _columns(con, "history")
    for form in forms:
        wanted = _wanted(form)
        for name, kind in there.get(form.name, {}).items():
            if wanted.get(name) != kind:
                raise ContractChanged(form.name, f"{name}: {kind} -> {wanted.get(name, '∅')}")
    return there


def _columns(con: duckdb.DuckDBPyConnection, schema: str) -> dict[str, dict[str, str]]:
    """Table -> column -> type of a schema's tables, in their order."""
    found: dict[str, dict[str, str]] = {}
    for table, name, kind in con.execute(
        "SELECT table_name, column_name, data_type FROM duckdb_columns() SEMI JOIN duckdb_tables() USING (table_oid)"
        " WHERE schema_name = ? ORDER BY table_name, column_index",
        [schema],
    ).fetchall():
        found.setdefault(table, {})[name] = kind
    return found


def _wanted(form: type[Form]) -> dict[str, str]:
    return {name: part.duckdb for name, part in form.fields().items()} | _SYSTEM


def _drop_stale_views(con: duckdb.DuckDBPyConnection, wanted: Mapping[str, set[str]]) -> None:
    """A view whose form or mart is gone would answer by yesterday's rules; the history below it stays."""
    there = con.execute("SELECT schema_name, view_name FROM duckdb_views() WHERE NOT internal").fetchall()
    for schema, name in there:
        if name not in wanted.get(schema, {name}):
            con.execute(f"DROP VIEW {schema}.{quoted(name)}")


def _drop_stale_macros(con: duckdb.DuckDBPyConnection, wanted: set[str]) -> None:
    there = con.execute(
        "SELECT DISTINCT function_name FROM duckdb_functions()"
        " WHERE schema_name = 'mart' AND function_type = 'table_macro' AND NOT internal"
    ).fetchall()
    for (name,) in there:
        if name not in wanted:
            con.execute(f"DROP MACRO TABLE mart.{quoted(name)}")


def _names(answers: Iterable[Mart], *, macros: bool = False) -> set[str]:
    return {mart.name for mart in answers if bool(mart.parameters) == macros}


def _core_views(form: type[Form]) -> dict[str, str]:
    """The views a user sees, name -> SELECT: rows of the loads that count, as of the session's variable as_of.

    A row is counted (`_is_counted`) when, of those with one grain, period and revision, it is the one to take:
    that of the body it is about before another sender's, then the newest arrival's. A register shows the newest row of
    each grain: of the newest period, for a file of April may come after that of May. What was true in each period
    is in <form>_by_period, which has the rows of every period.
    """
    fields = ", ".join(f"r.{quoted(name)}" for name in form.fields())
    key = ", ".join(f"l.{name}" for name in _KEY)
    system = ", ".join(f"r.{name}" for name in _SYSTEM)
    within = ["l.sender_code"] if form.is_of_sender else []
    grain = ", ".join([f"r.{quoted(name)}" for name in form.grain] + within)
    best = ", ".join([*_about(form), "l.place_seq DESC", "r._load_id DESC", "r._row_id DESC"])
    counted = (
        f"row_number() OVER (PARTITION BY {grain}, l.period_kind, l.period_id, l.revision ORDER BY {best}) = 1"
        if form.grain
        else "true"
    )
    rows = (
        f" FROM history.{quoted(form.name)} AS r JOIN audit.load AS l ON l.load_id = r._load_id"
        f" WHERE l.seq <= {_AS_OF} AND (l.superseded_seq IS NULL OR l.superseded_seq > {_AS_OF})"
    )
    by_period = f"SELECT {fields}, {key}, {system}, {counted} AS _is_counted{rows}"
    if form.mode != "register":
        return {form.name: by_period}
    newest = f"row_number() OVER (PARTITION BY {grain} ORDER BY l.period_end DESC, {best}) = 1"
    return {
        form.name: f"SELECT {fields}, {key}, {system}, true AS _is_counted{rows} QUALIFY {newest}",
        f"{form.name}_by_period": by_period,
    }


def _about(form: type[Form]) -> list[str]:
    """What puts the row of the body it is about first: its agency is the sender, its unit the sender's territory."""
    sender = {"agency": "l.sender_code", "unit": "l.scope_code"}
    lists = {name: (form.column_of(name).codes or "").partition(":")[0] for name in form.grain}
    return [f"(r.{quoted(name)} = {sender[base]}) DESC NULLS LAST" for name, base in lists.items() if base in sender]


def _comment(con: duckdb.DuckDBPyConnection, form: type[Form]) -> None:
    """Say beside every table, view and column what it is, for whoever asks the database itself."""
    about = table_comment(form)
    said = {f"TABLE history.{quoted(form.name)}": f"Every row ever loaded: {about}"}
    for view in _core_views(form):
        said[f"VIEW core.{quoted(view)}"] = about if view == form.name else f"{about} As reported in each period."
    tables = [f"history.{quoted(form.name)}", *(f"core.{quoted(view)}" for view in _core_views(form))]
    for name in form.fields():
        said |= {f"COLUMN {table}.{quoted(name)}": column_comment(form, name) for table in tables}
    con.execute("; ".join(f"COMMENT ON {thing} IS {literal(words)}" for thing, words in said.items()))
