"""Enterprises: which firms work with digital platforms, and how far they have come."""

from __future__ import annotations

from typing import Any

from schemas.form import DISTRICTS_END, Due, Form, Sector, column, printed_share, printed_totals, rolls_up, rule, under
from schemas.kinds import Code, Count, Flag, Percent, Text

SECTOR = Sector(
    name="enterprises",
    vi="Doanh nghiệp",
    en="Enterprises",
    pillar="economy",
    department="so-ke-hoach-va-dau-tu",
    cron="0 7 17 * *",
)

_TAX_CODE = "Thông tư 105/2020/TT-BTC về đăng ký thuế"
_SMES = "Nghị định 80/2021/NĐ-CP về hỗ trợ doanh nghiệp nhỏ và vừa"
SME = ("Doanh nghiệp nhỏ và vừa", "DNNVV")


class Enterprise(Form):
    """Enterprises and the digital tools they use, one row per enterprise."""

    titles = ("Danh sách doanh nghiệp ứng dụng nền tảng số", "Doanh nghiệp chuyển đổi số")
    grain = ("tax_code",)
    mode = "register"
    period = "quarter"
    calendar = "reporting"
    basis = "as_of"
    due = Due(day=16)
    owed_by = "agency:so-ke-hoach-va-dau-tu"
    revisions = ("official",)

    tax_code = column(
        Code, "Mã số thuế", "MST", "Mã số doanh nghiệp", pattern="[0-9]{10}(?:-[0-9]{3})?", like="9950000011",
        nullable=False, en="Tax code",
    )  # fmt: skip
    enterprise_name = column(Text, "Tên doanh nghiệp", nullable=False, may_name=True, en="Enterprise")
    enterprise_type = column(Text, "Loại hình", "Loại hình doanh nghiệp", codes="enterprise_type", en="Legal form")
    size = column(Text, "Quy mô", "Quy mô doanh nghiệp", codes="enterprise_size", nullable=False, en="Size")
    commune = column(Text, "Xã, phường, thị trấn", "Địa bàn", codes="unit:commune", nullable=False, en="Commune")
    uses_platform = column(Flag, "Sử dụng nền tảng số", "Dùng nền tảng số", nullable=False, en="Uses a platform")
    has_e_invoice = column(Flag, "Hóa đơn điện tử", "Sử dụng hóa đơn điện tử", en="Issues electronic invoices")
    has_website = column(Flag, "Có website", "Trang thông tin điện tử", en="Has a website")
    dx_level = column(
        Text, "Mức độ sẵn sàng chuyển đổi số", "Mức độ CĐS", codes="dx_level", en="Readiness for digital transformation"
    )

    tax_code_is_right = rule(
        "ENT-001",
        "tax_code(tax_code)",
        severity="error",
        vi="mã số thuế có chữ số kiểm tra đúng",
        en="the check digit of the tax code is right",
        source=_TAX_CODE,
    )


def _registered(id: str, field: str, where: str, vi: str, en: str) -> Any:
    """The count of a district is that of the register, of another department: a little apart is none."""
    return rolls_up(
        id, field, "enterprise", {"district_code": "commune_code"}, where=where, tolerance=0.02,
        vi=f"số doanh nghiệp {vi} của huyện lệch không quá 2 % so với danh sách doanh nghiệp cùng kỳ",
        en=f"enterprises {en} of a district are those of the register of the period, within 2 %",
        source=_SMES,
    )  # fmt: skip


class EnterpriseDigitalUse(Form):
    """Enterprises on digital platforms and with electronic invoices, one row per district and quarter."""

    titles = ("Tổng hợp chuyển đổi số doanh nghiệp", "Tình hình chuyển đổi số trong doanh nghiệp")
    grain = ("district_code",)
    period = "quarter"
    calendar = "reporting"
    basis = "as_of"
    due = Due(day=16)
    owed_by = "agency:so-thong-tin-va-truyen-thong"
    ended = DISTRICTS_END

    district = column(
        Text, "Huyện, thành phố", "Địa phương", "Địa bàn", codes="unit:district", nullable=False, en="District"
    )
    enterprise_count = column(
        Count, "Số doanh nghiệp đang hoạt động", "Tổng số doanh nghiệp", unit="enterprise", nullable=False,
        en="Enterprises",
    )  # fmt: skip
    sme_count = column(Count, *under(SME, "Tổng số"), unit="enterprise", nullable=False, en="Small and medium ones")
    sme_platform_count = column(
        Count, *under(SME, "Sử dụng nền tảng số", "Dùng nền tảng số"), unit="enterprise", nullable=False,
        en="Small and medium ones on a platform",
    )  # fmt: skip
    sme_platform_pct = column(
        Percent, *under(SME, "Tỷ lệ (%)", "Tỷ lệ sử dụng (%)"), minimum=0, maximum=100, en="Share on a platform"
    )
    e_invoice_count = column(Count, "Sử dụng hóa đơn điện tử", unit="enterprise", en="Issue electronic invoices")
    e_tax_count = column(Count, "Khai thuế điện tử", "Nộp thuế điện tử", unit="enterprise", en="File taxes online")

    smes_within_all = rule(
        "ENT-101",
        "sme_count <= enterprise_count",
        severity="error",
        vi="số doanh nghiệp nhỏ và vừa không lớn hơn số doanh nghiệp",
        en="small and medium enterprises are no more than all",
        source=_SMES,
    )
    users_within_smes = rule(
        "ENT-102",
        "sme_platform_count <= sme_count",
        severity="error",
        vi="số doanh nghiệp nhỏ và vừa dùng nền tảng số không lớn hơn tổng số",
        en="those on a platform are no more than all small and medium enterprises",
        source=_SMES,
    )
    invoices_within_all = rule(
        "ENT-103",
        "e_invoice_count <= enterprise_count",
        severity="error",
        vi="số doanh nghiệp dùng hóa đơn điện tử không lớn hơn số doanh nghiệp",
        en="those with electronic invoices are no more than all",
        source="Nghị định 123/2020/NĐ-CP",
    )
    share_is_computed = printed_share(
        "ENT-104", "sme_platform_pct", "sme_platform_count", "sme_count", severity="warning", source=_SMES
    )
    totals_add_up = printed_totals(
        "ENT-105",
        severity="warning",
        vi="dòng tổng cộng bằng tổng các huyện, thành phố",
        en="the grand total equals the sum of the districts",
        source=_SMES,
    )
    enterprises_are_registered = _registered("ENT-106", "enterprise_count", "", "đang hoạt động", "at work")
    smes_are_registered = _registered("ENT-107", "sme_count", 'size_code != "large"', "nhỏ và vừa", "small and medium")
    users_are_registered = _registered(
        "ENT-108", "sme_platform_count", 'size_code != "large" and uses_platform == 1',
        "nhỏ và vừa sử dụng nền tảng số", "small and medium and on a platform",
    )  # fmt: skip
    invoices_are_registered = _registered(
        "ENT-109", "e_invoice_count", "has_e_invoice == 1", "sử dụng hóa đơn điện tử", "with electronic invoices"
    )
