"""A sheet becomes claimed tables: which form each is of, whose it is, which column is which. Nothing is parsed yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from schemas.finding import Finding
from schemas.form import Form
from schemas.severity import Severity
from schemas.submission import Given, Key, RefusedTable
from spreadsheets.decode.legacy import deciphered
from spreadsheets.find.table import Table
from spreadsheets.find.tables import blank_forms, locate
from spreadsheets.persons.covered import Covered
from spreadsheets.sheet.grid import Grid
from spreadsheets.understand.across import by_period
from spreadsheets.understand.mark import TemplateMark, marked_table, without_unfilled
from spreadsheets.understand.match import Claim, Match, ambiguity, claim, match
from spreadsheets.understand.origin import origin
from spreadsheets.understand.own import by_contract
from spreadsheets.understand.parse import unit_findings
from spreadsheets.understand.turned import on_its_side


@dataclass(frozen=True)
class ClaimedTable:
    """A table that a form claims, with the key of its submission and what each of its columns is."""

    key: Key
    grid: Grid
    table: Table
    match: Match


@dataclass(frozen=True)
class SheetReading:
    """What a sheet, or a table of it, gave.

    `findings`: why tables became no part of a submission; `refusals`: whose they would have been, where that was
    understood; `held`: those of them whose other columns can be read all the same. `is_claimed`: a form claims one of
    its tables, well formed or not.
    """

    tables: tuple[ClaimedTable, ...] = ()
    findings: tuple[Finding, ...] = ()
    refusals: tuple[RefusedTable, ...] = ()
    held: tuple[ClaimedTable, ...] = ()
    is_claimed: bool = False


def joined(readings: Iterable[SheetReading]) -> SheetReading:
    """What several tables or sheets gave together, in their order."""
    parts = list(readings)
    return SheetReading(
        tuple(table for part in parts for table in part.tables),
        tuple(finding for part in parts for finding in part.findings),
        tuple(refusal for part in parts for refusal in part.refusals),
        tuple(table for part in parts for table in part.held),
        any(part.is_claimed for part in parts),
    )


def read_sheet(
    grid: Grid, file: str, forms: Mapping[str, type[Form]], given: Given, folder: Given, mark: TemplateMark | None
) -> SheetReading:
    """Locate the tables of a sheet and claim those that are of a form, and the one a template's mark speaks for.

    `given`: what the caller says of the file; `folder`: what its folder says.
    """
    legible, findings = deciphered(grid, file)
    covered = Covered(legible)
    found = SheetReader(covered, file, forms, given, folder, mark).read()
    return replace(found, findings=(*findings, *found.findings, *covered.findings(file)))


@dataclass(frozen=True)
class SheetReader:
    """A sheet with what is known of it before it is read: its file, the forms there are, what is said of its sender.

    `mark`: the template's mark that speaks for the sheet, or for the table that is being read.
    """

    covered: Covered
    file: str
    forms: Mapping[str, type[Form]]
    given: Given
    folder: Given
    mark: TemplateMark | None

    @property
    def grid(self) -> Grid:
        """The sheet as it may be told of."""
        return self.covered.grid

    def read(self) -> SheetReading:
        """Everything the tables of the sheet gave."""
        tables = locate(self.grid)
        if not tables:
            return self._without_table()
        marked = marked_table(self.forms[self.mark.form], self.grid, tables) if self.mark else None
        unmarked = replace(self, mark=None)
        return joined((self if table is marked else unmarked)._read_table(table, tables) for table in tables)

    def _without_table(self) -> SheetReading:
        """Say of a sheet with no row in it whose report it would have been; nothing of one with no cell."""
        if self.mark:
            return self._empty(self.mark.form, _made_out_for(self.mark))
        if not self.grid.n_cells:
            return SheetReading()
        blank = joined(map(self._read_blank, blank_forms(self.grid)))
        return blank if blank.is_claimed else SheetReading(findings=(self._finding("SHEET-NO-TABLE", "warning"),))

    def _read_blank(self, table: Table) -> SheetReading:
        form = claim(table, self.forms.values()).form
        if form is None:
            return SheetReading()
        return self._empty(form.name, origin(form, self.grid, table, self.given, self.folder, self.file).key)

    def _empty(self, form: str, key: Key | None) -> SheetReading:
        refusals = (RefusedTable(key, self.grid.name, is_empty=True),) if key else ()
        return SheetReading((), (self._finding("SUB-EMPTY", "error", form=form),), refusals, is_claimed=True)

    def _read_table(self, table: Table, tables: Sequence[Table]) -> SheetReading:
        """What one of the sheet's tables is, upright or on its side; several where periods stand side by side."""
        if self.mark:
            return self._claimed(self.forms[self.mark.form], table, tables)
        claimed = claim(table, self.forms.values())
        form, parts = self._by_period(table, claimed)
        if form:
            return joined(self._claimed(form, part, tables) for part in parts or [table])
        if claimed.rivals:
            return SheetReading(findings=(ambiguity(table, claimed.rivals, self.file),), is_claimed=True)
        upright = on_its_side(self.grid, table, self.forms.values())
        if upright:
            return replace(self, covered=self.covered.turned())._claimed(upright.form, upright.table, [upright.around])
        cell, title = table.first_cell, table.title or ""
        return SheetReading(findings=(self._finding("SHEET-UNCLAIMED", "warning", cell, title),))

    def _by_period(self, table: Table, claimed: Claim) -> tuple[type[Form] | None, list[Table]]:
        """The form of a table, and its parts where it has several periods side by side that only this form reads."""
        wide = {form: parts for form in self.forms.values() if (parts := by_period(self.grid, table, form))}
        best = claim(next(iter(wide.values()))[0], wide).form if wide else None
        return (best, wide[best]) if best and claimed.form in (None, best) else (claimed.form, [])

    def _claimed(self, form: type[Form], table: Table, neighbours: Sequence[Table]) -> SheetReading:
        """A table of a form, unless its headings or its origin refuse it."""
        source = origin(form, self.grid, table, self.given, self.folder, self.file, self.mark)
        on = source.period.end if source.period else None
        matched = match(form, self.grid, table, neighbours=neighbours, on=on, file=self.file)
        of_unit = unit_findings(table, matched, self.file)
        findings = (*source.findings, *matched.findings, *of_unit)
        if source.key is None:
            return SheetReading((), (*findings, *self._outdated(matched)), is_claimed=True)
        rows = without_unfilled(table, matched, self.grid, self.mark) if self.mark else table
        claimed = (ClaimedTable(source.key, by_contract(self.covered, rows, matched, on), rows, matched),)
        if not findings:
            return SheetReading(claimed, is_claimed=True)
        refusals = (RefusedTable(source.key, self.grid.name),)
        held = () if of_unit else claimed
        return SheetReading((), (*findings, *self._outdated(matched)), refusals, held, is_claimed=True)

    def _outdated(self, matched: Match) -> tuple[Finding, ...]:
        """Why headings may not fit: the template was drawn by an earlier contract."""
        form = matched.form
        if not self.mark or self.mark.contract == form.hash() or not matched.findings:
            return ()
        details = {"form": form.name}
        return (Finding("SUB-TEMPLATE-OLD", "warning", self.file, self.grid.name, details=details, form=form.name),)

    def _finding(self, rule: str, severity: Severity, cell: str = "", found: str = "", form: str = "") -> Finding:
        return Finding(rule, severity, self.file, self.grid.name, cell, found, form=form)


def _made_out_for(mark: TemplateMark) -> Key | None:
    """Whose submission a template is, where it was made out for a body and a period."""
    if not (mark.sender and mark.unit and mark.period):
        return None
    return Key(mark.form, mark.sender, mark.unit, mark.period)
