"""Sheets of the twins that no form claims: budget sheets in other layouts beside the forms we know."""

from __future__ import annotations

from tests.book import BookSheet, Value

Line = tuple[Value, str, list[Value]]

_LINES = [  # number, label, how many lines it sums
    ("A", "TỔNG NGUỒN THU NSĐP", 4), ("I", "Thu NSĐP được hưởng theo phân cấp", 2), (1, "Thu NSĐP hưởng 100%", 0),
    (2, "Thu NSĐP hưởng từ các khoản thu phân chia", 0), ("II", "Thu bổ sung từ NSTW", 2), ("-", "Thu cân đối", 0),
    ("-", "Thu bổ sung có mục tiêu", 0), ("B", "TỔNG CHI NSĐP", 3), (1, "Chi đầu tư phát triển ", 0),
    (2, "Chi thường xuyên", 0), (3, "Dự phòng ngân sách", 0),
]  # fmt: skip


def budget_sheet(name: str, title: str, year: int, headings: list[str], *, top: int = 6) -> BookSheet:
    """Lines of a budget by outline number, one column of figures per heading; groups are sums of what is below."""
    sheet = BookSheet(name, merges=(f"A{top - 2}:C{top - 2}",), bold=frozenset({1, top - 3, top}))
    sheet.cells = {"A1": "UBND TỈNH VĨNH PHÚC", f"A{top - 3}": f"{title} NĂM {year}",
                  f"A{top - 2}": "(Dự toán đã được Hội đồng nhân dân quyết định)",
                  f"C{top - 1}": "Đơn vị: Triệu đồng"}  # fmt: skip
    sheet.put_row(top, ["STT", "NỘI DUNG", *headings])
    leaf = {i: 1200 + 317 * i for i, line in enumerate(_LINES) if not line[2]}
    amounts = leaf | {1: leaf[2] + leaf[3], 4: leaf[5] + leaf[6], 7: leaf[8] + leaf[9] + leaf[10]}
    amounts[0] = amounts[1] + amounts[4]
    for i, (number, label, _) in enumerate(_LINES):
        sheet.put_row(top + 1 + i, [number, label, *(amounts[i] + j for j in range(len(headings)))])
    return sheet


def split_sheet(name: str, title: str, year: int) -> BookSheet:
    """A total and its split over levels of government, one merged heading over three."""
    sheet = BookSheet(name, merges=("A5:A7", "B5:B7", "C5:C7", "D5:F5", "D6:D7", "E6:E7", "F6:F7"),
                bold=frozenset({1, 2, 5, 6, 8}))  # fmt: skip
    sheet.cells = {"A1": "UBND TỈNH VĨNH PHÚC", "A2": f"{title} NĂM  {year}", "F4": "Đơn vị: Triệu đồng",
                  "A5": "STT", "B5": "NỘI DUNG", "C5": "NSĐP", "D5": "CHIA RA", "D6": "NGÂN SÁCH CẤP TỈNH",
                  "E6": "NGÂN SÁCH HUYỆN", "F6": "NGÂN SÁCH CẤP XÃ"}  # fmt: skip
    parts = [(900 + 51 * i, 400 + 17 * i, 90 + 3 * i) for i in range(6)]
    sheet.put_row(8, [None, "TỔNG CHI NGÂN SÁCH", sum(map(sum, parts)), *(sum(c) for c in zip(*parts, strict=True))])
    for i, part in enumerate(parts):
        sheet.put_row(9 + i, [i + 1, f"Khoản chi thứ {i + 1}", sum(part), *part])
    return sheet


