"""The answers: one SQL file each in the schema mart. The head of a file says its sector and its grain.

It may say more: `-- macro: map_date` makes a table macro of that parameter instead of a view; `-- feeds: other` adds
the mart's rows to those of another mart. A mart of the sector "all" is made from several sectors.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

from schemas.values.bilingual import Both
from warehouse.connect import all_processors

_FOLDER = Path(__file__).parent / "marts"
#: The sector of marts that are made from several.
EVERY_SECTOR = "all"


class GrainBroken(Exception):
    """A mart has two rows for one key of its stated grain; its SQL is wrong."""


@dataclass(frozen=True)
class Mart:
    """One mart: a SELECT, the sector it belongs to and the columns that make a row unique.

    `parameters`: those of a table macro, none for a view. `feeds`: the mart its rows are added to, "" for none.
    """

    name: str
    sector: str
    grain: tuple[str, ...]
    select: str
    parameters: tuple[str, ...] = ()
    feeds: str = ""

    @property
    def sources(self) -> set[str]:
        """Other marts it reads; what its comments mention is not read."""
        return set(re.findall(r"\bmart\.(\w+)", re.sub(r"--.*", "", self.select)))

    @property
    def ddl(self) -> str:
        """The statement that makes the view or the macro."""
        if self.parameters:
            return f"CREATE OR REPLACE MACRO mart.{self.name}({', '.join(self.parameters)}) AS TABLE\n{self.select}"
        return f"CREATE OR REPLACE VIEW mart.{self.name} AS\n{self.select}"

    @property
    def about(self) -> Both:
        """What it says, in one sentence: the first line of its file, and the line that says it in Vietnamese."""
        told = re.search(r"^-- vi: (.+)$", self.select, re.MULTILINE)
        assert told, f"marts/{self.name}.sql says nothing in Vietnamese"
        return Both(told[1], self.select.split("\n", 1)[0].removeprefix("-- "))

    def of(self, sector: str) -> bool:
        """Whether it answers for a sector; for every one when ""."""
        return sector == "" or self.sector in (sector, EVERY_SECTOR)


def marts(sector: str = "") -> list[Mart]:
    """Every mart, or those of one sector and of all, each after those it is made from."""
    found = {path.stem: _read(path) for path in sorted(_FOLDER.glob("*.sql"))}
    for mart in list(found.values()):
        if mart.feeds:
            fed = found[mart.feeds]
            found[fed.name] = replace(fed, select=f"{fed.select}UNION ALL BY NAME SELECT * FROM mart.{mart.name}\n")
    order = TopologicalSorter({name: mart.sources for name, mart in found.items()}).static_order()
    return [found[name] for name in order if found[name].of(sector)]


def prove(con: duckdb.DuckDBPyConnection, mart: Mart, *values: object) -> int:
    """Count a mart's rows; raises GrainBroken when its grain is not unique. `values`: those of its parameters."""
    key = ", ".join(mart.grain)
    call = f"mart.{mart.name}" + (f"({', '.join('?' for _ in values)})" if mart.parameters else "")
    rows, keys = con.execute(
        f"SELECT coalesce(sum(n), 0)::BIGINT, count(*) FROM (SELECT count(*) AS n FROM {call} GROUP BY {key})",
        list(values),
    ).fetchall()[0]
    if rows != keys:
        raise GrainBroken(f"mart.{mart.name}: {rows} rows for {keys} keys ({key})")
    return int(rows)


def prove_all(con: duckdb.DuckDBPyConnection, sector: str = "") -> dict[str, int]:
    """Prove the views of a sector (of all when "") and those made from several; returns rows by mart.

    `prepare` has made them. A macro is not asked here: it has rows for each value of its parameters.

    It is recorded once per state of the warehouse: where nothing new came, nothing is written or published. Raises
    GrainBroken, and records nothing then.
    """
    with all_processors(con):
        counts = {mart.name: prove(con, mart) for mart in marts(sector) if not mart.parameters}
    seq = con.execute("SELECT coalesce(max(seq), 0) FROM audit.run").fetchall()[0][0]
    recorded = con.execute("SELECT mart, n_rows FROM audit.mart_proof WHERE seq = ?", [seq]).fetchall()
    new = [(name, n) for name, n in counts.items() if (name, n) not in recorded]
    if new:
        con.execute("BEGIN")
        for name, n in new:
            con.execute("DELETE FROM audit.mart_proof WHERE mart = ? AND seq = ?", [name, seq])
            con.execute("INSERT INTO audit.mart_proof VALUES (?, ?, ?)", [name, seq, n])
        con.execute("COMMIT")
    return counts


def _read(path: Path) -> Mart:
    text = path.read_text(encoding="utf-8")
    head = dict(re.findall(r"^-- (sector|grain|macro|feeds): (.+?)\.?$", text, re.MULTILINE))
    return Mart(
        path.stem,
        head["sector"],
        _words(head["grain"]),
        text,
        parameters=_words(head["macro"]) if "macro" in head else (),
        feeds=head.get("feeds", ""),
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.split(r",\s*", text))
