"""Numbers and addresses that belong to one person: of identity, insurance, tax, telephone, e-mail."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from stdnum.exceptions import ValidationError
from stdnum.vn import mst

from schemas.persons.kinds import Kind, Span

_BIRTHPLACES = Path(__file__).parents[1] / "reference" / "birthplaces.csv"
#: A number begins after no letter or digit, but for what people write before one without a blank, and is no later part
#: of a code such as 000.00.16.H62-230515-0001.
_BEGIN = r"(?:(?<![^\W_])|(?<=[ĐđDd][Tt])|(?<=[Cc][Dd])|(?<=[Nn][Dd]))(?<![0-9][.,/\-–])"
_END = r"(?![^\W_])(?![.,/\-–][0-9])"
_GAP = r"[ .\-–]{1,2}"
_EMAIL = re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)*\.[A-Za-z]{2,}")
_DIGITS = re.compile(rf"{_BEGIN}[0-9]{{2,}}(?:{_GAP}[0-9]{{2,}})*{_END}")
_PHONE = re.compile(
    rf"{_BEGIN}(?:\(?(?:\+|00)[ ]?84\)?|\(\+?84\)|\(0[0-9]{{1,3}}\)|0[0-9]{{1,3}}|84(?=[ .\-–(]))(?:{_GAP})?(?:\(0\))?"
    rf"[0-9]{{2,}}(?:{_GAP}[0-9]{{2,}})*{_END}"
)
_CARD = re.compile(
    r"(?<![^\W_])[A-Z]{2}[ .\-]?[1-5][ .\-]?[0-9]{2}[ .\-]?[0-9]{3}[ .\-]?[0-9]{3}[ .\-]?[0-9]{4}(?![^\W_])"
)
#: Mobile numbers of today, those of eleven digits before September 2018, and telephones at a place, 0 2xx of today and
#: of Hà Nội and Thành phố Hồ Chí Minh before June 2017.
_MOBILE = r"3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9]"
_NATIONAL = re.compile(
    rf"(?:{_MOBILE})[0-9]{{7}}|(?:12[0-9]|16[2-9]|18[68]|199)[0-9]{{7}}|2[0-9]{{8,9}}|[48][2-9][0-9]{{7}}"
)
_STORED_MOBILE = re.compile(rf"(?:{_MOBILE})[0-9]{{7}}")
#: The tax offices of the provinces give codes that begin with 01 to 64; what comes after is for persons (80 to 89) or
#: has never been given.
_LAST_OFFICE = 64
_OLD_IDENTITY = 9  # digits of the paper cards before 2016


def numbers_in(text: str) -> Iterator[Span]:
    """Personal numbers and e-mails in a text, each sort from the left; they may overlap."""
    if "@" in text:
        yield from (Span(*found.span(), "email") for found in _EMAIL.finditer(text))
    for found in _DIGITS.finditer(text):
        kind = _of_digits(found[0])
        if kind:
            yield Span(*found.span(), kind)
    yield from (Span(*found.span(), "phone") for found in _PHONE.finditer(text) if _is_phone(found[0]))
    yield from (Span(*found.span(), "insurance_number") for found in _CARD.finditer(text))


def said_to_be(kind: Kind, text: str) -> Iterator[Span]:
    """Numbers in a text that a label calls personal: what could be one counts, though on its own it would not."""
    yield from numbers_in(text)
    for found in _DIGITS.finditer(text):
        if could_be(kind, re.sub("[^0-9]", "", found[0])):
            yield Span(*found.span(), kind)


def could_be(kind: Kind, digits: str) -> bool:
    """Whether digits under a label of a kind may be what the label says, their leading zeros lost or not."""
    if kind == "citizen_number":
        return len(digits) in (_OLD_IDENTITY, 12) or _is_citizen(digits.zfill(12))
    if kind == "phone":
        return bool(_NATIONAL.fullmatch(digits.removeprefix("84").lstrip("0")))
    if kind == "tax_code":
        return is_valid_tax_code(digits) or _is_citizen(digits.zfill(12))
    return kind == "insurance_number" and len(digits) in (10, 13)


def stored_as(number: float) -> Kind | None:
    """The kind of person's number that a numeric cell may hold, its leading zeros lost; None where it can be none.

    No more than a suspicion: a figure may have the same digits. A number that ends in three zeros is a figure.
    """
    if not 1e8 < number < 1e11 or not number.is_integer() or number % 1000 == 0:
        return None
    digits = str(int(number))
    if len(digits) in (10, 11) and _is_citizen(digits.zfill(12)):
        return "citizen_number"
    return "phone" if _STORED_MOBILE.fullmatch(digits.removeprefix("84") if len(digits) == 11 else digits) else None


def is_persons_tax_code(text: str) -> bool:
    """Whether a text is a tax code that no office of a province gives to an enterprise; its check digit holds.

    Source: Circular 105/2020/TT-BTC; since July 2025 a person's is the citizen number (Circular 86/2024/TT-BTC).
    """
    return text.isdigit() and len(text) == 10 and int(text[:2]) > _LAST_OFFICE and is_valid_tax_code(text)


def _of_digits(text: str) -> Kind | None:
    """The kind of a run of digits, in groups as people write them: 026 085 001234, never 01 02 03 04 05 06."""
    groups = re.findall("[0-9]+", text)
    digits = "".join(groups)
    if len(digits) == 12 and min(map(len, groups)) > 2 and _is_citizen(digits):
        return "citizen_number"
    return "tax_code" if is_persons_tax_code(text) else None


def _is_citizen(digits: str) -> bool:
    """Whether twelve digits are a citizen number: where born, century and sex, year of birth; there is no check digit.

    Source: Decree 137/2015/NĐ-CP article 13, Circular 59/2021/TT-BCA articles 4 and 5; Law 26/2023/QH15.
    """
    if len(digits) != 12 or digits[:3] not in _birthplaces():
        return False
    century = 1900 + 100 * (int(digits[3]) // 2)
    return century + int(digits[4:6]) <= date.today().year


def _is_phone(text: str) -> bool:
    groups = re.findall("[0-9]+", text.replace("(0)", ""))
    digits = "".join(groups)
    if max(map(len, groups)) < 3:
        return False
    is_abroad = bool(re.match(r"\(?(?:\+|00|84)|\(84", text))
    national = digits.removeprefix("00").removeprefix("84") if is_abroad else digits[1:]
    if not is_abroad and digits[:1] != "0":
        return False
    return bool(_NATIONAL.fullmatch(national.removeprefix("0") if is_abroad else national))


def is_valid_tax_code(digits: str) -> bool:
    """Whether the check digit of a tax code holds, whoever's it is."""
    try:
        mst.validate(digits)
    except ValidationError:
        return False
    return True


@cache
def _birthplaces() -> frozenset[str]:
    with _BIRTHPLACES.open(encoding="utf-8", newline="") as lines:
        return frozenset(row["birthplace_code"] for row in csv.DictReader(lines))
