"""Synthetic twins of the real workbooks: the same geometry and the same kinds of fault, other names and numbers."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.book import BookSheet, Value
from tests.twin_sheets import other_final_sheets, other_plan_sheets

DEPARTMENTS = [
    "Hội Nông dân", "Hội Phụ nữ", "Liên minh Hợp tác xã", "Sở Công thương", "Sở Giáo dục và Đào tạo",
    "Sở Giao thông vận tải", "Sở Kế hoạch và Đầu tư", "Sở Khoa học công nghệ", "Sở Lao động, thương binh và xã hội",
    "Sở Ngoại vụ", "Sở Nội vụ", "Sở Nông nghiệp và PTNT", "Sở Tài chính", "Sở Tài nguyên và Môi trường",
    "Sở Thông tin và truyền thông", "Sở Tư pháp", "Sở Văn hóa, thể thao và du lịch", "Sở Xây dựng", "Sở Y tế",
    "Tỉnh đoàn Vĩnh Phúc", "HĐND tỉnh", "Thanh tra tỉnh VP", "Tỉnh ủy", "VP Đoàn ĐBQH và HĐND tỉnh",
]  # fmt: skip
DISTRICTS = [
    "Sông Lô", "Lập Thạch", "Vĩnh Tường", "Yên Lạc", "Tam Dương", "Bình Xuyên", "Tam Đảo", "Phúc Yên", "Vĩnh Yên",
]  # fmt: skip


@dataclass
class Twin:
    """A workbook to be written, and what reading it must come to.

    `claimed`: sheet -> (form, rows accepted, rows that are no data). `faults`: (sheet, cell, rule) of every figure
    that does not add up.
    """

    name: str
    sheets: list[BookSheet]
    claimed: dict[str, tuple[str, int, int]]
    faults: set[tuple[str, str, str]] = field(default_factory=set)


def recurrent_sheet(name: str, year: int) -> BookSheet:
    """Form 53: the header's lower row is merged over a blank one, a section line, no total."""
    merges = ("A3:K3", "A4:K4", "A6:A8", "B6:B8", "C6:C8", "D6:K6", *(f"{c}7:{c}8" for c in "DEFGHIJK"))
    sheet = BookSheet(name, merges=merges, bold=frozenset({1, 3, 4, 6, 7, 10}))
    sheet.cells = {
        "A1": "UBND TỈNH VĨNH PHÚC", "K1": "Biểu số 53/CK-NSNN",
        "A3": f"DỰ TOÁN CHI THƯỜNG XUYÊN CỦA NGÂN SÁCH CẤP TỈNH  NĂM  {year}",
        "A4": "(Dự toán đã được Hội đồng nhân dân quyết định)", "K5": "Đơn vị: Triệu đồng",
        "A6": "STT", "B6": "TÊN ĐƠN VỊ", "C6": f"Tổng dự toán HĐND tỉnh giao năm {year}", "D6": "TRONG ĐÓ:",
        "B10": "Một số cơ quan, đơn vị",
    }  # fmt: skip
    sheet.put_row(
        7, ["SN GD&ĐT", "SN Y tế", "SN KHCN", "SN Kinh tế", "QLHC", "SN VHTT", "SN TDTT", "SN ĐBXH"], first="D"
    )
    sheet.put_row(9, ["A", "B", *range(1, 10)])
    for i, department in enumerate(DEPARTMENTS[:21]):
        parts: list[Value] = [1000 + 137 * i + 71 * j if (i + j) % 3 == 0 or j == 4 else None for j in range(8)]
        sheet.put_row(11 + i, [i + 1, department, sum(p for p in parts if p), *parts])
    return sheet


def recurrent() -> Twin:
    """Twin of DT-2018-N-B53-TT343-26.xlsx: in four rows a field is not printed."""
    sheet = recurrent_sheet("Baocao", 2021)
    faults = _unprinted_field(sheet, {"C12": 1, "C17": 640, "C25": 2911, "C31": 20333})
    return Twin("DT-2021-N-B53", [sheet], {"Baocao": ("recurrent_spending", 21, 1)}, faults)


