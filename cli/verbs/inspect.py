"""`khoso inspect FILE`: what is on a workbook, without any contract."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from machine.settings import Settings
from spreadsheets.read.fault import fault

HELP = ("xem một tệp có những bảng nào", "show the tables of a file, without any contract")


def arguments(parser: argparse.ArgumentParser, pick: int) -> None:
    """FILE, --hidden and --why."""
    parser.add_argument("file", type=Path)
    parser.add_argument("--hidden", action="store_true", help=("cả trang ẩn", "hidden sheets too")[pick])
    parser.add_argument(
        "--why",
        action="store_true",
        help=("vì sao đọc ra bảng, tiêu đề và từng hàng như vậy", "why each table, heading and row was read so")[pick],
    )


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print the tables; 1 when the file was refused."""
    from spreadsheets.read.reader import Reader

    with Reader(1) as reader:
        pending = reader.submit(args.file)
        from spreadsheets.inspect.inspection import inspection

        workbook = pending.result()
        try:
            seen = inspection(workbook, hidden=args.hidden, lang=settings.lang, why=args.why)
        except Exception as error:  # noqa: BLE001 - a fault of ours is an answer too
            workbook.refused = fault(error, workbook.name, settings.home.log)
            seen = inspection(workbook, lang=settings.lang)
    if args.json:
        sys.stdout.write(json.dumps(seen, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("\n".join(_lines(seen, settings.lang)) + "\n")
    return 1 if seen.get("refused") else 0


def _lines(seen: dict, lang: str) -> list[str]:
    from spreadsheets.inspect import reasons

    lines = [seen["file"]]
    if seen.get("refused"):
        return [*lines, f"  {seen['refused']['code']}: {seen['refused']['message']}"]
    for sheet in seen["sheets"]:
        hidden = " (hidden)" if sheet["hidden"] else ""
        lines.append(f"  {sheet['name']}{hidden}: {sheet['rows']} x {sheet['columns']}, {sheet['cells']} cells")
    for table in seen["tables"]:
        rows = list(table["rows"])
        kinds = ", ".join(f"{n} {kind}" for kind, n in Counter(table["rows"].values()).items())
        lines.append("")
        lines.append(f"[{table['sheet']}] {table['title'] or '-'}")
        lines.append(
            f"  {table['unit'] or '-'}; {rows[0]}-{rows[-1]}: {kinds}" if rows else f"  {table['unit'] or '-'}"
        )
        lines += [f"  {letter:>3}  {header}" for letter, header in table["columns"].items()]
        lines += reasons.lines(table["why"], lang) if "why" in table else []
    lines += ["", *(f"! {w['message']}" for w in seen["warnings"])] if seen["warnings"] else []
    return lines
