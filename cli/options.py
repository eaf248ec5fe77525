"""Options that several verbs share; no heavy import, they are built for every call."""

from __future__ import annotations

from cli.operand import BODY, FILE, PERIOD, UNIT
from cli.parser import Parser
from schemas.values.bilingual import Both

_SENDER = Both("cơ quan gửi", "who sent it")
_UNIT = Both("địa bàn của số liệu", "the unit it reports on")
_PERIOD = Both("kỳ báo cáo, ví dụ 5/2023", "period, such as 2023-05")
_ESTIMATE = Both("số liệu ước thực hiện", "the figures are estimates")
_TABLE = Both("ghi ra .xlsx, .csv, .parquet", "write .xlsx, .csv or .parquet")
_WAIT = Both("đợi nếu kho đang bận", "wait while it is busy")


def add_whose(parser: Parser) -> None:
    """--sender, --unit, --period: whose figures, of when."""
    parser.add("--sender", of=BODY, default="", help=_SENDER)
    parser.add("--unit", of=UNIT, default="", help=_UNIT)
    parser.add("--period", of=PERIOD, default="", help=_PERIOD)


def add_given(parser: Parser) -> None:
    """The options that say what a file does not: whose it is, and --estimate."""
    add_whose(parser)
    parser.add("--estimate", action="store_true", help=_ESTIMATE)


def add_table(parser: Parser) -> None:
    """-o for an answer that is a table."""
    parser.add("-o", "--output", of=FILE, help=_TABLE)


def add_wait(parser: Parser) -> None:
    """--wait for a verb that writes the warehouse."""
    parser.add("--wait", action="store_true", help=_WAIT)