def plan() -> Twin:
    """Twin of Vinh Phuc 2018.xls: thirteen sheets of thirteen layouts, one of them a form we know."""
    sheet = recurrent_sheet("53", 2021)
    faults = _unprinted_field(sheet, {"C14": 1, "C19": 88, "C20": 7015, "C29": 430})
    others = other_plan_sheets(2021, DISTRICTS, DEPARTMENTS)
    sheets = sorted([*others, sheet], key=lambda p: p.name)
    return Twin("Du toan 2021", sheets, {"53": ("recurrent_spending", 21, 1)}, faults)


def _unprinted_field(sheet: BookSheet, missing: dict[str, float]) -> set[tuple[str, str, str]]:
    for cell, amount in missing.items():
        sheet.cells[cell] += amount
    return {(sheet.name, cell, "FIN-001") for cell in missing}


def settlement_sheet(year: int) -> BookSheet:
    """Form 66: four header rows, three hidden empty columns, repeated column numbers, budget items after agencies."""
    merges = (
        "A2:U2", "P1:U1", "Q3:U3", "A4:A7", "B4:B7", "C4:G4", "H4:P4", "Q4:U4", "C5:C7", "D5:G5", "M6:O6",
        *(f"{c}6:{c}7" for c in "DEFGHIJKLPQRSTU"),
    )  # fmt: skip
    sheet = BookSheet("Bieu 66", merges=merges, bold=frozenset({1, 2, 4, 5, 6, 7, 9, *range(34, 44)}))
    sheet.hidden_columns = ("M", "N", "O")
    sheet.cells = {
        "A1": "UBND TỈNH VĨNH PHÚC", "P1": "Biểu số 66/CK-NSNN",
        "A2": f"QUYẾT TOÁN CHI NGÂN SÁCH CẤP TỈNH CHO TỪNG CƠ QUAN, TỔ CHỨC NĂM {year}", "Q3": "Đơn vị: triệu đồng",
        "A4": "STT", "B4": "Tên đơn vị", "C4": "Dự toán", "H4": "Quyết toán", "Q4": "So sánh (%)",
        "C5": "Tổng số", "D5": "Trong đó", "B9": "Một số cơ quan, đơn vị",
    }  # fmt: skip
    interest, reserve = "Chi trả nợ lãi các khoản do chính quyền địa phương vay", "Chi bổ sung dự trữ tài chính"
    recurring = "Chi TX (không kể chương trình MTQG)"
    sheet.put_row(6, ["Chi ĐTPT", "Chi TX", interest, reserve, "Tổng số", "Chi ĐTPT", recurring, interest, reserve,
                     "Chi chương trình MTQG", None, None, "Chi chuyển nguồn sang năm sau", "Tổng số", "Chi ĐTPT",
                     recurring, interest, reserve], first="D")  # fmt: skip
    sheet.put_row(7, ["Tổng số", "Chi ĐTPT", "Chi TX"], first="M")
    sheet.put_row(8, ["A", "B", *range(1, 11), 9, 10, 11, 11, "12=6/1", "13=7/2", "14=8/3", "15=9/4", "16=10/5"])
    for i, department in enumerate(DEPARTMENTS):
        invest, recur = 500 + 91 * i if i % 3 else None, 7000.5 + 313 * i
        spent, paid, carried = 480 + 87.25 * i if invest else None, 7120 + 350.125 * i, 31.5 * (i % 4)
        planned, settled = (invest or 0) + recur, (spent or 0) + paid + carried
        sheet.put_row(10 + i, [
            i + 1, department + " " * (i % 2), planned, invest, recur, None, None, settled, spent, paid, None, None,
            None, None, None, carried, 100 * settled / planned, 100 * spent / invest if invest else None,
            100 * paid / recur,
        ])  # fmt: skip
    _budget_items(sheet)
    return sheet


