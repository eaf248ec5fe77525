"""The first sheet of an annotated workbook: every finding in a row of its own, with a link to its cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from schemas.catalogue.messages import expected, found, remedy, title
from schemas.finding import Finding
from schemas.severity import Severity
from schemas.values.address import letter, place
from spreadsheets.annotate.markup import quoted, written
from spreadsheets.annotate.notes import MOST_COMMENTS
from spreadsheets.annotate.styles import StylesPart
from spreadsheets.understand.mark import FINDINGS_SIGN

NAME = "Kết quả kiểm tra"
#: Heading in Vietnamese and English, width.
_COLUMNS = (  # up to the remedy no wider than a small screen
    ("STT\nNo.", 5), ("Mức độ\nSeverity", 11), ("Trang tính\nSheet", 14), ("Ô\nCell", 8), ("Vấn đề\nIssue", 22),
    ("Đã thấy\nFound (vi)", 36), ("Cần\nExpected (vi)", 36), ("Cách sửa\nRemedy (vi)", 36), ("In English", 60),
    ("Mã quy tắc\nRule", 20),
)  # fmt: skip
_SEVERITY: dict[Severity, str] = {"error": "Lỗi / Error", "warning": "Cảnh báo / Warning"}
#: Near the shades of the sender's cells, and not the same: by those his cells are known.
_SEVERITY_FILL: dict[Severity, str] = {"error": "FFFFC7CE", "warning": "FFFFEB9C"}
_HEAD_ROW = 5
#: Heights in points, which not every program finds by itself: a line of text, the title, the most a row may have.
_LINE_HEIGHT, _TITLE_HEIGHT, _HIGHEST = 15, 21, 409
#: Excel takes so many links on one sheet, and so many rows.
_MOST_LINKS, _MOST_LISTED = 65_000, 1_000_000
_FONT = '<sz val="11"/><name val="Times New Roman"/>'
_LINK = '<u/><sz val="11"/><color rgb="FF0563C1"/><name val="Times New Roman"/>'
_PIECE = 500


@dataclass(frozen=True)
class _Looks:
    """The numbers of the styles the list uses."""

    title: int
    note: int
    head: int
    text: int
    link: int
    shades: Mapping[Severity, int]


def looks(styles: StylesPart) -> _Looks:
    """Put the looks of the list into the styles of a package."""
    return _Looks(
        title=styles.look('<b/><sz val="14"/><name val="Times New Roman"/>'),
        note=styles.look(_FONT),
        head=styles.look(f"<b/>{_FONT}", "FFDDEBF7", is_wrapped=True),
        text=styles.look(_FONT, is_wrapped=True),
        link=styles.look(_LINK, is_wrapped=True),
        shades={
            severity: styles.look(f"<b/>{_FONT}", fill, is_wrapped=True) for severity, fill in _SEVERITY_FILL.items()
        },
    )


def in_order(findings: Sequence[Finding], sheets: Sequence[str]) -> list[Finding]:
    """Findings as a person goes through the workbook: the file's, then sheet by sheet from the top."""
    number = {name: i for i, name in enumerate(sheets)}

    def where(finding: Finding) -> tuple[int, tuple[int, int], bool]:
        at = place(finding.cell) if finding.cell else (0, 0)
        return number.get(finding.sheet, -1), at, finding.severity != "error"

    return sorted(findings, key=where)


def listing(
    findings: Sequence[Finding], names: Mapping[str, str], look: _Looks, main: str, has_more: bool
) -> Iterator[bytes]:
    """The sheet's part in pieces. `findings`: in their order; `names`: a finding's sheet -> the sheet to link to.

    `main`: the namespace of spreadsheets. `has_more`: not every cell has a comment.
    """
    widths = "".join(f'<col min="{i}" max="{i}" width="{w}" customWidth="1"/>' for i, (_, w) in enumerate(_COLUMNS, 1))
    yield (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{main}">'
        '<sheetPr><tabColor rgb="FFC00000"/><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>'
        f'<sheetView tabSelected="1" workbookViewId="0"><pane ySplit="{_HEAD_ROW}" topLeftCell="A{_HEAD_ROW + 1}"'
        f' activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>{widths}</cols><sheetData>'
    ).encode()
    yield _head(findings, look, has_more).encode()
    rows = (_row(number, finding, names, look) for number, finding in enumerate(findings[:_MOST_LISTED], 1))
    while piece := "".join(islice(rows, _PIECE)):
        yield piece.encode()
    last = _HEAD_ROW + max(min(len(findings), _MOST_LISTED), 1)
    yield f'</sheetData><autoFilter ref="A{_HEAD_ROW}:{letter(len(_COLUMNS))}{last}"/>'.encode()
    links = "".join(_links(findings[:_MOST_LINKS], names))
    yield (f"<hyperlinks>{links}</hyperlinks>" if links else "").encode()
    yield b'<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'


