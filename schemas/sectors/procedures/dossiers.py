"""The register of dossiers, one by one."""

from __future__ import annotations

from schemas.form import Due, Form, column, refers_to, rule
from schemas.kinds import Amount, Code, Day, Flag, Text
from schemas.sectors.procedures.words import PROCEDURE_CODE

DOSSIER_CODE = r"(?:[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}|[A-Z][0-9]{2}(?:\.[0-9]{1,3}){0,4})-[0-9]{6}-[0-9]{3,6}"
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
