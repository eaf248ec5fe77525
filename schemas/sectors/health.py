"""Health: facilities and their digital tools, and how many people have a health record."""

from __future__ import annotations

from schemas.form import Due, Form, Sector, column, dated, printed_share, printed_totals, rule, under
from schemas.kinds import Amount, Code, Count, Flag, Percent, Text

SECTOR = Sector(
    name="health",
    vi="Y tế",
    en="Health",
    pillar="society",
    department="so-y-te",
    cron="0 6 6 * *",
)

_CHIP = "Đề án 06, Quyết định 06/QĐ-TTg; Công văn 931/BYT-BH về khám chữa bệnh BHYT bằng CCCD gắn chíp"
_CASHLESS = "Nghị quyết 02/NQ-CP; Quyết định 1813/QĐ-TTg về thanh toán không dùng tiền mặt"
_RECORDS = "Quyết định 831/QĐ-BYT về hồ sơ sức khỏe cá nhân"
LOOKUPS = ("Tra cứu bằng CCCD gắn chíp", "Tra cứu CCCD")
VISITS = ("Lượt KCB BHYT", "Lượt khám, chữa bệnh BHYT")
CASHLESS = ("Thanh toán không dùng tiền mặt", "TTKDTM")
TELEHEALTH = ("Khám, chữa bệnh từ xa", "KCB từ xa")
RECORDS = ("Hồ sơ sức khỏe", "HSSK")


class HealthFacility(Form):
    """Health facilities and how far each uses digital tools, one row per facility and month."""

    titles = ("Chuyển đổi số tại cơ sở khám bệnh, chữa bệnh", "Chuyển đổi số tại các cơ sở y tế")
    grain = ("facility_code",)
    period = "month"
    due = Due(day=5, months=1)
    owed_by = "agency:so-y-te"

    facility_code = column(
        Code, "Mã cơ sở KCB", "Mã CSKCB", "Mã cơ sở khám chữa bệnh", pattern="2[56][0-9]{3}", like="26001",
        nullable=False, en="Facility code",
    )  # fmt: skip
    facility_name = column(
        Text, "Tên cơ sở", "Tên cơ sở KCB", "Cơ sở khám, chữa bệnh", nullable=False, may_name=True, en="Facility"
    )
    tier = column(Text, "Tuyến", "Tuyến chuyên môn", codes="facility_tier", nullable=False, en="Tier")
    ownership = column(Text, "Loại hình", "Hình thức sở hữu", codes="ownership", nullable=False, en="Ownership")
    commune = column(Text, "Xã, phường, thị trấn", "Địa bàn", codes="unit:commune", nullable=False, en="Commune")
    has_chip_id = column(
        Flag, "KCB BHYT bằng CCCD gắn chíp", "Thực hiện KCB BHYT bằng CCCD", nullable=False,
        en="Takes the chip ID card for insured care",
    )  # fmt: skip
    lookup_count = column(Count, *under(LOOKUPS, "Tổng số lượt", "Số lượt"), unit="lookup", en="Look-ups by chip ID")
    lookup_success_count = column(
        Count, *under(LOOKUPS, "Thành công", "Số lượt thành công"), unit="lookup", en="Look-ups that succeeded"
    )
    insured_visit_count = column(Count, *under(VISITS, "Tổng số", "Tổng"), unit="visit", en="Insured visits")
    chip_visit_count = column(
        Count, *under(VISITS, "Bằng CCCD gắn chíp", "Bằng CCCD"), unit="visit", en="Insured visits by chip ID"
    )
    is_cashless = column(
        Flag, *under(CASHLESS, "Đã triển khai", "Triển khai"), nullable=False, en="Takes cashless payment"
    )
    cashless_visit_count = column(Count, *under(CASHLESS, "Số lượt"), unit="payment", en="Cashless payments")
    cashless_vnd = column(
        Amount, *under(CASHLESS, "Số tiền (đồng)", "Số tiền"), unit="VND", minimum=0, en="Paid without cash"
    )
    has_telehealth = column(
        Flag, *under(TELEHEALTH, "Đã kết nối", "Kết nối"), nullable=False, en="Connected to telehealth"
    )
    teleconsultation_count = column(
        Count, *under(TELEHEALTH, "Số ca tư vấn", "Số ca"), unit="case", en="Tele-consultations"
    )

    success_within_lookups = rule(
        "HEALTH-001",
        "lookup_success_count <= lookup_count",
        severity="error",
        vi="số lượt tra cứu thành công không lớn hơn tổng số lượt tra cứu",
        en="look-ups that succeeded are no more than all look-ups",
        source=_CHIP,
    )
    chip_within_insured = rule(
        "HEALTH-002",
        "chip_visit_count <= insured_visit_count",
        severity="error",
        vi="số lượt KCB BHYT bằng CCCD gắn chíp không lớn hơn tổng số lượt KCB BHYT",
        en="insured visits by chip ID are no more than all insured visits",
        source=_CHIP,
    )
    no_chip_no_visits = rule(
        "HEALTH-003",
        "has_chip_id == 1 or total(chip_visit_count) == 0",
        severity="warning",
        vi="cơ sở chưa thực hiện KCB BHYT bằng CCCD gắn chíp không có lượt nào",
        en="a facility that does not take the chip ID has no visits by it",
        source=_CHIP,
    )
    not_cashless_no_payments = rule(
        "HEALTH-004",
        "is_cashless == 1 or total(cashless_visit_count) == 0",
        severity="warning",
        vi="cơ sở chưa triển khai thanh toán không dùng tiền mặt không có lượt nào",
        en="a facility that takes no cashless payment has none",
        source=_CASHLESS,
    )
    no_telehealth_no_cases = rule(
        "HEALTH-005",
        "has_telehealth == 1 or total(teleconsultation_count) == 0",
        severity="warning",
        vi="cơ sở chưa kết nối khám, chữa bệnh từ xa không có ca tư vấn",
        en="a facility not connected to telehealth has no consultations",
        source="Quyết định 2628/QĐ-BYT, Đề án khám, chữa bệnh từ xa",
    )
    cashless_payments_have_an_amount = rule(
        "HEALTH-007",
        "total(cashless_visit_count) == 0 or total(cashless_vnd) > 0",
        severity=dated(draft="2023-01-01", warning="2027-01-01", error="2027-07-01"),
        vi="cơ sở có lượt thanh toán không dùng tiền mặt thì số tiền lớn hơn 0",
        en="a facility with cashless payments has an amount of them",
        source=_CASHLESS,
    )
    totals_add_up = printed_totals(
        "HEALTH-006",
        severity="warning",
        vi="dòng tổng cộng bằng tổng các cơ sở",
        en="the grand total equals the sum of the facilities",
        source=_CHIP,
    )


