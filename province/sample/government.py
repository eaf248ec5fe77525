"""Rows of the forms on shared data, smart cities, broadcasting, justice and land."""

from __future__ import annotations

from datetime import date

from province.ground.bodies import heir, name
from province.ground.course import Course, last_month, month_index
from province.ground.figure import Figure, part_of
from province.ground.luck import noise
from province.ground.province import (
    communes,
    inside,
    name_of,
    people,
    summed,
    unit_of,
)
from province.ground.row import Row, says
from schemas.owed import Debtor
from schemas.values.periods import Period

#: Systems: name, owner, how connected, since when ("" never), services, datasets, calls in May 2023.
_SYSTEMS = (
    ("Hệ thống thông tin giải quyết thủ tục hành chính tỉnh", "van-phong-ubnd-tinh", "lgsp", "2021-03", 14, 9, 182_400),
    ("Hệ thống quản lý văn bản và điều hành", "so-thong-tin-va-truyen-thong", "lgsp", "2021-03", 6, 3, 96_700),
    ("Cơ sở dữ liệu quốc gia về dân cư", "cong-an-tinh", "ndxp", "2022-06", 4, 2, 61_250),
    ("Cơ sở dữ liệu đăng ký doanh nghiệp", "so-ke-hoach-va-dau-tu", "ndxp", "2022-01", 3, 2, 8_930),
    ("Hệ thống thông tin hộ tịch điện tử", "so-tu-phap", "ndxp", "2022-09", 5, 3, 27_480),
    ("Phần mềm quản lý lý lịch tư pháp", "so-tu-phap", "lgsp", "2022-03", 2, 1, 3_960),
    ("Cơ sở dữ liệu đất đai", "so-tai-nguyen-va-moi-truong", "lgsp", "2022-11", 4, 5, 12_640),
    ("Hệ thống quan trắc môi trường tự động", "so-tai-nguyen-va-moi-truong", "direct", "2022-05", 2, 4, 44_810),
    ("Cơ sở dữ liệu giấy phép lái xe", "so-giao-thong-van-tai", "ndxp", "2022-04", 2, 1, 5_370),
    ("Phần mềm hồ sơ sức khỏe điện tử", "so-y-te", "lgsp", "2023-02", 3, 2, 18_220),
    ("Cơ sở dữ liệu ngành giáo dục", "so-giao-duc-va-dao-tao", "lgsp", "2022-10", 3, 4, 9_540),
    ("Cơ sở dữ liệu an sinh xã hội", "so-lao-dong-thuong-binh-va-xa-hoi", "lgsp", "2023-04", 2, 2, 2_110),
    ("Cơ sở dữ liệu cán bộ, công chức, viên chức", "so-noi-vu", "ndxp", "2023-01", 2, 1, 1_460),
    ("Hệ thống thông tin ngân sách và kho bạc (TABMIS)", "so-tai-chinh", "direct", "2022-12", 1, 1, 740),
    ("Cơ sở dữ liệu giá", "so-tai-chinh", "lgsp", "2023-09", 1, 1, 320),
    ("Cổng thông tin du lịch thông minh", "so-van-hoa-the-thao-va-du-lich", "lgsp", "2023-06", 2, 3, 2_870),
    ("Nền tảng truy xuất nguồn gốc nông sản", "so-nong-nghiep-va-phat-trien-nong-thon", "lgsp", "2023-08", 2, 2, 1_950),
    ("Sàn giao dịch thương mại điện tử tỉnh", "so-cong-thuong", "lgsp", "2024-01", 1, 2, 1_180),
    ("Cổng dữ liệu mở của tỉnh", "so-thong-tin-va-truyen-thong", "direct", "2023-03", 1, 38, 6_400),
    ("Hệ thống phản ánh hiện trường", "so-thong-tin-va-truyen-thong", "lgsp", "2023-05", 2, 1, 3_020),
    ("Cơ sở dữ liệu công chứng, chứng thực", "so-tu-phap", "lgsp", "2024-06", 1, 1, 900),
    ("Cơ sở dữ liệu quy hoạch xây dựng", "so-xay-dung", "lgsp", "", 0, 0, 0),
)  # fmt: skip
_CALLS = Course({"2022-12": 0.78, "2023-05": 1.0, "2025-12": 3.2}, 0.04, "calls")


def systems(seed: int, debtor: Debtor, period: Period) -> list[Row]:
    """Connected systems and what went over the platform in the month."""
    index, end = last_month(period), period.end
    rows: list[Row] = []
    for title, owner, how, since, services, datasets, calls in _SYSTEMS:
        is_connected = bool(since) and _month(since) <= index
        busy = _CALLS.value(index, seed) * (0.9 + 0.2 * noise(seed, title, index))
        called = round(calls * busy) if is_connected else 0
        rows.append({
            "system_name": title,
            "agency": name(heir(owner, end), end),
            "connection": says("connection_type", how),
            "is_connected": is_connected,
            "service_count": services if is_connected else 0,
            "dataset_count": datasets if is_connected else 0,
            "call_count": called,
            "successful_call_count": int(called * (0.985 + 0.0149 * noise(seed, title, index, "ok"))),
            "uptime_pct": round(99 + noise(seed, title, index, "up"), 2) if is_connected else None,
        })  # fmt: skip
    return rows


