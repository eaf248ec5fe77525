"""Administrative procedures: how offices take in dossiers and settle them."""

from __future__ import annotations

from typing import Any

from schemas.form import Due, Form, Sector, column, printed_totals, refers_to, rolls_up, rule, under
from schemas.kinds import Amount, Code, Count, Day, Flag, Text

SECTOR = Sector(
    name="procedures",
    vi="Thủ tục hành chính",
    en="Administrative procedures",
    pillar="government",
    department="van-phong-ubnd-tinh",
    cron="0 6 16 * *",
)

_SOURCE = "Biểu theo dõi chỉ tiêu tiến độ giải quyết, Quyết định 766/QĐ-TTg ngày 23/6/2022"

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
        source=_SOURCE,
    )  # fmt: skip


#: Dossiers of the register that came in its own period; the others were carried into it.
_NEW = "received_date >= period_start()"


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
        source=_SOURCE,
    )
    channels_add_up = rule(
        "PROC-002",
        "received_in_period_count == online_count + in_person_count + postal_count",
        severity="error",
        vi="tiếp nhận trong kỳ bằng tổng của trực tuyến, trực tiếp và BCCI",
        en="dossiers received in the period equal those received online, in person and by post",
        source=_SOURCE,
    )
    received_is_accounted_for = rule(
        "PROC-003",
        "received_count == resolved_count + in_process_count + suspended_count",
        severity="warning",
        vi="tổng số tiếp nhận bằng đã xử lý cộng đang xử lý cộng tạm dừng xử lý",
        en="dossiers received equal those settled, in process and suspended",
        source=_SOURCE,
    )
    resolved_adds_up = rule(
        "PROC-004",
        "resolved_count == resolved_early_count + resolved_on_time_count + resolved_late_count",
        severity="error",
        vi="đã xử lý bằng tổng của trước hạn, trong hạn và quá hạn",
        en="dossiers settled equal those settled early, on time and late",
        source=_SOURCE,
    )
    in_process_adds_up = rule(
        "PROC-005",
        "in_process_count == in_process_on_time_count + in_process_overdue_count",
        severity="error",
        vi="đang xử lý bằng tổng của trong hạn và quá hạn",
        en="dossiers in process equal those not yet due and those overdue",
        source=_SOURCE,
    )
    suspended_adds_up = rule(
        "PROC-006",
        "suspended_count == suspended_on_time_count + suspended_overdue_count",
        severity="error",
        vi="tạm dừng xử lý bằng tổng của trong hạn và quá hạn",
        en="dossiers suspended equal those not yet due and those overdue",
        source=_SOURCE,
    )
    totals_add_up = printed_totals(
        "PROC-007",
        severity="warning",
        vi="dòng nhóm và dòng tổng cộng bằng tổng các đơn vị bên dưới",
        en="group lines and the grand total equal the sum of the agencies below them",
        source=_SOURCE,
    )
    received_is_the_register = _counted("PROC-008", "received_count", "", "tiếp nhận", "received")
    in_period_is_the_register = _counted(
        "PROC-009", "received_in_period_count", _NEW, "tiếp nhận trong kỳ", "received in the period"
    )
    online_is_the_register = _counted(
        "PROC-010", "online_count", f'{_NEW} and channel_code == "online"', "tiếp nhận trực tuyến", "received online"
    )
    in_person_is_the_register = _counted(
        "PROC-011", "in_person_count", f'{_NEW} and channel_code == "in_person"', "tiếp nhận trực tiếp",
        "received in person",
    )  # fmt: skip
    postal_is_the_register = _counted(
        "PROC-012", "postal_count", f'{_NEW} and channel_code == "postal"', "tiếp nhận qua BCCI", "received by post"
    )
    resolved_is_the_register = _counted("PROC-013", "resolved_count", "present(finished_date)", "đã xử lý", "settled")


DOSSIER_CODE = r"(?:[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}|[A-Z][0-9]{2}(?:\.[0-9]{1,3}){0,4})-[0-9]{6}-[0-9]{3,6}"
PROCEDURE_CODE = r"[0-9]\.[0-9]{6}(?:\.[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2})?"
_PORTAL = "Trạng thái hồ sơ của Cổng dịch vụ công quốc gia; Nghị định 61/2018/NĐ-CP"