class HealthRecordCoverage(Form):
    """People with a health record against the population, one row per commune and month."""

    titles = ("Lập và quản lý hồ sơ sức khỏe", "Kết quả lập hồ sơ sức khỏe")
    grain = ("commune_code",)
    period = "month"
    basis = "as_of"
    due = Due(day=5, months=1)
    owed_by = "agency:so-y-te"

    commune = column(
        Text, "Xã, phường, thị trấn", "Tên xã, phường, thị trấn", "Đơn vị cấp xã",
        codes="unit:commune", nullable=False, en="Commune",
    )  # fmt: skip
    population_count = column(Count, "Dân số", "Dân số (người)", unit="person", nullable=False, en="Population")
    population_source = column(
        Text, "Nguồn số liệu dân số", "Nguồn dân số", codes="population_source", nullable=False,
        en="Where the population comes from",
    )  # fmt: skip
    record_count = column(
        Count, *under(RECORDS, "Số người có hồ sơ", "Đã lập"), unit="person", nullable=False, en="With a record"
    )
    cccd_matched_count = column(
        Count, *under(RECORDS, "Đã khớp CCCD", "Khớp CCCD"), unit="person", en="Matched to a citizen card"
    )
    updated_count = column(
        Count, *under(RECORDS, "Cập nhật trong 12 tháng", "Cập nhật 12 tháng"), unit="person",
        en="Updated in the last twelve months",
    )  # fmt: skip
    coverage_pct = column(
        Percent, *under(RECORDS, "Tỷ lệ (%)", "Tỷ lệ bao phủ (%)"), minimum=0, maximum=100, en="Coverage"
    )

    records_within_population = rule(
        "HEALTH-101",
        "record_count <= population_count",
        severity="error",
        vi="số người có hồ sơ sức khỏe không lớn hơn dân số",
        en="people with a record are no more than the population",
        source=_RECORDS,
    )
    matched_within_records = rule(
        "HEALTH-102",
        "cccd_matched_count <= record_count",
        severity="error",
        vi="số hồ sơ đã khớp CCCD không lớn hơn số hồ sơ",
        en="records matched are no more than all records",
        source=_RECORDS,
    )
    updated_within_records = rule(
        "HEALTH-103",
        "updated_count <= record_count",
        severity="error",
        vi="số hồ sơ cập nhật không lớn hơn số hồ sơ",
        en="records updated are no more than all records",
        source=_RECORDS,
    )
    share_is_computed = printed_share(
        "HEALTH-104", "coverage_pct", "record_count", "population_count", severity="warning", source=_RECORDS
    )
    a_commune_is_not_a_district = rule(
        "HEALTH-105",
        "population_count <= 80000",
        severity="warning",
        vi="dân số một xã, phường, thị trấn không quá 80.000 người",
        en="a commune has no more than 80,000 people",
        source="Tổng điều tra dân số 2019; Nghị quyết 1676/NQ-UBTVQH15",
    )
    totals_add_up = printed_totals(
        "HEALTH-106",
        severity="warning",
        vi="dòng tổng cộng bằng tổng các xã, phường, thị trấn",
        en="the grand total equals the sum of the communes",
        source=_RECORDS,
    )