def wide_sheet(name: str, title: str, year: int, headings: list[str], group: str | None, rows: list[str]) -> BookSheet:
    """Agencies down and fields across, with a numbering row; `group` is merged over the fields."""
    last = "CDEFGHIJKLMNOPQRSTUVWXYZ"[len(headings)]
    merges: tuple[str, ...] = ("A7:A8", "B7:B8", "C7:C8", f"A3:{last}3")
    sheet = BookSheet(name, merges=merges + ((f"D7:{last}7",) if group else ()), bold=frozenset({1, 3, 7, 8, 10}))
    sheet.cells = {"A1": "UBND TỈNH VĨNH PHÚC", "A3": f"{title} NĂM {year}", f"{last}5": "Đơn vị: Triệu đồng"}
    sheet.put_row(7, ["STT", "TÊN ĐƠN VỊ", "TỔNG SỐ", *([group] if group else headings)])
    if group:
        sheet.put_row(8, [*headings], first="D")
    sheet.put_row(9, ["A", "B", *range(1, len(headings) + 2)])
    figures = [[110 + 13 * i + 7 * j for j in range(len(headings))] for i in range(len(rows))]
    sheet.put_row(10, [None, "TỔNG SỐ", sum(map(sum, figures)), *(sum(c) for c in zip(*figures, strict=True))])
    for i, (label, line) in enumerate(zip(rows, figures, strict=True)):
        sheet.put_row(11 + i, [i + 1, label, sum(line), *line])
    return sheet


def rates_sheet(name: str, year: int) -> BookSheet:
    """Percentages by level of government; the title is cut over two rows and no row has a number."""
    sheet = BookSheet(
        name, merges=("A5:F5", "E6:F6", *(f"{c}7:{c}8" for c in "ABCDEF")), bold=frozenset({1, 3, 4, 5, 7})
    )
    sheet.cells = {"A1": "UBND TỈNH VĨNH PHÚC", "A3": "TỶ LỆ PHẦN TRĂM (%) CÁC KHOẢN THU PHÂN CHIA",
                  "A4": f"GIỮA NGÂN SÁCH CÁC CẤP CHÍNH QUYỀN ĐỊA PHƯƠNG NĂM {year}", "E6": "Đơn vị: %"}  # fmt: skip
    sheet.put_row(7, ["STT", "Nội dung", "NSTW", "NS cấp tỉnh", "NS cấp huyện", "NS cấp xã"])
    for i in range(8):
        sheet.put_row(9 + i, [None, f"Thuế loại {i + 1}", 40 + i, 60 - i, None, None])
    return sheet


def projects_sheet(name: str, year: int) -> BookSheet:
    """A project list under four header rows; a year stands as a number among texts."""
    merges = ("A5:A8", "B5:B8", "C5:C8", "D5:F5", "D6:D8", "E6:F6", "E7:E8", "F7:F8", "G5:G8")
    sheet = BookSheet(name, merges=merges, bold=frozenset({2, 5, 6, 7, 11}))
    sheet.cells = {
        "A2": f"DANH MỤC CÁC CHƯƠNG TRÌNH, DỰ ÁN SỬ DỤNG VỐN NGÂN SÁCH NHÀ NƯỚC NĂM {year}", "G4": "Đơn vị: Triệu đồng",
        "A5": "STT", "B5": "Danh mục dự án", "C5": "Thời gian khởi công - hoàn thành", "D5": "Quyết định đầu tư",
        "D6": "Số Quyết định, ngày, tháng, năm ban hành", "E6": "Tổng mức đầu tư được duyệt", "E7": "Tổng số",
        "F7": "Ngân sách tỉnh", "G5": f"Kế hoạch vốn năm {year}", "A11": "A", "B11": "Dự án chuyển tiếp",
    }  # fmt: skip
    for i in range(5):
        span: Value = year if i == 3 else f"{year - 4}-{year}"
        sheet.put_row(12 + i, [i + 1, f"Công trình mẫu {i + 1}", span, f"Số {100 + i}/QĐ-UBND", 900 + i, 400 + i, 55])
    return sheet


