"""Made-up personal values planted in sample workbooks, in places where none is asked for.

Nobody has any of them. Citizen numbers begin with 099: no province has that code, the last is 096. Mobile numbers begin
with 0590: of 059 the operator was given 0592, 0593, 0598 and 0599. Tax codes begin with 99: offices of provinces end at
64, persons have 80 to 89. E-mails are at .example, which RFC 2606 keeps free. Names are put together at random, their
last words are "mẫu", "thử" and other words for what is made up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from province.ground.course import month_index
from province.ground.tax_codes import tax_codes
from province.sample.world import World
from province.write import Owed, drawn, owed
from schemas.kinds import Text
from schemas.values.address import address
from spreadsheets.write.drawn import DrawnCell, DrawnSheet, save

MONTH = month_index(2023, 5)
#: Registers of thousands of rows take long to draw and have no more places than a page.
_LARGE = ("dossier", "enterprise")
_LEAST_ROWS = 2
_SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô", "Phùng", "Lò", "Giàng", "Tạ")
_MIDDLES = ("Văn", "Thị", "Đức", "Minh", "Thu", "Ngọc", "A", "Hữu")
_GIVEN = ("Mẫu", "Thử", "Giả", "Phỏng", "Định", "Nháp", "Ví", "Dụ")
_HEADINGS = {
    "person_name": ("Họ và tên", "Chủ hộ", "Người liên hệ", "Cán bộ đầu mối"), "phone": ("Điện thoại", "SĐT"),
    "citizen_number": ("Số CCCD", "Số định danh cá nhân"), "email": ("Email", "Thư điện tử"),
    "tax_code": ("MST cá nhân",),
}  # fmt: skip
_LABELS = {
    "person_name": ("Người lập biểu", "Người liên hệ", "Cán bộ đầu mối", "Giám đốc", "Chủ hộ"),
    "phone": ("Điện thoại", "SĐT", "Di động"), "citizen_number": ("CCCD", "Số định danh"),
    "email": ("Email", "E-mail"), "tax_code": ("MST cá nhân",),
}  # fmt: skip
KINDS = tuple(_LABELS)


@dataclass(frozen=True)
class Value:
    """One planted value: `text` as it was written, `clear` what must be nowhere, where it stands ("" for a name)."""

    kind: str
    text: str
    clear: str
    place: str
    sheet: str = ""
    cell: str = ""

    @property
    def is_number(self) -> bool:
        """Whether it is digits, which may be written in groups."""
        return self.kind not in ("email", "person_name")


class Made:
    """Values of a seed, no two the same."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self._serial = rng.randrange(100_000, 300_000)

    def of(self, kind: str) -> tuple[str, str]:
        """A value as somebody would write it, and what of it must be nowhere."""
        self._serial += 3
        made: tuple[str, str] = getattr(self, f"_{kind}")()
        return made

    def number(self, kind: str) -> tuple[float, str]:
        """A citizen or telephone number stored as a number, its leading zero lost."""
        clear = self.of(kind)[1].lstrip("0")
        return float(clear), clear

    def _citizen_number(self) -> tuple[str, str]:
        century = self.rng.randrange(4)
        year = range(40, 100) if century < 2 else range(23)
        clear = f"099{century}{self.rng.choice(year):02d}{self._serial:06d}"
        return self.rng.choice([clear, clear, f"{clear[:3]} {clear[3:6]} {clear[6:]}"]), clear

    def _phone(self) -> tuple[str, str]:
        clear = f"0590{self._serial:06d}"
        ways = (clear, clear, f"+84{clear[1:]}", f"+84 {clear[1:4]} {clear[4:7]} {clear[7:]}",
                f"{clear[:4]}.{clear[4:7]}.{clear[7:]}", f"{clear[:4]} {clear[4:7]} {clear[7:]}")  # fmt: skip
        return self.rng.choice(ways), clear[1:]

    def _tax_code(self) -> tuple[str, str]:
        (clear,) = tax_codes(self._serial, 1)
        return clear, clear

    def _email(self) -> tuple[str, str]:
        clear = (
            f"{self.rng.choice(('mau', 'thu.nghiem', 'vi-du'))}{self._serial}@{self.rng.choice(('so', 'xa'))}.example"
        )
        return clear, clear

    def _person_name(self) -> tuple[str, str]:
        parts = [
            self.rng.choice(_SURNAMES),
            self.rng.choice(_MIDDLES),
            *self.rng.sample(_GIVEN, self.rng.choice((1, 2))),
        ]
        name = " ".join(parts)
        return (name.upper() if self.rng.random() < 0.2 else name), name


