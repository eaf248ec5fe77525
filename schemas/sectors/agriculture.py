"""Agriculture: farmers trained and brought to e-commerce, co-operatives, livestock farms."""

from __future__ import annotations

from schemas.form import DISTRICTS_END, Due, Form, Sector, column, printed_totals, rule, under
from schemas.kinds import Amount, Code, Count, Flag, Text

SECTOR = Sector(
    name="agriculture",
    vi="Nông nghiệp",
    en="Agriculture",
    pillar="economy",
    department="so-nong-nghiep-va-phat-trien-nong-thon",
    cron="20 7 17 * *",
)

_HOUSEHOLDS = "Quyết định 1034/QĐ-BTTTT, kế hoạch hỗ trợ đưa hộ sản xuất nông nghiệp lên sàn thương mại điện tử"
_COOPERATIVES = "Luật Hợp tác xã; Quyết định 749/QĐ-TTg"
_FARMS = "Nghị định 13/2020/NĐ-CP, điều 21: quy mô chăn nuôi"
TRAINED = ("Hội viên được tập huấn", "Hội viên tập huấn", "Tập huấn")
HOUSEHOLDS = ("Hộ sản xuất nông nghiệp", "Hộ SXNN", "Số hộ")
FARMS = ("Số trang trại, hộ chăn nuôi", "Số trang trại", "Trang trại")


class FarmerSupport(Form):
    """Members trained and households brought to e-commerce since the programme began, one row per district."""

    titles = ("Hỗ trợ nông dân chuyển đổi số", "Tập huấn, hỗ trợ hội viên nông dân")
    grain = ("district_code",)
    period = "month"
    calendar = "reporting"
    basis = "cumulative"
    due = Due(day=16)
    owed_by = "agency:hoi-nong-dan-tinh"
    ended = DISTRICTS_END

    district = column(
        Text, "Huyện, thành phố", "Địa phương", "Địa bàn", codes="unit:district", nullable=False, en="District"
    )
    course_count = column(Count, "Số lớp tập huấn", "Số lớp", unit="course", en="Courses")
    trained_member_count = column(
        Count, *under(TRAINED, "Tổng số (lũy kế)", "Tổng số", "Lũy kế"), unit="person", nullable=False,
        en="Members trained",
    )  # fmt: skip
    female_trained_count = column(Count, *under(TRAINED, "Nữ", "Trong đó nữ"), unit="person", en="Women among them")
    supported_household_count = column(
        Count, *under(HOUSEHOLDS, "Được hướng dẫn, hỗ trợ TMĐT", "Được hỗ trợ TMĐT"), unit="household",
        nullable=False, en="Households guided to e-commerce",
    )  # fmt: skip
    account_household_count = column(
        Count, *under(HOUSEHOLDS, "Có tài khoản trên sàn", "Có tài khoản"), unit="household",
        en="Households with an account",
    )  # fmt: skip
    selling_household_count = column(
        Count, *under(HOUSEHOLDS, "Có phát sinh giao dịch", "Phát sinh giao dịch"), unit="household",
        en="Households with a sale",
    )  # fmt: skip

    women_within_trained = rule(
        "AGRI-001",
        "female_trained_count <= trained_member_count",
        severity="error",
        vi="số hội viên nữ được tập huấn không lớn hơn tổng số",
        en="women trained are no more than all members trained",
        source=_HOUSEHOLDS,
    )
    accounts_within_supported = rule(
        "AGRI-002",
        "account_household_count <= supported_household_count",
        severity="error",
        vi="số hộ có tài khoản trên sàn không lớn hơn số hộ được hướng dẫn, hỗ trợ",
        en="households with an account are no more than those guided",
        source=_HOUSEHOLDS,
    )
    sellers_within_accounts = rule(
        "AGRI-003",
        "selling_household_count <= account_household_count",
        severity="error",
        vi="số hộ có phát sinh giao dịch không lớn hơn số hộ có tài khoản",
        en="households with a sale are no more than those with an account",
        source=_HOUSEHOLDS,
    )
    totals_add_up = printed_totals(
        "AGRI-004",
        severity="warning",
        vi="dòng tổng cộng bằng tổng các huyện, thành phố",
        en="the grand total equals the sum of the districts",
        source=_HOUSEHOLDS,
    )


