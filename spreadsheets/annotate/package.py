"""An xlsx or xlsm annotated in its own package: only what carries a mark is changed."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from schemas.finding import Finding
from schemas.severity import Severity
from spreadsheets.annotate import boxes, comments, listing, styles
from spreadsheets.annotate.comments import SIGN, Place
from spreadsheets.annotate.edited import Edited
from spreadsheets.annotate.markup import PackagePart, as_utf8, quoted, relation
from spreadsheets.annotate.notes import MOST_COMMENTS, AtCells, at_cells, comment, worst
from spreadsheets.annotate.styles import StylesPart
from spreadsheets.annotate.worksheet import SheetChange, changed, is_selected, unselected
from spreadsheets.formats.ooxml.xlsx import workbook_part
from spreadsheets.formats.parts.package import Package
from spreadsheets.sheet.grid import Grid
from spreadsheets.understand.mark import is_list_of_findings

_STRICT = "http://purl.oclc.org/ooxml/"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument."
_SPREADSHEET = f"{_TYPE}spreadsheetml."
_DRAWING = re.compile(rb"<(?:[^\s/>!?:]+:)?legacyDrawing\s[^>]*>")
_OVERLAP = 4_096
#: Bytes of a sheet in which it says whether its tab is selected.
_HEAD = 1 << 16


@dataclass(frozen=True)
class _Tab:
    """A sheet as the workbook lists it; `kind` is the last word of its relation: worksheet, chartsheet …"""

    name: str
    part: str
    kind: str


def annotate_package(path: Path, target: Path, grids: Sequence[Grid], findings: Sequence[Finding]) -> None:
    """Write the workbook at `path` with its findings to `target`.

    `grids`: its sheets as read. Refusal or ValueError where the package is not one that can be changed.
    """
    with Package(path) as package:
        _Annotation(package, grids, findings).write(target)


class _Annotation:
    """One package on its way."""

    def __init__(self, package: Package, grids: Sequence[Grid], findings: Sequence[Finding]) -> None:
        self.book_part = workbook_part(package)
        self.folder = posixpath.dirname(self.book_part)
        self.book = PackagePart(package.read(self.book_part))
        is_strict = _STRICT.encode() in self.book.tag(self.book.root)
        self.main = f"{_STRICT}spreadsheetml/main" if is_strict else _MAIN
        self.relations = f"{_STRICT}officeDocument/relationships" if is_strict else _RELATIONS
        self.package, self.edited = package, Edited(package, self.relations)
        self.tabs = self._tabs()
        self.findings = listing.in_order(findings, [tab.name for tab in self.tabs])
        self.cells = at_cells(findings, grids)
        self.old_list = next((grid.name for grid in grids if is_list_of_findings(grid)), None)
        drawings = (package.read(name) for name in package.names() if name.endswith(".vml"))
        self.block = 1 + max(map(boxes.last_block, drawings), default=0)

    def write(self, target: Path) -> None:
        """Make every change and write the package."""
        styles_part, known = self._styles()
        for tab in self.tabs:
            if tab.name != self.old_list:
                self._take(tab, known)
        self._list(known)
        self.edited.put_pieces(styles_part, lambda: [known.result()], is_last=True)
        self.edited.write(target)

    def _tabs(self) -> list[_Tab]:
        relations = self.package.relations(self.book_part)
        tabs = []
        for sheet in self.book.root.all("sheet"):
            id = re.search(rb":id\s*=\s*[\"']([^\"']*)", self.book.tag(sheet))
            kind, part = relations.get(id[1].decode() if id else "", ("", ""))
            if part in self.package:
                tabs.append(_Tab(self.book.get(sheet, "name") or "", part, kind))
        return tabs

    def _styles(self) -> tuple[str, StylesPart]:
        """The styles part, a new one where there is none, and what is in it."""
        found = dict(self.package.relations(self.book_part).values()).get("styles", "")
        if found in self.package:
            return found, StylesPart(self.package.read(found))
        part = self.edited.new_name(f"{self.folder}/styles{{}}.xml".lstrip("/"))
        self._add(part, "styles", self.book_part, f"{_SPREADSHEET}styles+xml")
        return part, StylesPart(styles.EMPTY.format(main=self.main).encode())

    def _add(self, part: str, kind: str, source: str, content_type: str) -> str:
        """Declare a new part and the relation that leads to it; the relation's id."""
        self.edited.declare(part, content_type)
        return self.edited.relate(source, kind, part)

    def _take(self, tab: _Tab, known: StylesPart) -> None:
        """Change what a sheet needs changed."""
        cells = self.cells.get(tab.name, {}) if tab.kind == "worksheet" else {}
        drawing = self._comment(tab.part, cells) if tab.kind == "worksheet" else ""
        head = next(as_utf8(self.package.chunks(tab.part, _HEAD)), b"")
        if tab.kind != "worksheet":
            if is_selected(head):
                self.edited.put(tab.part, unselected(self.package.read(tab.part)))
        elif cells or drawing or known.bare or is_selected(head):
            bad: dict[int, dict[int, Severity]] = {}
            for (row, column), said in cells.items():
                bad.setdefault(row, {})[column] = worst(said)
            change = SheetChange(bad, known.shaded, known.bare, drawing, self.relations)
            self.edited.put_pieces(tab.part, lambda: changed(as_utf8(self.package.chunks(tab.part)), change))

    def _comment(self, part: str, cells: AtCells) -> str:
        """Write the comments of a sheet; the id of a new relation that is to lead to their drawing, "" for none."""
        relations = self.package.relations(part)
        old = next((target for kind, target in relations.values() if kind == "comments"), "")
        old = old if old in self.package else ""
        texts = _texts(cells)
        if not texts and not (old and _has_ours(PackagePart(self.package.read(old)))):
            return ""
        data = self.package.read(old) if old else comments.EMPTY.format(main=self.main).encode()
        done = comments.commented(data, texts)
        name = old or self.edited.new_name(f"{self.folder}/commentsKhoso{{}}.xml".lstrip("/"))
        self.edited.put(name, done.data)
        if not old:
            self._add(name, "comments", part, f"{_SPREADSHEET}comments+xml")
        return self._draw(part, {where: texts[where] for where in done.added}, done.removed)

    def _draw(self, part: str, texts: dict[Place, str], removed: Iterable[Place]) -> str:
        """Write the boxes of comments; the id of a new relation to their drawing, "" where the sheet has one."""
        relations = self.package.relations(part)
        drawings = [target for kind, target in relations.values() if kind == "vmlDrawing"]
        old = relations.get(self._drawing_of(part), ("", ""))[1] if drawings else ""
        old = old if old in self.package else ""
        if not old and not texts:
            return ""
        data = self.package.read(old) if old else boxes.EMPTY.encode()
        data, self.block = boxes.boxed(data, texts, removed, self.block)
        name = old or self.edited.new_name(f"{self.folder}/drawings/vmlDrawingKhoso{{}}.vml".lstrip("/"))
        self.edited.put(name, data)
        return "" if old else self._add(name, "vmlDrawing", part, f"{_TYPE}vmlDrawing")

    def _drawing_of(self, part: str) -> str:
        """The id of the relation to the drawing of a sheet's comments; it stands after the rows."""
        held = b""
        for chunk in as_utf8(self.package.chunks(part)):
            held += chunk
            found = _DRAWING.search(held) if b"legacyDrawing" in held else None
            if found:
                id = re.search(rb":id\s*=\s*[\"']([^\"']*)", found[0])
                return id[1].decode() if id else ""
            held = held[-_OVERLAP:]
        return ""

    def _list(self, known: StylesPart) -> None:
        """Write the list of findings: in the place of an earlier one, or as a new first sheet."""
        names = {tab.name: tab.name for tab in self.tabs}
        look, has_more = listing.looks(known), any(len(cells) > MOST_COMMENTS for cells in self.cells.values())
        old = next((tab.part for tab in self.tabs if tab.name == self.old_list), "")
        part = old or self.edited.new_name(f"{self.folder}/worksheets/findings{{}}.xml".lstrip("/"))
        self.edited.put_pieces(part, lambda: listing.listing(self.findings, names, look, self.main, has_more))
        place = [tab.part for tab in self.tabs].index(old) if old else 0
        if not old:
            self._insert(self._add(part, "worksheet", self.book_part, f"{_SPREADSHEET}worksheet+xml"))
        for view in self.book.root.all("workbookView"):
            self.book.put(view, activeTab=str(place), firstSheet="0")
        self.edited.put(self.book_part, self.book.result())

    def _insert(self, id: str) -> None:
        """Put a sheet before all others; names that hold on one sheet alone follow it to its new place."""
        book = self.book
        sheets = next(book.root.all("sheets"))
        ids = [int(number) for each in sheets.children if (number := book.get(each, "sheetId") or "").isdecimal()]
        linked = relation(book.tag(book.root), self.relations, id).decode()
        name, sheet_id = _free(listing.NAME, [tab.name for tab in self.tabs]), max(ids, default=0) + 1
        new = f'<{book.prefix}sheet name="{quoted(name)}" sheetId="{sheet_id}" {linked}/>'
        book.replace(sheets.inside, sheets.inside, new)
        for each in book.root.all("definedName"):
            number = book.get(each, "localSheetId") or ""
            if number.isdecimal():
                book.put(each, localSheetId=str(int(number) + 1))


def _texts(cells: AtCells) -> dict[Place, str]:
    """The comments of a sheet: of all its cells, or of the first, errors before warnings."""
    first = sorted(cells, key=lambda where: (worst(cells[where]) != "error", where))[:MOST_COMMENTS]
    return {where: comment(cells[where]) for where in sorted(first)}


def _has_ours(comments: PackagePart) -> bool:
    """Whether a part of comments holds one that an earlier marking wrote."""
    return SIGN in comments.text(comments.root)


def _free(name: str, taken: Sequence[str]) -> str:
    """A name no sheet has: this one, or with a number after it."""
    known = {each.casefold() for each in taken}
    numbered = (name if n == 1 else f"{name} ({n})" for n in range(1, len(taken) + 2))
    return next(each for each in numbered if each.casefold() not in known)
