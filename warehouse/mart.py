"""The answers: one SQL file each, a view in the schema mart. The head of a file says its sector and its grain."""

from __future__ import annotations

import re
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

_FOLDER = Path(__file__).parent / "marts"


class GrainBroken(Exception):
    """A mart has two rows for one key of its stated grain; its SQL is wrong."""


@dataclass(frozen=True)
class Mart:
    """One mart: a SELECT, the sector it belongs to and the columns that make a row unique."""

    name: str
    sector: str
    grain: tuple[str, ...]
    select: str

    @property
    def sources(self) -> set[str]:
        """Other marts it reads."""
        return set(re.findall(r"\bmart\.(\w+)", self.select))

    @property
    def ddl(self) -> str:
        """The statement that makes the view."""
        return f"CREATE OR REPLACE VIEW mart.{self.name} AS\n{self.select}"


def marts(sector: str = "") -> list[Mart]:
    """Every mart, or those of one sector, each after those it is made from."""
    found = {path.stem: _read(path) for path in sorted(_FOLDER.glob("*.sql"))}
    order = TopologicalSorter({name: mart.sources for name, mart in found.items()}).static_order()
    return [found[name] for name in order if sector in ("", found[name].sector)]


def prove(con: duckdb.DuckDBPyConnection, mart: Mart) -> int:
    """Count a mart's rows; raises GrainBroken when its grain is not unique."""
    key = ", ".join(mart.grain)
    rows, keys = con.execute(
        f"SELECT count(*), (SELECT count(*) FROM (SELECT DISTINCT {key} FROM mart.{mart.name})) FROM mart.{mart.name}"
    ).fetchall()[0]
    if rows != keys:
        raise GrainBroken(f"mart.{mart.name}: {rows} rows for {keys} keys ({key})")
    return rows


def build_marts(con: duckdb.DuckDBPyConnection, sector: str = "") -> dict[str, int]:
    """Prove the marts of a sector (of all when ""), whose views `prepare` has made; returns rows by mart.

    It is recorded once per state of the warehouse: where nothing new came, nothing is written or published.
    Raises GrainBroken, and records nothing then.
    """
    counts = {mart.name: prove(con, mart) for mart in marts(sector)}
    seq = con.execute("SELECT coalesce(max(seq), 0) FROM audit.run").fetchall()[0][0]
    recorded = con.execute("SELECT mart, n_rows FROM audit.mart_build WHERE seq = ?", [seq]).fetchall()
    new = [(name, n) for name, n in counts.items() if (name, n) not in recorded]
    if new:
        con.execute("BEGIN")
        for name, n in new:
            con.execute("DELETE FROM audit.mart_build WHERE mart = ? AND seq = ?", [name, seq])
            con.execute("INSERT INTO audit.mart_build VALUES (?, ?, ?)", [name, seq, n])
        con.execute("COMMIT")
    return counts


def _read(path: Path) -> Mart:
    text = path.read_text(encoding="utf-8")
    head = dict(re.findall(r"^-- (sector|grain): (.+?)\.?$", text, re.MULTILINE))
    return Mart(path.stem, head["sector"], tuple(re.split(r",\s*", head["grain"])), text)