class Planting:
    """One sample workbook and what is planted in it."""

    def __init__(self, world: World, what: Owed, made: Made) -> None:
        self.what, self.made, self.rng = what, made, made.rng
        self.page = drawn(world, what)
        self.pages = [self.page]
        self.stem = what.path.stem
        self.values: list[Value] = []
        rows, columns = zip(*self.page.cells, strict=True)
        self.last_row, self.last_column = max(rows), max(columns)
        self.header = self.page.header[1]
        self.data = sorted(self.page.rows)

    def put(self, place: str, kind: str, row: int, column: int, value: object, clear: str, page: DrawnSheet) -> None:
        """Write a cell and note what stands in it."""
        style = page.cells[row, column].style if (row, column) in page.cells else DrawnCell().style
        page.cells[row, column] = DrawnCell(value, style)
        self.values.append(Value(kind, str(value), clear, place, page.name, address(row, column)))

    def save(self, folder: Path) -> Path:
        """Write the workbook."""
        path = folder / f"{self.stem}.xlsx"
        path.parent.mkdir(parents=True, exist_ok=True)
        save(self.pages, path)
        return path

    def note(self) -> None:
        """A remark in a column of remarks, one for each of some rows."""
        column = self._column("Ghi chú")
        for row, kind in zip(self.data, KINDS, strict=False):
            text, clear = self.made.of(kind)
            said = {"person_name": "ông ", "tax_code": "MST cá nhân "}.get(kind, "liên hệ ")
            self.put("note", kind, row, column, f"Đã đối chiếu, {said}{text}, chờ bổ sung", clear, self.page)

    def number(self) -> None:
        """Numbers that lost their zero, alone in a column of remarks."""
        column = self._column("Ghi chú")
        for row in self.data[-2:]:
            value, clear = self.made.number("citizen_number")
            self.put("number", "citizen_number", row, column, value, clear, self.page)

    def text_column(self) -> None:
        """After a name the form asks for."""
        col = next(
            (c for c in self.what.form.columns.values() if c.kind is Text and not c.codes and not c.personal), None
        )
        if col is None or col.name not in self.page.columns:
            return self.note()
        column = self.page.columns[col.name]
        for row, kind in zip(self.data, KINDS, strict=False):
            text, clear = self.made.of(kind)
            label = self.rng.choice(_LABELS[kind])
            was = self.page.cells[row, column].value
            self.put("text column", kind, row, column, f"{was} ({label}: {text})", clear, self.page)

    def measure(self) -> None:
        """In place of a figure."""
        _name, column = next((n, c) for n, c in self.page.columns.items() if self.what.form.columns[n].kind.is_measure)
        for row, kind in zip(self.data, ("email", "phone"), strict=False):
            text, clear = self.made.of(kind)
            self.put("measure", kind, row, column, f"LH {text}", clear, self.page)

    def title(self) -> None:
        """In the line of the title."""
        row, column = max(
            (at for at, cell in self.page.cells.items() if at[0] < self.page.header[0] and isinstance(cell.value, str)),
            key=lambda at: len(str(self.page.cells[at].value)),
        )
        kind = self.rng.choice(KINDS)
        text, clear = self.made.of(kind)
        was = self.page.cells[row, column].value
        self.put("title", kind, row, column, f"{was} ({self.rng.choice(_LABELS[kind])}: {text})", clear, self.page)

    def letterhead(self) -> None:
        """Labels at the right of the letterhead, each with its value beside it."""
        column = self.last_column + 2
        for row, kind in enumerate(KINDS, 1):
            text, clear = self.made.of(kind)
            self.page.cells[row, column] = DrawnCell(self.rng.choice(_LABELS[kind]) + ":")
            self.put("letterhead", kind, row, column + 1, text, clear, self.page)

    def heading(self) -> None:
        """In the heading of a column."""
        column = self.rng.choice(sorted(self.page.columns.values()))
        at = (self.page.header[1], column)
        kind = self.rng.choice(("phone", "email", "citizen_number"))
        text, clear = self.made.of(kind)
        was = self.page.cells[at].value if at in self.page.cells else ""
        self.put("heading", kind, *at, f"{was} ({text})", clear, self.page)

    def footer(self) -> None:
        """In the lines below the table."""
        for offset, kind in enumerate(KINDS, 2):
            text, clear = self.made.of(kind)
            label = self.rng.choice(_LABELS[kind])
            self.put("footer", kind, self.last_row + offset, 2, f"{label}: {text}", clear, self.page)

    def signature(self) -> None:
        """Under who signs."""
        at = [
            (r, c) for (r, c), cell in self.page.cells.items() if cell.value in ("NGƯỜI LẬP BIỂU", "THỦ TRƯỞNG ĐƠN VỊ")
        ]
        for row, column in at:
            text, clear = self.made.of("person_name")
            self.put("signature", "person_name", row + 4, column, text, clear, self.page)

    def sheet_name(self) -> None:
        """In the name of the sheet."""
        kind = self.rng.choice(("phone", "person_name", "citizen_number"))
        _, clear = self.made.of(kind)
        name = clear if kind != "phone" else f"0{clear}"
        self.page.name = name if kind != "person_name" else f"Chủ hộ {name}"
        self.values.append(Value(kind, name, clear, "sheet name"))

    def file_name(self) -> None:
        """In the name of the file."""
        kind = self.rng.choice(("phone", "person_name", "citizen_number", "email"))
        _, clear = self.made.of(kind)
        self.stem += {"phone": f"_0{clear}", "person_name": f" - Người lập {clear}"}.get(kind, f" {clear}")
        self.values.append(Value(kind, clear, clear, "file name"))

    def own_column(self) -> None:
        """Columns of persons that the form has not."""
        for kind in self.rng.sample(KINDS, 2):
            column = self._column(self.rng.choice(_HEADINGS[kind]))
            for row in self.data[:5]:
                is_number = kind in ("phone", "citizen_number") and self.rng.random() < 0.5
                value, clear = self.made.number(kind) if is_number else self.made.of(kind)
                self.put("own column", kind, row, column, value, clear, self.page)

    def other_sheet(self) -> None:
        """A list of people on a sheet that is no form's."""
        sheet = DrawnSheet("Danh sách")
        self.pages.append(sheet)
        for column, kind in enumerate(KINDS, 2):
            sheet.cells[3, column] = DrawnCell(self.rng.choice(_HEADINGS[kind]))
            for row in range(4, 7):
                text, clear = self.made.of(kind)
                self.put("other sheet", kind, row, column, text, clear, sheet)

    def _column(self, heading: str) -> int:
        self.last_column += 1
        self.page.cells[self.header, self.last_column] = DrawnCell(heading)
        return self.last_column


PLACES: tuple[Callable[[Planting], None], ...] = (
    Planting.note, Planting.number, Planting.text_column, Planting.measure, Planting.title, Planting.letterhead,
    Planting.heading, Planting.footer, Planting.signature, Planting.sheet_name, Planting.file_name,
    Planting.own_column, Planting.other_sheet,
)  # fmt: skip


def plant(folder: Path, count: int, seed: int = 1) -> Iterator[tuple[Path, list[Value]]]:
    """Write sample workbooks with at least `count` values in all, in every place in turn, two places a workbook."""
    rng = Random(seed)
    made, planted, turn = Made(rng), 0, 0
    world, everything = World(), [what for what in owed([MONTH]) if what.form.name not in _LARGE]
    while planted < count:
        one = Planting(world, rng.choice(everything), made)
        if len(one.data) < _LEAST_ROWS:
            continue
        one.stem = f"{turn:03d} {one.stem}"
        for place in {PLACES[turn % len(PLACES)], PLACES[(5 * turn + 2) % len(PLACES)]}:
            place(one)
        turn += 1
        planted += len(one.values)
        path = one.save(folder / one.what.period.id)
        yield path, one.values
