"""Culture and tourism: sites and what is digital at each, visitors and revenue."""

from __future__ import annotations

from schemas.form import DISTRICTS_END, Due, Form, Sector, column, compared, printed_totals, rule, under
from schemas.kinds import Amount, Code, Count, Flag, Text

SECTOR = Sector(
    name="culture_tourism",
    vi="Văn hóa, thể thao và du lịch",
    en="Culture, sports and tourism",
    pillar="society",
    department="so-van-hoa-the-thao-va-du-lich",
    cron="40 7 17 * *",
)

_SITES = "Quyết định 2026/QĐ-TTg, chương trình số hóa di sản văn hóa; Luật Du lịch"
_VISITORS = "Thông tư 18/2021/TT-BVHTTDL về thống kê du lịch"
VISITORS = ("Lượt khách", "Khách du lịch", "Số lượt khách")


class TourismSite(Form):
    """Sites, attractions and lodgings and what is digital at each, one row per site."""

    titles = ("Số hóa di tích, điểm du lịch", "Danh sách di tích, điểm du lịch, cơ sở lưu trú")
    grain = ("site_code",)
    period = "month"
    calendar = "reporting"
    basis = "as_of"
    due = Due(day=16)
    owed_by = "agency:so-van-hoa-the-thao-va-du-lich"

    site_code = column(
        Code, "Mã điểm", "Mã số", pattern="[A-Z]{2}-[0-9]{4}", like="DT-0012", nullable=False, en="Site code"
    )
    site_name = column(Text, "Tên di tích, điểm du lịch, cơ sở", "Tên điểm", nullable=False, may_name=True, en="Site")
    site_type = column(Text, "Loại hình", "Loại", codes="site_type", nullable=False, en="Type")
    site_class = column(Text, "Xếp hạng", "Hạng", codes="site_class", en="Class")
    commune = column(Text, "Xã, phường, thị trấn", "Địa bàn", codes="unit:commune", nullable=False, en="Commune")
    is_digitised = column(Flag, "Đã số hóa", "Số hóa", nullable=False, en="Digitised")
    has_digital_guide = column(Flag, "Thuyết minh tự động", "Thuyết minh số", en="Has a digital guide")
    has_e_ticket = column(Flag, "Vé điện tử", "Bán vé trực tuyến", en="Sells tickets online")
    room_count = column(Count, "Số buồng, phòng", "Số phòng", unit="room", required=False, en="Rooms")
    digital_asset_count = column(
        Count, "Số tư liệu số", "Số hiện vật, tư liệu số hóa", unit="asset", en="Digital assets"
    )

    assets_are_digitised = rule(
        "TOUR-001",
        "is_digitised == 1 or total(digital_asset_count) == 0",
        severity="warning",
        vi="điểm chưa số hóa không có tư liệu số",
        en="a site that is not digitised has no digital assets",
        source=_SITES,
    )
    totals_add_up = printed_totals(
        "TOUR-002",
        severity="warning",
        vi="dòng tổng cộng bằng tổng các điểm",
        en="the grand total equals the sum of the sites",
        source=_SITES,
    )


class TourismActivity(Form):
    """Visitors and revenue, one row per district and month."""

    titles = ("Kết quả hoạt động du lịch", "Lượt khách và doanh thu du lịch")
    grain = ("district_code",)
    period = "month"
    calendar = "reporting"
    due = Due(day=16)
    owed_by = "agency:so-van-hoa-the-thao-va-du-lich"
    ended = DISTRICTS_END
    across = "visitor_count"
    # the spring festivals double the visitors of a month, and autumn has half of them
    compared = compared(change=2.5)

    district = column(
        Text, "Huyện, thành phố", "Địa phương", "Địa bàn", codes="unit:district", nullable=False, en="District"
    )
    visitor_count = column(Count, *under(VISITORS, "Tổng số", "Tổng"), unit="visit", nullable=False, en="Visitors")
    domestic_visitor_count = column(Count, *under(VISITORS, "Trong nước", "Nội địa"), unit="visit", en="Domestic")
    international_visitor_count = column(Count, *under(VISITORS, "Quốc tế"), unit="visit", en="International")
    overnight_visitor_count = column(
        Count, *under(VISITORS, "Lưu trú", "Khách lưu trú"), unit="visit", required=False, en="Staying overnight"
    )
    revenue_vnd = column(
        Amount, "Doanh thu (triệu đồng)", "Tổng thu từ khách du lịch (triệu đồng)", "Doanh thu", unit="VND",
        minimum=0, nullable=False, en="Revenue",
    )  # fmt: skip

    visitors_add_up = rule(
        "TOUR-101",
        "visitor_count == domestic_visitor_count + international_visitor_count",
        severity="error",
        vi="tổng lượt khách bằng khách trong nước cộng khách quốc tế",
        en="visitors equal domestic plus international ones",
        source=_VISITORS,
    )
    overnight_within_visitors = rule(
        "TOUR-102",
        "overnight_visitor_count <= visitor_count",
        severity="error",
        vi="lượt khách lưu trú không lớn hơn tổng lượt khách",
        en="visitors staying overnight are no more than all visitors",
        source=_VISITORS,
    )
    totals_add_up = printed_totals(
        "TOUR-103",
        severity="warning",
        vi="dòng tổng cộng bằng tổng các huyện, thành phố",
        en="the grand total equals the sum of the districts",
        source=_VISITORS,
        tolerance=0.5,
    )