def _budget_items(sheet: BookSheet) -> None:
    """Lines II to XI: amounts that no agency carries."""
    items: list[tuple[str, str, dict[str, Value]]] = [
        ("II", "CHI TRẢ NỢ LÃI CÁC KHOẢN DO CHÍNH QUYỀN ĐỊA PHƯƠNG VAY", {"C": 0, "H": 611, "K": 611}),
        ("III", "CHI BỔ SUNG QUỸ DỰ TRỮ TÀI CHÍNH",
         {"C": 1620, "G": 1620, "H": 1620, "L": 1620, "Q": 100, "U": 100}),
        ("IV", "CHI DỰ PHÒNG NGÂN SÁCH", {"C": 287114, "H": 0, "Q": 0}),
        ("V", "CHI TẠO NGUỒN, ĐIỀU CHỈNH TIỀN LƯƠNG", {"C": 40118, "H": 0, "Q": 0}),
        ("VI", "CHI BỔ SUNG CHO NGÂN SÁCH HUYỆN", {"C": 0, "H": 5120077}),
        ("VII", "CHI CHUYỂN NGUỒN SANG NGÂN SÁCH NĂM SAU", {"C": 0, "H": 9334221, "P": 9334221}),
        ("VIII", "CHI NỘP NS CẤP TRÊN", {"C": 0, "H": 415}),
        ("IX", "CÁC CTMT VÀ THỰC HIỆN 1 SỐ NHIỆM VỤ", {"C": 500000, "H": 610000, "Q": 122}),
        ("X", "CHI VIỆN TRỢ", {"C": 0, "H": 2876}),
        ("XI", "CHI TỪ NGUỒN THU ĐỂ LẠI CHO ĐƠN VỊ CHI QL QUA NSNN", {"C": 80000, "H": 64000, "Q": 80}),
    ]  # fmt: skip
    for row, (number, label, cells) in enumerate(items, 34):
        sheet.cells |= {f"A{row}": number, f"B{row}": label} | {f"{c}{row}": v for c, v in cells.items()}


def transfers_sheet(name: str, year: int, *, numbered: bool, careless: bool) -> BookSheet:
    """Form 67: plan, final and comparison blocks of three levels; `numbered`: with a numbering row.

    `careless`: no capital in the plan, H counts the targeted transfers twice and O divides L by G, as printed in 2016.
    """
    top = 3 if numbered else 2
    merges = [
        f"A{top}:Q{top}",
        "I1:Q1",
        "I4:Q4",
        "A5:A7",
        "B5:B7",
        "C5:G5",
        "H5:L5",
        "M5:Q5",
        "E6:G6",
        "J6:L6",
        "O6:Q6",
    ]
    sheet = BookSheet(name, merges=(*merges, *(f"{c}6:{c}7" for c in "CDHIMN")), bold=frozenset({1, top, 5, 6, 7}))
    sheet.cells = {
        "A1": "UBND TỈNH VĨNH PHÚC", "I1": "Biểu số 67/CK-NSNN", "I4": "Đơm vị: Triệu đồng",
        f"A{top}": f"QUYẾT TOÁN CHI BỔ SUNG TỪ NGÂN SÁCH CẤP TỈNH CHO NGÂN SÁCH HUYỆN NĂM {year}",
        "A5": "STT", "B5": "Huyện", "C5": "Dự toán", "H5": "Quyết toán ", "M5": "So sánh (%)",
    }  # fmt: skip
    blocks = ["Tổng", "BS cân đối", "BS mục tiêu", None, None, "Tổng số", "BS cân đối", "BS mục tiêu", None, None]
    sheet.put_row(6, [*blocks, "Tổng số", "BS cân đối", "BS mục tiêu"], first="C")
    capital = "Vốn đầu tư để thực hiện các chương trình" + ("" if numbered else ", nhiệm vụ")
    leaves: list[Value] = ["Tổng số", capital, "Vốn sự nghiệp để thực hiện các chế độ, chính sách"]
    sheet.put_row(7, [*leaves, None, None, *leaves, None, None, *leaves], first="E")
    if numbered:
        sheet.put_row(8, ["A", "B", "1=2+3", 2, "3=4+5", 4, 5, "6=7+8", 7, "8=9+10", 9, 10, "11=6/1", "12=7/2",
                         "13=8/3", "14=9/4", "15=10/5"])  # fmt: skip
    else:
        sheet.merges += ("A3:Q3",)
        sheet.cells["A3"] = f"(Kèm theo Quyết định số  72/QĐ-UBND ngày  06/01/{year + 2} của UBND tỉnh Vĩnh Phúc)"
    _transfers(sheet, 9 if numbered else 8, careless)
    return sheet


