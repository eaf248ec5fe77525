"""What a page says twice: in Vietnamese and in English, numbers and days as each language writes them."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from schemas.catalogue.messages import number as plain_number
from schemas.values.periods import Period


class Both(NamedTuple):
    """One text in both languages."""

    vi: str
    en: str

    @classmethod
    def same(cls, text: str) -> Both:
        """A text that is the same in both: a name, a code, a quotation."""
        return cls(text, text)


def number(value: float, decimals: int = 0) -> Both:
    """1.234,5 in Vietnamese, 1,234.5 in English."""
    text = f"{value:.{decimals}f}"
    return Both(plain_number(text, "vi"), plain_number(text, "en"))


def percent(part: float, whole: float) -> Both:
    """`part` of `whole` as a percentage with one decimal; 100 and 0 only where it is all and nothing."""
    share = 100 * part / whole
    if share in (0, 100):
        return Both.same(f"{share:.0f} %")
    vi, en = number(min(max(share, 0.1), 99.9), 1)
    return Both(f"{vi} %", f"{en} %")


def day(value: date) -> Both:
    """16/05/2023 in Vietnamese, 16 May 2023 in English."""
    return Both(f"{value:%d/%m/%Y}", f"{value.day} {value:%B %Y}")


def moment(value: datetime) -> Both:
    """A day with its hour and minute."""
    vi, en = day(value)
    return Both(f"{vi} {value:%H:%M}", f"{en} {value:%H:%M}")


def month(name: str) -> Both:
    """The heading of a month such as 2023-05, short enough for a narrow column."""
    return Both.same(f"{int(name[5:])}/{name[2:4]}")


def long_month(name: str) -> Both:
    """A month such as 2023-05 in running text."""
    year, index = int(name[:4]), int(name[5:])
    return Both(f"tháng {index}/{year}", f"{date(year, index, 1):%B %Y}")


def period(of: Period) -> Both:
    """A period as a person writes it."""
    vi, en = of.label("vi"), of.label("en")
    return Both(vi[:1].upper() + vi[1:], en[:1].upper() + en[1:])
