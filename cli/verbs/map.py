"""`khoso map FILE`: what each column of a workbook is of its form, and what it is proposed to be. Takes nothing in."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from cli.as_json import say_json
from cli.operand import FILE
from cli.parser import Parser
from cli.terminal import say, warn
from machine.settings import Settings
from schemas.values.bilingual import Both, percent

if TYPE_CHECKING:
    from spreadsheets.mapping.proposal import Proposal
    from spreadsheets.mapping.tables import MappedTable

_STATES = {
    "certain": Both("chắc chắn", "certain"),
    "proposed": Both("đề xuất, {score}", "proposed, {score}"),
    "extra": Both("ngoài biểu mẫu", "extra"),
    "unknown": Both("chưa rõ", "unknown"),
}
_UNSAID = Both("chưa rõ", "not said")
_HEAD = Both(
    "[{sheet}] {form}; người gửi: {sender}; kỳ: {period}", "[{sheet}] {form}; sender: {sender}; period: {period}"
)
_CELLS = Both("ô: {cells}", "cells: {cells}")
_NOT_LOADED = Both("không nạp", "not loaded")
_LACKING = Both("không thấy cột: {names}", "no column for: {names}")
_SPELLING = Both("“{text}” ({letter}): {why}", "“{text}” ({letter}): {why}")
_NOTHING = Both("{file}: không bảng nào giống một biểu mẫu", "{file}: no table is like a form")

HELP = Both("từng cột là cột nào của biểu mẫu, không nạp", "which column of its form each column is, without loading")
GROUP = "take-in"


def arguments(parser: Parser) -> None:
    """FILE."""
    parser.add("file", of=FILE, help=Both("bảng tính", "a workbook"))


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print the proposals; 1 when the file was refused or no table of it is like a form."""
    from schemas.catalogue.messages import message
    from spreadsheets.mapping.tables import mapped
    from spreadsheets.read.reader import Reader

    with Reader(1) as reader:
        workbook = reader.read(args.file)
    tables = [] if workbook.refused else list(mapped(workbook))
    if args.json:
        say_json({"file": workbook.name, "tables": [_plain(table, settings.lang) for table in tables]}, settings.lang)
    for table in () if args.json else tables:
        say(*_lines(table, settings.lang))
    if workbook.refused:
        warn(message(workbook.refused, settings.lang))
    elif not tables:
        warn(_NOTHING.filled(file=workbook.name).said(settings.lang))
    return int(not tables)


def _plain(table: MappedTable, lang: str) -> dict[str, Any]:
    """A table for programs."""
    return {
        "sheet": table.sheet,
        "form": table.form.name,
        "sender": table.sender,
        "period": table.period,
        "columns": [
            {
                "letter": table.table.line(each.number),
                "heading": table.table.header(each.number),
                "column": each.column,
                "form_heading": table.form.columns[each.column].headers[0] if each.column else "",
                "state": each.state,
                "score": each.score,
                "why": "; ".join(reason.said(lang) for reason in each.why),
            }
            for each in table.columns
        ],
        "values": [
            {
                "letter": each.letter,
                "column": each.column,
                "value": each.text,
                "code": each.code,
                "state": each.state,
                "score": each.score,
                "why": each.why.said(lang),
            }
            for each in table.spellings
        ],
    }


def _lines(table: MappedTable, lang: str) -> Iterator[str]:
    """A table for people: each column with what it is, why, and the first of its cells."""
    said = {"sender": table.sender or _UNSAID, "period": table.period or _UNSAID}
    yield _HEAD.filled(sheet=table.sheet, form=table.form.title(lang), **said).said(lang)
    for each in table.columns:
        yield f"  {table.table.line(each.number):>3}  {table.table.header(each.number) or '-'}"
        yield f"       {_outcome(table, each, lang)}"
        if each.state != "certain" and table.cells[each.number]:
            yield "       " + _CELLS.filled(cells="; ".join(table.cells[each.number])).said(lang)
    if table.lacking:
        yield "  " + _LACKING.filled(names="; ".join(f"“{col.headers[0]}”" for col in table.lacking)).said(lang)
    for spelling in table.spellings:
        words = {"text": spelling.text, "letter": spelling.letter, "why": spelling.why}
        yield "  " + _SPELLING.filled(**words).said(lang)


def _outcome(table: MappedTable, each: Proposal, lang: str) -> str:
    state = _STATES[each.state].filled(score=percent(each.score, 1)).said(lang)
    heading = table.form.columns[each.column].headers[0] if each.column else ""
    why = "; ".join(reason.said(lang) for reason in each.why)
    is_loaded = each.column or each.state != "certain"
    return f"{'→ ' + heading + ' ' if heading else ''}({state if is_loaded else _NOT_LOADED.said(lang)}): {why}"
