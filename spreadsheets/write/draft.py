"""`khoso new-form`: a sector file drafted from a sample workbook, for an engineer to finish."""

from __future__ import annotations

import json
import keyword
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from schemas import kinds
from schemas.codes import code_list
from schemas.form import Column, Form
from schemas.kinds import Kind
from schemas.values.period_text import periods_in
from schemas.values.text import folded
from spreadsheets.decode.legacy import legible
from spreadsheets.find.table import Table
from spreadsheets.find.tables import locate
from spreadsheets.sheet.grid import CellType, Grid
from spreadsheets.understand.cells.column_cells import ColumnCells
from spreadsheets.understand.cells.column_reader import read_column
from spreadsheets.understand.cells.money import scale_in, scale_of
from spreadsheets.understand.heading import SEPARATOR, bare, key_of
from spreadsheets.understand.letterhead import PARENT, letterhead

if TYPE_CHECKING:
    from spreadsheets.read.workbook import Workbook

_SUFFIXES = {"count": "_count", "amount": "_vnd", "percent": "_pct", "day": "_date", "code": "_code"}
_CODE = folded(re.compile(r"^(?:mã|số hiệu|số cccd|số cmnd)\b"))
_SHARE = folded(re.compile(r"%|\btỷ lệ\b|\btỉ lệ\b"))
#: Where a title turns from what it is about to when: the rest differs from period to period.
_WHEN = re.compile(
    r"[\s,(–-]*(?:(?:trong|của|cả|đến|tính đến|kỳ|số liệu)\s+)*"
    r"(?:(?:năm học|niên khóa|năm|tháng|quý|tuần|ngày)\s*[0-9IVX/]|[0-9]+\s*tháng|từ ngày).*$",
    re.IGNORECASE,
)
#: Code lists whose names a column may hold, the narrowest first, and what such a column is called.
_LISTS = {"unit:commune": "commune", "unit:district": "district", "unit:province": "province", "agency": "agency"}
_LONGEST_NAME = 48
_TITLE_WORDS = 6
_HEAD = '''"""{title}."""

from __future__ import annotations

from schemas.form import Form, Sector, column
from schemas.kinds import {kinds}

SECTOR = Sector(
    name="{sector}",
    vi={vi},
    en="TODO",
    pillar="government",
    department="{department}",
    cron="0 6 16 * *",
)
'''


@dataclass(frozen=True)
class _Drafted:
    """One column of a drafted form."""

    name: str
    heading: str
    kind: Kind
    unit: str
    codes: str
    is_full: bool
    is_unique: bool


def draft(workbook: Workbook) -> str:
    """Python source of a sector file with one form for each table of the visible sheets; "" where there is none.

    Names come from the headings, kinds from the cells; the English names are left as TODO. The source imports as it
    is and recognises the workbook it was drafted from.
    """
    grids = [legible(grid) for grid in workbook.sheets if not grid.hidden]
    tables = [(grid, table) for grid in grids for table in locate(grid)]
    names = _unique(_class_name(table) for _, table in tables)
    forms = [(name, table, columns) for name, (grid, table) in zip(names, tables, strict=True)
             if (columns := list(_columns(grid, table)))]  # fmt: skip
    if not forms:
        return ""
    used = sorted({col.kind.name.capitalize() for _, _, columns in forms for col in columns})
    title = next((_subject(table.title) for _, table, _ in forms if table.title), workbook.name)
    sender = next(filter(None, (letterhead(grid, table, None).sender for grid, table in tables)), PARENT)
    head = _HEAD.format(
        department=sender,
        title=title.replace("\\", "/").replace('"', "'"),
        kinds=", ".join(used),
        sector=_shortened(_ascii(title), _LONGEST_NAME) or "draft",
        vi=json.dumps(title, ensure_ascii=False),
    )
    body = "".join(_form(name, table, columns, sender) for name, table, columns in forms)
    return head.replace("import Form", "import Due, Form") + body if "Due(" in body else head + body


def _form(name: str, table: Table, columns: list[_Drafted], sender: str) -> str:
    """The source of one form, owed by who sent the sample."""
    grain = next((c for c in columns if c.kind in (kinds.Code, kinds.Text) and c.is_unique), None)
    lines = [table.title or "", *(text for _, _, text in table.preamble)]
    period = next((p for line in lines for p in periods_in(line) if p.kind != "day"), None)
    lines = ["", "", f"class {name}(Form):", f'    """The table of the sheet {_plain(table.sheet)}."""', ""]
    if table.title:
        lines.append(f"    titles = ({_literal(_subject(table.title))},)")
    if grain:
        field = f"{grain.name}_code" if grain.codes else grain.name
        lines.append(f'    grain = ("{field}",)')
    if period:
        lines += [
            f'    period = "{period.kind}"',
            "    due = Due(day=16, months=1)  # TODO",
            f'    owed_by = "agency:{sender}"',
        ]
    lines.append("")
    for col in columns:
        options = [f"{name}={_literal(said)}" for name, said in (("unit", col.unit), ("codes", col.codes)) if said]
        options += ["nullable=False"] if col is grain and col.is_full else []
        options += ['en="TODO"']
        kind = col.kind.name.capitalize()
        line = f"    {col.name} = column({kind}, {_literal(col.heading)}, {', '.join(options)})"
        if len(line) > 120:
            rest = ", ".join(options)
            line = (
                f"    {col.name} = column(\n        {kind},\n        {_literal(col.heading)},\n        {rest},\n    )"
            )
        lines.append(line)
    return "\n".join(lines) + "\n"