def _month(text: str) -> int:
    return month_index(int(text[:4]), int(text[5:7]))


#: Services of a city: name, in use since, cameras.
_SERVICES = (
    ("Trung tâm giám sát, điều hành thông minh", "2022-06", 0),
    ("Giám sát an ninh, trật tự qua camera", "2021-09", 214),
    ("Giám sát giao thông thông minh", "2022-01", 86),
    ("Phản ánh hiện trường", "2022-03", 0),
    ("Chiếu sáng công cộng thông minh", "2023-03", 0),
    ("Đỗ xe thông minh", "2024-04", 24),
    ("Du lịch thông minh", "2023-10", 12),
)
_REPORTS = Course({"2022-12": 420, "2023-06": 690, "2025-12": 1_450}, 0.05, "reports")


def city_services(seed: int, debtor: Debtor, period: Period) -> list[Row]:
    """Smart-city services of a city and the citizens' reports of the quarter."""
    index, end = last_month(period), period.end
    size = 1.0 if debtor.unit == "243" else 0.7
    rows: list[Row] = []
    for title, since, cameras in _SERVICES:
        is_live = _month(since) + (0 if size == 1 else 4) <= index
        received = round(_REPORTS.value(index, seed) * size * noise(seed, title, index) ** 2) if is_live else 0
        received = max(received, 3) if is_live else 0
        still_open, late = received // 25, received // 18
        rows.append({
            "service_name": title,
            "agency": name(debtor.sender, end),
            "is_live": is_live,
            "camera_count": round(cameras * size * (1 + 0.02 * (index - _month("2023-05")) / 3)) if is_live else 0,
            "report_count": received,
            "report_on_time_count": received - late - still_open,
            "report_late_count": late,
            "report_open_count": still_open,
        })  # fmt: skip
    return rows


_ICT = Course({"2022-10": 0.4, "2023-05": 0.55, "2024-12": 0.9, "2025-12": 1.0})


def stations(seed: int, debtor: Debtor, period: Period) -> list[Row]:
    """The loudspeaker stations of a commune: one, or those of the communes it was made of."""
    index, end = last_month(period), period.end
    return [_station(seed, each, index, end) for each in communes(end)[debtor.unit]]


def _station(seed: int, commune: str, index: int, end: date) -> Row:
    luck = noise(seed, "station", commune)
    is_ict = luck < _ICT.value(index)
    clusters = 6 + people()[commune] // 1_100
    month_luck = noise(seed, "station", commune, index)
    days_off = 0 if month_luck < 0.8 else int(30 * (month_luck - 0.8)) + 1
    return {
        "commune": name_of(unit_of(commune, end), end),
        "station_name": f"Đài truyền thanh {name_of(commune, date(2023, 5, 14))}",
        "technology": says("broadcast_technology", "ip" if is_ict else "fm"),
        "is_ict": is_ict,
        "installed_year": str(2019 + int(luck * 4)) if is_ict else str(2008 + int(luck * 10)),
        "cluster_count": clusters,
        "speaker_count": clusters * 2 + int(4 * luck),
        "broadcast_hour_count": round((31 - days_off) * (2 + luck)),
        "item_count": 12 + int(30 * month_luck),
        "down_day_count": days_off,
        "status": says("station_status", "broken" if days_off > 4 else "working"),
    }


_RECORDS = Figure("civil", Course({"2022-10": 2_410_000, "2023-05": 2_436_500, "2025-12": 2_556_000}), True)
_DIGITISED = Course({"2022-10": 0.46, "2023-05": 0.63, "2024-06": 0.97, "2025-12": 1.0})
_BIRTHS = Figure("births", Course({"2022-12": 1_390, "2023-05": 1_480, "2025-12": 1_360}, 0.08, "births"))
_DEATHS = Figure("deaths", Course({"2022-12": 560, "2023-05": 520, "2025-12": 580}, 0.08, "deaths"))
_COPIES = Figure("copies", Course({"2022-12": 58_000, "2023-05": 61_400, "2025-12": 44_000}, 0.06, "copies"))
_E_COPIES = Course({"2022-12": 0.012, "2023-05": 0.021, "2025-12": 0.16})


def justice(seed: int, debtor: Debtor, period: Period) -> list[Row]:
    """Civil-status records and certified copies of a district's communes."""
    index, end = last_month(period), period.end
    units = inside(debtor.unit, end)
    records, copies = _RECORDS.by_commune(index, seed), _COPIES.by_commune(index, seed)
    counts = {
        "record_count": records,
        "digitised_record_count": part_of(records, _DIGITISED.value(index), "digitised", seed),
        "linked_birth_count": _BIRTHS.by_commune(index, seed),
        "linked_death_count": _DEATHS.by_commune(index, seed),
        "certified_copy_count": copies,
        "e_certified_copy_count": part_of(copies, _E_COPIES.value(index), f"e-copies {index}", seed),
    }
    return _table(units, counts, end)


