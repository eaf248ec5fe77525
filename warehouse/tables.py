"""From contracts to DuckDB: history tables, current views, reference tables, audit tables, comments."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb

from schemas.form import Form
from schemas.submission import ROW_FIELDS
from warehouse.mart import Mart

_AUDIT = Path(__file__).parent / "audit"
_SCHEMAS = ("audit", "history", "core", "ref", "mart")
_DUCKDB = {"int64": "BIGINT", "int32": "INTEGER", "string": "VARCHAR"}
_SYSTEM = {"_load_id": "BIGINT"} | {name: _DUCKDB[kind] for name, kind in ROW_FIELDS.items()}
#: Columns of audit.load that every current view shows.
_KEY = ("sender_code", "scope_code", "period_kind", "period_id", "period_start", "period_end", "revision")
_AS_OF = "coalesce(getvariable('as_of'), 9223372036854775807)"


class ContractChanged(Exception):
    """A contract differs from its table by more than a new column; the warehouse must be rebuilt."""

    def __init__(self, form: str, difference: str) -> None:
        super().__init__(f"{form}: {difference}")
        self.form = form
        self.difference = difference


def quoted(identifier: str) -> str:
    """An identifier of a contract as SQL."""
    return '"' + identifier.replace('"', '""') + '"'


def prepare(
    con: duckdb.DuckDBPyConnection,
    forms: Iterable[type[Form]],
    reference: Mapping[str, Path],
    answers: Iterable[Mart],
) -> None:
    """Make tables and views match the contracts, in one transaction; nothing is written when they do already.

    Raises ContractChanged where a table would have to lose or retype a column.
    """
    forms, answers = list(forms), list(answers)
    fingerprint = _fingerprint(forms, reference, answers)
    if _state(con) == fingerprint:
        return
    con.execute("BEGIN")
    try:
        for schema in _SCHEMAS:
            con.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        _create_audit(con)
        for name, path in reference.items():
            _create_reference(con, name, path)
        for form in forms:
            _create_history(con, form)
            con.execute(_core_view(form))
            _comment(con, form)
        for mart in answers:
            con.execute(mart.ddl)
        _drop_stale_views(con, {"core": {form.name for form in forms}, "mart": {mart.name for mart in answers}})
        con.execute("DELETE FROM audit.state WHERE name = 'fingerprint'")
        con.execute("INSERT INTO audit.state VALUES ('fingerprint', ?)", [fingerprint])
        con.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(duckdb.Error):  # on a full disk the database is shut: say the first error
            con.execute("ROLLBACK")
        raise


def _state(con: duckdb.DuckDBPyConnection) -> str | None:
    found = con.execute("SELECT 1 FROM duckdb_tables() WHERE schema_name = 'audit' AND table_name = 'state'").fetchall()
    if not found:
        return None
    rows = con.execute("SELECT value FROM audit.state WHERE name = 'fingerprint'").fetchall()
    return rows[0][0] if rows else None


def _fingerprint(forms: Iterable[type[Form]], reference: Mapping[str, Path], answers: Iterable[Mart]) -> str:
    digest = hashlib.sha256()
    for form in forms:
        digest.update(f"{form.name} {form.hash()} {form.__doc__} {_core_view(form)}\n".encode())
    for path in [*sorted(_AUDIT.glob("*.sql")), *reference.values()]:
        digest.update(path.name.encode() + path.read_bytes())
    for ddl in sorted(mart.ddl for mart in answers):  # independent marts come in any order
        digest.update(ddl.encode())
    return digest.hexdigest()


def _create_audit(con: duckdb.DuckDBPyConnection) -> None:
    statements = [path.read_text(encoding="utf-8") for path in sorted(_AUDIT.glob("*.sql"))]
    for statement in sorted(statements, key=lambda text: "CREATE TABLE" not in text):
        con.execute(statement)


def _create_reference(con: duckdb.DuckDBPyConnection, name: str, path: Path) -> None:
    """A reference CSV as ref.<name>; columns named *_from, *_to and *_date are dates, the rest is text."""
    header = path.read_text(encoding="utf-8").split("\n", 1)[0].split(",")
    types = {c: "DATE" if c.endswith(("_from", "_to", "_date")) else "VARCHAR" for c in header}
    con.execute(f"DROP TABLE IF EXISTS ref.{quoted(name)}")
    con.read_csv(
        str(path), header=True, delimiter=",", quotechar='"', columns=types, auto_detect=False, strict_mode=True
    ).create(f"ref.{quoted(name)}")


def _create_history(con: duckdb.DuckDBPyConnection, form: type[Form]) -> None:
    wanted = {name: part.duckdb for name, part in form.fields().items()} | _SYSTEM
    table = f"history.{quoted(form.name)}"
    body = ", ".join(f"{quoted(name)} {kind}" for name, kind in wanted.items())
    con.execute(f"CREATE TABLE IF NOT EXISTS {table} ({body})")
    there = dict(
        con.execute(
            "SELECT column_name, data_type FROM duckdb_columns() WHERE schema_name = 'history' AND table_name = ?",
            [form.name],
        ).fetchall()
    )
    for name, kind in there.items():
        if wanted.get(name) != kind:
            raise ContractChanged(form.name, f"{name}: {kind} -> {wanted.get(name, 'no such column')}")
    for name in [name for name in wanted if name not in there]:
        con.execute(f"ALTER TABLE {table} ADD COLUMN {quoted(name)} {wanted[name]}")


def _drop_stale_views(con: duckdb.DuckDBPyConnection, wanted: Mapping[str, set[str]]) -> None:
    """A view whose form or mart is gone would answer by yesterday's rules; the history below it stays."""
    there = con.execute("SELECT schema_name, view_name FROM duckdb_views() WHERE NOT internal").fetchall()
    for schema, name in there:
        if name not in wanted.get(schema, {name}):
            con.execute(f"DROP VIEW {schema}.{quoted(name)}")


def _core_view(form: type[Form]) -> str:
    """The view a user sees: rows of the loads that count, as of the session's variable as_of."""
    fields = ", ".join(f"r.{quoted(name)}" for name in form.fields())
    key = ", ".join(f"l.{name}" for name in _KEY)
    system = ", ".join(f"r.{name}" for name in _SYSTEM)
    newest = ""
    if form.mode == "register":
        grain = ", ".join(f"r.{quoted(name)}" for name in form.grain)
        newest = f" QUALIFY row_number() OVER (PARTITION BY {grain} ORDER BY r._load_id DESC, r._row_id DESC) = 1"
    return (
        f"CREATE OR REPLACE VIEW core.{quoted(form.name)} AS SELECT {fields}, {key}, {system}"
        f" FROM history.{quoted(form.name)} AS r JOIN audit.load AS l ON l.load_id = r._load_id"
        f" WHERE l.seq <= {_AS_OF} AND (l.superseded_seq IS NULL OR l.superseded_seq > {_AS_OF}){newest}"
    )


def _comment(con: duckdb.DuckDBPyConnection, form: type[Form]) -> None:
    first_line = (form.__doc__ or "").strip().split("\n")[0]
    con.execute(f"COMMENT ON VIEW core.{quoted(form.name)} IS {_literal(first_line)}")
    con.execute(f"COMMENT ON TABLE history.{quoted(form.name)} IS {_literal('Every row ever loaded: ' + first_line)}")
    for name in form.fields():
        col = form.column_of(name)
        words = " · ".join(filter(None, [col.headers[0], col.en, col.unit]))
        con.execute(f"COMMENT ON COLUMN history.{quoted(form.name)}.{quoted(name)} IS {_literal(words)}")


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
