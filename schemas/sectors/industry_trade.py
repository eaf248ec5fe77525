"""Industry and trade: courses in e-commerce, sellers and what they sell."""

from __future__ import annotations

from schemas.form import DISTRICTS_END, Due, Form, Sector, column, printed_totals, rule, under
from schemas.kinds import Amount, Count, Day, Text

SECTOR = Sector(
    name="industry_trade",
    vi="Công Thương",
    en="Industry and trade",
    pillar="economy",
    department="so-cong-thuong",
    cron="10 7 17 * *",
)

_PLAN = "Kế hoạch 211/KH-UBND về phát triển thương mại điện tử tỉnh Vĩnh Phúc giai đoạn 2021-2025"
TRAINEES = ("Học viên", "Số học viên")
SELLERS = ("Người bán trên sàn thương mại điện tử", "Người bán trên sàn TMĐT", "Người bán")


class EcommerceTraining(Form):
    """Courses in e-commerce held in the month, one row per course."""

    titles = ("Tập huấn thương mại điện tử", "Đào tạo, tập huấn thương mại điện tử")
    grain = ("course_name", "start_date")
    mode = "increment"
    period = "month"
    calendar = "reporting"
    due = Due(day=16)
    owed_by = "agency:so-cong-thuong"

    course_name = column(
        Text, "Tên lớp tập huấn", "Tên khóa học", "Nội dung tập huấn", nullable=False, may_name=True, en="Course"
    )
    commune = column(Text, "Địa điểm (xã, phường)", "Địa điểm", codes="unit:commune", en="Held in")
    start_date = column(Day, "Ngày bắt đầu", "Từ ngày", nullable=False, en="From")
    end_date = column(Day, "Ngày kết thúc", "Đến ngày", en="To")
    target_group = column(Text, "Đối tượng", "Đối tượng tham gia", required=False, en="For whom")
    trainee_count = column(Count, *under(TRAINEES, "Tổng số", "Tổng"), unit="person", nullable=False, en="Trainees")
    female_count = column(Count, *under(TRAINEES, "Nữ", "Trong đó nữ"), unit="person", en="Women among them")
    enterprise_count = column(
        Count, "Số doanh nghiệp tham gia", "Số doanh nghiệp", unit="enterprise", en="Enterprises that took part"
    )
    household_count = column(
        Count, "Số hộ kinh doanh tham gia", "Số hộ kinh doanh", unit="household", en="Household businesses"
    )

    women_within_trainees = rule(
        "TRADE-001",
        "female_count <= trainee_count",
        severity="error",
        vi="số học viên nữ không lớn hơn tổng số học viên",
        en="women are no more than all trainees",
        source=_PLAN,
    )
    ends_after_it_starts = rule(
        "TRADE-002",
        "start_date <= end_date",
        severity="error",
        vi="ngày bắt đầu không sau ngày kết thúc",
        en="a course does not end before it starts",
        source=_PLAN,
    )
    held_in_the_period = rule(
        "TRADE-003",
        "period_start() <= start_date <= period_end()",
        severity="warning",
        vi="lớp tập huấn bắt đầu trong kỳ báo cáo",
        en="a course starts in the reporting period",
        source="Nghị định 09/2019/NĐ-CP, điều 12",
    )
    totals_add_up = printed_totals(
        "TRADE-004",
        severity="warning",
        vi="dòng tổng cộng bằng tổng các lớp",
        en="the grand total equals the sum of the courses",
        source=_PLAN,
    )


class EcommerceSale(Form):
    """Sellers on e-commerce platforms and their sales, one row per district and month."""

    titles = ("Kết quả phát triển thương mại điện tử", "Bán hàng trên sàn thương mại điện tử")
    grain = ("district_code",)
    period = "month"
    calendar = "reporting"
    due = Due(day=16)
    owed_by = "agency:so-cong-thuong"
    ended = DISTRICTS_END

    district = column(
        Text, "Huyện, thành phố", "Địa phương", "Địa bàn", codes="unit:district", nullable=False, en="District"
    )
    seller_count = column(
        Count, *under(SELLERS, "Tổng số", "Tổng"), unit="seller", basis="as_of", nullable=False, en="Sellers"
    )
    enterprise_seller_count = column(
        Count, *under(SELLERS, "Doanh nghiệp"), unit="seller", basis="as_of", en="Enterprises among them"
    )
    household_seller_count = column(
        Count, *under(SELLERS, "Hộ kinh doanh", "Hộ gia đình"), unit="seller", basis="as_of",
        en="Households among them",
    )  # fmt: skip
    product_count = column(
        Count, "Số sản phẩm trên sàn", "Số sản phẩm", unit="product", basis="as_of", en="Products on offer"
    )
    order_count = column(Count, "Số đơn hàng", "Số giao dịch", unit="order", en="Orders")
    sales_vnd = column(
        Amount, "Doanh thu (triệu đồng)", "Doanh thu", "Giá trị giao dịch (triệu đồng)", unit="VND", minimum=0,
        nullable=False, en="Sales",
    )  # fmt: skip

    sellers_add_up = rule(
        "TRADE-101",
        "seller_count == enterprise_seller_count + household_seller_count",
        severity="error",
        vi="số người bán bằng số doanh nghiệp cộng số hộ kinh doanh",
        en="sellers equal enterprises plus households",
        source=_PLAN,
    )
    sales_have_orders = rule(
        "TRADE-102",
        "order_count > 0 or sales_vnd == 0",
        severity="warning",
        vi="có doanh thu thì có đơn hàng",
        en="where there are sales there are orders",
        source=_PLAN,
    )
    an_order_has_a_sensible_value = rule(
        "TRADE-103",
        "sales_vnd <= order_count * 50000000",
        severity="warning",
        vi="doanh thu bình quân một đơn hàng không quá 50 triệu đồng",
        en="an order is worth no more than 50 million đồng on average",
        source=_PLAN,
    )
    totals_add_up = printed_totals(
        "TRADE-104",
        severity="warning",
        vi="dòng tổng cộng bằng tổng các huyện, thành phố",
        en="the grand total equals the sum of the districts",
        source=_PLAN,
        tolerance=0.5,
    )