class Dossier(Form):
    """The register of dossiers: those received in the reporting month and those carried into it, one row a dossier."""

    titles = ("Sổ theo dõi hồ sơ", "Danh sách hồ sơ thủ tục hành chính")
    grain = ("dossier_code",)
    mode = "register"
    period = "month"
    calendar = "reporting"
    due = Due(day=16)
    owed_by = "group:procedures"
    revisions = ("official",)

    dossier_code = column(
        Code, "Mã hồ sơ", "Mã số hồ sơ", "Số hồ sơ",
        pattern=DOSSIER_CODE, like="000.00.16.H62-230515-0001", unknown="warning", nullable=False, personal=True,
        en="Dossier code",
    )  # fmt: skip
    procedure_code = column(
        Code, "Mã TTHC", "Mã thủ tục", "Mã thủ tục hành chính",
        pattern=PROCEDURE_CODE, like="1.010010", nullable=False, en="Procedure code",
    )  # fmt: skip
    agency = column(
        Text, "Cơ quan giải quyết", "Đơn vị giải quyết", "Cơ quan thực hiện",
        codes="agency", nullable=False, en="Agency in charge",
    )  # fmt: skip
    commune = column(
        Text, "Nơi tiếp nhận (xã, phường)", "Xã, phường tiếp nhận", "Nơi tiếp nhận",
        codes="unit:commune", en="Commune that took it in",
    )  # fmt: skip
    channel = column(
        Text, "Kênh thực hiện", "Kênh tiếp nhận", "Hình thức tiếp nhận", "Hình thức nộp",
        codes="dossier_channel", nullable=False, en="Channel",
    )  # fmt: skip
    submitted_date = column(Day, "Ngày nộp", "Ngày nộp hồ sơ", en="Submitted on")
    received_date = column(Day, "Ngày tiếp nhận", "Ngày nhận", nullable=False, en="Received on")
    due_date = column(Day, "Ngày hẹn trả", "Hạn trả kết quả", "Ngày hẹn trả kết quả", en="Due on")
    finished_date = column(Day, "Ngày kết thúc xử lý", "Ngày hoàn thành", "Ngày xử lý xong", en="Settled on")
    returned_date = column(Day, "Ngày trả kết quả", "Ngày trả", required=False, en="Result returned on")
    status = column(
        Text, "Trạng thái", "Trạng thái hồ sơ", "Tình trạng hồ sơ",
        codes="dossier_status", nullable=False, en="Status",
    )  # fmt: skip
    fee_vnd = column(
        Amount, "Phí, lệ phí (đồng)", "Phí, lệ phí", "Số tiền phí, lệ phí", unit="VND", minimum=0,
        maximum=100_000_000, en="Fee and charge",
    )  # fmt: skip
    payment = column(
        Text, "Hình thức thanh toán", "Phương thức thanh toán", codes="payment_method", en="Payment method"
    )
    is_digitised = column(Flag, "Số hóa thành phần hồ sơ", "Đã số hóa", "Số hóa", en="Papers digitised")

    dates_in_order = rule(
        "PROC-101",
        "submitted_date <= received_date <= finished_date <= returned_date",
        severity="warning",
        vi="ngày nộp không sau ngày tiếp nhận, không sau ngày kết thúc, không sau ngày trả kết quả",
        en="a dossier is submitted, received, settled and returned in this order",
        source=_PORTAL,
    )
    due_after_received = rule(
        "PROC-102",
        "due_date >= received_date",
        severity="warning",
        vi="ngày hẹn trả không trước ngày tiếp nhận",
        en="a dossier is not due before it was received",
        source=_PORTAL,
    )
    settled_has_a_date = rule(
        "PROC-103",
        'status_code not in ("9", "10") or present(finished_date)',
        severity="warning",
        vi="hồ sơ đã xử lý xong hoặc đã trả kết quả có ngày kết thúc xử lý",
        en="a dossier that is settled or returned has the day it was settled",
        source=_PORTAL,
    )
    open_has_no_date = rule(
        "PROC-104",
        'status_code in ("3", "7", "9", "10") or not present(finished_date)',
        severity="warning",
        vi="hồ sơ chưa xử lý xong không có ngày kết thúc xử lý",
        en="a dossier still open has no day on which it was settled",
        source=_PORTAL,
    )
    code_tells_the_day = rule(
        "PROC-105",
        "-3 <= dossier_date(dossier_code) - received_date <= 3",
        severity="warning",
        vi="ngày trong mã hồ sơ lệch ngày tiếp nhận không quá 3 ngày",
        en="the day in the dossier's code is within three days of the day it was received",
        source="Mã hồ sơ của Hệ thống thông tin giải quyết thủ tục hành chính",
    )
    received_by_the_end = rule(
        "PROC-106",
        "received_date <= period_end()",
        severity="error",
        vi="ngày tiếp nhận không sau ngày cuối của kỳ báo cáo",
        en="a dossier was received by the last day of the reporting period",
        source="Nghị định 09/2019/NĐ-CP, điều 12",
    )
    payment_has_a_fee = rule(
        "PROC-107",
        "not present(payment_code) or fee_vnd > 0",
        severity="warning",
        vi="hồ sơ có hình thức thanh toán thì có phí, lệ phí",
        en="a dossier with a payment method has a fee",
        source=_PORTAL,
    )
    procedure_is_listed = refers_to(
        "PROC-108",
        {"procedure_code": "procedure_code", "agency_code": "agency_code"},
        "online_procedure",
        vi="thủ tục của hồ sơ có trong danh mục thủ tục của cơ quan giải quyết",
        en="the dossier's procedure is in the list of its agency's procedures",
        source="Nghị định 42/2022/NĐ-CP; Quyết định 766/QĐ-TTg",
    )


