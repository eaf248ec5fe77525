"""`khoso template FORM`: the blank workbook a department fills in and sends back."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from machine.settings import Settings
from pages.documents.words import say

if TYPE_CHECKING:
    from schemas.form import Form
    from schemas.values.periods import Period
    from spreadsheets.write.template import Blank

HELP = ("tạo biểu trống để cơ quan điền số liệu", "write the blank workbook a department fills in")


def arguments(parser: argparse.ArgumentParser, pick: int) -> None:
    """FORM, whose it is, and where to write it."""
    parser.add_argument("form", help=("tên biểu mẫu", "name of the form")[pick])
    parser.add_argument("--sender", default="", help=("cơ quan gửi", "who sends it")[pick])
    parser.add_argument("--unit", default="", help=("địa bàn của số liệu", "the unit it reports on")[pick])
    parser.add_argument("--period", default="", help=("kỳ báo cáo, ví dụ 5/2023", "period, such as 2023-05")[pick])
    parser.add_argument("--rows", type=int, help=("số dòng để trống", "how many rows to leave open")[pick])
    parser.add_argument("-o", "--output", type=Path, help=("ghi vào tệp", "write to a file")[pick])
    every = (
        "mỗi cơ quan phải gửi một tệp, ghi vào thư mục -o",
        "one file for every body that owes it, into the folder -o",
    )
    parser.add_argument("--all", action="store_true", help=every[pick])


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Write the template of one form, for one body and period as far as they are given, or for every body."""
    from cli.given import at_least_one
    from schemas.owed import due_day
    from schemas.registry import form
    from spreadsheets.write.template import Blank

    chosen = form(args.form)
    rows = None if args.rows is None else at_least_one("--rows", args.rows)
    period = _period(chosen, args.period)
    on = period.end if period else date.today()
    said = _code("agency", args.sender, on), _code("unit", args.unit, on)
    due = due_day(chosen, period) if period else None
    whose = _owing(chosen, *said, on) if args.all else [_whose(chosen, *said, on)]
    told = []
    for sender, unit in whose:
        path = _path(args, "-".join(filter(None, (chosen.name, sender, period.id if period else ""))))
        if path.suffix != ".xlsx":
            sys.stderr.write(say("template.ending", settings.lang, path=path) + "\n")
            return 2
        told.append(_write(Blank(chosen, on, sender, unit, period, due, rows), path))
    if not told:
        sys.stderr.write(say("template.nobody", settings.lang, form=chosen.name) + "\n")
        return 2
    if args.json:
        sys.stdout.write(json.dumps(told if args.all else told[0], ensure_ascii=False) + "\n")
    else:
        sys.stdout.writelines(say("template", settings.lang, **each) + "\n" for each in told)
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
    from cli.given import NotUnderstood
    from schemas.values.period_text import parse_period

    if not text:
        return None
    found = parse_period(text, form.period or None, form.calendar)  # type: ignore[arg-type]
    if found is None:
        raise NotUnderstood("--period", text)
    return found


def _code(codes: str, text: str, on: date) -> str:
    """The code of a body or unit by its name on a day. Raises NotUnderstood for one that is not there."""
    from cli.given import NotUnderstood
    from schemas.codes import code_list

    code = code_list(codes).resolve(text, on) if text else ""
    if code is None:
        raise NotUnderstood("--sender, --unit", text)
    return code


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
