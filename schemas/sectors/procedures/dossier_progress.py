"""How far an agency is with its dossiers: those received, settled, in process and suspended."""

from __future__ import annotations

from typing import Any

from schemas.form import Due, Form, column, printed_totals, rolls_up, rule, under
from schemas.kinds import Count, Text
from schemas.sectors.procedures.words import NEW, SOURCE

#: Merged headings in the spellings of several offices; the columns stand under them.
RECEIVED = ("Tiếp nhận", "Hồ sơ tiếp nhận", "Số hồ sơ tiếp nhận")
IN_PERIOD = under(RECEIVED, "Trong kỳ", "Tiếp nhận trong kỳ")
RESOLVED = ("Đã xử lý", "Đã giải quyết", "Đã xử lý (Đã xử lý xong + Đã trả kết quả + Rút)")
IN_PROCESS = ("Đang xử lý", "Đang giải quyết")
SUSPENDED = ("Tạm dừng xử lý", "Tạm dừng", "Tạm dừng xử lý (bổ sung, nghĩa vụ tài chính, dừng)")
TOTAL = ("Tổng số", "Tổng", "Tổng cộng")
ON_TIME = ("Trong hạn", "Đúng hạn")
LATE = ("Quá hạn", "Trễ hạn")


def _counted(id: str, field: str, where: str, vi: str, en: str) -> Any:
    """The count of an agency's line is that of its dossiers in the register of the period."""
    return rolls_up(
        id, field, "dossier", {"agency_code": "agency_code"}, where=where,
        vi=f"số hồ sơ {vi} bằng số hồ sơ {vi} trong sổ theo dõi hồ sơ của đơn vị, cùng kỳ",
        en=f"dossiers {en} are as many as the agency's register of the period has",
        source=SOURCE,
    )  # fmt: skip


