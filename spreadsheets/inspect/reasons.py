"""Why a table was read as it was, in words: for its place, its heading, its columns and each row's kind."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from schemas.values.address import address, letter
from schemas.values.bilingual import Both
from spreadsheets.find.look.canvas import Canvas
from spreadsheets.find.look.evidence import Clue, Sign
from spreadsheets.find.row_kinds import JudgedRows
from spreadsheets.find.table import RowKind
from spreadsheets.find.tables import Located

_LONGEST = 60
WORDS = {
    Sign.STANDS_BESIDE: Both(
        "tiêu đề ở hàng {row} lặp lại từ ô {cell}: các bảng đứng cạnh nhau",
        "the heading in row {row} begins anew at {cell}: tables stand side by side",
    ),
    Sign.LAST_FIGURES: Both(
        "hàng {row} là hàng cuối cùng có số liệu của bảng", "row {row} is the last with figures of the table"
    ),
    Sign.LAST_NAME: Both(
        "hàng {row} là hàng cuối cùng có số thứ tự và tên", "row {row} is the last with a number and a name"
    ),
    Sign.NAME_GOES_ON: Both(
        "hàng {rows} viết tiếp tên của hàng trên, hoặc nằm trong ô gộp với hàng trên",
        "row {rows} goes on with the name above, or lies in a cell merged with the row above",
    ),
    Sign.BEFORE_REMARK: Both("hàng {row} là ghi chú dưới bảng", "row {row} is a remark below the table"),
    Sign.BEFORE_HEADING: Both(
        "hàng {row} bắt đầu tiêu đề của bảng sau", "row {row} begins the heading of the next table"
    ),
    Sign.SHEET_ENDS: Both("trang tính hết ở hàng {row}", "the sheet ends in row {row}"),
    Sign.ORDINAL_WORD: Both(
        "ô {cell} “{text}” đứng đầu cột số thứ tự, bên cạnh là chữ",
        "{cell} “{text}” heads a column of running numbers, with words beside it",
    ),
    Sign.LINE_OF_WORDS: Both(
        "hàng {row} toàn chữ, đứng trên các hàng có dữ liệu ở cùng những cột ấy",
        "row {row} holds words only, over rows that fill the same columns",
    ),
    Sign.WORDS_ABOVE: Both(
        "hàng {rows} ở ngay trên toàn chữ, không phải tên bảng hay đơn vị tính",
        "row {rows} right above holds words only, neither a title nor a unit of measure",
    ),
    Sign.WORDS_BELOW: Both(
        "tiêu đề còn xuống hàng {rows}: ô gộp kéo tới đó, hoặc toàn chữ trên các cột số liệu",
        "the heading goes on in row {rows}: merged cells reach there, or words stand over the columns of figures",
    ),
    Sign.IN_PIECES: Both(
        "tiêu đề không có ô gộp, chữ có thể bị cắt ra nhiều ô",
        "no cell of the heading is merged: words may be cut",
    ),
    Sign.NUMBERS_BELOW: Both("hàng {row} đánh số các cột", "row {row} numbers the columns"),
    Sign.HEADED_AGAIN: Both("tiêu đề lặp lại ở hàng {rows}", "the heading stands again in row {rows}"),
    Sign.LAID_OVER: Both(
        "tên cột được đặt lại trên các cột có dữ liệu: {columns}",
        "headers were laid over the columns that the rows fill: {columns}",
    ),
    Sign.LAID_AS_ABOVE: Both(
        "tên cột được đặt như ở bảng trên có cùng tiêu đề: {columns}",
        "headers were laid as in the table above with the same heading: {columns}",
    ),
    Sign.FIGURES_UNHEADED: Both(
        "cột {columns} không có tên nhưng có số liệu ở quá nửa số hàng",
        "column {columns} has no header, but figures in more than half of the rows",
    ),
    Sign.NAMES: Both(
        "cột {columns} chứa tên: nhiều chữ nhất trước cột số liệu đầu tiên",
        "column {columns} holds the names: most words before the first column of figures",
    ),
    Sign.FIGURES: Both("cột {columns} có số liệu", "column {columns} holds figures"),
    Sign.EMPTY: Both("hàng trống", "nothing in the row"),
    Sign.COVERED: Both("nằm trong ô gộp của hàng trên", "lies in cells merged with the row above"),
    Sign.NO_CELL: Both("trống ở các cột của bảng", "nothing in the columns of the table"),
    Sign.NAME_COVERED: Both(
        "chỉ có chữ, nằm trong ô gộp của hàng trên", "words only, in cells merged with the row above"
    ),
    Sign.NAMELESS: Both("không có số thứ tự, tên hay số liệu", "neither a number, a name nor a figure"),
    Sign.NOUGHTS: Both("không có tên, chỉ có số 0", "has no name and nothing but noughts"),
    Sign.LEFT_OVER: Both(
        "bị ẩn, và tổng đang hiện không gồm hàng này", "is hidden, and the total that is shown leaves it out"
    ),
    Sign.SECOND_LINE: Both("viết tiếp tên của hàng trên", "goes on with the name above"),
    Sign.FIRST_LINE: Both(
        "tên được viết lại bằng tiếng Anh ở hàng dưới, nơi có số liệu",
        "its name is said again in English below, where the figures are",
    ),
    Sign.SAYS_HEADING: Both("lặp lại tiêu đề", "says the heading again"),
    Sign.NUMBERS_COLUMNS: Both("đánh số các cột", "numbers the columns"),
    Sign.NUMBERED: Both("có số thứ tự", "is numbered"),
    Sign.BULLET: Both("có gạch đầu dòng", "has a bullet"),
    Sign.CODED: Both("có mã và tên", "has a code and a name"),
    Sign.OF_WHICH: Both("chỉ nói các phần đi sau", "says only that parts follow"),
    Sign.HEADS_NUMBERS: Both("in đậm, ngay trên hàng có số thứ tự", "is bold, right above a numbered row"),
    Sign.GOES_ON: Both("không có số, tiếp theo các hàng cùng loại", "has no number and goes on with the rows before"),
    Sign.NAMED: Both("có tên hoặc số liệu, không có số thứ tự", "has a name or figures, and no number"),
    Sign.SAYS_TOTAL: Both("tên nói là tổng cộng", "its name says that it is a total"),
    Sign.STANDS_UNDER: Both("thuộc hàng {row} “{text}”", "stands under row {row} “{text}”"),
    Sign.STANDS_OVER: Both("hàng {row} ở dưới thuộc hàng này", "row {row} below stands under it"),
    Sign.CLOSES_GROUP: Both(
        "là tổng các hàng ngay trên, và còn tổng khác ở dưới", "adds up the rows just above, and another total follows"
    ),
    Sign.SUM_OF_ROWS: Both("bằng tổng các hàng {rows}", "is the sum of rows {rows}"),
    Sign.PART_OF_SUM: Both("là một phần của hàng {row} “{text}”", "is a part of row {row} “{text}”"),
}


#: The kinds of row in words.
KINDS: dict[RowKind, Both] = {
    "data": Both("dữ liệu", "data"),
    "group": Both("nhóm", "group"),
    "total": Both("tổng", "total"),
    "numbering": Both("đánh số cột", "numbering"),
    "note": Both("ghi chú", "note"),
    "blank": Both("trống", "blank"),
}
#: The stages in words.
STAGES = {
    "place": Both("Vị trí", "Place"),
    "heading": Both("Tiêu đề", "Heading"),
    "columns": Both("Cột", "Columns"),
    "rows": Both("Hàng", "Rows"),
}

#: A clue for people and for programs: its sign, and what it says.
Told = dict[str, str]


def reasons(canvas: Canvas, found: Located, lang: str) -> dict[str, Any]:
    """Stage -> the clues that spoke for what was decided there, in words; under "rows" those of each row.

    Rows that follow each other and are told alike are told together.
    """
    told: dict[str, Any] = {stage: [_told(canvas, clue, lang) for clue in why] for stage, why in found.why.items()}
    return {**told, "rows": _rows(canvas, found.rows, found.table.label_column, lang)}


def lines(why: dict[str, Any], lang: str) -> list[str]:
    """`reasons` as lines of text."""
    found = []
    for stage, name in STAGES.items():
        found.append(f"  {name.said(lang)}")
        for told in why[stage]:
            if stage == "rows":
                kind, clues = KINDS[told["kind"]].said(lang), "; ".join(clue["text"] for clue in told["why"])
                found.append(f"    {told['rows']:>9}  {kind}: {clues}")
            else:
                found.append(f"    {told['text']}")
    return found


def _rows(canvas: Canvas, judged: Iterable[JudgedRows], label: int | None, lang: str) -> list[dict[str, Any]]:
    spans: list[tuple[range, RowKind, list[Told]]] = []
    for row in judged:
        why = [_told(canvas, clue, lang, label) for clue in row.why]
        if spans and spans[-1][1:] == (row.kind, why):
            spans[-1] = (range(spans[-1][0].start, row.rows.stop), row.kind, why)
        else:
            spans.append((row.rows, row.kind, why))
    return [{"rows": _span(rows), "kind": kind, "why": why} for rows, kind, why in spans]


def _told(canvas: Canvas, clue: Clue, lang: str, label: int | None = None) -> Told:
    """A clue in words. `label`: the column of names, by which a row alone is named."""
    text = canvas.text(clue.row, clue.column or label or 0)
    said = WORDS[clue.sign].filled(
        row=clue.row,
        cell=address(clue.row, clue.column) if clue.column else "",
        text=text if len(text) <= _LONGEST else text[:_LONGEST].rstrip() + "…",
        rows=_span(clue.rows),
        columns=", ".join(map(letter, clue.columns)),
    )
    return {"sign": clue.sign.value, "text": said.said(lang)}


def _span(rows: range) -> str:
    """ "7" or "7-12"; "" for none."""
    if not rows:
        return ""
    return str(rows[0]) if len(rows) == 1 else f"{rows[0]}-{rows[-1]}"
