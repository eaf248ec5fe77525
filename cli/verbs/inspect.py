"""`khoso inspect FILE`: what is on a workbook, without any contract."""

from __future__ import annotations

import argparse
from collections import Counter
from typing import Any

from cli.as_json import say_json
from cli.operand import FILE
from cli.parser import Parser
from cli.terminal import say
from machine.settings import Settings
from schemas.values.bilingual import Both, number
from spreadsheets.read.fault import fault

_HIDDEN = Both(" (ẩn)", " (hidden)")
_SIZE = Both("{rows} hàng x {columns} cột, {cells} ô", "{rows} x {columns}, {cells} cells")

HELP = Both("xem một tệp có những bảng nào", "show the tables of a file, without any contract")
GROUP = "take-in"


def arguments(parser: Parser) -> None:
    """FILE, --hidden and --why."""
    parser.add("file", of=FILE, help=Both("bảng tính", "a workbook"))
    parser.add("--hidden", action="store_true", help=Both("cả trang ẩn", "hidden sheets too"))
    parser.add(
        "--why", action="store_true",
        help=Both("vì sao đọc ra bảng, tiêu đề và từng hàng như vậy", "why each table, heading and row was read so"),
    )  # fmt: skip


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
        say_json(seen, settings.lang)
    else:
        say(*_lines(seen, settings.lang))
    return 1 if seen.get("refused") else 0


def _lines(seen: dict[str, Any], lang: str) -> list[str]:
    from spreadsheets.inspect import reasons

    lines = [seen["file"]]
    if seen.get("refused"):
        return [*lines, f"  {seen['refused']['code']}: {seen['refused']['message']}"]
    for sheet in seen["sheets"]:
        counts = {name: number(sheet[name]) for name in ("rows", "columns", "cells")}
        hidden = _HIDDEN.said(lang) if sheet["hidden"] else ""
        lines.append(f"  {sheet['name']}{hidden}: {_SIZE.filled(**counts).said(lang)}")
    for table in seen["tables"]:
        rows = list(table["rows"])
        kinds = ", ".join(
            f"{n} {reasons.KINDS[kind].said(lang)}" for kind, n in Counter(table["rows"].values()).items()
        )
        lines.append("")
        lines.append(f"[{table['sheet']}] {table['title'] or '-'}")
        lines.append(
            f"  {table['unit'] or '-'}; {rows[0]}-{rows[-1]}: {kinds}" if rows else f"  {table['unit'] or '-'}"
        )
        lines += [f"  {letter:>3}  {header}" for letter, header in table["columns"].items()]
        lines += reasons.lines(table["why"], lang) if "why" in table else []
    lines += ["", *(f"! {w['message']}" for w in seen["warnings"])] if seen["warnings"] else []
    return lines
