"""What the value of an argument is: how usage calls it, what the shell may complete it with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from schemas.values.bilingual import Both

Completion = Literal["", "file", "folder", "form", "sector", "rule", "verb"]


@dataclass(frozen=True)
class Operand:
    """A kind of value. `name`: what stands for it in usage; `read`: text -> value."""

    name: Both
    completion: Completion = ""
    read: Callable[[str], Any] = str


FILE = Operand(Both("TỆP", "FILE"), "file", Path)
FOLDER = Operand(Both("THƯ-MỤC", "FOLDER"), "folder", Path)
FORM = Operand(Both("BIỂU-MẪU", "FORM"), "form")
SECTOR = Operand(Both("NGÀNH", "SECTOR"), "sector")
RULE = Operand(Both("QUY-TẮC", "RULE"), "rule")
SHELL = Operand(Both("TRÌNH-LỆNH", "SHELL"))
TASK = Operand(Both("VIỆC", "TASK"))
REPORT = Operand(Both("BÁO-CÁO", "REPORT"))
VERB = Operand(Both("LỆNH", "VERB"), "verb")
BODY = Operand(Both("CƠ-QUAN", "BODY"))
UNIT = Operand(Both("ĐỊA-BÀN", "UNIT"))
PERIOD = Operand(Both("KỲ", "PERIOD"))
MONTH = Operand(Both("THÁNG", "MONTH"))
DAY = Operand(Both("NGÀY", "DAY"))
MOMENT = Operand(Both("THỜI-ĐIỂM", "MOMENT"))
LOAD = Operand(Both("LẦN-NẠP", "LOAD"), read=int)
ROW_ID = Operand(Both("DÒNG", "ROW"), read=int)
ROW = Operand(Both("LẦN-NẠP:DÒNG", "LOAD:ROW"))
COLUMN = Operand(Both("CỘT", "COLUMN"))
QUERY = Operand(Both("CÂU-LỆNH-SQL", "QUERY"))
NUMBER = Operand(Both("SỐ", "N"), read=int)
SECONDS = Operand(Both("GIÂY", "SECONDS"), read=float)
