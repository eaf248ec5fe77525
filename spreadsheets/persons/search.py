"""Where personal values stand on a sheet: in texts by themselves, beside and below labels, as numbers in columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from schemas.persons.kinds import Kind
from schemas.persons.labels import label_of
from schemas.persons.mask import mask, masked, masked_title
from schemas.persons.names import MIDDLE_NAMES, is_name, plain
from schemas.persons.numbers import could_be, is_persons_tax_code, said_to_be, stored_as
from spreadsheets.persons.suspicion import Suspect, suspects
from spreadsheets.sheet.grid import CellType, Grid

#: How far to the right of a label its value may stand, and how far below one that ends in a colon.
_BESIDE, _BELOW = 4, 2
#: Share of the texts under a heading that are names beyond doubt, from which the others are taken for names as well.
_MOSTLY = 0.6
#: Numbers of a column that has no such heading: so many, and such a share of them, have the shape of a person's.
_LEAST_NUMBERS, _NEARLY_ALL = 5, 0.8
#: Number formats of what is no figure.
_PLAIN_FORMATS = frozenset(("", "General", "@", "GENERAL", "Standard"))


class Sighting(NamedTuple):
    """A personal value in a cell: its kind, and what the cell says with it behind a mask."""

    kind: Kind
    shown: str


_TAX_CODE = Sighting("tax_code", mask("tax_code"))

#: Column -> place of the row in the grid's table -> what was found there.
Places = dict[int, dict[int, Sighting]]


def search(grid: Grid) -> tuple[Places, frozenset[int]]:
    """Every cell of a sheet that holds a personal value, and the columns in which bare codes stand.

    What only their column's contract can tell is left out: numbers that could be figures, columns of such codes; see
    `in_doubt`.
    """
    texts = {c: _Texts(grid, c) for c in range(1, grid.n_columns + 1) if grid.stored("s", c) is not None}
    found: Places = {}
    labels: list[tuple[int, int, Kind, bool]] = []
    for number, column in texts.items():
        own: dict[int, Sighting] = {}
        for suspect, places in column.suspects():
            if suspect.label:
                is_sure = suspect.text.rstrip().endswith(":")
                labels += [(place, number, suspect.label, is_sure) for place in places]
            if suspect.spans:
                own |= dict.fromkeys(places, Sighting(suspect.spans[0].kind, masked(suspect.text, suspect.spans)))
        found[number] = own
    for place, number, kind, is_sure in labels:
        for column_number, at, hit in _near(grid, texts, place, number, kind, is_sure):
            found.setdefault(column_number, {}).setdefault(at, hit)
    for number in range(1, grid.n_columns + 1):
        found.setdefault(number, {}).update(_by_column(grid, number))
    coded = frozenset(number for number, column in texts.items() if column.has_codes)
    return {number: places for number, places in found.items() if places}, coded


def in_doubt(grid: Grid, column: int, rows: range, *, has_codes: bool) -> dict[int, Sighting]:
    """Cells in rows of a column that are a person's where nothing asks for such a figure or code there."""
    found = numbers_of(grid, column, rows)
    for text, places in _matching(grid, column, "^[6-9][0-9]{9}$") if has_codes else ():
        if is_persons_tax_code(text):
            found |= {place: _TAX_CODE for place in places if place in rows}
    return found


def named_after(grid: Grid, column: int, rows: range) -> dict[int, Sighting]:
    """Cells in rows of a column of names of businesses in which a person is named, with that name behind a mask."""
    found: dict[int, Sighting] = {}
    for text, places in _matching(grid, column, MIDDLE_NAMES):
        if any(plain(text)):
            hit = Sighting("person_name", masked_title(text))
            found |= {place: hit for place in places if place in rows}
    return found


def _matching(grid: Grid, column: int, pattern: str) -> Iterator[tuple[str, list[int]]]:
    """Texts of a column that an expression of RE2 finds something in, and their places."""
    if grid.stored("s", column) is not None:
        texts = _Texts(grid, column)
        for word in pc.indices_nonzero(pc.fill_null(pc.match_substring_regex(texts.words, pattern), False)).to_pylist():
            yield texts.words[word].as_py(), texts.places(word)


def numbers_of(grid: Grid, column: int, rows: range) -> dict[int, Sighting]:
    """Numbers in rows of a column that have the shape of a person's, in a cell whose format shows them as they are."""
    stored = grid.stored("n", column)
    if stored is None:
        return {}
    numbers = pc.fill_null(stored.slice(rows.start, len(rows)), 0.0).to_numpy()
    places = np.flatnonzero((numbers > 1e8) & (numbers < 1e11) & (numbers % 1000 != 0)) + rows.start
    types, found = grid.types(column), {}
    for place in places.tolist():
        kind = stored_as(float(numbers[place - rows.start])) if types[place] == CellType.NUMBER else None
        if kind and _format(grid, column, place) in _PLAIN_FORMATS | {"0" * n for n in range(1, 14)}:
            found[place] = Sighting(kind, mask(kind))
    return found


def n_numbers(grid: Grid, column: int, rows: range) -> int:
    """How many cells in rows of a column hold a number."""
    types = grid.types(column)[rows.start : rows.stop]
    return types.count(int(CellType.NUMBER))