def _table(units: dict[str, tuple[str, ...]], counts: dict[str, dict[str, int]], end: date) -> list[Row]:
    """One row a commune, with counts of the 136 added up."""
    sums = {field: summed(values, units) for field, values in counts.items()}
    return [{"commune": name_of(unit, end)} | {field: values[unit] for field, values in sums.items()} for unit in units]


_PARCELS = Figure("parcels", Course({"2022-10": 1_182_000, "2023-05": 1_187_400, "2025-12": 1_204_000}), True)
_IN_DATABASE = Course({"2022-10": 0.18, "2023-05": 0.34, "2024-12": 0.86, "2025-12": 1.0})
_SHEETS = Figure("sheets", Course({"2022-10": 9_860}), True)
_SHEETS_DONE = Course({"2022-10": 0.72, "2023-05": 0.81, "2024-12": 1.0})
_LAND = Figure("land dossiers", Course({"2022-12": 6_900, "2023-05": 7_350, "2025-12": 7_900}, 0.07, "land"))
_LAND_ONLINE = Course({"2022-12": 0.31, "2023-05": 0.44, "2025-12": 0.93})


def land(seed: int, debtor: Debtor, period: Period) -> list[Row]:
    """How far the land database has come in each commune."""
    index, end = last_month(period), period.end
    parcels, sheets = _PARCELS.by_commune(index, seed), _SHEETS.by_commune(index, seed)
    dossiers = _LAND.by_commune(index, seed)
    counts = {
        "parcel_count": parcels,
        "database_parcel_count": _completed(parcels, _IN_DATABASE.value(index), seed),
        "map_sheet_count": sheets,
        "digitised_map_sheet_count": part_of(sheets, _SHEETS_DONE.value(index), "map sheets", seed),
        "land_dossier_count": dossiers,
        "online_land_dossier_count": part_of(dossiers, _LAND_ONLINE.value(index), f"land online {index}", seed),
    }
    rows = _table(communes(end), counts, end)
    return [row | {"is_complete": row["database_parcel_count"] == row["parcel_count"]} for row in rows]


def _completed(parcels: dict[str, int], rate: float, seed: int) -> dict[str, int]:
    """Communes are measured one after the other: some are complete, some are under way, some have not begun."""
    return {
        commune: int(count * min(1.0, max(0.02, 4 * (rate - noise(seed, "measured", commune) * 0.75))))
        for commune, count in parcels.items()
    }


#: Monitoring stations: name, commune it stands in, what it measures.
_MONITORS = (
    ("KCN Khai Quang", "08728", "Nước thải"), ("KCN Bình Xuyên", "08935", "Nước thải"),
    ("KCN Bình Xuyên II", "08944", "Nước thải"), ("KCN Bá Thiện", "08944", "Nước thải"),
    ("KCN Bá Thiện II", "08947", "Nước thải"), ("KCN Thăng Long Vĩnh Phúc", "08947", "Nước thải"),
    ("KCN Kim Hoa", "08737", "Nước thải"), ("KCN Tam Dương II", "08878", "Nước thải"),
    ("Trung tâm thành phố Vĩnh Yên", "08719", "Không khí"), ("Trung tâm thành phố Phúc Yên", "08734", "Không khí"),
    ("thị trấn Hương Canh", "08935", "Không khí"), ("thị trấn Thổ Tang", "09112", "Không khí"),
    ("Đầm Vạc", "08710", "Nước mặt"), ("Hồ Đại Lải", "08749", "Nước mặt"),
    ("Sông Phan, đoạn Yên Lạc", "09037", "Nước mặt"),
    ("Sông Cà Lồ, đoạn Phúc Yên", "08755", "Nước mặt"), ("Sông Lô, đoạn Tam Sơn", "08824", "Nước mặt"),
)  # fmt: skip


def monitors(seed: int, debtor: Debtor, period: Period) -> list[Row]:
    """Monitoring stations and the readings they sent; they owe one every five minutes."""
    index, end = last_month(period), period.end
    owed = ((end - period.start).days + 1) * 24 * 12
    rows: list[Row] = []
    for place, commune, medium in _MONITORS:
        is_online = noise(seed, place, "online") < 0.8 + 0.02 * (index - _month("2023-01"))
        received = int(owed * (1 - 0.08 * noise(seed, place, index) ** 2)) if is_online else 0
        rows.append({
            "station_name": f"Trạm quan trắc {medium.lower()} {place}",
            "commune": name_of(unit_of(commune, end), end),
            "medium": medium,
            "is_online": is_online,
            "expected_reading_count": owed,
            "received_reading_count": received,
            "received_pct": round(100 * received / owed, 2),
        })  # fmt: skip
    return rows


FORMS = {
    "connected_system": systems,
    "smart_city_service": city_services,
    "broadcast_station": stations,
    "justice_service": justice,
    "land_database": land,
    "monitoring_station": monitors,
}