def _columns(grid: Grid, table: Table) -> Iterator[_Drafted]:
    """The columns of a table that a form would load, each heading once."""
    ignored = {key_of(heading.split(SEPARATOR)) for heading in Form.ignored}
    headed = {n: levels for n, levels in table.columns.items() if key_of(levels) and key_of(levels)[-1:] not in ignored}
    headed = {n: levels for n, levels in headed.items() if n == _first(headed, levels)}
    chosen = {n: _kind(ColumnCells(grid, n, sorted(table.rows)), table, n) for n in headed}
    data = [row for row, kind in table.rows.items() if kind == "data"]
    codes = {n: _codes(ColumnCells(grid, n, data)) if data and chosen[n] is kinds.Text else "" for n in headed}
    names = _unique(
        _LISTS.get(codes[n]) or _column_name(levels, headed.values(), chosen[n]) for n, levels in headed.items()
    )
    for name, (number, levels) in zip(names, headed.items(), strict=True):
        cells = ColumnCells(grid, number, data, spread=True)
        texts = cells.texts if cells.has(CellType.TEXT) else cells.numbers
        is_full = bool(data) and texts.null_count == 0
        kind = chosen[number]
        is_money = scale_of(table.unit) or scale_in(levels[-1])
        unit = ("VND" if is_money else table.unit or "number") if kind is kinds.Amount else ""
        is_unique = is_full and len(texts.unique()) == len(data)
        yield _Drafted(name, SEPARATOR.join(levels), kind, unit, codes[number], is_full, is_unique)


def _codes(cells: ColumnCells) -> str:
    """The code list that has all names of a column, of which there are at least two; "" for none."""
    names = [name for name in cells.texts.unique().to_pylist() if name]
    if len(names) < 2:
        return ""
    return next((codes for codes in _LISTS if all(code_list(codes).resolve(name) for name in names)), "")


def _first(headed: dict[int, tuple[str, ...]], levels: tuple[str, ...]) -> int:
    return next(n for n, others in headed.items() if key_of(others) == key_of(levels))


def _kind(cells: ColumnCells, table: Table, number: int) -> Kind:
    """The first kind that every cell of a column is of, and that says something of most of them."""
    heading = " ".join(key_of(table.columns[number]))
    kinds_of_row = [table.rows[row] for row in cells.rows]
    is_data = pa.array([kind == "data" for kind in kinds_of_row], pa.bool_())
    filled = pc.and_(is_data, pc.not_equal(cells.types, int(CellType.EMPTY)))
    if _CODE.search(heading) or not pc.any(filled).as_py():
        return kinds.Code if _CODE.search(heading) else kinds.Text
    for kind in _candidates(cells, heading, table, number):
        col = Column(kind, (table.header(number),), name="draft")
        typed = read_column(cells, col, evidence=is_data)
        wrong = [s for s, o in typed.notes.items() if o.rule and o.severity == "error" and kinds_of_row[s] == "data"]
        said = pc.sum(pc.and_(filled, pc.is_valid(typed.parts[0]))).as_py() or 0
        if not wrong and 2 * said >= pc.sum(filled).as_py():
            return kind
    return kinds.Text


def _candidates(cells: ColumnCells, heading: str, table: Table, number: int) -> list[Kind]:
    measures = [kinds.Count, kinds.Amount]
    if _SHARE.search(heading) or pc.any(pc.fill_null(cells.is_percent, False)).as_py():
        measures = [kinds.Percent]
    elif scale_of(table.unit) or scale_in(table.header(number)):
        measures = [kinds.Amount, kinds.Count]
    days = [] if cells.has(CellType.NUMBER) else [kinds.Day]
    return [*days, kinds.Ratio, *measures, kinds.Flag]


def _column_name(levels: tuple[str, ...], others: Iterable[tuple[str, ...]], kind: Kind) -> str:
    """The heading in plain letters; the levels above it too where its last alone would not tell it apart."""
    last = Counter(_ascii(bare(other[-1])) for other in others)
    words = _ascii(bare(levels[-1]))
    if last[words] > 1:
        words = "_".join(_ascii(bare(level)) for level in levels)
    suffix = _SUFFIXES.get(kind.name, "")
    name = _shortened(words, _LONGEST_NAME - len(suffix)).removesuffix(suffix) + suffix
    if not name.isidentifier() or keyword.iskeyword(name) or hasattr(Form, name):
        name = f"column_{name}".rstrip("_")
    return name


def _class_name(table: Table) -> str:
    words = _ascii(_subject(table.title) if table.title else table.sheet).split("_")[:_TITLE_WORDS]
    name = "".join(word.capitalize() for word in words)
    return name if name.isidentifier() and name not in ("Form", "Sector") else f"Table{name}"


def _subject(title: str) -> str:
    """A title without its period: what stays the same from one period to the next."""
    shorter = _WHEN.sub("", title).strip(" ,.-–")
    return shorter if len(shorter.split()) > 2 else title


def _unique(names: Iterable[str]) -> list[str]:
    taken: dict[str, int] = {}
    unique = []
    for name in names:
        taken[name] = taken.get(name, 0) + 1
        unique.append(name if taken[name] == 1 else f"{name}_{taken[name]}")
    return unique


def _ascii(text: str) -> str:
    """Words of a text in plain letters, joined with underscores."""
    bare = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "_".join(re.findall("[a-z0-9]+", "".join(c for c in bare if not unicodedata.combining(c))))


def _shortened(words: str, longest: int) -> str:
    """As many whole words of a name as fit; of one too long by itself the beginning."""
    if len(words) <= longest:
        return words
    return (words[: longest + 1].rpartition("_")[0] or words[:longest]).strip("_")


def _plain(text: str) -> str:
    return text.replace("\\", "/").replace('"', "'")


def _literal(text: str) -> str:
    """A Python literal of a text, in double quotes."""
    return json.dumps(text, ensure_ascii=False)
