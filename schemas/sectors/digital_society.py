"""Digital society: the teams that go from house to house, and what people can do online since."""

from __future__ import annotations

from schemas.form import Due, Form, Sector, column, printed_totals, rule, under
from schemas.kinds import Count, Text

SECTOR = Sector(
    name="digital_society",
    vi="Xã hội số",
    en="Digital society",
    pillar="society",
    department="so-thong-tin-va-truyen-thong",
    cron="0 9 17 * *",
    units={"team": "tổ"},
)

_SOURCE = "Quyết định 411/QĐ-TTg ngày 31/3/2022; Công văn 793/BTTTT-THH về tổ công nghệ số cộng đồng"
TEAMS = ("Tổ công nghệ số cộng đồng", "Tổ CNSCĐ")
ADULTS = ("Người từ 15 tuổi trở lên", "Dân số từ 15 tuổi")


class CommunityTeam(Form):
    """Community digital teams and the people they reached, one row per commune and month."""

    titles = ("Hoạt động tổ công nghệ số cộng đồng",)
    grain = ("commune_code",)
    period = "month"
    calendar = "reporting"
    basis = "as_of"
    due = Due(day=16)
    owed_by = "agency:so-thong-tin-va-truyen-thong"

    commune = column(
        Text, "Xã, phường, thị trấn", "Tên xã, phường, thị trấn", "Đơn vị cấp xã",
        codes="unit:commune", nullable=False, en="Commune",
    )  # fmt: skip
    team_count = column(Count, *under(TEAMS, "Số tổ"), unit="team", nullable=False, en="Teams")
    member_count = column(Count, *under(TEAMS, "Số thành viên"), unit="person", en="Members of the teams")
    visited_household_count = column(
        Count, "Số hộ được hướng dẫn", "Hộ được hướng dẫn", unit="household", basis="period", en="Households visited"
    )
    adult_count = column(Count, *under(ADULTS, "Tổng số"), unit="person", nullable=False, en="People of 15 and over")
    account_holder_count = column(
        Count, *under(ADULTS, "Có tài khoản định danh điện tử", "Có tài khoản VNeID"), unit="person",
        en="With an electronic identity",
    )  # fmt: skip

    holders_within_adults = rule(
        "SOCIETY-001",
        "account_holder_count <= adult_count",
        severity="error",
        vi="số người có tài khoản định danh điện tử không lớn hơn số người từ 15 tuổi",
        en="people with an electronic identity are no more than those of 15 and over",
        source=_SOURCE,
    )
    totals_add_up = printed_totals(
        "SOCIETY-002",
        severity="warning",
        vi="dòng tổng cộng bằng tổng các xã, phường, thị trấn",
        en="the grand total equals the sum of the communes",
        source=_SOURCE,
    )
