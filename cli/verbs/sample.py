"""`khoso sample DIR`: write the workbooks of a believable province, to try things with and to learn by."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from cli.progress import progress
from machine.settings import Settings

HELP = ("tạo bộ bảng tính mẫu của cả tỉnh", "make the sample workbooks of a whole province")
_DONE = ("Đã ghi {count} bảng tính vào {folder}", "Wrote {count} workbooks into {folder}")
_WRITING = ("Đang ghi", "Writing")


def arguments(parser: argparse.ArgumentParser, pick: int) -> None:
    """DIR, and which world, months and forms."""
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument(
        "--seed", type=int, default=2023, help=("số gieo, mỗi số một tỉnh", "another number, another province")[pick]
    )
    parser.add_argument(
        "--period", default="2023-05", help=("tháng cuối, ví dụ 2023-05", "the last month, such as 2023-05")[pick]
    )
    parser.add_argument("--periods", type=int, default=1, metavar="N", help=("số tháng", "how many months")[pick])
    parser.add_argument("--forms", default="", metavar="A,B", help=("chỉ các biểu mẫu này", "only these forms")[pick])
    parser.add_argument(
        "--mess", choices=("habits", "light", "heavy"),
        help=("thêm thói quen và lỗi thường gặp, kèm TRUTH.json", "with habits and defects, and a TRUTH.json")[pick],
    )  # fmt: skip


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Write the workbooks; the same options give the same bytes."""
    from province.sample.world import World
    from province.write import owed, write, write_messy

    pick = 0 if settings.lang == "vi" else 1
    months, only = _months(args), _forms(args.forms)
    total = sum(1 for _ in owed(months, only))
    with progress(_WRITING[pick], total) as step:
        world = World(args.seed)
        messy = write_messy(args.folder, world, months, args.mess, only) if args.mess else None
        for _ in messy or write(args.folder, world, months, only):
            step()
    report = {"folder": str(args.folder), "workbooks": total}
    said = _DONE[pick].format(count=total, folder=args.folder)
    sys.stdout.write((json.dumps(report, ensure_ascii=False) if args.json else said) + "\n")
    return 0


def _months(args: argparse.Namespace) -> range:
    """Indices of the months asked for. Raises NotUnderstood for a period that is no month, TooFew for no months."""
    from cli.given import NotUnderstood, at_least_one
    from province.ground.course import last_month
    from schemas.values.period_text import parse_period

    period = parse_period(args.period)
    if period is None or period.kind != "month":
        raise NotUnderstood("--period", args.period)
    last = last_month(period)
    return range(last - at_least_one("--periods", args.periods) + 1, last + 1)


def _forms(text: str) -> tuple[str, ...]:
    """The forms asked for. Raises NoSuchForm."""
    from schemas.registry import form

    return tuple(form(name.strip()).name for name in text.split(",") if name.strip())
