"""Rows of the forms on documents, targets and the Digital Transformation Index."""

from __future__ import annotations

from datetime import date

from province.ground.bodies import heir, level, name
from province.ground.course import last_month, year_of
from province.ground.luck import noise
from province.ground.province import name_of
from province.ground.row import Row, says
from schemas.codes import code_list
from schemas.owed import Debtor, debtors
from schemas.registry import forms
from schemas.values.periods import Period

_PARTY, _COUNCIL, _COMMITTEE = "Tỉnh ủy Vĩnh Phúc", "HĐND tỉnh Vĩnh Phúc", "UBND tỉnh Vĩnh Phúc"
#: Documents: number, type, issuer, in force since (the day is not public where only the year is given), subject, body
#: in the lead, tasks given.
_DOCUMENTS: tuple[tuple[str, str, str, date | int, str, str, int], ...] = (
    ("39/NQ-HĐND", "resolution", _COUNCIL, 2020,
     "Hoàn thiện chính quyền điện tử hướng tới chính quyền số giai đoạn 2021-2025", "so-thong-tin-va-truyen-thong", 22),
    ("211/KH-UBND", "plan", _COMMITTEE, 2020, "Phát triển thương mại điện tử giai đoạn 2021-2025",
     "so-cong-thuong", 17),
    ("23-CT/TU", "directive", _PARTY, 2021, "Lãnh đạo, chỉ đạo chuyển đổi số", "so-thong-tin-va-truyen-thong", 14),
    ("04/CT-UBND", "directive", _COMMITTEE, 2021, "Đẩy mạnh chuyển đổi số trên địa bàn tỉnh",
     "so-thong-tin-va-truyen-thong", 31),
    ("28/KH-UBND", "plan", _COMMITTEE, date(2022, 2, 8), "Chuyển đổi số tỉnh Vĩnh Phúc năm 2022",
     "so-thong-tin-va-truyen-thong", 26),
    ("34/KH-UBND", "plan", _COMMITTEE, date(2023, 2, 15), "Chuyển đổi số tỉnh Vĩnh Phúc năm 2023",
     "so-thong-tin-va-truyen-thong", 29),
    ("512/UBND-VP", "dispatch", _COMMITTEE, date(2023, 2, 3),
     "Giao chỉ tiêu chuyển đổi số cho thủ trưởng cơ quan, chủ tịch UBND huyện, thành phố", "van-phong-ubnd-tinh", 26),
    ("41/KH-UBND", "plan", _COMMITTEE, date(2024, 2, 6), "Chuyển đổi số tỉnh Vĩnh Phúc năm 2024",
     "so-thong-tin-va-truyen-thong", 30),
    ("37/KH-UBND", "plan", _COMMITTEE, date(2025, 2, 11), "Chuyển đổi số tỉnh Vĩnh Phúc năm 2025",
     "so-thong-tin-va-truyen-thong", 27),
)  # fmt: skip


def documents(seed: int, debtor: Debtor, period: Period) -> list[Row]:
    """Every document in force at the end of a year, and how many of its tasks were done by then."""
    end = period.end
    rows: list[Row] = []
    for number, kind, issuer, since, subject, lead, tasks in _DOCUMENTS:
        begun = since if isinstance(since, date) else date(since, 12, 1)
        if begun > end:
            continue
        age = (end - begun).days / 365
        rows.append({
            "document_number": number,
            "document_type": says("document_type", kind),
            "issuer": issuer,
            "issued_date": since if isinstance(since, date) else None,
            "subject": subject,
            "lead_agency": name(heir(lead, end), end),
            "task_count": tasks,
            "done_task_count": min(tasks, int(tasks * (0.35 + 0.2 * age + 0.1 * noise(seed, number)))),
        })  # fmt: skip
    return rows


#: Indicator -> who it is given to (a level of the bodies with dossiers, or one body) -> values of 2022 to 2025.
_TARGETS: dict[str, dict[str, tuple[float, ...]]] = {
    "online_dossier_rate_a": {"province": (20, 50, 65, 80), "district": (80, 95, 97, 98)},
    "on_time_rate": {"province": (97, 98, 98.5, 99), "district": (97, 98, 98.5, 99)},
    "overdue_in_process_rate": {"province": (5, 4, 3, 2), "district": (5, 4, 3, 2)},
    "online_payment_rate": {"province": (15, 30, 45, 60), "district": (15, 30, 45, 60)},
    "school_online_ready_rate": {"so-giao-duc-va-dao-tao": (90, 100, 100, 100)},
    "chip_id_facility_rate": {"so-y-te": (80, 100, 100, 100)},
    "public_cashless_facility_rate": {"so-y-te": (80, 100, 100, 100)},
    "health_record_coverage": {"so-y-te": (90, 95, 96, 98)},
    "cooperative_digital_rate": {"so-nong-nghiep-va-phat-trien-nong-thon": (8, 15, 20, 25)},
    "livestock_farm_digital_rate": {"so-nong-nghiep-va-phat-trien-nong-thon": (60, 75, 85, 90)},
    "farmer_trained_count": {"hoi-nong-dan-tinh": (13_000, 18_000, 22_000, 26_000)},
    "farm_household_ecommerce_count": {"hoi-nong-dan-tinh": (12_000, 20_000, 28_000, 36_000)},
    "civil_record_digitised_rate": {"so-tu-phap": (50, 80, 100, 100)},
    "land_parcel_database_rate": {"so-tai-nguyen-va-moi-truong": (20, 50, 80, 100)},
    "connected_system_rate": {"so-thong-tin-va-truyen-thong": (50, 70, 85, 100)},
    "ict_broadcast_commune_rate": {"so-thong-tin-va-truyen-thong": (40, 60, 80, 100)},
    "sme_platform_rate": {"so-thong-tin-va-truyen-thong": (50, 65, 75, 85)},
    "dti_rank": {"so-thong-tin-va-truyen-thong": (25, 20, 20, 20)},
}
_AT_MOST = ("overdue_in_process_rate", "dti_rank")
_UNITS = {"dti_rank": "hạng", "farmer_trained_count": "người", "farm_household_ecommerce_count": "hộ"}
_FIRST_YEAR = 2022