class Cooperative(Form):
    """Agricultural co-operatives and what they do digitally, one row per co-operative."""

    titles = ("Hợp tác xã nông nghiệp ứng dụng công nghệ số", "Danh sách hợp tác xã nông nghiệp")
    grain = ("tax_code",)
    mode = "register"
    period = "month"
    calendar = "reporting"
    basis = "as_of"
    due = Due(day=16)
    owed_by = "agency:so-nong-nghiep-va-phat-trien-nong-thon"
    revisions = ("official",)

    tax_code = column(
        Code, "Mã số thuế", "MST", pattern="[0-9]{10}(?:-[0-9]{3})?", like="9950000011", nullable=False, en="Tax code"
    )
    cooperative_name = column(Text, "Tên hợp tác xã", "Tên HTX", nullable=False, may_name=True, en="Co-operative")
    commune = column(Text, "Xã, phường, thị trấn", "Địa bàn", codes="unit:commune", nullable=False, en="Commune")
    activity = column(Text, "Ngành nghề", "Lĩnh vực hoạt động", required=False, en="Line of work")
    status = column(Text, "Tình trạng hoạt động", "Tình trạng", codes="cooperative_status", nullable=False, en="Status")
    member_count = column(Count, "Số thành viên", "Số xã viên", unit="person", en="Members")
    is_ecommerce = column(Flag, "Có hoạt động TMĐT", "Thương mại điện tử", nullable=False, en="Sells by e-commerce")
    is_smart_farming = column(
        Flag, "Ứng dụng nông nghiệp thông minh", "Nông nghiệp thông minh", nullable=False, en="Uses smart farming"
    )
    marketplace = column(Text, "Sàn thương mại điện tử", "Sàn TMĐT", required=False, en="Marketplaces")
    revenue_vnd = column(Amount, "Doanh thu (triệu đồng)", "Doanh thu", unit="VND", minimum=0, en="Revenue")

    tax_code_is_right = rule(
        "AGRI-101",
        "tax_code(tax_code)",
        severity="error",
        vi="mã số thuế có chữ số kiểm tra đúng",
        en="the check digit of the tax code is right",
        source="Thông tư 105/2020/TT-BTC về đăng ký thuế",
    )
    marketplace_is_ecommerce = rule(
        "AGRI-102",
        "is_ecommerce == 1 or not present(marketplace)",
        severity="warning",
        vi="hợp tác xã có tên sàn thì có hoạt động thương mại điện tử",
        en="a co-operative on a marketplace sells by e-commerce",
        source=_COOPERATIVES,
    )
    totals_add_up = printed_totals(
        "AGRI-103",
        severity="warning",
        vi="dòng tổng cộng bằng tổng các hợp tác xã",
        en="the grand total equals the sum of the co-operatives",
        source=_COOPERATIVES,
    )


class LivestockFarm(Form):
    """Livestock farms by species and scale, and those that use digital technology, one row per district."""

    titles = ("Trang trại chăn nuôi ứng dụng công nghệ số", "Chăn nuôi ứng dụng công nghệ số")
    grain = ("district_code", "species_code", "scale_code")
    period = "month"
    calendar = "reporting"
    basis = "as_of"
    due = Due(day=16)
    owed_by = "agency:so-nong-nghiep-va-phat-trien-nong-thon"
    ended = DISTRICTS_END

    district = column(
        Text, "Huyện, thành phố", "Địa phương", "Địa bàn", codes="unit:district", nullable=False, en="District"
    )
    species = column(Text, "Vật nuôi", "Loại vật nuôi", codes="livestock_type", nullable=False, en="Species")
    scale = column(Text, "Quy mô", "Quy mô chăn nuôi", codes="farm_scale", nullable=False, en="Scale")
    farm_count = column(Count, *under(FARMS, "Tổng số", "Tổng"), unit="farm", nullable=False, en="Farms")
    digital_farm_count = column(
        Count, *under(FARMS, "Ứng dụng công nghệ số", "Có ứng dụng CNS"), unit="farm", nullable=False,
        en="Farms that use digital technology",
    )  # fmt: skip

    digital_within_farms = rule(
        "AGRI-201",
        "digital_farm_count <= farm_count",
        severity="error",
        vi="số trang trại ứng dụng công nghệ số không lớn hơn tổng số trang trại",
        en="farms that use digital technology are no more than all farms",
        source=_FARMS,
    )
    totals_add_up = printed_totals(
        "AGRI-202",
        severity="warning",
        vi="dòng tổng cộng bằng tổng các dòng",
        en="the grand total equals the sum of the lines",
        source=_FARMS,
    )