class _Texts:
    """The texts of a column: each once, and where it stands."""

    def __init__(self, grid: Grid, column: int) -> None:
        stored = grid.stored("s", column)
        assert stored is not None
        values = stored.combine_chunks()
        values = values.chunk(0) if isinstance(values, pa.ChunkedArray) else values
        self._encoded = values if isinstance(values, pa.DictionaryArray) else values.dictionary_encode()
        self.words = self._encoded.dictionary
        self._types = np.frombuffer(grid.types(column), np.uint8)
        self.has_codes = False

    @cached_property
    def _indices(self) -> np.ndarray:
        """For each row which of the words it holds; -1 where it holds no text."""
        indices = pc.fill_null(self._encoded.indices, -1).to_numpy(zero_copy_only=False)
        return np.where(self._types == CellType.TEXT, indices, -1)

    def suspects(self) -> Iterator[tuple[Suspect, list[int]]]:
        """Texts that hold a personal value or are a label of one, and their rows."""
        found, self.has_codes = suspects(self.words)
        for suspect in found:
            if places := self.places(suspect.place):
                yield suspect, places

    def places(self, word: int) -> list[int]:
        """Where one of the words stands."""
        return np.flatnonzero(self._indices == word).tolist()

    def below(self, first: int, last: int) -> Iterator[tuple[str, Callable[[], list[int]]]]:
        """Each text in rows from `first` up to `last`, and what tells its rows."""
        indices = self._indices[first:last]
        used = np.unique(indices[indices >= 0])
        for word, text in zip(used.tolist(), self.words.take(pa.array(used)).to_pylist(), strict=True):
            yield text, lambda word=word: (np.flatnonzero(indices == word) + first).tolist()  # type: ignore[misc]


def _near(
    grid: Grid, texts: dict[int, _Texts], place: int, number: int, kind: Kind, is_sure: bool
) -> Iterator[tuple[int, int, Sighting]]:
    """Values beside and below a label."""
    bottom, right = _corner(grid, place, number)
    beside = range(right + 1, min(right + _BESIDE, grid.n_columns) + 1)
    first = next((c for c in beside if grid.types(c)[place]), None)
    if first is not None and (hit := _said(grid, first, place, kind, is_sure)):
        yield first, place, hit
    last = min(bottom + 1 + _BELOW, grid.table.num_rows) if is_sure else grid.table.num_rows
    for column in range(number, right + 1):
        if column in texts and CellType.TEXT in grid.types(column)[bottom + 1 : last]:
            for places, hit in _texts_below(texts[column], bottom + 1, last, kind):
                yield from ((column, at, hit) for at in places)
        if kind != "person_name" and CellType.NUMBER in grid.types(column)[bottom + 1 : last]:
            yield from ((column, at, hit) for at, hit in _numbers_below(grid, column, range(bottom + 1, last), kind))


def _corner(grid: Grid, place: int, number: int) -> tuple[int, int]:
    """Place of the last row and number of the last column of the cell, which may be merged."""
    row = place + grid.first_row
    merge = grid.merged_from.get((row, number))
    return (merge.bottom - grid.first_row, min(merge.right, grid.n_columns)) if merge else (place, number)


def _said(grid: Grid, column: int, place: int, kind: Kind, is_sure: bool) -> Sighting | None:
    """What a cell beside a label says of a person."""
    cell = grid.cell(place + grid.first_row, column)
    if isinstance(cell.value, str) and cell.type is CellType.TEXT:
        return None if label_of(cell.value) else _in_text(cell.value, kind, lambda text: is_name(text, is_sure=is_sure))
    if isinstance(cell.value, float) and cell.type is CellType.NUMBER and _is_said(kind, cell.value):
        return Sighting(kind, mask(kind))
    return None


def _texts_below(column: _Texts, first: int, last: int, kind: Kind) -> Iterator[tuple[list[int], Sighting]]:
    texts = [(text, places) for text, places in column.below(first, last) if not label_of(text)]
    surely = {text for text, _ in texts if is_name(text)} if kind == "person_name" else set()
    is_mostly = len(surely) > _MOSTLY * len(texts)
    for text, places in texts:
        hit = _in_text(text, kind, lambda t: t in surely or (is_mostly and is_name(t, is_sure=True)))
        if hit:
            yield places(), hit


def _in_text(text: str, kind: Kind, is_named: Callable[[str], bool]) -> Sighting | None:
    if kind == "person_name":
        if is_named(text):
            return Sighting(kind, mask(kind))
    elif spans := list(said_to_be(kind, text)):
        apart = [span for i, span in enumerate(spans) if all(span.start >= s.end for s in spans[:i])]
        return Sighting(kind, masked(text, apart))
    return None


def _numbers_below(grid: Grid, column: int, rows: range, kind: Kind) -> Iterator[tuple[int, Sighting]]:
    stored = grid.stored("n", column)
    if stored is not None:
        types = grid.types(column)
        for place in pc.indices_nonzero(pc.fill_null(pc.greater(stored, 1e8), False)).to_pylist():
            is_number = place in rows and types[place] == CellType.NUMBER
            if is_number and _is_said(kind, stored[place].as_py()):
                yield place, Sighting(kind, mask(kind))


def _is_said(kind: Kind, number: float) -> bool:
    return 1e8 <= number < 1e13 and number.is_integer() and could_be(kind, str(int(number)))


def _by_column(grid: Grid, column: int) -> dict[int, Sighting]:
    """Numbers of a column that nearly all have the shape of a person's and differ from each other."""
    stored = grid.stored("n", column)
    if stored is None or (pc.max(stored).as_py() or 0.0) < 1e8:
        return {}
    rows = range(grid.table.num_rows)
    found = numbers_of(grid, column, rows)
    if len(found) < _LEAST_NUMBERS or len(found) < _NEARLY_ALL * n_numbers(grid, column, rows):
        return {}
    return found


def _format(grid: Grid, column: int, place: int) -> str:
    return grid.cell(place + grid.first_row, column).style.format
