"""`khoso sample DIR`: write the workbooks of a believable province, to try things with and to learn by."""

from __future__ import annotations

import argparse

from cli.as_json import say_json
from cli.operand import FOLDER, FORM, MONTH, NUMBER
from cli.parser import Parser
from cli.progress import progress
from cli.terminal import say
from machine.settings import Settings
from schemas.values.bilingual import Both

HELP = Both("tạo bộ bảng tính mẫu của cả tỉnh", "make the sample workbooks of a whole province")
GROUP = "forms"
_DONE = Both("Đã ghi {count} bảng tính vào {folder}", "Wrote {count} workbooks into {folder}")
_WRITING = Both("Đang ghi", "Writing")


def arguments(parser: Parser) -> None:
    """DIR, and which world, months and forms."""
    parser.add("folder", of=FOLDER, help=Both("thư mục để ghi vào", "the folder to write to"))
    parser.add(
        "--seed", of=NUMBER, default=2023, help=Both("số gieo, mỗi số một tỉnh", "another number, another province")
    )
    parser.add(
        "--period", of=MONTH, default="2023-05",
        help=Both("tháng cuối, ví dụ 2023-05", "the last month, such as 2023-05"),
    )  # fmt: skip
    parser.add("--periods", of=NUMBER, default=1, help=Both("số tháng", "how many months"))
    parser.add("--forms", of=FORM, default="", help=Both("chỉ các biểu mẫu này: A,B", "only these forms: A,B"))
    parser.add(
        "--mess", choices=("habits", "light", "heavy"),
        help=Both("thêm thói quen và lỗi thường gặp, kèm TRUTH.json", "with habits and defects, and a TRUTH.json"),
    )  # fmt: skip


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Write the workbooks; the same options give the same bytes."""
    from province.sample.world import World
    from province.write import owed, write, write_messy

    months, only = _months(args), _forms(args.forms)
    total = sum(1 for _ in owed(months, only))
    with progress(_WRITING.said(settings.lang), total) as step:
        world = World(args.seed)
        messy = write_messy(args.folder, world, months, args.mess, only) if args.mess else None
        for _ in messy or write(args.folder, world, months, only):
            step()
    if args.json:
        say_json({"folder": str(args.folder), "workbooks": total}, settings.lang)
    else:
        say(_DONE.filled(count=total, folder=args.folder).said(settings.lang))
    return 0


def _months(args: argparse.Namespace) -> range:
    """Indices of the months asked for. Raises NotUnderstood for a period that is no month, and for no months."""
    from cli.given import at_least_one, month
    from province.ground.course import last_month

    last = last_month(month("--period", args.period))
    return range(last - at_least_one("--periods", args.periods) + 1, last + 1)


def _forms(text: str) -> tuple[str, ...]:
    """The forms asked for. Raises NoSuchForm."""
    from schemas.registry import form

    return tuple(form(name.strip()).name for name in text.split(",") if name.strip())
