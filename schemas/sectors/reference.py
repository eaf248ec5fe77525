"""Reference: lists the other sectors lean on, as their keepers publish them."""

from __future__ import annotations

from schemas.form import Form, Sector, column
from schemas.kinds import Code, Text

SECTOR = Sector(
    name="reference",
    vi="Danh mục dùng chung",
    en="Shared reference lists",
    pillar="government",
    department="so-noi-vu",
    cron="0 5 1 * *",
)


class AdministrativeUnit(Form):
    """Provinces, districts and communes with their codes as of a day, one row per commune.

    A district without communes has one row and no commune.
    """

    titles = ("Danh mục đơn vị hành chính", "Danh mục hành chính")
    grain = ("district_code", "commune_code")
    period = "day"
    sender = "tong-cuc-thong-ke"

    province_name = column(Text, "Tỉnh Thành Phố", "Tỉnh / Thành Phố", nullable=False, en="Province")
    province_code = column(Code, "Mã TP", "Mã tỉnh", pattern="[0-9]{2}", nullable=False, en="Province code")
    district_name = column(Text, "Quận Huyện", "Quận / Huyện", nullable=False, en="District")
    district_code = column(Code, "Mã QH", "Mã huyện", pattern="[0-9]{3}", nullable=False, en="District code")
    commune_name = column(Text, "Phường Xã", "Phường / Xã", en="Commune")
    commune_code = column(Code, "Mã PX", "Mã xã", pattern="[0-9]{5}", en="Commune code")
    unit_type = column(Text, "Cấp", nullable=False, en="Type of unit")
    english_name = column(Text, "Tên Tiếng Anh", required=False, en="English name")
