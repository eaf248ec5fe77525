"""xlsx and xlsm: the workbook, its shared strings and styles. The sheets' cells are read by worksheet.

Read by our own scan, not by calamine: that loses error cells, trims text and guesses dates from formats.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree
from xml.parsers import expat

import pyarrow as pa

from spreadsheets.formats.ooxml.cells import Book
from spreadsheets.formats.ooxml.strings import shared_strings
from spreadsheets.formats.ooxml.styles import styles_of
from spreadsheets.formats.ooxml.worksheet import read_sheet
from spreadsheets.formats.parts.content import Content
from spreadsheets.formats.parts.package import Package, local
from spreadsheets.formats.parts.sniff import Refusal
from spreadsheets.formats.parts.texts import Texts, cut
from spreadsheets.sheet.flat import strings


@dataclass(frozen=True)
class _Entry:
    """A sheet as the workbook lists it."""

    name: str
    part: str
    hidden: bool


def read_xlsx(package: Package, content: Content) -> None:
    """Read every worksheet of a package into `content`; Refusal where the package is not whole."""
    workbook = workbook_part(package)
    tree = package.xml(workbook)
    entries = _entries(package, workbook, tree, content)
    if not entries:
        raise Refusal("FILE-DAMAGED", reason="no worksheet")
    relations = dict(package.relations(workbook).values())
    book = Book(
        strings=_strings(package, relations.get("sharedStrings", "")),
        styles=styles_of(package, relations.get("styles", "")),
        is_1904=_is_1904(tree),
    )
    warn_of_package(package, content)
    seen: set[str] = set()
    for entry in entries:
        if entry.name.casefold() in seen:
            content.warn("FILE-REPAIRED", sheet=entry.name, reason="two sheets have one name")
        seen.add(entry.name.casefold())
        sheet = content.sheet(entry.name)
        sheet.hidden, sheet.texts = entry.hidden, Texts(book.strings)
        try:
            read_sheet(package, entry.part, book, sheet, content)
        except expat.ExpatError as error:
            raise Refusal("FILE-DAMAGED", reason=f"{entry.part}: {error}", sheet=entry.name) from error


def warn_of_package(package: Package, content: Content) -> None:
    """Warn of what a package carries beside cells: macros, links to elsewhere, parts that do not belong."""
    names = package.names()
    if any(n.endswith("vbaproject.bin") or "/macrosheets/" in n for n in names):
        content.warn("FILE-MACRO")
    if any("/externallinks/" in n or n.endswith(("connections.xml", "connections.bin")) for n in names):
        content.warn("FILE-LINKS")
    for oddity in package.oddities[:3]:
        content.warn("FILE-REPAIRED", reason=oddity)


def workbook_part(package: Package) -> str:
    """The name of the part that lists the sheets; Refusal FILE-DAMAGED where there is none."""
    for kind, target in package.relations("").values():
        if kind == "officeDocument" and target in package:
            return target
    if "xl/workbook.xml" in package:
        return "xl/workbook.xml"
    raise Refusal("FILE-DAMAGED", reason="no workbook part")


def _entries(package: Package, workbook: str, tree: ElementTree.Element, content: Content) -> list[_Entry]:
    """The worksheets that are there; one that is only listed is warned of, as spreadsheet programs open the rest."""
    relations = package.relations(workbook)
    entries = []
    for sheet in (e for e in tree.iter() if local(e.tag) == "sheet"):
        relation = next((v for k, v in sheet.attrib.items() if local(k) == "id" and k != "id"), "")
        kind, part = relations.get(relation, ("", ""))
        if not kind or part not in package:
            content.warn("FILE-REPAIRED", sheet=sheet.get("name", ""), reason="the sheet is listed and not there")
        elif kind == "worksheet":
            entries.append(_Entry(sheet.get("name", ""), part, sheet.get("state", "visible") != "visible"))
    return entries


def _is_1904(tree: ElementTree.Element) -> bool:
    return any(local(e.tag) == "workbookPr" and e.get("date1904") in ("1", "true") for e in tree)


def _strings(package: Package, part: str) -> pa.StringArray:
    return cut(shared_strings(package.read(part))) if part and part in package else strings(())
