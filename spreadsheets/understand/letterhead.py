"""What stands above a table besides its title: who sends it, for which territory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from schemas.codes import code_list
from schemas.values.text import clean, fold
from spreadsheets.find.table import Table
from spreadsheets.sheet.grid import CellType, Grid

#: The province's own committee heads the letterhead of every department: it says whose, not who.
PARENT = "ubnd-tinh"
#: That committee and the one that stands for it since the provinces were merged.
PARENTS = frozenset({PARENT, "pt-ubnd-tinh"})
_LABEL = re.compile(
    r"^(?:tên )?(?:đơn vị|cơ quan)(?:,? (?:đơn vị|cơ quan))?(?: (?:báo cáo|gửi|lập|thực hiện))*(?: biểu)?\s*:\s*(.+)$"
)
_BODIES = (
    "sở", "ban", "chi cục", "cục", "ubnd", "ủy ban", "phòng", "trung tâm", "văn phòng", "hội", "đài", "trường",
    "bệnh viện", "công an", "bộ chỉ huy", "thanh tra", "liên đoàn", "liên minh", "bảo hiểm", "kho bạc", "chi nhánh",
)  # fmt: skip
#: "Ban" is also a verb: what was issued together with a document.
_ISSUED = ("ban hành",)
_COMMITTEE = ("ubnd", "ủy ban nhân dân")
#: Rooms of the committee of a district or a commune answer for the committee.
_ROOMS = ("phòng", "văn phòng hđnd", "bộ phận", "trung tâm phục vụ hành chính công")
_LONGEST_NAME = 90


@dataclass(frozen=True)
class Letterhead:
    """Who a sheet says it is from. `unknown`: the name of a body that no list has, which stands for the sender."""

    sender: str = ""
    unit: str = ""
    unknown: str = ""


def letterhead(grid: Grid, table: Table, on: date | None) -> Letterhead:
    """Read the lines above the title: the last body named is the one that sends; its parent stands above it."""
    agencies = code_list("agency")
    found = Letterhead()
    for line, is_title in _lines(grid, table):
        labelled = _label().fullmatch(line)
        name = clean(labelled.group(1) if labelled else line)
        if found.unit and f"{fold(name)} ".startswith(_folded(_ROOMS)):
            continue
        code = agencies.resolve(name, on) if len(name) <= _LONGEST_NAME else None
        if code in PARENTS and found.sender:
            continue
        if code:
            found = Letterhead(code, territory(agencies.label(code, on=on), on) or found.unit)
        elif _is_body(name) and not is_title:
            found = Letterhead("", territory(name, on) or found.unit, name)
    return found


def territory(name: str, on: date | None) -> str:
    """Code of the district or commune whose committee a name is, "" where it is none."""
    if not fold(name).startswith(_folded(_COMMITTEE)):
        return ""
    code = code_list("unit").resolve(name, on)
    return "" if code is None or code in _provinces() else code


def province(on: date | None) -> str:
    """Code of the province that held on a day; today's rows are of the older one where no day is known."""
    entries = [e for e in code_list("unit:province").entries if e.valid_on(on)]
    return min(entries, key=lambda e: e.valid_from or date.min).code


def _lines(grid: Grid, table: Table) -> Iterator[tuple[str, bool]]:
    """Lines above the table and whether each is of the title, top to bottom; the lines of one cell one by one."""
    title = fold(table.title or "")
    if title.startswith(_folded(_COMMITTEE)):
        title = ""  # a letterhead taken for a title
    for row, column, text in sorted(table.preamble):
        cell = grid.cell(row, column)
        raw = str(cell.value) if cell.type is CellType.TEXT else text
        for line in filter(None, map(clean, raw.splitlines() if "\n" in raw else [text])):
            yield line, bool(title) and fold(text) in title


def _is_body(name: str) -> bool:
    key = fold(name)
    return len(name) <= _LONGEST_NAME and key.startswith(_folded(_BODIES)) and not key.startswith(_folded(_ISSUED))


@cache
def _folded(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(fold(word) + " " for word in words)


@cache
def _provinces() -> frozenset[str]:
    return frozenset(e.code for e in code_list("unit:province").entries)


@cache
def _label() -> re.Pattern[str]:
    return re.compile(_LABEL.pattern, re.IGNORECASE)
