"""What is said of the headings of a table that holds its submission, with the heading each comes nearest to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from schemas.finding import Finding
from schemas.form import Column, Form
from spreadsheets.find.table import Table
from spreadsheets.understand.heading import SEPARATOR, Key, key_of
from spreadsheets.understand.likeness import likeness

#: How like each other two headings must be before one is named as the nearest to the other.
_ALIKE = 0.4


@dataclass(frozen=True)
class Complaints:
    """A table whose headings do not fit its form. `unknown`: columns nobody knows; `lacking`: what no column is."""

    form: type[Form]
    table: Table
    unknown: Sequence[int]
    lacking: Sequence[Column]
    file: str

    def findings(
        self, missing: Sequence[Column], repeated: Mapping[str, Sequence[int]], strange: Sequence[int]
    ) -> Iterator[Finding]:
        """At most one finding of each kind, with everything there is to say.

        `missing`: columns that must be there; `repeated`: column of the form -> those of the sheet that answer to it;
        `strange`: every column of the sheet that is none of the form's.
        """
        owed = "; ".join(f"“{col.headers[0]}”" for col in missing)
        if self.unknown:
            details = {"missing": owed, "nearest": "; ".join(filter(None, map(self._like_unknown, self.unknown)))}
            yield self._finding(
                "HEAD-UNKNOWN", self._heading_cell(self.unknown[0]), self._listed(self.unknown), details
            )
        if missing:
            near = "; ".join(filter(None, (self._like_missing(col, strange) for col in missing)))
            yield self._finding("HEAD-MISSING", self.table.first_cell, "", {"headers": owed, "nearest": near})
        if repeated:
            numbers = [n for same in repeated.values() for n in same]
            second = next(iter(repeated.values()))[1]
            yield self._finding("HEAD-REPEATED", self._heading_cell(second), self._listed(numbers), {})

    def _finding(self, rule: str, cell: str, listed: str, details: Mapping[str, str]) -> Finding:
        said = {"headers": listed, "form": self.form.title(), **details}
        said = {name: text for name, text in said.items() if text}
        return Finding(rule, "error", self.file, self.table.sheet, cell, listed, said, self.form.name)

    def _heading_cell(self, column: int) -> str:
        return self.table.address(self.table.header_rows[-1], column)

    def _listed(self, columns: Sequence[int]) -> str:
        return "; ".join(map(self._said, columns))

    def _said(self, column: int) -> str:
        heading = SEPARATOR.join(self.table.columns.get(column, ()))
        return f"“{heading}” ({self.table.line(column)})" if heading else f"({self.table.line(column)})"

    def _like_unknown(self, column: int) -> str:
        """The column of the form whose heading an unknown one comes nearest to."""
        of_form = {col.headers[0]: key_of(col.headers[0].split(SEPARATOR)) for col in self.lacking}
        near = _nearest(key_of(self.table.columns.get(column, ())), of_form)
        return f"{self.table.line(column)}: “{near}”" if near else ""

    def _like_missing(self, col: Column, strange: Sequence[int]) -> str:
        """The column of the sheet whose heading a missing one comes nearest to."""
        on_sheet = {self._said(n): key_of(self.table.columns[n]) for n in strange}
        return _nearest(key_of(col.headers[0].split(SEPARATOR)), on_sheet)


def _nearest(heading: Key, others: Mapping[str, Key]) -> str:
    """The one of the others whose words are most like a heading's; "" where none comes near."""
    alike = {name: likeness(heading, other) for name, other in others.items()}
    best = max(alike, key=lambda name: alike[name], default="")
    return best if best and alike[best] >= _ALIKE else ""
