"""Justice: civil-status records, linked procedures and electronic certification."""

from __future__ import annotations

from schemas.form import Due, Form, Sector, column, printed_totals, rule, under
from schemas.kinds import Count, Text

SECTOR = Sector(
    name="justice",
    vi="Tư pháp",
    en="Justice",
    pillar="government",
    department="so-tu-phap",
    cron="40 6 17 * *",
)

_CIVIL = "Nghị định 87/2020/NĐ-CP về cơ sở dữ liệu hộ tịch điện tử"
_CERTIFIED = "Nghị định 45/2020/NĐ-CP, chứng thực bản sao điện tử từ bản chính"
RECORDS = ("Dữ liệu hộ tịch", "Sổ hộ tịch", "Số hóa dữ liệu hộ tịch")
LINKED = ("Thủ tục liên thông", "Liên thông")
COPIES = ("Chứng thực bản sao", "Chứng thực")
TOTAL = ("Tổng số", "Tổng")


class JusticeService(Form):
    """Civil-status records and certified copies, one row per commune and month."""

    titles = ("Chuyển đổi số lĩnh vực tư pháp", "Số hóa dữ liệu hộ tịch")
    grain = ("commune_code",)
    period = "month"
    calendar = "reporting"
    due = Due(day=16)
    owed_by = "unit:district"

    commune = column(
        Text, "Xã, phường, thị trấn", "Tên xã, phường, thị trấn", "Đơn vị cấp xã",
        codes="unit:commune", nullable=False, en="Commune",
    )  # fmt: skip
    record_count = column(
        Count, *under(RECORDS, *TOTAL), unit="record", basis="as_of", nullable=False, en="Civil-status records"
    )
    digitised_record_count = column(
        Count, *under(RECORDS, "Đã số hóa", "Đã số hóa lũy kế"), unit="record", basis="cumulative",
        nullable=False, en="Civil-status records digitised",
    )  # fmt: skip
    linked_birth_count = column(
        Count, *under(LINKED, "Khai sinh", "Đăng ký khai sinh"), unit="dossier", en="Births by the linked procedure"
    )
    linked_death_count = column(
        Count, *under(LINKED, "Khai tử", "Đăng ký khai tử"), unit="dossier", en="Deaths by the linked procedure"
    )
    certified_copy_count = column(Count, *under(COPIES, *TOTAL), unit="copy", en="Copies certified")
    e_certified_copy_count = column(
        Count, *under(COPIES, "Bản sao điện tử", "Điện tử"), unit="copy", en="Copies certified electronically"
    )

    digitised_within_records = rule(
        "JUST-001",
        "digitised_record_count <= record_count",
        severity="error",
        vi="số dữ liệu hộ tịch đã số hóa không lớn hơn tổng số",
        en="records digitised are no more than all records",
        source=_CIVIL,
    )
    electronic_within_copies = rule(
        "JUST-002",
        "e_certified_copy_count <= certified_copy_count",
        severity="error",
        vi="số bản sao chứng thực điện tử không lớn hơn tổng số bản sao chứng thực",
        en="copies certified electronically are no more than all copies certified",
        source=_CERTIFIED,
    )
    totals_add_up = printed_totals(
        "JUST-003",
        severity="warning",
        vi="dòng tổng cộng bằng tổng các xã, phường, thị trấn",
        en="the grand total equals the sum of the communes",
        source=_CIVIL,
    )