def _head(findings: Sequence[Finding], look: _Looks, has_more: bool) -> str:
    """What stands above the findings: how many there are, and what to do."""
    errors = sum(f.severity == "error" for f in findings)
    warnings = len(findings) - errors
    lines = (
        f"{FINDINGS_SIGN}: {errors} lỗi, {warnings} cảnh báo",
        "Bấm vào cột «Ô» để tới chỗ sai (tô màu, có chú thích). Sửa ngay trong tệp này rồi gửi lại; trang này để nguyên"
        " cũng được."
        + (f" Mỗi trang tính chỉ {MOST_COMMENTS:,} ô đầu có chú thích.".replace(",", ".") if has_more else ""),
        f"Errors: {errors}, warnings: {warnings}. The links lead to the cells, which are coloured and commented."
        " Correct them in this file and send it back; this sheet may stay."
        + (f" Only the first {MOST_COMMENTS:,} cells of a sheet have comments." if has_more else ""),
    )
    rows = _line(1, [(lines[0], look.title)], height=_TITLE_HEIGHT)
    rows += "".join(_line(row, [(text, look.note)]) for row, text in enumerate(lines[1:], 2))
    headings = [heading for heading, _ in _COLUMNS]
    return rows + _line(_HEAD_ROW, [(heading, look.head) for heading in headings], height=_height(headings))


def _row(number: int, finding: Finding, names: Mapping[str, str], look: _Looks) -> str:
    is_linked = number <= _MOST_LINKS and finding.sheet in names
    texts = [
        (_SEVERITY[finding.severity], look.shades[finding.severity]),
        (finding.sheet, look.link if is_linked and not finding.cell else look.text),
        (finding.cell, look.link if is_linked else look.text),
        (title(finding, "vi"), look.text),
        *((say(finding, "vi"), look.text) for say in (found, expected, remedy)),
        (" ".join(f"{say(finding, 'en')}." for say in (found, expected, remedy)), look.text),
        (finding.rule, look.text),
    ]
    first = f'<c r="A{_HEAD_ROW + number}" s="{look.text}"><v>{number}</v></c>'
    return _line(_HEAD_ROW + number, texts, first, height=_height(["", *(text for text, _ in texts)]))


def _height(texts: Sequence[str]) -> int:
    """The height a row of wrapped texts needs, one text a column."""
    columns = zip(texts, (width for _, width in _COLUMNS), strict=True)
    lines = max(sum(1 + len(line) // width for line in text.split("\n")) for text, width in columns)
    return min(lines * _LINE_HEIGHT, _HIGHEST)


def _line(row: int, texts: Sequence[tuple[str, int]], first: str = "", *, height: int = _LINE_HEIGHT) -> str:
    """A row of texts, each in its style, from column A on or after a `first` cell."""
    cells = first + "".join(
        f'<c r="{letter(column)}{row}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{written(text)}'
        "</t></is></c>"
        for column, (text, style) in enumerate(texts, 2 if first else 1)
        if text
    )
    return f'<row r="{row}" ht="{height}" customHeight="1">{cells}</row>'


def _links(findings: Sequence[Finding], names: Mapping[str, str]) -> Iterator[str]:
    for row, finding in enumerate(findings, _HEAD_ROW + 1):
        name = names.get(finding.sheet)
        if name is not None:
            sheet = "'" + name.replace("'", "''") + "'"
            ref, cell = (f"D{row}", finding.cell) if finding.cell else (f"C{row}", "A1")
            yield f'<hyperlink ref="{ref}" location="{quoted(f"{sheet}!{cell}")}" display="{quoted(cell)}"/>'