def _transfers(sheet: BookSheet, total_row: int, careless: bool) -> None:
    """The body of form 67: the total first, then nine districts."""
    rows = []
    for i in range(9):
        balance, capital, current = 140_000 + 21_313 * i, 300 + 811 * i, 108_000 + 13_007 * i
        rows.append((balance, None if careless else capital, current if careless else None,
                     balance if careless else balance - 1_511, 30_000 + 4_001 * i if careless else capital,
                     current + 30_177 + 500 * i))  # fmt: skip
    total = tuple(None if column[0] is None else sum(column) for column in zip(*rows, strict=True))
    lines = zip([None, *range(1, 10)], ["TỔNG SỐ", *DISTRICTS], [total, *rows], strict=True)
    for row, (number, label, (d, f, g, i, k, ll)) in enumerate(lines, total_row):
        e, j = (f or 0) + (g or 0), k + ll
        h = i + j + (k + ll if careless else 0)
        o = 100 * ll / g if careless and number else 100 * j / e
        shares = [100 * h / (d + e), 100 * i / d, o, 100 * k / f if f else None, 100 * ll / g if g else None]
        sheet.put_row(row, [number, label, d + e, d, e, f, g, h, i, j, k, ll, *shares])
    sheet.bold |= {total_row}


def final_accounts() -> Twin:
    """Twin of Vinh Phuc QT2016.xls: six sheets, two of them forms we know."""
    careless = transfers_sheet("Bieu 67", 2020, numbered=True, careless=True)
    faults = {("Bieu 67", f"H{row}", "FIN-022") for row in range(9, 19)}
    faults |= {("Bieu 67", f"M{row}", "FIN-025") for row in range(9, 19)}  # M follows from H
    faults |= {("Bieu 67", f"O{row}", "FIN-027") for row in range(10, 19)}
    claimed = {"Bieu 66": ("department_settlement", 34, 1), "Bieu 67": ("district_transfers", 9, 1)}
    return Twin("QT2020", [*other_final_sheets(2020), settlement_sheet(2020), careless], claimed, faults)


def transfers() -> Twin:
    """Twin of QT-2018-N-B67-TT343-26.xls: no numbering row, and everything adds up."""
    sheet = transfers_sheet("Bao cao", 2021, numbered=False, careless=False)
    return Twin("QT-2021-N-B67", [sheet], {"Bao cao": ("district_transfers", 9, 1)})


