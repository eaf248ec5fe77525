"""Rows of the forms on culture and tourism: the sites there are, and who comes to see them."""

from __future__ import annotations

from functools import cache

from province.ground.course import Course, last_month, month_index
from province.ground.luck import noise
from province.ground.province import base_communes, districts, first_name, name_of, people, share, unit_of
from province.ground.row import Row, says
from schemas.owed import Debtor
from schemas.values.periods import Period

#: Sites: name, commune, type, class.
_SITES = (
    ("Khu danh thắng Tây Thiên", "08923", "attraction", "special"), ("Tháp Bình Sơn", "08824", "relic", "special"),
    ("Đình Thổ Tang", "09112", "relic", "special"), ("Cụm đình Hương Canh", "08935", "relic", "special"),
    ("Khu du lịch Tam Đảo", "08908", "attraction", ""), ("Khu du lịch Hồ Đại Lải", "08749", "attraction", ""),
    ("Đền Thính", "09034", "relic", "national"), ("Chùa Hà Tiên", "08725", "relic", "national"),
    ("Đền Bắc Cung", "09037", "relic", "national"), ("Đình Hoàng Xá Hạ", "08728", "relic", "provincial"),
    ("Di chỉ Đồng Đậu", "09025", "relic", "national"), ("Đình Hữu Thủ", "09046", "relic", "provincial"),
    ("Đền Đá Phú Đa", "09157", "relic", "national"), ("Chùa Tùng Vân", "09112", "relic", "national"),
    ("Đền Ngự Dội", "09160", "relic", "national"), ("Đình Bích Chu", "09151", "relic", "national"),
    ("Thiền viện Trúc Lâm Tây Thiên", "08923", "attraction", ""), ("Hồ Vân Trục", "08797", "attraction", ""),
    ("Làng gốm Hương Canh", "08935", "attraction", "provincial"),
    ("Làng rắn Vĩnh Sơn", "09115", "attraction", "provincial"),
    ("Làng đá Hải Lựu", "08782", "attraction", "provincial"), ("Đình Ngọc Canh", "08935", "relic", "national"),
    ("Đền thờ Quốc Mẫu", "08923", "relic", "national"), ("Đầm Vạc", "08710", "attraction", ""),
)  # fmt: skip
#: District -> hotels and guest houses of the made-up kind, and rooms in each on average.
_LODGINGS = {"248": (14, 46), "243": (9, 52), "244": (8, 44), "249": (3, 30), "252": (2, 24), "246": (2, 22)}
_STARS = ("one_star", "two_star", "three_star")
_DIGITISED = Course({"2022-10": 0.28, "2023-05": 0.41, "2025-12": 0.96})
_GUIDE, _TICKET = 0.5, 0.3

#: Visitors of a month and the part of each district; spring is the season.
_VISITORS = Course({"2022-12": 560_000, "2023-05": 742_000, "2025-12": 905_000}, 0.05, "visitors")
_SEASON = (1.15, 1.45, 1.4, 1.2, 1.0, 1.1, 1.05, 0.85, 0.7, 0.6, 0.6, 0.7)
_PARTS = {
    "248": 46, "244": 17, "243": 14, "249": 5, "251": 4, "252": 6, "247": 3, "246": 3, "253": 2,
}  # fmt: skip
_FOREIGN, _OVERNIGHT = 0.011, {"248": 0.34, "244": 0.27, "243": 0.3}
_SPENDING = 340_000


@cache
def _places() -> tuple[tuple[str, str, str, str, int], ...]:
    """(name, commune, type, class, rooms) of every site and lodging."""
    found = [(*site, 0) for site in _SITES]
    for district, (count, rooms) in _LODGINGS.items():
        inside = sorted((c for c, d in base_communes().items() if d == district), key=lambda c: -people()[c])
        for i in range(count):
            title = f"Khách sạn {first_name(district)} {i + 1}"
            star = _STARS[i % 3] if i < 6 else ""
            size = round(rooms * (0.5 + noise("rooms", district, i)))
            commune = "08908" if district == "248" else inside[i % 3]
            found.append((title, commune, "lodging", star, size))
    return tuple(found)


def sites(seed: int, debtor: Debtor, period: Period) -> list[Row]:
    """Sites and lodgings and what is digital at each."""
    index, end = last_month(period), period.end
    rate = _DIGITISED.value(index)
    rows: list[Row] = []
    for number, (title, commune, kind, rank, rooms) in enumerate(_places(), 1):
        luck = noise(seed, title)
        is_digitised = luck < rate
        rows.append({
            "site_code": f"{'LT' if kind == 'lodging' else 'DT'}-{number:04}",
            "site_name": title,
            "site_type": says("site_type", kind),
            "site_class": says("site_class", rank or "unranked"),
            "commune": name_of(unit_of(commune, end), end),
            "is_digitised": is_digitised,
            "has_digital_guide": kind != "lodging" and luck < rate * _GUIDE,
            "has_e_ticket": luck < rate * _TICKET,
            "room_count": rooms or None,
            "digital_asset_count": max(0, int(60 * luck + 4 * (index - month_index(2022, 10)))) if is_digitised else 0,
        })  # fmt: skip
    return rows


def visitors(seed: int, debtor: Debtor, period: Period) -> list[Row]:
    """Visitors and revenue by district."""
    index, end = last_month(period), period.end
    total = round(_VISITORS.value(index, seed) * _SEASON[index % 12] / _SEASON[4])
    rows: list[Row] = []
    for district, count in share(total, {code: _PARTS[code] for code in districts(end)}).items():
        own = 0.9 + 0.2 * noise(seed, "visitors", district, index)
        foreign = int(count * _FOREIGN * own)
        rows.append({
            "district": name_of(district, end),
            "visitor_count": count,
            "domestic_visitor_count": count - foreign,
            "international_visitor_count": foreign,
            "overnight_visitor_count": int(count * _OVERNIGHT.get(district, 0.08) * own),
            "revenue_vnd": round(count * _SPENDING * own / 1e6) * 1_000_000,
        })  # fmt: skip
    return rows


FORMS = {"tourism_site": sites, "tourism_activity": visitors}
