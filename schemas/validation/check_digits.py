"""What a code says of itself: check digits, and the date inside a dossier's code."""

from __future__ import annotations

import re
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
from stdnum import ean
from stdnum.exceptions import ValidationError
from stdnum.vn import mst

_DOSSIER = re.compile(
    r"(?:[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}|[A-Z][0-9]{2}(?:\.[0-9]{1,3}){0,4})"
    r"-([0-9]{2})([0-9]{2})([0-9]{2})-[0-9]{3,6}"
)


def is_tax_code(text: str) -> bool:
    """Whether a text is an enterprise's tax code (mã số thuế): 10 digits with their check digit, or 13 with a branch.

    Source: Circular 105/2020/TT-BTC. The 12-digit personal numbers in force since July 2025 are another kind.
    """
    try:
        mst.validate(text)
    except ValidationError:
        return False
    return True


def is_gs1(text: str) -> bool:
    """Whether the last digit of a GTIN or GLN is the one the others give. Source: GS1 General Specifications."""
    return ean.is_valid(text)


def alike_but_for_day(codes: pa.StringArray) -> pa.StringArray:
    """Dossier codes made alike where they name the same day: a register has a code a row, and few days."""
    return pc.replace_substring_regex(codes, f"^{_DOSSIER.pattern}$", r"A00-\1\2\3-000")


def dossier_date(code: str) -> date | None:
    """The day inside a dossier's code (H62.12-230515-0004 is 15 May 2023); None where there is none.

    Source: the codes of the provincial one-stop systems, QCVN 102:2016/BTTTT and Decision 20/2020/QĐ-TTg.
    """
    found = _DOSSIER.fullmatch(code)
    try:
        return date(2000 + int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None
