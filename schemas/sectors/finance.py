"""Finance: the province's budget as published under Circular 343/2016/TT-BTC."""

from __future__ import annotations

from schemas.form import Form, Sector, column, printed_share, printed_totals, rule, under
from schemas.kinds import Amount, Percent, Text

SECTOR = Sector(
    name="finance",
    vi="Tài chính - ngân sách",
    en="Finance and budget",
    pillar="government",
    department="so-tai-chinh",
    cron="30 6 1 * *",
)

PLAN = ("Dự toán",)
PLAN_PARTS = under(PLAN, "Trong đó", "Chia ra")
FINAL = ("Quyết toán",)
COMPARED = ("So sánh (%)", "So sánh", "So sánh QT/DT (%)")
TOTAL = ("Tổng số", "Tổng")
INVESTMENT = ("Chi ĐTPT", "Chi đầu tư phát triển")
RECURRENT = ("Chi TX (không kể chương trình MTQG)", "Chi thường xuyên (không kể chương trình MTQG)", "Chi TX",
             "Chi thường xuyên")  # fmt: skip
INTEREST = ("Chi trả nợ lãi các khoản do chính quyền địa phương vay", "Chi trả nợ lãi")
RESERVE = ("Chi bổ sung dự trữ tài chính", "Chi bổ sung quỹ dự trữ tài chính")
NATIONAL = under(FINAL, "Chi chương trình MTQG", "Chi chương trình mục tiêu quốc gia")


class RecurrentSpending(Form):
    """Planned recurrent spending of the provincial budget, one row per department, one column per field."""

    titles = ("Dự toán chi thường xuyên của ngân sách cấp tỉnh",)
    grain = ("agency_name",)
    period = "year"
    sender = "ubnd-tinh"

    agency = column(Text, "Tên đơn vị", "Đơn vị", codes="agency", unknown="warning", nullable=False, en="Agency")
    total_vnd = column(
        Amount, "Tổng dự toán HĐND tỉnh giao", "Tổng dự toán HĐND tỉnh giao năm {year}", "Tổng số",
        nullable=False, unit="VND", en="Plan in all",
    )  # fmt: skip
    education_vnd = column(
        Amount, *under(("Trong đó",), "SN GD&ĐT", "Chi giáo dục - đào tạo và dạy nghề"),
        unit="VND", en="Education and training",
    )  # fmt: skip
    health_vnd = column(
        Amount, *under(("Trong đó",), "SN Y tế", "Chi y tế, dân số và gia đình"), unit="VND", en="Health"
    )
    science_vnd = column(
        Amount, *under(("Trong đó",), "SN KHCN", "Chi khoa học và công nghệ"), unit="VND", en="Science and technology"
    )
    economy_vnd = column(
        Amount, *under(("Trong đó",), "SN Kinh tế", "Chi các hoạt động kinh tế"), unit="VND", en="Economic activities"
    )
    administration_vnd = column(
        Amount, *under(("Trong đó",), "QLHC", "Chi hoạt động của cơ quan quản lý địa phương, đảng, đoàn thể"),
        unit="VND", en="Public administration",
    )  # fmt: skip
    culture_vnd = column(
        Amount, *under(("Trong đó",), "SN VHTT", "Chi văn hóa thông tin"), unit="VND", en="Culture and information"
    )
    sport_vnd = column(Amount, *under(("Trong đó",), "SN TDTT", "Chi thể dục, thể thao"), unit="VND", en="Sport")
    social_vnd = column(
        Amount, *under(("Trong đó",), "SN ĐBXH", "Chi bảo đảm xã hội"), unit="VND", en="Social security"
    )

    fields_add_up = rule(
        "FIN-001",
        "total_vnd == total(education_vnd, health_vnd, science_vnd, economy_vnd, administration_vnd, culture_vnd,"
        " sport_vnd, social_vnd)",
        severity="warning",
        vi="tổng dự toán bằng tổng các lĩnh vực (nếu còn lĩnh vực không có cột riêng thì ghi rõ ở phần ghi chú)",
        en="the plan equals the sum of its fields (say so in a note where a field has no column of its own)",
        source="Biểu số 53/CK-NSNN, Thông tư 343/2016/TT-BTC",
        tolerance=0.5,
    )
    totals_add_up = printed_totals(
        "FIN-002",
        severity="warning",
        vi="dòng tổng bằng tổng các đơn vị",
        en="the printed total equals the sum of the agencies",
        source="Biểu số 53/CK-NSNN, Thông tư 343/2016/TT-BTC",
        tolerance=0.5,
    )


