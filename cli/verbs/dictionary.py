"""`khoso dictionary`: what every form, column, rule, reference table and mart means, as Markdown."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator

from cli.as_json import say_json
from cli.operand import FILE, FORM
from cli.parser import Parser
from cli.terminal import warn
from machine.settings import Settings
from schemas.values.bilingual import Both

_WRITTEN = Both(
    "Đã ghi từ điển dữ liệu vào {path}",
    "Wrote the dictionary to {path}",
)

HELP = Both("từ điển dữ liệu", "the data dictionary")
GROUP = "forms"
_INTRODUCTION = Both(
    """# Từ điển dữ liệu

Rút ra từ các biểu mẫu trong `schemas/sectors/`, các bảng trong `schemas/reference/` và phần đầu các tệp của
`warehouse/marts/`. Chú thích trong kho ghi cùng nội dung bằng tiếng Anh.

Mỗi dòng của `core` còn có khóa của lần gửi (`sender_code`, `scope_code`, `period_kind`, `period_id`, `period_start`,
`period_end`, `revision`), vị trí (`_load_id`, `_row_id`, `_sheet`, `_sheet_row`, `_group_path`) và `_is_counted`, là
false khi một nơi gửi khác hoặc một lần nạp mới hơn nói cùng điều ấy. Tiền tính bằng đồng, tỷ lệ tính bằng phần trăm.
""",
    """# Data dictionary

Written by `khoso dictionary -o docs/dictionary.md` from the contracts in `schemas/sectors/`, the tables in
`schemas/reference/` and the heads of `warehouse/marts/`; do not edit. The same words are comments in the warehouse.

Every row of `core` also has the key of its submission (`sender_code`, `scope_code`, `period_kind`, `period_id`,
`period_start`, `period_end`, `revision`), its place (`_load_id`, `_row_id`, `_sheet`, `_sheet_row`, `_group_path`) and
`_is_counted`, false where another sender or a newer load says the same thing. Money is in đồng, shares are in per cent.
""",
)
_TABLES = Both("## Danh mục", "## Reference tables")
_MARTS = Both("## Các bảng tổng hợp", "## Marts")
_FROM_CONTRACTS = Both("* `ref.{name}` (từ các biểu mẫu), {about}", "* `ref.{name}` (from the contracts), {about}")
_MART = Both("* `mart.{call}`, mỗi dòng một {grain}: {about}", "* `mart.{call}`, one row per {grain}: {about}")


def arguments(parser: Parser) -> None:
    """--form, -o."""
    parser.add("--form", of=FORM, default="", help=Both("chỉ một biểu mẫu", "one form only"))
    parser.add("-o", "--output", of=FILE, help=Both("ghi vào tệp", "write to a file"))


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print or write the dictionary. Raises ContractError for a form there is not."""
    from schemas.catalogue.dictionary import form_lines
    from schemas.registry import form

    text = "\n".join(form_lines(form(args.form), settings.lang) if args.form else lines(settings.lang)) + "\n"
    if args.output:
        args.output.write_text(text, encoding="utf-8")
        warn(_WRITTEN.filled(path=args.output).said(settings.lang))
    elif args.json:
        say_json({"markdown": text}, settings.lang)
    else:
        sys.stdout.write(text)
    return 0


def lines(lang: str = "en") -> Iterator[str]:
    """The whole dictionary in a language: contents, sectors, reference tables, marts."""
    from schemas.catalogue.dictionary import sector_lines, table_lines
    from schemas.registry import forms, reference_tables, sectors
    from warehouse.obligations import TABLES

    yield _INTRODUCTION.said(lang)
    titles = [s.title.own_first(lang) for s in sectors()]
    yield " · ".join(f"[{own}](#{_anchor(f'{own} · {other}')})" for own, other in titles)
    yield ""
    for sector in sectors():
        yield from sector_lines(sector, [form for form in forms().values() if form.sector == sector], lang)
    yield from (_TABLES.said(lang), "")
    for path in reference_tables().values():
        yield from table_lines(path, lang)
    yield from (_FROM_CONTRACTS.filled(name=name, about=about).said(lang) for name, about in TABLES.items())
    yield from ("", _MARTS.said(lang), "")
    yield from _marts(lang)


def _anchor(heading: str) -> str:
    """The anchor GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _marts(lang: str) -> Iterator[str]:
    from warehouse.mart import marts

    for mart in sorted(marts(), key=lambda mart: mart.name):
        call = f"{mart.name}({', '.join(mart.parameters)})" if mart.parameters else mart.name
        yield _MART.filled(call=call, grain=", ".join(mart.grain), about=mart.about).said(lang)
