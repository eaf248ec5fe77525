"""Targets: the documents that set them, and what each head of agency and chair of a district was given."""

from __future__ import annotations

from schemas.form import Due, Form, Sector, column, printed_totals, rule
from schemas.kinds import Amount, Code, Count, Day, Text

SECTOR = Sector(
    name="targets",
    vi="Văn bản, chỉ tiêu",
    en="Documents and targets",
    pillar="government",
    department="van-phong-ubnd-tinh",
    cron="50 7 17 * *",
)

_DOCUMENTS = "Nghị định 30/2020/NĐ-CP về công tác văn thư"
_TARGETS = "Văn bản của UBND tỉnh giao chỉ tiêu, nhiệm vụ chuyển đổi số"


class PolicyDocument(Form):
    """Directives, resolutions and plans on digital transformation, one row per document."""

    titles = ("Văn bản chỉ đạo chuyển đổi số", "Danh mục văn bản chỉ đạo, điều hành")
    grain = ("document_number",)
    mode = "register"
    period = "year"
    calendar = "reporting"
    due = Due(day=20)
    owed_by = "agency:van-phong-ubnd-tinh"
    revisions = ("official",)

    document_number = column(
        Code, "Số, ký hiệu", "Số ký hiệu", "Số văn bản", pattern=r"[0-9]{1,5}(?:/20[0-9]{2})?(?:/|-)[0-9A-ZĐ/-]{2,30}",
        like="211/KH-UBND", nullable=False, en="Number",
    )  # fmt: skip
    document_type = column(Text, "Loại văn bản", codes="document_type", nullable=False, en="Type")
    issuer = column(Text, "Cơ quan ban hành", "Nơi ban hành", nullable=False, en="Issued by")
    issued_date = column(Day, "Ngày ban hành", "Ngày, tháng ban hành", en="Issued on")
    subject = column(Text, "Trích yếu", "Trích yếu nội dung", "Tên văn bản", nullable=False, en="Subject")
    lead_agency = column(
        Text, "Cơ quan chủ trì", "Đơn vị chủ trì", codes="agency", unknown="warning", en="Agency in the lead"
    )
    task_count = column(Count, "Số nhiệm vụ giao", "Số nhiệm vụ", unit="task", en="Tasks given")
    done_task_count = column(Count, "Số nhiệm vụ hoàn thành", "Đã hoàn thành", unit="task", en="Tasks done")

    done_within_given = rule(
        "TARGET-001",
        "done_task_count <= task_count",
        severity="error",
        vi="số nhiệm vụ hoàn thành không lớn hơn số nhiệm vụ giao",
        en="tasks done are no more than those given",
        source=_TARGETS,
    )
    issued_by_the_end = rule(
        "TARGET-002",
        "issued_date <= period_end()",
        severity="warning",
        vi="ngày ban hành không sau ngày cuối của kỳ báo cáo",
        en="a document was issued by the last day of the period",
        source=_DOCUMENTS,
    )
    totals_add_up = printed_totals(
        "TARGET-003",
        severity="warning",
        vi="dòng tổng cộng bằng tổng các văn bản",
        en="the grand total equals the sum of the documents",
        source=_DOCUMENTS,
    )


class AssignedTarget(Form):
    """Targets of a year given to heads of agencies and chairs of districts, one row per agency and indicator."""

    titles = ("Giao chỉ tiêu chuyển đổi số", "Chỉ tiêu, nhiệm vụ chuyển đổi số giao")
    grain = ("agency_code", "indicator_code")
    period = "year"
    calendar = "reporting"
    basis = "as_of"
    due = Due(day=31, months=-11)
    owed_by = "agency:van-phong-ubnd-tinh"
    revisions = ("official",)

    agency = column(
        Text, "Cơ quan, địa phương", "Cơ quan, đơn vị", "Đơn vị được giao", codes="agency", nullable=False, en="Agency"
    )
    accountable = column(
        Text, "Người chịu trách nhiệm (chức vụ)", "Chức vụ người chịu trách nhiệm", nullable=False,
        en="Post that answers for it",
    )  # fmt: skip
    indicator = column(Text, "Chỉ tiêu", "Tên chỉ tiêu", codes="indicator", nullable=False, en="Indicator")
    operator = column(Text, "So sánh", codes="target_operator", nullable=False, en="At least or at most")
    target_value = column(
        Amount, "Chỉ tiêu giao", "Giá trị chỉ tiêu", "Mức giao", unit="target_unit", nullable=False, en="Target"
    )
    target_unit = column(Text, "Đơn vị tính", "ĐVT", nullable=False, en="Unit of the target")
    legal_basis = column(Text, "Căn cứ", "Văn bản giao", "Căn cứ pháp lý", nullable=False, en="Legal basis")
    due_date = column(Day, "Thời hạn", "Thời hạn hoàn thành", en="By when")

    a_share_is_at_most_all = rule(
        "TARGET-101",
        'target_unit != "%" or 0 <= target_value <= 100',
        severity="error",
        vi="chỉ tiêu tính bằng % nằm trong khoảng từ 0 đến 100",
        en="a target in per cent lies between 0 and 100",
        source=_TARGETS,
    )
