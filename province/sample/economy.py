"""Rows of the forms on enterprises and e-commerce."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from province.ground.course import Course, last_month
from province.ground.figure import Figure, part_of
from province.ground.luck import dice, noise
from province.ground.province import base_communes, communes, districts, name_of, people, summed, unit_of
from province.ground.row import Row, says
from province.ground.tax_codes import tax_codes
from schemas.owed import Debtor
from schemas.values.periods import Period

#: Enterprises at work, those on a platform, those with electronic invoices. 72 % were on a platform in 2023.
_ENTERPRISES = Course({"2022-09": 13_480, "2023-06": 14_010, "2025-12": 16_900})
_PLATFORM = Course({"2022-09": 0.55, "2023-06": 0.66, "2023-12": 0.72, "2025-12": 0.9})
_INVOICE = Course({"2022-09": 0.97, "2025-12": 1.0})
_WEBSITE = Course({"2022-09": 0.21, "2025-12": 0.44})
_SIZES = {"micro": 0.66, "small": 0.27, "medium": 0.05, "large": 0.02}
_MOST = 17_000

_TRADES = (
    "Thương mại", "Xây dựng", "Cơ khí", "Vận tải", "Sản xuất", "Đầu tư", "Dịch vụ", "Nông sản", "Nội thất", "May mặc",
)  # fmt: skip
_WORDS = (
    "An Phát", "Bình Minh", "Đại Thành", "Hồng Hà", "Hưng Thịnh", "Kim Long", "Nam Tiến", "Phú Cường", "Sông Lô",
    "Tam Đảo", "Tây Thiên", "Thái Bình Dương", "Thành Công", "Thăng Long", "Toàn Cầu", "Việt Xuân", "Vĩnh Hưng",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Firm:
    """One enterprise, in one of the 136 communes. `ranks`: how early it takes up each tool, from 0 to 1."""

    tax_code: str
    name: str
    size: str
    commune: str
    ranks: tuple[float, float, float]


@cache
def firms(seed: int) -> tuple[Firm, ...]:
    """Every enterprise there will be, the oldest first."""
    random = dice("firms", seed)
    communes_, weights = list(people()), [_industry(code) for code in people()]
    where = random.choices(communes_, weights, k=_MOST)
    sizes = random.choices(list(_SIZES), list(_SIZES.values()), k=_MOST)
    trades, words = random.choices(_TRADES, k=_MOST), random.choices(_WORDS, k=_MOST)
    return tuple(
        Firm(
            code, f"Công ty TNHH {trades[i]} {words[i]} {i + 1}", sizes[i], where[i],
            (random.random(), random.random(), random.random()),
        )
        for i, code in enumerate(tax_codes(0, _MOST))
    )  # fmt: skip


def _industry(commune: str) -> float:
    city = {"243": 4.0, "244": 2.5, "249": 1.8}.get(base_communes()[commune], 1.0)
    return people()[commune] * city


def _at_work(index: int, seed: int) -> tuple[Firm, ...]:
    return firms(seed)[: _ENTERPRISES.count(index)]


def enterprises(seed: int, debtor: Debtor, period: Period) -> list[Row]:
    """The register of enterprises."""
    index, end = last_month(period), period.end
    platform, invoice, website = (c.value(index) for c in (_PLATFORM, _INVOICE, _WEBSITE))
    places = {commune: name_of(unit_of(commune, end), end) for commune in base_communes()}
    legal = says("enterprise_type", "llc")
    sizes = {size: says("enterprise_size", size) for size in _SIZES}
    levels = [says("dx_level", level) for level in range(6)]
    return [
        {
            "tax_code": each.tax_code,
            "enterprise_name": each.name,
            "enterprise_type": legal,
            "size": sizes[each.size],
            "commune": places[each.commune],
            "uses_platform": each.ranks[0] < platform,
            "has_e_invoice": each.ranks[1] < invoice,
            "has_website": each.ranks[2] < website,
            "dx_level": levels[_level(each, platform)],
        }
        for each in _at_work(index, seed)
    ]


def _level(each: Firm, platform: float) -> int:
    return 0 if each.ranks[0] >= platform else 1 + int(4.9 * (1 - each.ranks[0] / platform))


def digital_use(seed: int, debtor: Debtor, period: Period) -> list[Row]:
    """The register of enterprises, counted by district."""
    index, end = last_month(period), period.end
    platform, invoice = _PLATFORM.value(index), _INVOICE.value(index)
    found: Counter[tuple[str, str]] = Counter()
    for each in _at_work(index, seed):
        district = base_communes()[each.commune]
        is_sme = each.size != "large"
        found[district, "all"] += 1
        found[district, "sme"] += is_sme
        found[district, "platform"] += is_sme and each.ranks[0] < platform
        found[district, "invoice"] += each.ranks[1] < invoice
    return [
        {
            "district": name_of(district, end),
            "enterprise_count": found[district, "all"],
            "sme_count": found[district, "sme"],
            "sme_platform_count": found[district, "platform"],
            "sme_platform_pct": round(100 * found[district, "platform"] / found[district, "sme"], 2),
            "e_invoice_count": found[district, "invoice"],
            "e_tax_count": found[district, "all"] - found[district, "all"] // 90,
        }
        for district in districts(end)
    ]


_COURSES = (
    "Kỹ năng bán hàng trên sàn thương mại điện tử", "Livestream giới thiệu sản phẩm OCOP",
    "Thanh toán điện tử và an toàn giao dịch", "Xây dựng gian hàng số cho hộ kinh doanh",
    "Thương mại điện tử xuyên biên giới", "Chụp ảnh, viết bài giới thiệu sản phẩm",
)  # fmt: skip
_GROUPS = ("Hộ kinh doanh", "Doanh nghiệp nhỏ và vừa", "Hợp tác xã, tổ hợp tác")


def courses(seed: int, debtor: Debtor, period: Period) -> list[Row]:
    """Courses in e-commerce that began in the month."""
    random = dice("courses", seed, period.id)
    places = list(communes(period.end))
    days = (period.end - period.start).days
    rows: list[Row] = []
    for number in range(3 + random.randrange(4)):
        start = period.start + timedelta(days=random.randrange(days - 3))
        trainees = 28 + random.randrange(40)
        firms_, households = random.randrange(trainees // 3), random.randrange(trainees // 2)
        rows.append({
            "course_name": f"{_COURSES[random.randrange(len(_COURSES))]}, lớp {number + 1}",
            "commune": name_of(places[random.randrange(len(places))], period.end),
            "start_date": start,
            "end_date": start + timedelta(days=random.randrange(3)),
            "target_group": _GROUPS[random.randrange(len(_GROUPS))],
            "trainee_count": trainees,
            "female_count": trainees * (30 + random.randrange(35)) // 100,
            "enterprise_count": firms_,
            "household_count": households,
        })  # fmt: skip
    return rows


_SELLERS = Figure("sellers", Course({"2022-10": 2_960, "2023-05": 4_380, "2025-12": 9_700}), is_running=True)
_FIRM_SELLERS = Course({"2022-10": 0.22, "2025-12": 0.26})
_PRODUCTS = Course({"2022-10": 3.4, "2025-12": 5.1})
_ORDERS = Course({"2022-12": 9.2, "2023-05": 11.0, "2025-12": 17.0}, 0.06, "orders")
_BASKET = 268_000


def sales(seed: int, debtor: Debtor, period: Period) -> list[Row]:
    """Sellers on platforms and their sales, by district."""
    index, end = last_month(period), period.end
    units = districts(end)
    sellers = _SELLERS.by_commune(index, seed)
    every = summed(sellers, units)
    by_firms = summed(part_of(sellers, _FIRM_SELLERS.value(index), "firm sellers", seed), units)
    rows: list[Row] = []
    for unit, count in every.items():
        own = 0.85 + 0.3 * noise(seed, "sales", unit, index)
        orders = round(count * _ORDERS.value(index, seed) * own)
        rows.append({
            "district": name_of(unit, end),
            "seller_count": count,
            "enterprise_seller_count": by_firms[unit],
            "household_seller_count": count - by_firms[unit],
            "product_count": round(count * _PRODUCTS.value(index)),
            "order_count": orders,
            "sales_vnd": round(orders * _BASKET * own / 1e6) * 1_000_000,
        })  # fmt: skip
    return rows


FORMS = {
    "enterprise": enterprises,
    "enterprise_digital_use": digital_use,
    "ecommerce_training": courses,
    "ecommerce_sale": sales,
}
