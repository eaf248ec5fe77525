"""Number formats: which show a date, and a date's serial as ISO 8601 text."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache

#: Formats every spreadsheet program knows by number (ECMA-376 part 1, 18.8.30); 27-36 and 50-58 are East Asian dates.
BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "mm-dd-yy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    37: "#,##0 ;(#,##0)",
    38: "#,##0 ;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;[Red](#,##0.00)",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mmss.0",
    48: "##0.0E+0",
    49: "@",
} | dict.fromkeys((*range(27, 37), *range(50, 59)), "yyyy-mm-dd")

_LITERAL = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_FRACTION = re.compile(r"s\.0+")
#: Days from the epoch of the 1900 system to that of the 1904 system.
EPOCH_1904 = 1462
_LAST_SERIAL = 2958466  # 10000-01-01
_EPOCH = datetime(1899, 12, 30)


@lru_cache(maxsize=4096)
def is_date_format(code: str) -> bool:
    """Whether a number format shows a point in time. A duration (`[h]:mm`) is a number, not a point in time."""
    bare = _LITERAL.sub("", code.split(";")[0]).lower()
    if "[" in bare or "general" in bare:
        return False
    bare = _FRACTION.sub("s", bare)
    return any(c in bare for c in "ymdhs") and not any(c in bare for c in "0#?")


@lru_cache(maxsize=65536)
def iso_text(serial: float) -> str | None:
    """Serial of the 1900 system -> ISO 8601: a date, date and time, or time alone below one day.

    None where no date has that serial (below 0, 0 itself, after the year 9999). Serial 60 is the 29 February 1900
    that never was; it is given as that, for the file says so.
    """
    if not 0 < serial < _LAST_SERIAL:
        return None
    milliseconds = round(serial * 86_400_000)
    if 60 <= serial < 61:
        return "1900-02-29" + _time_suffix(milliseconds % 86_400_000)
    moment = _EPOCH + timedelta(milliseconds=milliseconds + (86_400_000 if serial < 60 else 0))
    if serial < 1:
        return _time_suffix(milliseconds).removeprefix("T") or "00:00:00"
    return moment.date().isoformat() + _time_suffix(milliseconds % 86_400_000)


def _time_suffix(milliseconds: int) -> str:
    if not milliseconds:
        return ""
    seconds, rest = divmod(milliseconds, 1000)
    text = f"T{seconds // 3600 % 24:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{text}.{rest:03}" if rest else text


def serial_of(text: str) -> float | None:
    """ISO 8601 date, date and time, or time -> serial of the 1900 system; None where it is none of them."""
    plain = text.strip().removesuffix("Z")
    if re.fullmatch(r"[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?", plain):
        plain = f"1899-12-30T{plain:0>5}" if plain.count(":") == 1 else f"1899-12-30T{plain}"
    try:
        moment = datetime.fromisoformat(plain)
    except ValueError:
        return None
    serial = (moment.replace(tzinfo=None) - _EPOCH) / timedelta(days=1)
    return serial - 1 if 1 < serial < 61 else serial