class DepartmentSettlement(Form):
    """Spending of the provincial budget by department as planned and as settled, one row per department or item."""

    titles = ("Quyết toán chi ngân sách cấp tỉnh cho từng cơ quan, tổ chức",)
    grain = ("agency_name",)
    period = "year"
    sender = "ubnd-tinh"

    agency = column(Text, "Tên đơn vị", "Đơn vị", codes="agency", unknown="warning", nullable=False, en="Agency")
    plan_total_vnd = column(Amount, *under(PLAN, *TOTAL), unit="VND", en="Plan, total")
    plan_investment_vnd = column(Amount, *under(PLAN_PARTS, *INVESTMENT), unit="VND", en="Plan, investment")
    plan_recurrent_vnd = column(Amount, *under(PLAN_PARTS, *RECURRENT), unit="VND", en="Plan, recurrent")
    plan_interest_vnd = column(Amount, *under(PLAN_PARTS, *INTEREST), unit="VND", en="Plan, interest on loans")
    plan_reserve_vnd = column(Amount, *under(PLAN_PARTS, *RESERVE), unit="VND", en="Plan, financial reserve")
    final_total_vnd = column(Amount, *under(FINAL, *TOTAL), unit="VND", en="Settled, total")
    final_investment_vnd = column(Amount, *under(FINAL, *INVESTMENT), unit="VND", en="Settled, investment")
    final_recurrent_vnd = column(Amount, *under(FINAL, *RECURRENT), unit="VND", en="Settled, recurrent")
    final_interest_vnd = column(Amount, *under(FINAL, *INTEREST), unit="VND", en="Settled, interest on loans")
    final_reserve_vnd = column(Amount, *under(FINAL, *RESERVE), unit="VND", en="Settled, financial reserve")
    final_national_vnd = column(
        Amount, *under(NATIONAL, *TOTAL), unit="VND", required=False, en="Settled, national target programmes"
    )
    final_national_investment_vnd = column(
        Amount, *under(NATIONAL, *INVESTMENT), unit="VND", required=False, en="Of which investment"
    )
    final_national_recurrent_vnd = column(
        Amount, *under(NATIONAL, "Chi TX", "Chi thường xuyên"), unit="VND", required=False, en="Of which recurrent"
    )
    final_carried_vnd = column(
        Amount, *under(FINAL, "Chi chuyển nguồn sang năm sau", "Chi chuyển nguồn sang ngân sách năm sau"),
        unit="VND", en="Settled, carried to the next year",
    )  # fmt: skip
    total_pct = column(Percent, *under(COMPARED, *TOTAL), en="Settled / plan, total")
    investment_pct = column(Percent, *under(COMPARED, *INVESTMENT), en="Settled / plan, investment")
    recurrent_pct = column(Percent, *under(COMPARED, *RECURRENT), en="Settled / plan, recurrent")
    interest_pct = column(Percent, *under(COMPARED, *INTEREST), en="Settled / plan, interest on loans")
    reserve_pct = column(Percent, *under(COMPARED, *RESERVE), en="Settled / plan, financial reserve")

    plan_adds_up = rule(
        "FIN-010",
        "plan_total_vnd == total(plan_investment_vnd, plan_recurrent_vnd, plan_interest_vnd, plan_reserve_vnd)",
        severity="warning",
        vi="tổng dự toán bằng tổng các khoản chi",
        en="the plan equals the sum of its parts",
        source="Biểu số 66/CK-NSNN, Thông tư 343/2016/TT-BTC",
        tolerance=0.5,
    )
    final_adds_up = rule(
        "FIN-011",
        "final_total_vnd == total(final_investment_vnd, final_recurrent_vnd, final_interest_vnd, final_reserve_vnd,"
        " final_national_vnd, final_carried_vnd)",
        severity="warning",
        vi="tổng quyết toán bằng tổng các khoản chi",
        en="the settled total equals the sum of its parts",
        source="Biểu số 66/CK-NSNN, Thông tư 343/2016/TT-BTC",
        tolerance=0.5,
    )
    national_adds_up = rule(
        "FIN-012",
        "final_national_vnd == total(final_national_investment_vnd, final_national_recurrent_vnd)",
        severity="warning",
        vi="chi chương trình mục tiêu quốc gia bằng chi đầu tư cộng chi thường xuyên",
        en="national target programmes equal their investment and recurrent parts",
        source="Biểu số 66/CK-NSNN, Thông tư 343/2016/TT-BTC",
        tolerance=0.5,
    )
    totals_add_up = printed_totals(
        "FIN-013",
        severity="warning",
        vi="dòng tổng bằng tổng các dòng bên dưới",
        en="the printed total equals the sum of the rows below it",
        source="Biểu số 66/CK-NSNN, Thông tư 343/2016/TT-BTC",
        tolerance=0.5,
    )
    total_share = printed_share(
        "FIN-014", "total_pct", "final_total_vnd", "plan_total_vnd",
        severity="warning", source="Biểu số 66/CK-NSNN, cột 12 = 6/1",
    )  # fmt: skip
    investment_share = printed_share(
        "FIN-015", "investment_pct", "final_investment_vnd", "plan_investment_vnd",
        severity="warning", source="Biểu số 66/CK-NSNN, cột 13 = 7/2",
    )  # fmt: skip
    recurrent_share = printed_share(
        "FIN-016", "recurrent_pct", "final_recurrent_vnd", "plan_recurrent_vnd",
        severity="warning", source="Biểu số 66/CK-NSNN, cột 14 = 8/3",
    )  # fmt: skip
    interest_share = printed_share(
        "FIN-017", "interest_pct", "final_interest_vnd", "plan_interest_vnd",
        severity="warning", source="Biểu số 66/CK-NSNN, cột 15 = 9/4",
    )  # fmt: skip
    reserve_share = printed_share(
        "FIN-018", "reserve_pct", "final_reserve_vnd", "plan_reserve_vnd",
        severity="warning", source="Biểu số 66/CK-NSNN, cột 16 = 10/5",
    )  # fmt: skip


