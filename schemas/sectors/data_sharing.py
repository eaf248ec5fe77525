"""Data sharing: which systems are connected to the province's platform and how much they exchange."""

from __future__ import annotations

from schemas.form import Due, Form, Sector, column, printed_totals, rule, under
from schemas.kinds import Count, Flag, Percent, Text

SECTOR = Sector(
    name="data_sharing",
    vi="Kết nối, chia sẻ dữ liệu",
    en="Data connection and sharing",
    pillar="government",
    department="so-thong-tin-va-truyen-thong",
    cron="10 6 17 * *",
)

_SOURCE = "Nghị định 47/2020/NĐ-CP về quản lý, kết nối và chia sẻ dữ liệu số của cơ quan nhà nước"
CALLS = ("Lượt giao dịch", "Số lượt giao dịch", "Số lượt truy vấn")


class ConnectedSystem(Form):
    """Information systems and databases and what each exchanges over the platform, one row per system and month."""

    titles = ("Kết nối, chia sẻ dữ liệu", "Tình hình kết nối chia sẻ dữ liệu")
    grain = ("system_name",)
    period = "month"
    calendar = "reporting"
    due = Due(day=16)
    owed_by = "agency:so-thong-tin-va-truyen-thong"

    system_name = column(
        Text, "Tên hệ thống, cơ sở dữ liệu", "Tên hệ thống", "Hệ thống thông tin, CSDL", nullable=False, en="System"
    )
    agency = column(
        Text, "Cơ quan chủ quản", "Đơn vị chủ quản", codes="agency", nullable=False, en="Agency that owns it"
    )
    connection = column(
        Text, "Hình thức kết nối", "Nền tảng kết nối", codes="connection_type", en="How it is connected"
    )
    is_connected = column(Flag, "Đã kết nối", "Kết nối LGSP", nullable=False, en="Connected")
    service_count = column(
        Count, "Số dịch vụ chia sẻ dữ liệu", "Số dịch vụ dữ liệu", unit="service", en="Services offered"
    )
    dataset_count = column(
        Count, "Số tập dữ liệu chia sẻ", "Số bộ dữ liệu chia sẻ", unit="dataset", en="Datasets shared"
    )
    call_count = column(Count, *under(CALLS, "Tổng số", "Tổng"), unit="call", en="Calls")
    successful_call_count = column(Count, *under(CALLS, "Thành công"), unit="call", en="Calls that succeeded")
    uptime_pct = column(
        Percent, "Tỷ lệ sẵn sàng (%)", "Độ sẵn sàng (%)", minimum=0, maximum=100, required=False, en="Uptime"
    )

    success_within_calls = rule(
        "DATA-001",
        "successful_call_count <= call_count",
        severity="error",
        vi="số lượt thành công không lớn hơn tổng số lượt giao dịch",
        en="calls that succeeded are no more than all calls",
        source=_SOURCE,
    )
    unconnected_is_silent = rule(
        "DATA-002",
        "is_connected == 1 or total(call_count) == 0",
        severity="warning",
        vi="hệ thống chưa kết nối không có lượt giao dịch",
        en="a system that is not connected has no calls",
        source=_SOURCE,
    )
    totals_add_up = printed_totals(
        "DATA-003",
        severity="warning",
        vi="dòng tổng cộng bằng tổng các hệ thống bên dưới",
        en="the grand total equals the sum of the systems",
        source=_SOURCE,
    )
