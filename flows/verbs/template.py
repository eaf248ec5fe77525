"""`khoso template FORM`: the blank workbook a department fills in and sends back."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from flows.settings import Settings
from flows.words import say

if TYPE_CHECKING:
    from schemas.form import Form
    from schemas.periods import Period
    from schemas.submission import Given

HELP = ("tạo biểu trống để cơ quan điền số liệu", "write the blank workbook a department fills in")


def arguments(parser: argparse.ArgumentParser, pick: int) -> None:
    """FORM, whose it is, and where to write it."""
    parser.add_argument("form", help=("tên biểu mẫu", "name of the form")[pick])
    parser.add_argument("--sender", default="", help=("cơ quan gửi", "who sends it")[pick])
    parser.add_argument("--unit", default="", help=("địa bàn của số liệu", "the unit it reports on")[pick])
    parser.add_argument("--period", default="", help=("kỳ báo cáo, ví dụ 5/2023", "period, such as 2023-05")[pick])
    parser.add_argument("--rows", type=int, help=("số dòng để trống", "how many rows to leave open")[pick])
    parser.add_argument("-o", "--output", type=Path, help=("ghi vào tệp", "write to a file")[pick])
    parser.set_defaults(estimate=False)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Write the template of one form, for one body and period as far as they are given."""
    from flows.deadlines import due_day
    from flows.given import given
    from schemas.registry import form
    from spreadsheets.page import save
    from spreadsheets.template import Blank, template

    chosen, said = form(args.form), given(args)
    period = _period(chosen, said, args.period)
    on = period.end if period else date.today()
    sender, unit = _whose(chosen, said, on)
    due = due_day(chosen, period) if period else None
    blank = Blank(chosen, on, sender, unit, period, due, args.rows)
    path = args.output or Path("-".join(filter(None, (chosen.name, sender, period.id if period else ""))) + ".xlsx")
    if path.suffix != ".xlsx":
        sys.stderr.write(say("template.ending", settings.lang, path=path) + "\n")
        return 2
    save(template(blank), path)
    told = {
        "path": str(path), "form": chosen.name, "contract": chosen.hash(), "sender": sender, "unit": unit,
        "period": period.id if period else None, "due": due.isoformat() if due else None,
    }  # fmt: skip
    sys.stdout.write(json.dumps(told, ensure_ascii=False) if args.json else say("template", settings.lang, path=path))
    sys.stdout.write("\n")
    return 0


def _period(form: type[Form], said: Given, text: str) -> Period | None:
    """The period given, in the form's calendar. Raises NotUnderstood for one of another kind."""
    from flows.given import NotUnderstood
    from schemas.period_text import parse_period

    if said.period is None:
        return None
    found = parse_period(text, form.period or None, form.calendar)  # type: ignore[arg-type]
    if found is None:
        raise NotUnderstood("--period", text)
    return found


def _whose(form: type[Form], said: Given, on: date) -> tuple[str, str]:
    """Sender and unit: as given, else those of the body that owes the form, where it is one; "" where it is not."""
    from schemas.owed import debtors

    owing = debtors(form, on)
    fitting = [d for d in owing if said.sender in ("", d.sender) and said.unit in ("", d.unit)]
    if len(fitting) == 1:
        return fitting[0].sender, fitting[0].unit
    sole = owing[0].sender if len(owing) == 1 else form.sender
    return said.sender or sole, said.unit