BALANCING = ("BS cân đối", "Bổ sung cân đối")
TARGETED = ("BS mục tiêu", "Bổ sung có mục tiêu")
CAPITAL = ("Vốn đầu tư để thực hiện các chương trình, nhiệm vụ", "Vốn đầu tư để thực hiện các chương trình",
           "Vốn đầu tư để thực hiện các chương trình mục tiêu, nhiệm vụ")  # fmt: skip
CURRENT = ("Vốn sự nghiệp để thực hiện các chế độ, chính sách",
           "Vốn sự nghiệp để thực hiện các chế độ, chính sách, nhiệm vụ")  # fmt: skip


class DistrictTransfers(Form):
    """Transfers of the provincial budget to the districts as planned and as settled, one row per district."""

    titles = ("Quyết toán chi bổ sung từ ngân sách cấp tỉnh cho ngân sách huyện",)
    grain = ("district_code",)
    period = "year"
    sender = "ubnd-tinh"

    district = column(
        Text, "Huyện", "Tên đơn vị", "Huyện, thành phố", codes="unit:district", nullable=False, en="District"
    )
    plan_total_vnd = column(Amount, *under(PLAN, *TOTAL), unit="VND", en="Plan, total")
    plan_balancing_vnd = column(Amount, *under(PLAN, *BALANCING), unit="VND", en="Plan, balancing transfer")
    plan_targeted_vnd = column(Amount, *under(under(PLAN, *TARGETED), *TOTAL), unit="VND", en="Plan, targeted transfer")
    plan_capital_vnd = column(
        Amount, *under(under(PLAN, *TARGETED), *CAPITAL), unit="VND", en="Plan, targeted, capital"
    )
    plan_current_vnd = column(
        Amount, *under(under(PLAN, *TARGETED), *CURRENT), unit="VND", en="Plan, targeted, current"
    )
    final_total_vnd = column(Amount, *under(FINAL, *TOTAL), unit="VND", en="Settled, total")
    final_balancing_vnd = column(Amount, *under(FINAL, *BALANCING), unit="VND", en="Settled, balancing transfer")
    final_targeted_vnd = column(
        Amount, *under(under(FINAL, *TARGETED), *TOTAL), unit="VND", en="Settled, targeted transfer"
    )
    final_capital_vnd = column(
        Amount, *under(under(FINAL, *TARGETED), *CAPITAL), unit="VND", en="Settled, targeted, capital"
    )
    final_current_vnd = column(
        Amount, *under(under(FINAL, *TARGETED), *CURRENT), unit="VND", en="Settled, targeted, current"
    )
    total_pct = column(Percent, *under(COMPARED, *TOTAL), en="Settled / plan, total")
    balancing_pct = column(Percent, *under(COMPARED, *BALANCING), en="Settled / plan, balancing")
    targeted_pct = column(Percent, *under(under(COMPARED, *TARGETED), *TOTAL), en="Settled / plan, targeted")
    capital_pct = column(Percent, *under(under(COMPARED, *TARGETED), *CAPITAL), en="Settled / plan, capital")
    current_pct = column(Percent, *under(under(COMPARED, *TARGETED), *CURRENT), en="Settled / plan, current")

    plan_adds_up = rule(
        "FIN-020",
        "plan_total_vnd == total(plan_balancing_vnd, plan_targeted_vnd)",
        severity="warning",
        vi="dự toán bằng bổ sung cân đối cộng bổ sung có mục tiêu",
        en="the plan equals balancing plus targeted transfers",
        source="Biểu số 67/CK-NSNN, cột 1 = 2+3",
        tolerance=0.5,
    )
    plan_targeted_adds_up = rule(
        "FIN-021",
        "plan_targeted_vnd == total(plan_capital_vnd, plan_current_vnd)",
        severity="warning",
        vi="dự toán bổ sung có mục tiêu bằng vốn đầu tư cộng vốn sự nghiệp",
        en="planned targeted transfers equal capital plus current funds",
        source="Biểu số 67/CK-NSNN, cột 3 = 4+5",
        tolerance=0.5,
    )
    final_adds_up = rule(
        "FIN-022",
        "final_total_vnd == total(final_balancing_vnd, final_targeted_vnd)",
        severity="warning",
        vi="quyết toán bằng bổ sung cân đối cộng bổ sung có mục tiêu (không cộng thêm các cột thành phần)",
        en="the settled total equals balancing plus targeted transfers (their parts are not added again)",
        source="Biểu số 67/CK-NSNN, cột 6 = 7+8",
        tolerance=0.5,
    )
    final_targeted_adds_up = rule(
        "FIN-023",
        "final_targeted_vnd == total(final_capital_vnd, final_current_vnd)",
        severity="warning",
        vi="quyết toán bổ sung có mục tiêu bằng vốn đầu tư cộng vốn sự nghiệp",
        en="settled targeted transfers equal capital plus current funds",
        source="Biểu số 67/CK-NSNN, cột 8 = 9+10",
        tolerance=0.5,
    )
    totals_add_up = printed_totals(
        "FIN-024",
        severity="warning",
        vi="dòng tổng số bằng tổng các huyện, thành phố",
        en="the printed total equals the sum of the districts",
        source="Biểu số 67/CK-NSNN, Thông tư 343/2016/TT-BTC",
        tolerance=0.5,
    )
    total_share = printed_share(
        "FIN-025", "total_pct", "total(final_balancing_vnd, final_targeted_vnd)", "plan_total_vnd",
        severity="warning", source="Biểu số 67/CK-NSNN, cột 11 = 6/1 với 6 = 7+8",
    )  # fmt: skip
    balancing_share = printed_share(
        "FIN-026", "balancing_pct", "final_balancing_vnd", "plan_balancing_vnd",
        severity="warning", source="Biểu số 67/CK-NSNN, cột 12 = 7/2",
    )  # fmt: skip
    targeted_share = printed_share(
        "FIN-027", "targeted_pct", "final_targeted_vnd", "plan_targeted_vnd",
        severity="warning", source="Biểu số 67/CK-NSNN, cột 13 = 8/3",
    )  # fmt: skip
    capital_share = printed_share(
        "FIN-028", "capital_pct", "final_capital_vnd", "plan_capital_vnd",
        severity="warning", source="Biểu số 67/CK-NSNN, cột 14 = 9/4",
    )  # fmt: skip
    current_share = printed_share(
        "FIN-029", "current_pct", "final_current_vnd", "plan_current_vnd",
        severity="warning", source="Biểu số 67/CK-NSNN, cột 15 = 10/5",
    )  # fmt: skip