def other_plan_sheets(year: int, districts: list[str], departments: list[str]) -> list[BookSheet]:
    """The twelve sheets around form 53."""
    fields = ["CHI GIÁO DỤC - ĐÀO TẠO VÀ DẠY NGHỀ", "CHI KHOA HỌC VÀ CÔNG NGHỆ", "CHI Y TẾ, DÂN SỐ VÀ GIA ĐÌNH",
              "CHI VĂN HÓA THÔNG TIN", "CHI THỂ DỤC, THỂ THAO VÀ DU LỊCH", "CHI BẢO VỆ MÔI TRƯỜNG",
              "CHI CÁC HOẠT ĐỘNG KINH TẾ", "CHI LĨNH VỰC ĐẢM BẢO XÃ HỘI"]  # fmt: skip
    kinds = ["CHI ĐẦU TƯ PHÁT TRIỂN", "CHI THƯỜNG XUYÊN", "CHI TRẢ NỢ LÃI", "CHI DỰ PHÒNG NGÂN SÁCH"]
    return [
        budget_sheet("46", "CÂN ĐỐI NGÂN SÁCH ĐỊA PHƯƠNG", year, ["DỰ TOÁN"]),
        budget_sheet("47", "CÂN ĐỐI NGUỒN THU, CHI DỰ TOÁN NGÂN SÁCH CẤP TỈNH", year, ["DỰ TOÁN"]),
        budget_sheet("48", "DỰ TOÁN THU NGÂN SÁCH NHÀ NƯỚC", year, ["TỔNG THU NSNN", "THU NSĐP"], top=7),
        split_sheet("49", "DỰ TOÁN CHI NGÂN SÁCH ĐỊA PHƯƠNG THEO CƠ CẤU CHI", year),
        budget_sheet("50", "DỰ TOÁN CHI NGÂN SÁCH CẤP TỈNH THEO TỪNG LĨNH VỰC", year, ["DỰ TOÁN"], top=5),
        wide_sheet("51", "DỰ TOÁN CHI NGÂN SÁCH CẤP TỈNH CHO TỪNG CƠ QUAN, TỔ CHỨC", year, kinds, None, departments),
        wide_sheet("52", "DỰ TOÁN CHI ĐẦU TƯ PHÁT TRIỂN CỦA NGÂN SÁCH CẤP TỈNH THEO LĨNH VỰC", year, fields,
                  "TRONG ĐÓ:", ["Các đơn vị cấp tỉnh"]),
        rates_sheet("54", year),
        wide_sheet("55", "DỰ TOÁN THU, SỐ BỔ SUNG VÀ DỰ TOÁN CHI CÂN ĐỐI NGÂN SÁCH TỪNG HUYỆN", year,
                  ["Thu ngân sách huyện hưởng 100%", "Số bổ sung cân đối từ ngân sách cấp trên"], None, districts),
        wide_sheet("56", "DỰ TOÁN BỔ SUNG CÓ MỤC TIÊU TỪ NGÂN SÁCH CẤP TỈNH CHO NGÂN SÁCH TỪNG HUYỆN", year,
                  ["Bổ sung vốn đầu tư", "Bổ sung vốn sự nghiệp"], None, districts),
        wide_sheet("57", "DỰ TOÁN CHI CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA", year,
                  ["Đầu tư phát triển", "Kinh phí sự nghiệp"], "Trong đó", ["Ngân sách cấp tỉnh"]),
        projects_sheet("58", year),
    ]  # fmt: skip


def other_final_sheets(year: int) -> list[BookSheet]:
    """The four sheets before forms 66 and 67."""
    compared = ["DỰ TOÁN", "QUYẾT TOÁN", "SO SÁNH (%)"]
    return [
        budget_sheet("Bieu 62", "CÂN ĐỐI NGÂN SÁCH ĐỊA PHƯƠNG", year, compared),
        budget_sheet("Bieu 63", "QUYẾT TOÁN THU NGÂN SÁCH NHÀ NƯỚC", year, compared),
        split_sheet("Bieu 64", "QUYẾT TOÁN CHI NGÂN SÁCH ĐỊA PHƯƠNG THEO CƠ CẤU CHI", year),
        budget_sheet("Bieu 65", "QUYẾT TOÁN CHI NGÂN SÁCH CẤP TỈNH THEO TỪNG LĨNH VỰC", year, compared),
    ]
