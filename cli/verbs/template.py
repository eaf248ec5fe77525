"""`khoso template FORM`: the blank workbook a department fills in and sends back."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.as_json import say_json
from cli.operand import FILE, FORM, NUMBER
from cli.options import add_whose
from cli.parser import Parser, WrongCall
from cli.terminal import say
from machine.settings import Settings
from schemas.values.bilingual import Both

if TYPE_CHECKING:
    from schemas.form import Form
    from schemas.values.periods import Period
    from spreadsheets.write.template import Blank

_WRITTEN = Both("Đã tạo biểu trống {path}", "Wrote the blank workbook {path}")
_NOBODY = Both(
    "Không có cơ quan nào phải gửi biểu {form} ở địa bàn đó.",
    "No body of that name or unit owes {form}.",
)
_ENDING = Both(
    "{path}: biểu trống chỉ ghi được dạng .xlsx; đặt tên tệp kết thúc bằng .xlsx",
    "{path}: a template is an .xlsx workbook; end the name in .xlsx",
)

HELP = Both("tạo biểu trống để cơ quan điền số liệu", "write the blank workbook a department fills in")
GROUP = "forms"


def arguments(parser: Parser) -> None:
    """FORM, whose it is, and where to write it."""
    parser.add("form", of=FORM, help=Both("tên biểu mẫu", "name of the form"))
    add_whose(parser)
    parser.add("--rows", of=NUMBER, help=Both("số dòng để trống", "how many rows to leave open"))
    parser.add("-o", "--output", of=FILE, help=Both("ghi vào tệp", "write to a file"))
    every = Both(
        "mỗi cơ quan phải gửi một tệp, ghi vào thư mục -o",
        "one file for every body that owes it, into the folder -o",
    )
    parser.add("--all", action="store_true", help=every)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Write the template of one form, for one body and period as far as they are given, or for every body."""
    from cli.given import at_least_one, code
    from schemas.owed import due_day
    from schemas.registry import form
    from spreadsheets.write.template import Blank

    chosen = form(args.form)
    rows = None if args.rows is None else at_least_one("--rows", args.rows)
    period = _period(chosen, args.period)
    on = period.end if period else date.today()
    said = code("agency", "--sender", args.sender, on), code("unit", "--unit", args.unit, on)
    due = due_day(chosen, period) if period else None
    whose = _owing(chosen, *said, on) if args.all else [_whose(chosen, *said, on)]
    told = []
    for sender, unit in whose:
        path = _path(args, "-".join(filter(None, (chosen.name, sender, period.id if period else ""))))
        if path.suffix != ".xlsx":
            raise WrongCall(_ENDING.filled(path=path))
        told.append(_write(Blank(chosen, on, sender, unit, period, due, rows), path))
    if not told:
        raise WrongCall(_NOBODY.filled(form=chosen.name))
    if args.json:
        say_json(told if args.all else told[0], settings.lang)
    else:
        say(*(_WRITTEN.filled(**each).said(settings.lang) for each in told))
    return 0


def _path(args: argparse.Namespace, name: str) -> Path:
    """Where a template is written: as told, into the folder of all, or under its own name."""
    if args.all:
        folder: Path = args.output or Path()
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{name}.xlsx"
    return args.output or Path(f"{name}.xlsx")


def _write(blank: Blank, path: Path) -> dict[str, str | None]:
    from spreadsheets.write.drawn import save
    from spreadsheets.write.template import template

    save(template(blank), path)
    return {
        "path": str(path), "form": blank.form.name, "contract": blank.form.hash(), "sender": blank.sender,
        "unit": blank.unit, "period": blank.period.id if blank.period else None,
        "due": blank.due.isoformat() if blank.due else None,
    }  # fmt: skip


def _period(form: type[Form], text: str) -> Period | None:
    """The period asked for, in the form's calendar. Raises NotUnderstood for none, and for one of another kind."""
    from cli.given import period

    kind: Any = form.period or None  # a form says it as a word; an empty one is any kind
    return period("--period", text, kind, form.calendar) if text else None


def _owing(form: type[Form], sender: str, unit: str, on: date) -> list[tuple[str, str]]:
    """Sender and unit of every body that owes the form, within what is given."""
    from schemas.owed import debtors

    fits = ((d.sender, d.unit) for d in debtors(form, on) if sender in ("", d.sender))
    return [pair for pair in fits if unit in ("", pair[1])]


def _whose(form: type[Form], sender: str, unit: str, on: date) -> tuple[str, str]:
    """Sender and unit: as given, else those of the body that owes the form, where it is one; "" where it is not."""
    fitting = _owing(form, sender, unit, on)
    if len(fitting) == 1:
        return fitting[0]
    owing = {each for each, _ in _owing(form, "", "", on)}
    return sender or (owing.pop() if len(owing) == 1 else form.sender), unit
