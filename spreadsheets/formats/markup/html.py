"""HTML saved under the name of a spreadsheet, as the "export to Excel" of many portals is: its tables on one sheet.

As in Excel, what stands on the page stands on the sheet in the same order: a line of text outside the tables is a
row with one cell, so that titles and periods are found above their table. An empty row follows each table.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from spreadsheets.formats.markup.css import Css
from spreadsheets.formats.markup.html_rows import HtmlCell, HtmlRow, HtmlSheet, plain_lines
from spreadsheets.formats.parts.content import Content
from spreadsheets.formats.parts.encoding import decode
from spreadsheets.formats.parts.sniff import Refusal

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([a-zA-Z0-9_:.-]+)""")
_SHEET_NAME = re.compile(r"<x:name>([^<]{1,100})</x:name>", re.IGNORECASE)
#: A line break of the source is a blank on the page.
_SOURCE_BLANKS = re.compile(r"[ \t\r\n\f]+")
_BLOCKS = frozenset((
    "address", "article", "blockquote", "br", "caption", "center", "dd", "div", "dl", "dt", "fieldset", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre", "section", "ul",
))  # fmt: skip
_UNSHOWN = frozenset(("script", "style", "title", "select", "xml", "noscript", "template", "textarea"))
_DEEPEST = 50


def read_html(path: Path, content: Content) -> None:
    """Read the page into `content`; Refusal FILE-HTML where it holds no table."""
    data = path.read_bytes()
    declared = _DECLARED.search(data[:8192])
    text = decode(data, content, declared[1].decode() if declared else "")
    names = {name.strip() for name in _SHEET_NAME.findall(text[:65_536])}
    cells = content.sheet(names.pop() if len(names) == 1 else "html")
    page = _Page(HtmlSheet(cells), content)
    page.feed(text)
    page.close()
    page.finish()
    if not page.rows.tables:
        raise Refusal("FILE-HTML")


class _Table:
    """A table that is open: its finished rows, and what is being written."""

    def __init__(self, hidden: bool) -> None:
        self.hidden = hidden
        self.rows: list[HtmlRow] = []
        self.row: HtmlRow | None = None
        self.cell: HtmlCell | None = None
        self.columns = 0


class _Page(HTMLParser):
    """Events of a page. A row of an outermost table is put on the sheet as soon as it ends."""

    def __init__(self, rows: HtmlSheet, content: Content) -> None:
        super().__init__(convert_charrefs=True)
        self.rows = rows
        self.content = content
        self.css = Css()
        self.tables: list[_Table] = []
        self.line: list[str] = []
        self.unshown: list[str] = []
        self.bold = 0

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """`<![if …]>` and whatever else begins so: a comment, never an error."""
        return self.parse_bogus_comment(i)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        if self.unshown or tag in _UNSHOWN:
            self.unshown += [tag] * (tag in _UNSHOWN)
            return
        said = {name: value or "" for name, value in attrs}
        if tag == "table":
            self._open_table(said)
        elif tag == "tr":
            self._open_row(said)
        elif tag in ("td", "th"):
            self._open_cell(tag, said)
        elif tag == "col":
            self._column(said)
        elif tag in ("b", "strong"):
            self.bold += 1
        elif tag in _BLOCKS:
            self._put("\n")
        elif tag in ("font", "span") and self._cell:
            self._cell.font = said.get("face", "") or self.css.font(self.css.of(said)) or self._cell.font

    def handle_endtag(self, tag: str) -> None:
        """An element ends, its beginning seen or not."""
        if self.unshown:
            if tag == self.unshown[-1]:
                self.unshown.pop()
        elif tag == "table":
            self._close_table()
        elif tag == "tr":
            self._close_row()
        elif tag in ("td", "th"):
            self._close_cell()
        elif tag in ("b", "strong"):
            self.bold = max(self.bold - 1, 0)
        elif tag in _BLOCKS:
            self._put("\n")

    def handle_data(self, data: str) -> None:
        """Text, or the rules of a style element."""
        if not self.unshown:
            self._put(_SOURCE_BLANKS.sub(" ", data))
        elif self.unshown[-1] == "style":
            self.css.add(data)

    def finish(self) -> None:
        """Close what the page left open; where that is a table, rows may be missing."""
        if self.tables:
            self.content.warn("FILE-REPAIRED", reason="the page ends inside a table")
        while self.tables:
            self._close_table()
        self._end_line()

    @property
    def _cell(self) -> HtmlCell | None:
        return self.tables[-1].cell if self.tables else None

    def _put(self, text: str) -> None:
        cell = self._cell
        if cell is None:
            self.line.append(text)
            return
        cell.pieces.append(text)
        if not self.bold and not text.isspace():
            cell.has_plain = True

    def _end_line(self) -> None:
        for line in plain_lines("".join(self.line)):
            self.rows.line(line)
        self.line.clear()

    def _open_table(self, said: dict[str, str]) -> None:
        if not self.tables:
            self._end_line()
        elif len(self.tables) >= _DEEPEST:
            raise Refusal("FILE-DAMAGED", reason=f"tables inside each other more than {_DEEPEST} deep")
        self.tables.append(_Table(self.css.hides(said)))

    def _open_row(self, said: dict[str, str]) -> None:
        if not self.tables:
            self._open_table({})
        self._close_row()
        table = self.tables[-1]
        style = self.css.of(said)
        table.row = HtmlRow(hidden=table.hidden or self.css.hides(said), is_bold=self.css.is_bold(style))

    def _open_cell(self, tag: str, said: dict[str, str]) -> None:
        self._close_cell()
        if not self.tables or self.tables[-1].row is None:
            self._open_row({})
        table = self.tables[-1]
        assert table.row is not None
        style = self.css.of(said)
        table.cell = HtmlCell(
            across=min(_whole(said.get("colspan", ""), 1), 1000),
            down=_whole(said.get("rowspan", ""), 1),
            is_bold=tag == "th" or table.row.is_bold or self.css.is_bold(style),
            font=self.css.font(style),
            format=self.css.number_format(said, style),
            number=said.get("x:num", "") or said.get("sdval", ""),
            hidden=self.css.hides(said),
            lines=self.css.lines(style),
            align=self.css.align(said, style),
        )
        table.row.cells.append(table.cell)
        self.bold = 0

    def _column(self, said: dict[str, str]) -> None:
        if self.tables:
            table, span = self.tables[-1], min(_whole(said.get("span", ""), 1), 1000)
            if self.css.hides(said):
                self.rows.cells.hide_columns(table.columns + 1, table.columns + span)
            table.columns += span

    def _close_cell(self) -> None:
        if self.tables:
            self.tables[-1].cell = None

    def _close_row(self) -> None:
        self._close_cell()
        table = self.tables[-1] if self.tables else None
        if table and table.row is not None:
            row, table.row = table.row, None
            if len(self.tables) > 1:
                table.rows.append(row)
            else:
                self._end_line()
                self.rows.row(row)

    def _close_table(self) -> None:
        if not self.tables:
            return
        self._close_row()
        table = self.tables.pop()
        if not self.tables:
            self._end_line()
            self.rows.end_table()
        elif self._cell:
            self._cell.take_in(table.rows)


def _whole(text: str, least: int) -> int:
    """A span as written; `least` where it is no number. A rowspan of 0 goes to the end of the table."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        return least
    return int(text) or 1_048_576
