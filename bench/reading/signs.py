"""Signs that a sheet was read wrongly, which need no truth: `python -m bench.reading.signs [N]` over ../shared/corpus.

Counts by kind, and the first N addresses of each. A sign is no proof: it is where to look.
"""

from __future__ import annotations

import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator

from bench.reading.sets import files
from schemas.values.address import letter
from schemas.values.text import fold
from spreadsheets.decode.legacy import deciphered
from spreadsheets.find.look.canvas import FIGURES, WORD, Canvas
from spreadsheets.find.table import Table
from spreadsheets.find.tables import locate
from spreadsheets.find.texts.preamble_words import is_letterhead
from spreadsheets.find.texts.row_words import says_total
from spreadsheets.find.texts.unit_of_measure import is_unit_line
from spreadsheets.read.reader import Reader
from spreadsheets.sheet.grid import Grid

Sign = tuple[str, str]
_SLOW = 2.0


def main(shown: int) -> int:
    """Print what was found on the corpus."""
    counts, where = Counter[str](), defaultdict[str, list[str]](list)
    paths = files("corpus")
    with Reader() as reader:
        for workbook in reader.read_all(paths):
            for sign, place in _of_workbook(workbook):
                counts[sign] += 1
                where[sign].append(f"{workbook.name} {place}")
    for sign, count in counts.most_common():
        print(f"{count:6}  {sign}")  # noqa: T201
        print("".join(f"          {place}\n" for place in where[sign][:shown]), end="")  # noqa: T201
    return 0


def _of_workbook(workbook) -> Iterator[Sign]:  # type: ignore[no-untyped-def]
    yield "files", ""
    if workbook.refused:
        yield f"refused: {workbook.refused.rule}", ""
        return
    for grid in workbook.sheets:
        shown, _ = deciphered(grid, workbook.name)
        started = time.process_time()
        tables = locate(shown)
        if time.process_time() - started > _SLOW:
            yield "time over 2 s", grid.name
        if grid.n_cells and not tables:
            yield "sheets without a table", grid.name
        canvas = Canvas(shown)
        for table in tables:
            yield "tables", grid.name
            yield from ((sign, f"[{grid.name}] {place}") for sign, place in _of_table(canvas, table))
        yield from ((sign, f"[{grid.name}] {place}") for sign, place in _outside(shown, canvas, tables))


def _of_table(canvas: Canvas, table: Table) -> Iterator[Sign]:
    yield from _of_headers(canvas, table)
    yield from _of_rows(canvas, table)
    if not table.title:
        yield "no title found", f"row {table.header_rows[0]}"
    if not table.unit and any("vị tính" in text.casefold() or "đvt" in text.casefold() for *_, text in table.preamble):
        yield "a unit is printed and not found", f"row {table.header_rows[0]}"


def _of_headers(canvas: Canvas, table: Table) -> Iterator[Sign]:
    seen: set[str] = set()
    for column, levels in table.columns.items():
        place = f"{letter(column)}{table.header_rows[0]} {table.header(column)[:50]!r}"
        if any(is_letterhead(level) or is_unit_line(level) for level in levels[:1]):
            yield "a heading is a letterhead or a unit", place
        has_figures = any(k in FIGURES for k in canvas.kinds(column, table.first_row, table.last_row))
        if has_figures and not any(levels):
            yield "an empty heading over figures", place
        if has_figures and any(levels) and fold(table.header(column)) in seen:
            yield "a repeated heading over figures", place
        seen.add(fold(table.header(column)))
        if levels and len(levels[-1]) == 1 and len(levels) > 1:
            yield "a last level of one letter", place


def _of_rows(canvas: Canvas, table: Table) -> Iterator[Sign]:
    head = [fold(canvas.text(table.header_rows[0], c)) for c in canvas.filled(table.header_rows[0])]
    figured = [c for c in table.columns if any(k in FIGURES for k in canvas.kinds(c, table.first_row, table.last_row))]
    rows = [row for row, kind in table.rows.items() if kind in ("data", "group", "total")]
    for i, row in enumerate(rows):
        texts = [canvas.text(row, c) for c in canvas.filled(row) if canvas.kind(row, c) == WORD]
        place, kind = f"row {row} {texts[:1]}", table.rows[row]
        if kind == "data" and any(says_total(text, is_marked=False) for text in texts[:2]):
            yield "a data row says total", place
        if kind == "data" and _is_sum(canvas, figured, row, rows[i + 1 : i + 30]):
            yield "a data row is the sum of rows below it", place
        if any(map(is_letterhead, texts)):
            yield "a letterhead among the rows", place
        if len(head) > 1 and [fold(t) for t in texts] == head:
            yield "a heading among the rows", place
        if kind == "data" and len(texts) == 1 and not any(canvas.kind(row, c) in FIGURES for c in figured):
            yield "a data row without a figure", place


def _is_sum(canvas: Canvas, columns: list[int], row: int, below: list[int]) -> bool:
    own = {c: v for c in columns if (v := canvas.figure(row, c))}
    sums = dict.fromkeys(own, 0.0)
    for n, other in enumerate(below):
        for c in own:
            sums[c] += canvas.figure(other, c) or 0.0
        hits = sum(abs(sums[c] - v) <= 1e-6 * abs(v) for c, v in own.items())
        if n and hits >= 2 and hits == len(own):
            return True
    return False


def _outside(grid: Grid, canvas: Canvas, tables: list[Table]) -> Iterator[Sign]:
    """Figures in no table."""
    inside = [(t.header_rows[0], t.last_row, min(t.columns), max(t.columns)) for t in tables if not t.is_turned]
    for row in range(canvas.first, min(canvas.last, canvas.first + 3000) + 1):
        if not canvas.figures(row):
            continue
        out = [
            c for c in canvas.filled(row)
            if canvas.kind(row, c) in FIGURES and not any(a <= row <= b and x <= c <= y for a, b, x, y in inside)
        ]  # fmt: skip
        if out:
            is_lined = any(grid.cell(row, c).style.lines for c in out)
            yield f"figures outside every table{', lined' if is_lined else ''}", f"row {row}"


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3))
