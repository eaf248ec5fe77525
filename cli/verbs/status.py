"""`khoso status`: who owes what and who has sent it; with --arrivals what was received and what became of it."""

from __future__ import annotations

import argparse
import shutil
import sys
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from cli.as_json import say_json
from cli.operand import BODY, DAY, FORM, NUMBER, PERIOD, SECTOR
from cli.options import add_table
from cli.parser import Parser
from cli.terminal import say
from machine.settings import Settings
from schemas.states import ARRIVALS, STATES
from schemas.values.bilingual import Both

if TYPE_CHECKING:
    from pages.documents.register import OwedReport, RegisterQuery

_WAITING = Both(
    "{n} tệp trong hộp nhận, chờ lượt nạp sau: {files}",
    "Files in the inbox that wait for the next drain: {n} ({files})",
)
_HEADING = Both(
    "Báo cáo phải nộp, tính đến hết ngày {day}",
    "Reports owed, as of the evening of {day}",
)
_NOTHING = Both(
    "Không có báo cáo nào phải nộp, tính đến hết ngày {day}.",
    "No report is owed as of the evening of {day}.",
)
_COLUMNS = {
    "body": Both("Cơ quan", "Body"),
    "form": Both("Biểu mẫu", "Form"),
    "period": Both("Kỳ", "Period"),
    "due": Both("Hạn gửi", "Due"),
    "state": Both("Tình trạng", "State"),
    "received-on": Both("Ngày nhận", "Received on"),
    "days-late": Both("Số ngày chậm", "Days late"),
    "times-sent": Both("Số lần gửi", "Times sent"),
}
_ARRIVAL_COLUMNS = {
    "seq": Both("Lần nhận", "Arrival"),
    "file": Both("Tệp", "File"),
    "state": Both("Kết quả", "Result"),
    "received_at": Both("Nhận lúc", "Received at"),
    "accepted": Both("Dòng đã nạp", "Rows loaded"),
    "quarantined": Both("Dòng bị giữ lại", "Rows held"),
    "non_data": Both("Không phải số liệu", "No data"),
    "errors": Both("Lỗi", "Errors"),
    "warnings": Both("Cảnh báo", "Warnings"),
}

HELP = Both(
    "ai phải nộp gì, đã nộp chưa; đã nhận những tệp nào", "who owes what and who has sent it; what was received"
)
GROUP = "ask"
_RUNS = (
    "SELECT seq, file_name AS file, state, received_at, accepted, quarantined, non_data, errors, warnings"
    " FROM audit.run ORDER BY seq DESC LIMIT ?"
)

#: Columns of the late list that a terminal narrower than so many letters leaves out.
_LESSER, _ROOMY = ("received-on", "times-sent"), 110
#: Files of the inbox that are named.
_MOST_WAITING = 5