def schools() -> Twin:
    """Twin of TinhHinhNopTatCaDuLieu….xlsx: three header rows, a merge too short, remarks above, dates as text."""
    merges = (
        *(f"{c}6:{c}8" for c in "ABCDEF"), *(f"{c}7:{c}8" for c in "GHIMQRSTXY"),
        "G6:L6", "M6:Q6", "R6:T6", "W6:Y6", "J7:L7", "N7:P7", "U7:W7",
    )  # fmt: skip
    sheet = BookSheet("Sheet1", merges=merges, bold=frozenset({1, 6, 7, 8}))
    sheet.cells = {
        "A1": "*Số HS tốt nghiệp:", "B2": "-Mầm non: số trẻ hoàn thành chương trình Mầm non (Dữ liệu nộp Học kỳ 2)",
        "B3": "-Tiểu học: số học sinh hoàn thành chương trình tiểu học", "G6": "Cán Bộ - Giáo viên", "M6": "Lớp",
        "R6": "Học sinh", "W6": "Kết quả học tập",
    }  # fmt: skip
    sheet.put_row(6, ["TT", "Mã trường", "Tên trường", "Đối tác", "Cấp học", "Đơn vị quản lý"])
    last = "Ngày nộp cuối"
    staff: list[Value] = ["Tổng số CB trên QLNT", "Số CB đã nộp", last, "Đề án Ngoại ngữ", None, None]
    classes: list[Value] = ["Tổng số lớp trên QLNT", "Số lớp đã nộp", None, None, last]
    pupils: list[Value] = ["Tổng số HS trên QLNT", "Số HS đã nộp", last, "Số HS đã nộp có KQHT", None, None]
    sheet.put_row(7, [*staff, *classes, *pupils, "Số HS tốt nghiệp*", last], first="G")
    sheet.put_row(8, ["GV ngoại ngữ", "GV được BDNCNC Ngoại ngữ", "GV được BDNCNC Sư phạm"], first="J")
    sheet.put_row(8, ["Tổng ", "Số lớp ghép", "Số lớp đơn"], first="N")
    sheet.put_row(8, ["Học kì 1", "Học kì 2", "Cả năm"], first="U")
    for i in range(40):
        sheet.put_row(9 + i, _school(i))
    more = {"H12": "EDU-001", "N20": "EDU-002", "S20": "EDU-003", "S34": "EDU-003"}
    for cell in more:
        sheet.cells[cell] += 3
        if cell.startswith("N"):
            sheet.cells[f"P{cell[1:]}"] += 3
    faults = {("Sheet1", cell, rule) for cell, rule in more.items()}
    return Twin("TinhHinhNop-2023-05-15", [sheet], {"Sheet1": ("school_submission", 40, 0)}, faults)


def _school(i: int) -> list[Value]:
    levels = ("Nhà trẻ", "Tiểu học", "THCS", "THPT", "GDTX")
    head: list[Value] = [i + 1, f"26{243 + i % 9}{i:03}", f"Trường số {i + 1}", "VNPT_VPC" if i % 3 else None,
                         levels[i % 5], f"Phòng GD&ĐT {DISTRICTS[i % 9]}"]  # fmt: skip
    if i % 6 == 0:
        return [*head, None, 0, None, 0, 0, 0, None, 0, 0, 0, None, None, None, None, 0, 0, 0, 0]
    staff, classes, pupils, day = 20 + i, 8 + i % 7, 240 + 11 * i, f"{10 + i % 19}/05/2023"
    return [*head, staff, staff, day, i % 4, 0, 0, classes, classes, i % 2, classes - i % 2, day, pupils, pupils, day,
            0, 0, 0, 0]  # fmt: skip


def units() -> Twin:
    """Twin of data.xls: one plain table from row 1, codes as text with leading zeros, a district without communes."""
    sheet = BookSheet("Sheet1")
    sheet.put_row(1, ["Tỉnh Thành Phố", "Mã TP", "Quận Huyện", "Mã QH", "Phường Xã", "Mã PX", "Cấp", "Tên Tiếng Anh"])
    for i in range(60):
        sheet.put_row(2 + i, [
            "Tỉnh Đồng Mẫu", "07", f"Huyện Mẫu {i // 12 + 1}", f"{60 + i // 12:03}", f"Xã Thử {i + 1}",
            f"{701 + 3 * i:05}", "Xã", f"Thu Commune {i + 1}" if i % 4 == 0 else None,
        ])  # fmt: skip
    sheet.put_row(62, ["Tỉnh Đồng Mẫu", "07", "Huyện Đảo Mẫu", "071", None, None, "Huyện"])
    return Twin("danh muc 2023-01-01", [sheet], {"Sheet1": ("administrative_unit", 61, 0)})


TWINS = (recurrent, plan, final_accounts, transfers, schools, units)