class OnlineProcedure(Form):
    """Procedures and how far each can be done online, one row per procedure and agency that settles it."""

    titles = ("Danh mục thủ tục hành chính cung cấp dịch vụ công trực tuyến", "Danh mục dịch vụ công trực tuyến")
    grain = ("procedure_code", "agency_code")
    period = "month"
    calendar = "reporting"
    due = Due(day=16)
    owed_by = "agency:van-phong-ubnd-tinh"
    sender = "van-phong-ubnd-tinh"

    procedure_code = column(
        Code, "Mã TTHC", "Mã thủ tục", "Mã thủ tục hành chính",
        pattern=PROCEDURE_CODE, like="1.010010", nullable=False, en="Procedure code",
    )  # fmt: skip
    procedure_name = column(Text, "Tên thủ tục hành chính", "Tên TTHC", "Tên thủ tục", en="Procedure")
    field = column(Text, "Lĩnh vực", codes="procedure_field", unknown="warning", en="Field")
    agency = column(
        Text, "Cơ quan giải quyết", "Cơ quan thực hiện", "Đơn vị", codes="agency", nullable=False, en="Agency"
    )
    service_level = column(
        Text, "Mức độ cung cấp dịch vụ", "Mức độ DVCTT", "Mức độ", codes="service_level", nullable=False,
        en="How far it can be done online",
    )  # fmt: skip
    has_fee = column(Flag, "Có phí, lệ phí", "Thu phí, lệ phí", en="Has a fee")
    has_online_payment = column(Flag, "Thanh toán trực tuyến", "Có thanh toán trực tuyến", en="Can be paid online")
    received_count = column(
        Count, "Số hồ sơ tiếp nhận trong kỳ", "Số hồ sơ tiếp nhận", unit="dossier", en="Received in the period"
    )
    online_count = column(Count, "Số hồ sơ trực tuyến", "Trong đó trực tuyến", unit="dossier", en="Received online")

    online_within_received = rule(
        "PROC-201",
        "online_count <= received_count",
        severity="error",
        vi="số hồ sơ trực tuyến không lớn hơn số hồ sơ tiếp nhận",
        en="dossiers received online are no more than all received",
        source=_SOURCE,
    )
    offline_has_none = rule(
        "PROC-202",
        'service_level_code in ("full", "partial") or online_count == 0',
        severity="warning",
        vi="thủ tục chưa cung cấp trực tuyến không có hồ sơ trực tuyến",
        en="a procedure that is not offered online has no online dossier",
        source="Nghị định 42/2022/NĐ-CP",
    )
    totals_add_up = printed_totals(
        "PROC-203",
        severity="warning",
        vi="dòng tổng cộng bằng tổng các thủ tục",
        en="the grand total equals the sum of the procedures",
        source=_SOURCE,
    )
    received_is_the_register = rolls_up(
        "PROC-204",
        "received_count",
        "dossier",
        {"procedure_code": "procedure_code", "agency_code": "agency_code"},
        where=_NEW,
        vi="số hồ sơ tiếp nhận của thủ tục bằng số hồ sơ trong sổ theo dõi hồ sơ của cơ quan, cùng kỳ",
        en="dossiers received of a procedure are as many as its agency's register of the period has",
        source=_SOURCE,
    )