class DossierProgress(Form):
    """Dossiers received, settled, in process and suspended, one row per agency and reporting month."""

    titles = ("Theo dõi chỉ tiêu tiến độ giải quyết", "Tiến độ giải quyết hồ sơ thủ tục hành chính")
    grain = ("agency_code",)
    period = "month"
    calendar = "reporting"
    due = Due(day=16)
    owed_by = "group:procedures"

    agency = column(
        Text, "Đơn vị", "Tên đơn vị", "Cơ quan, đơn vị", "Tên cơ quan, đơn vị",
        codes="agency", nullable=False, en="Agency",
    )  # fmt: skip

    received_count = column(Count, *under(RECEIVED, *TOTAL), unit="dossier", nullable=False, en="Received")
    carried_over_count = column(
        Count, *under(RECEIVED, "Kỳ trước chuyển sang", "Kỳ trước chuyển qua", "Tồn kỳ trước"),
        unit="dossier", en="Carried over from the period before",
    )  # fmt: skip
    received_in_period_count = column(
        Count, *under(IN_PERIOD, *TOTAL), unit="dossier", nullable=False, en="Received in the period"
    )
    online_count = column(
        Count, *under(IN_PERIOD, "Trực tuyến", "Qua mạng"), unit="dossier", nullable=False, en="Received online"
    )
    in_person_count = column(Count, *under(IN_PERIOD, "Trực tiếp"), unit="dossier", en="Received in person")
    postal_count = column(
        Count, *under(IN_PERIOD, "BCCI", "Bưu chính công ích", "Dịch vụ BCCI", "Qua BCCI"),
        unit="dossier", en="Received by public post",
    )  # fmt: skip

    resolved_count = column(Count, *under(RESOLVED, *TOTAL), unit="dossier", en="Settled")
    resolved_early_count = column(
        Count, *under(RESOLVED, "Trước hạn"), unit="dossier", en="Settled before the due date"
    )
    resolved_on_time_count = column(Count, *under(RESOLVED, *ON_TIME), unit="dossier", en="Settled on the due date")
    resolved_late_count = column(Count, *under(RESOLVED, *LATE), unit="dossier", en="Settled late")

    in_process_count = column(Count, *under(IN_PROCESS, *TOTAL), unit="dossier", en="In process")
    in_process_on_time_count = column(Count, *under(IN_PROCESS, *ON_TIME), unit="dossier", en="In process, not yet due")
    in_process_overdue_count = column(Count, *under(IN_PROCESS, *LATE), unit="dossier", en="In process, overdue")

    suspended_count = column(Count, *under(SUSPENDED, *TOTAL), unit="dossier", en="Suspended")
    suspended_on_time_count = column(Count, *under(SUSPENDED, *ON_TIME), unit="dossier", en="Suspended, not yet due")
    suspended_overdue_count = column(Count, *under(SUSPENDED, *LATE), unit="dossier", en="Suspended, overdue")

    received_adds_up = rule(
        "PROC-001",
        "received_count == carried_over_count + received_in_period_count",
        severity="warning",
        vi="tổng số tiếp nhận bằng kỳ trước chuyển sang cộng với tiếp nhận trong kỳ",
        en="dossiers received equal those carried over plus those received in the period",
        # The one-stop system prints the period's figure in the column of the total.
        source=SOURCE,
    )
    channels_add_up = rule(
        "PROC-002",
        "received_in_period_count == online_count + in_person_count + postal_count",
        severity="error",
        vi="tiếp nhận trong kỳ bằng tổng của trực tuyến, trực tiếp và BCCI",
        en="dossiers received in the period equal those received online, in person and by post",
        source=SOURCE,
    )
    received_is_accounted_for = rule(
        "PROC-003",
        "received_count == resolved_count + in_process_count + suspended_count",
        severity="warning",
        vi="tổng số tiếp nhận bằng đã xử lý cộng đang xử lý cộng tạm dừng xử lý",
        en="dossiers received equal those settled, in process and suspended",
        source=SOURCE,
    )
    resolved_adds_up = rule(
        "PROC-004",
        "resolved_count == resolved_early_count + resolved_on_time_count + resolved_late_count",
        severity="error",
        vi="đã xử lý bằng tổng của trước hạn, trong hạn và quá hạn",
        en="dossiers settled equal those settled early, on time and late",
        source=SOURCE,
    )
    in_process_adds_up = rule(
        "PROC-005",
        "in_process_count == in_process_on_time_count + in_process_overdue_count",
        severity="error",
        vi="đang xử lý bằng tổng của trong hạn và quá hạn",
        en="dossiers in process equal those not yet due and those overdue",
        source=SOURCE,
    )
    suspended_adds_up = rule(
        "PROC-006",
        "suspended_count == suspended_on_time_count + suspended_overdue_count",
        severity="error",
        vi="tạm dừng xử lý bằng tổng của trong hạn và quá hạn",
        en="dossiers suspended equal those not yet due and those overdue",
        source=SOURCE,
    )
    totals_add_up = printed_totals(
        "PROC-007",
        severity="warning",
        vi="dòng nhóm và dòng tổng cộng bằng tổng các đơn vị bên dưới",
        en="group lines and the grand total equal the sum of the agencies below them",
        source=SOURCE,
    )
    received_is_the_register = _counted("PROC-008", "received_count", "", "tiếp nhận", "received")
    in_period_is_the_register = _counted(
        "PROC-009", "received_in_period_count", NEW, "tiếp nhận trong kỳ", "received in the period"
    )
    online_is_the_register = _counted(
        "PROC-010", "online_count", f'{NEW} and channel_code == "online"', "tiếp nhận trực tuyến", "received online"
    )
    in_person_is_the_register = _counted(
        "PROC-011", "in_person_count", f'{NEW} and channel_code == "in_person"', "tiếp nhận trực tiếp",
        "received in person",
    )  # fmt: skip
    postal_is_the_register = _counted(
        "PROC-012", "postal_count", f'{NEW} and channel_code == "postal"', "tiếp nhận qua BCCI", "received by post"
    )
    resolved_is_the_register = _counted("PROC-013", "resolved_count", "present(finished_date)", "đã xử lý", "settled")
