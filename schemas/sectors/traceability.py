"""Traceability: codes issued for farm products, and how often they are looked up."""

from __future__ import annotations

from schemas.form import Due, Form, Sector, column, printed_totals, refers_to, rule
from schemas.kinds import Code, Count, Day, Text

SECTOR = Sector(
    name="traceability",
    vi="Truy xuất nguồn gốc nông sản",
    en="Traceability of farm products",
    pillar="economy",
    department="so-nong-nghiep-va-phat-trien-nong-thon",
    cron="30 7 17 * *",
)

_TRACE = "Thông tư 02/2024/TT-BKHCN về truy xuất nguồn gốc sản phẩm, hàng hóa"


class TraceCode(Form):
    """Products with a trace code, one row per code; the codes stuck on goods and their look-ups are of the month."""

    titles = ("Truy xuất nguồn gốc nông sản", "Mã truy xuất nguồn gốc")
    grain = ("trace_code",)
    mode = "register"
    period = "month"
    calendar = "reporting"
    due = Due(day=16)
    owed_by = "agency:so-nong-nghiep-va-phat-trien-nong-thon"
    revisions = ("official",)

    trace_code = column(
        Code, "Mã truy vết", "Mã truy xuất", "Mã truy xuất nguồn gốc", pattern="[0-9A-Z.-]{6,40}", like="VP-RAU-000123",
        nullable=False, en="Trace code",
    )  # fmt: skip
    gtin = column(Code, "Mã GTIN", "GTIN-13", "Mã vạch", pattern="[0-9]{13}", required=False, en="Trade item number")
    product_name = column(Text, "Tên sản phẩm", "Sản phẩm", nullable=False, en="Product")
    producer_name = column(
        Text, "Cơ sở sản xuất", "Tên cơ sở", "Tổ chức sản xuất", nullable=False, may_name=True, en="Producer"
    )
    producer_tax_code = column(
        Code, "MST cơ sở sản xuất", "Mã số thuế cơ sở", pattern="[0-9]{10}(?:-[0-9]{3})?", like="9950000011",
        en="Producer's tax code",
    )  # fmt: skip
    commune = column(Text, "Xã, phường, thị trấn", "Địa bàn", codes="unit:commune", nullable=False, en="Commune")
    growing_area_code = column(
        Code, "Mã số vùng trồng", "Mã vùng trồng", pattern="[0-9A-Z.-]{4,30}", like="VN-VPOR-0001",
        required=False, en="Growing area",
    )  # fmt: skip
    standard = column(Text, "Tiêu chuẩn", "Chứng nhận", codes="trace_standard", en="Standard")
    issued_date = column(Day, "Ngày cấp", "Ngày cấp mã", nullable=False, en="Issued on")
    valid_to_date = column(Day, "Có giá trị đến", "Hiệu lực đến", en="Valid to")
    issued_code_count = column(Count, "Số tem, mã đã cấp", "Số mã đã cấp", unit="code", en="Codes issued")
    scan_count = column(Count, "Số lượt quét", "Lượt tra cứu", unit="scan", en="Look-ups")

    gtin_is_right = rule(
        "TRACE-001",
        "gs1(gtin)",
        severity="error",
        vi="mã GTIN có chữ số kiểm tra đúng",
        en="the check digit of the trade item number is right",
        source="TCVN 13274:2020; tiêu chuẩn GS1",
    )
    tax_code_is_right = rule(
        "TRACE-002",
        "tax_code(producer_tax_code)",
        severity="error",
        vi="mã số thuế của cơ sở sản xuất có chữ số kiểm tra đúng",
        en="the check digit of the producer's tax code is right",
        source="Thông tư 105/2020/TT-BTC về đăng ký thuế",
    )
    valid_after_issued = rule(
        "TRACE-003",
        "issued_date <= valid_to_date",
        severity="error",
        vi="ngày cấp không sau ngày hết giá trị",
        en="a code is issued before it expires",
        source=_TRACE,
    )
    issued_by_the_end = rule(
        "TRACE-004",
        "issued_date <= period_end()",
        severity="warning",
        vi="ngày cấp không sau ngày cuối của kỳ báo cáo",
        en="a code was issued by the last day of the period",
        source=_TRACE,
    )
    totals_add_up = printed_totals(
        "TRACE-005",
        severity="warning",
        vi="dòng tổng cộng bằng tổng các mã",
        en="the grand total equals the sum of the codes",
        source=_TRACE,
    )
    producer_is_registered = refers_to(
        "TRACE-006",
        {"producer_tax_code": "tax_code"},
        "cooperative",
        "enterprise",
        vi="cơ sở sản xuất có trong danh sách hợp tác xã hoặc doanh nghiệp đã gửi",
        en="the producer is in the register of co-operatives or of enterprises",
        source=_TRACE,
    )