def targets(seed: int, debtor: Debtor, period: Period) -> list[Row]:
    """What the head of every agency and the chair of every district was given for a year."""
    end, year = period.end, year_of(last_month(period))
    return [
        {
            "agency": name(body, end),
            "accountable": _post(body),
            "indicator": says("indicator", indicator, end),
            "operator": says("target_operator", "at_most" if indicator in _AT_MOST else "at_least"),
            "target_value": values[year - _FIRST_YEAR],
            "target_unit": _UNITS.get(indicator, "%"),
            "legal_basis": "Văn bản số 512/UBND-VP" if year == 2023 else f"Kế hoạch chuyển đổi số năm {year}",
            "due_date": date(year, 12, 31),
        }
        for indicator, given in _TARGETS.items()
        for whom, values in given.items()
        for body in _given_to(whom, end)
    ]


def _given_to(whom: str, on: date) -> list[str]:
    """The bodies of a level that settle dossiers, or who does on a day what one body did."""
    if whom not in ("province", "district"):
        return [heir(whom, on)]
    return [body.sender for body in debtors(forms()["dossier_progress"], on) if level(body.sender) == whom]


def _post(body: str) -> str:
    if body.startswith("ubnd-"):
        return "Chủ tịch UBND"
    if "hoi-" in body:
        return "Chủ tịch Hội"
    return "Trưởng ban" if "ban-" in body else "Giám đốc Sở"


#: Main index -> criteria: name, most points. A thousand points together.
_CRITERIA = {
    "1": (("Người đứng đầu chỉ đạo chuyển đổi số", 30), ("Chuyên mục chuyển đổi số trên cổng thông tin", 30),
          ("Tần suất tin, bài về chuyển đổi số", 40)),
    "2": (("Kế hoạch chuyển đổi số hằng năm", 50), ("Ngân sách chi cho chuyển đổi số", 50)),
    "3": (("Máy tính có kết nối mạng", 40), ("Kết nối nền tảng tích hợp, chia sẻ dữ liệu", 60)),
    "4": (("Tổ công nghệ số cộng đồng", 40), ("Cán bộ được bồi dưỡng về chuyển đổi số", 60)),
    "5": (("Hệ thống thông tin được phê duyệt cấp độ an toàn", 60), ("Máy tính cài phần mềm phòng, chống mã độc", 40)),
    "7": (("Hồ sơ công việc xử lý trên môi trường mạng", 60), ("Hồ sơ trực tuyến", 80), ("Số hóa kết quả", 60)),
    "8": (("Doanh nghiệp sử dụng nền tảng số", 80), ("Thanh toán không dùng tiền mặt", 70)),
    "9": (("Người dân có tài khoản định danh điện tử", 80), ("Hồ sơ sức khỏe điện tử", 70)),
}  # fmt: skip


def assessment(seed: int, debtor: Debtor, period: Period) -> list[Row]:
    """How a body scores itself, in half points."""
    year = year_of(last_month(period))
    own = 0.52 + 0.3 * noise(seed, "dti", debtor.sender) + 0.03 * (year - _FIRST_YEAR)
    rows: list[Row] = []
    for index, criteria in _CRITERIA.items():
        for place, (title, most) in enumerate(criteria, 1):
            rate = min(1.0, own * (0.8 + 0.4 * noise(seed, debtor.sender, index, place, year)))
            score = round(2 * most * rate) / 2
            rows.append({
                "criterion_code": f"{index}.{place}",
                "main_index": says("dti_index", index),
                "criterion_name": title,
                "index_version": _version(period),
                "maximum_score": most,
                "self_score": score,
                "appraised_score": max(0.0, score - 0.5 * int(6 * noise(seed, debtor.sender, title, year))),
                "evidence": "Kèm theo văn bản" if rate > 0.6 else None,
            })  # fmt: skip
    return rows


def _version(period: Period) -> str:
    """The set of indices in force on the last day of a year."""
    held = next(e for e in code_list("dti_version").entries if e.valid_on(period.end))
    return held.names[0]


#: Year -> rank among 63 provinces, value of the index, digital economy in the gross regional product (%).
_RESULTS = {
    2020: (55, 0.2863, 15.1), 2021: (12, 0.4592, 19.7), 2022: (18, 0.5904, 22.87), 2023: (16, 0.6537, 23.6),
    2024: (15, 0.7012, 24.4), 2025: (14, 0.7341, 25.2),
}  # fmt: skip
_PROVINCES = 63


def result(seed: int, debtor: Debtor, period: Period) -> list[Row]:
    """The province's published place among the provinces."""
    rank, score, economy = _RESULTS[year_of(last_month(period))]
    code = next(e.code for e in code_list("unit:province").entries if e.valid_on(period.end))
    return [
        {
            "province": name_of(code, period.end),
            "index_version": _version(period),
            "national_rank": rank,
            "province_count": _PROVINCES if period.end < date(2025, 7, 1) else 34,
            "result_score": score,
            "digital_economy_pct": economy,
        }
    ]


FORMS = {
    "policy_document": documents,
    "assigned_target": targets,
    "dti_assessment": assessment,
    "dti_result": result,
}
