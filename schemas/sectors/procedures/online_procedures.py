"""The list of procedures and how far each can be done online."""

from __future__ import annotations

from schemas.form import Due, Form, column, printed_totals, rolls_up, rule
from schemas.kinds import Code, Count, Flag, Text
from schemas.sectors.procedures.words import NEW, PROCEDURE_CODE, SOURCE


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
        source=SOURCE,
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
        source=SOURCE,
    )
    received_is_the_register = rolls_up(
        "PROC-204",
        "received_count",
        "dossier",
        {"procedure_code": "procedure_code", "agency_code": "agency_code"},
        where=NEW,
        vi="số hồ sơ tiếp nhận của thủ tục bằng số hồ sơ trong sổ theo dõi hồ sơ của cơ quan, cùng kỳ",
        en="dossiers received of a procedure are as many as its agency's register of the period has",
        source=SOURCE,
    )
