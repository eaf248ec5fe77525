"""Rows of the form on farm products that can be traced."""

from __future__ import annotations

from datetime import date, timedelta

from province.ground.course import Course, last_month, month, month_index
from province.ground.luck import noise
from province.ground.province import first_name, name_of, unit_of
from province.ground.row import Row, says
from province.ground.tax_codes import gtin
from province.sample.agriculture import known_cooperatives
from schemas.owed import Debtor
from schemas.values.periods import Period

_PRODUCTS = (
    ("Rau su su", "08908", "VietGAP"), ("Thanh long ruột đỏ", "08767", "VietGAP"), ("Bưởi diễn", "09028", "VietGAP"),
    ("Cá thính", "08794", "OCOP"), ("Gạo chất lượng cao", "09067", "VietGAP"), ("Ớt", "09043", "VietGAP"),
    ("Dưa chuột", "08887", "VietGAP"), ("Mật ong", "08932", "OCOP"), ("Trà hoa vàng", "08914", "OCOP"),
    ("Ba kích", "08782", "OCOP"), ("Trứng gà", "08872", "VietGAP"), ("Rượu gạo", "09112", "OCOP"),
    ("Bí đỏ", "09124", "VietGAP"), ("Cà chua", "09079", "VietGAP"), ("Nấm sò", "08947", "VietGAP"),
    ("Đu đủ", "09061", "VietGAP"), ("Chuối tiêu hồng", "09064", "VietGAP"), ("Thịt lợn sạch", "08839", "OCOP"),
)  # fmt: skip
_CODES = Course({"2022-10": 92, "2023-05": 138, "2025-12": 410})


def trace_codes(seed: int, debtor: Debtor, period: Period) -> list[Row]:
    """Products that can be traced, the oldest code first."""
    index, end = last_month(period), period.end
    producers = known_cooperatives(seed, month_index(2022, 10))
    rows: list[Row] = []
    for i in range(_CODES.count(index)):
        product, commune, standard = _PRODUCTS[i % len(_PRODUCTS)]
        producer = producers[(i * 7) % len(producers)]
        is_first = i < len(_PRODUCTS)
        luck, issued = noise(seed, "trace", i), _issued(i, seed)
        rows.append({
            "trace_code": f"VP.{i % len(_PRODUCTS) + 1:02}.{i + 1:05}",
            "gtin": gtin(i + 1) if luck < 0.6 else None,
            "product_name": product if is_first else f"{product} {first_name(producer.commune)}",
            "producer_name": producer.name,
            "producer_tax_code": producer.tax_code,
            "commune": name_of(unit_of(commune if is_first else producer.commune, end), end),
            "growing_area_code": f"VN-VPOR-{i + 1:04}" if standard == "VietGAP" and luck < 0.8 else None,
            "standard": says("trace_standard", standard.lower()),
            "issued_date": issued,
            "valid_to_date": issued + timedelta(days=3 * 365),
            "issued_code_count": int(1_800 * noise(seed, "trace", i, index)),
            "scan_count": int(420 * luck * (1 + 0.03 * (index - month_index(2023, 1)))),
        })  # fmt: skip
    return rows


def _issued(i: int, seed: int) -> date:
    """The day a code was issued: in the month whose count of codes it is the first to be part of."""
    first = month_index(2022, 10)
    if i < _CODES.count(first):
        return date(2021, 3, 15) + timedelta(days=6 * i)
    index = next(m for m in range(first, first + 60) if _CODES.count(m) > i)
    return month(index).start + timedelta(days=int(27 * noise(seed, "issued", i)))


FORMS = {"trace_code": trace_codes}
