"""A drawn workbook on its way to being a mess: the sheet, what its columns hold, and what was done to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from schemas.form import Form
from schemas.kinds import Kind
from schemas.values.address import address
from spreadsheets.write.drawing import Look
from spreadsheets.write.drawn import DrawnCell, DrawnSheet, styled

Place = tuple[int, int]


@dataclass(frozen=True)
class Flaw:
    """What is wrong at a place: the kind of defect, the cell (or "" for the sheet) and what stands there."""

    kind: str
    cell: str
    row: int
    column: str
    what: str


Flaws = Sequence[Flaw]


@dataclass
class MessySheet:
    """A form as drawn. `extra`: other sheets of the workbook; `separator`: not "" where it is saved as text."""

    drawn: DrawnSheet
    form: type[Form]
    rng: Random
    extra: list[DrawnSheet] = field(default_factory=list)
    separator: str = ""
    encoding: str = "utf-8-sig"

    def columns(self, *kinds: Kind) -> list[str]:
        """Names of the drawn columns of some kinds."""
        return [name for name in self.drawn.columns if self.form.columns[name].kind in kinds]

    def owed(self) -> list[str]:
        """Names of the drawn columns that no sheet of the form may lack."""
        return [name for name in self.drawn.columns if self.form.columns[name].required]

    def places(self, name: str) -> list[Place]:
        """Where the data cells of a column stand, from the top."""
        return [(row, self.drawn.columns[name]) for row in sorted(self.drawn.rows)]

    def value(self, place: Place) -> Any:
        """What stands in a cell; None where there is none."""
        cell = self.drawn.cells.get(place)
        return cell.value if cell else None

    def put(self, place: Place, value: Any, number_format: str = "") -> None:
        """Change what stands in a cell, and how it is shown; it keeps the rest of its look."""
        style = self.drawn.cells[place].style
        shown = styled(style, number_format=number_format) if number_format else style
        self.drawn.cells[place] = DrawnCell(value, shown)

    def texts(self) -> list[Place]:
        """Every cell that holds a text."""
        return [place for place, cell in self.drawn.cells.items() if isinstance(cell.value, str) and cell.value]

    def retype(self, places: Iterable[Place], say: Callable[[Any], Any], number_format: str = "@") -> bool:
        """Write cells another way; `say` gives None for what stays. Whether any changed."""
        told = [(place, said) for place in places if (said := say(self.value(place))) is not None]
        for place, said in told:
            self.put(place, said, number_format)
        return bool(told)

    def headings(self) -> list[Place]:
        """The cells of the heading that hold a text."""
        first, last = self.drawn.header
        return [place for place in self.texts() if first <= place[0] <= last]

    def leaf(self, name: str) -> Place:
        """The lowest heading cell above a column."""
        first, last = self.drawn.header
        column = self.drawn.columns[name]
        return max(place for place in self.headings() if place[1] == column and first <= place[0] <= last)

    def insert_row(self, at: int) -> None:
        """Move everything from a row on one row down."""
        drawn = self.drawn
        drawn.cells = {(_later(r, at), c): cell for (r, c), cell in drawn.cells.items()}
        drawn.merges = [(_later(t, at), left, _later(b, at), right) for t, left, b, right in drawn.merges]
        drawn.rows = {_later(row, at): index for row, index in drawn.rows.items()}
        drawn.header = (_later(drawn.header[0], at), _later(drawn.header[1], at))
        drawn.heights = {_later(row, at): height for row, height in drawn.heights.items()}

    def pick(self, names: Sequence[str], fits: Callable[[Any], bool]) -> tuple[str, Place] | None:
        """A data cell of some columns whose value fits, by chance; None where there is none."""
        found = [(name, place) for name in names for place in self.places(name) if fits(self.value(place))]
        return self.rng.choice(found) if found else None

    def flaw(self, kind: str, place: Place, name: str, what: object) -> Flaw:
        """A defect at a data cell."""
        return Flaw(kind, address(*place), place[0], name, str(what))


def _later(row: int, at: int) -> int:
    return row + 1 if row >= at else row


@dataclass(frozen=True)
class Tolerance:
    """A habit that leaves the values as they are. Exactly one of the two is there.

    `look` changes how the sheet is drawn (None: it does not fit the form); `apply` changes what was drawn and says
    whether it could.
    """

    name: str
    about: str
    group: str
    look: Callable[[Look, type[Form], Random], Look | None] | None = None
    apply: Callable[[MessySheet], bool] | None = None


@dataclass(frozen=True)
class Defect:
    """Something wrong. `apply` puts it in and says where, or nothing where the sheet has no place for it."""

    name: str
    about: str
    group: str
    apply: Callable[[MessySheet], Flaws]


def named(kinds: Mapping[str, tuple[Callable[[MessySheet], Flaws], str, str]]) -> Iterator[Defect]:
    """Defects from a table: name -> what puts it in, what it is called, its group."""
    for name, (apply, about, group) in kinds.items():
        yield Defect(name, about, group, apply)


def is_number(value: Any) -> bool:
    """Whether a cell holds a figure."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_text(value: Any) -> bool:
    """Whether a cell holds words."""
    return isinstance(value, str) and bool(value)


def with_text(cell: DrawnCell, text: str, font: str = "") -> DrawnCell:
    """A cell with another text, in another font where one is named."""
    return replace(cell, value=text, style=styled(cell.style, font=font) if font else cell.style)


def shuffled(rng: Random, things: Iterable[Any]) -> Iterator[Any]:
    """Things in another order, the same for one seed."""
    listed = list(things)
    rng.shuffle(listed)
    yield from listed