def arguments(parser: Parser) -> None:
    """--form, --sector, --unit, --period, --on, --late, -o; --arrivals, --last."""
    parser.add("--form", of=FORM, default="", help=Both("một biểu mẫu, theo từng kỳ", "one form, by periods"))
    parser.add("--sector", of=SECTOR, default="", help=Both("các biểu mẫu của một ngành", "the forms of one sector"))
    parser.add(
        "--unit", of=BODY, default="",
        help=Both("một cơ quan hoặc địa bàn, theo từng kỳ", "one body or place, by periods"),
    )  # fmt: skip
    parser.add("--period", of=PERIOD, default="", help=Both("một kỳ, ví dụ 5/2023", "one period, such as 2023-05"))
    parser.add(
        "--on", of=DAY, default="",
        help=Both("tính đến hết ngày, ví dụ 2023-05-16", "as it stood on the evening of a day, such as 2023-05-16"),
    )  # fmt: skip
    parser.add(
        "--late", action="store_true", help=Both("danh sách chưa nộp, nộp chậm", "list what is overdue or came late")
    )
    add_table(parser)
    parser.add(
        "--arrivals", action="store_true", help=Both("các tệp đã nhận và kết quả", "the files received, and their fate")
    )
    parser.add("--last", of=NUMBER, default=20, help=Both("số lần nhận gần nhất", "newest arrivals shown"))


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print or write the register, or the newest arrivals. Raises NotUnderstood, NoSuchForm for what is unknown."""
    from pages.documents.register import entries
    from warehouse.connect import snapshot

    if args.arrivals:
        return _arrivals(args, settings)
    asked = _asked(args, settings.owed_since)
    with snapshot(settings.home.snapshot) as con:
        found = entries(con, asked)
    if args.late:
        found.sort(key=lambda each: (not each.is_outstanding, -each.days_late))
    if args.json:
        records = [asdict(each) for each in found]
        say_json(records, settings.lang)
        return 0
    return _written(args, found, settings.lang) if args.output else _shown(args, asked, found, settings)


def _asked(args: argparse.Namespace, since: date | None) -> RegisterQuery:
    from cli.given import A_UNIT, NotUnderstood, close_to, day, period
    from cli.given import sector as known_sector
    from pages.documents.register import RegisterQuery, body_or_place
    from schemas.registry import form

    on = day("--on", args.on)
    sender, unit = body_or_place(args.unit, on) if args.unit else ("", "")
    if args.unit and not (sender or unit):
        raise NotUnderstood("--unit", args.unit, A_UNIT, close_to(args.unit, "agency", "unit", on=on))
    period_id = period("--period", args.period).id if args.period else ""
    name = form(args.form).name if args.form else ""
    return RegisterQuery(on, name, known_sector("--sector", args.sector), sender, unit, period_id, since, args.late)


def _shown(args: argparse.Namespace, asked: RegisterQuery, found: list[OwedReport], settings: Settings) -> int:
    from cli.matrix import matrix

    lang = settings.lang
    if not found:
        say(_NOTHING.filled(day=f"{asked.on:%d/%m/%Y}").said(lang))
    elif args.late:
        import pyarrow as pa

        from cli.output import show

        columns = _table(found, lang)
        for name in _LESSER if sys.stdout.isatty() and _width() < _ROOMY else ():
            del columns[_COLUMNS[name].said(lang)]
        show(pa.table(columns), as_json=False, lang=lang)
    else:
        heading = _HEADING.filled(day=f"{asked.on:%d/%m/%Y}").said(lang)
        say(heading, "", *matrix(found, lang, _width()))
    _tell_waiting(settings)
    return 0


def _written(args: argparse.Namespace, found: list[OwedReport], lang: str) -> int:
    import pyarrow as pa

    from cli.output import saved

    return saved(pa.table(_table(found, lang)), args.output, lang)


def _table(found: list[OwedReport], lang: str) -> dict[str, list[Any]]:
    """The register for people: heading in their language -> values."""
    columns: dict[str, list[Any]] = {
        "body": [each.sender_name.said(lang) for each in found],
        "form": [each.form_name.said(lang) for each in found],
        "period": [each.period.label.said(lang) for each in found],
        "due": [each.due_date for each in found],
        "state": [STATES[each.state].title.said(lang) for each in found],
        "received-on": [each.received_on for each in found],
        "days-late": [each.days_late for each in found],
        "times-sent": [each.n_sent for each in found],
    }
    return {_COLUMNS[name].said(lang): values for name, values in columns.items()}


def _arrivals(args: argparse.Namespace, settings: Settings) -> int:
    from cli.given import at_least_one
    from cli.output import show, titled
    from warehouse.connect import snapshot

    last = at_least_one("--last", args.last)
    with snapshot(settings.home.snapshot) as con:
        table = con.execute(_RUNS, [last]).to_arrow_table()
    if args.json:
        show(table, as_json=True, lang=settings.lang)
        return 0
    states = [ARRIVALS[state].said(settings.lang) for state in table.column("state").to_pylist()]
    table = table.set_column(table.schema.get_field_index("state"), "state", [states])
    show(titled(table, _ARRIVAL_COLUMNS, settings.lang), as_json=False, lang=settings.lang)
    _tell_waiting(settings)
    return 0


def _width() -> int:
    """Columns of the terminal; so many that nothing is ever cut where the output goes elsewhere."""
    from cli.matrix import UNBOUND

    return shutil.get_terminal_size((UNBOUND, 0)).columns


def _tell_waiting(settings: Settings) -> None:
    """Name the first files that lie in the inbox, and say how many there are."""
    from flows.inbox import Waiting, found
    from warehouse.kept import display_name

    there = found(settings.home.inbox) if settings.home.inbox.exists() else []
    left = [each.name if isinstance(each, Waiting) else display_name(each.name) for each in there]
    if left:
        names = ", ".join(left[:_MOST_WAITING]) + (", …" if len(left) > _MOST_WAITING else "")
        say(f"… {_WAITING.filled(n=len(left), files=names).said(settings.lang)}")
