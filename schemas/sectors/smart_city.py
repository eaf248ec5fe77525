"""Smart city: services in use in the cities, and how the citizens' reports are dealt with."""

from __future__ import annotations

from schemas.form import Due, Form, Sector, column, printed_totals, rule, under
from schemas.kinds import Count, Flag, Text

SECTOR = Sector(
    name="smart_city",
    vi="Đô thị thông minh",
    en="Smart city",
    pillar="society",
    department="so-thong-tin-va-truyen-thong",
    cron="20 6 17 * *",
)

_SOURCE = "Đề án phát triển đô thị thông minh bền vững Việt Nam, Quyết định 950/QĐ-TTg"
REPORTS = ("Phản ánh hiện trường", "Phản ánh, kiến nghị", "Phản ánh của người dân")


class SmartCityService(Form):
    """Smart-city services of a city, one row per service and quarter."""

    titles = ("Dịch vụ đô thị thông minh",)
    grain = ("agency_code", "service_name")
    period = "quarter"
    calendar = "reporting"
    due = Due(day=16)
    owed_by = "group:city"

    service_name = column(Text, "Tên dịch vụ", "Dịch vụ đô thị thông minh", nullable=False, en="Service")
    agency = column(Text, "Đơn vị vận hành", "Đơn vị triển khai", codes="agency", nullable=False, en="Run by")
    is_live = column(Flag, "Đang vận hành", "Đã đưa vào vận hành", nullable=False, en="In use")
    camera_count = column(Count, "Số camera", "Số lượng camera", unit="camera", basis="as_of", en="Cameras")
    report_count = column(Count, *under(REPORTS, "Tiếp nhận", "Tổng số"), unit="report", en="Reports received")
    report_on_time_count = column(
        Count, *under(REPORTS, "Xử lý đúng hạn", "Đúng hạn"), unit="report", en="Reports dealt with on time"
    )
    report_late_count = column(
        Count, *under(REPORTS, "Xử lý quá hạn", "Quá hạn"), unit="report", en="Reports dealt with late"
    )
    report_open_count = column(
        Count, *under(REPORTS, "Đang xử lý"), unit="report", basis="as_of", en="Reports still open"
    )

    reports_add_up = rule(
        "CITY-001",
        "report_count == report_on_time_count + report_late_count + report_open_count",
        severity="error",
        vi="số phản ánh tiếp nhận bằng tổng của xử lý đúng hạn, xử lý quá hạn và đang xử lý",
        en="reports received equal those dealt with on time, dealt with late and still open",
        source=_SOURCE,
    )
    totals_add_up = printed_totals(
        "CITY-002",
        severity="warning",
        vi="dòng tổng cộng bằng tổng các dịch vụ",
        en="the grand total equals the sum of the services",
        source=_SOURCE,
    )
