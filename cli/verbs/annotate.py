"""`khoso annotate FILE…`: the sender's own workbook with every finding at its cell. Nothing is loaded."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from cli.as_json import say_json
from cli.operand import FILE
from cli.options import add_given
from cli.parser import Parser, WrongCall
from cli.terminal import say
from machine.settings import Settings
from schemas.values.bilingual import Both

if TYPE_CHECKING:
    from schemas.submission import Reading
    from spreadsheets.read.workbook import Workbook

_SEVERAL = Both(
    "{path}: nhiều tệp thì cần nêu một thư mục",
    "{path}: name a folder for several files",
)
_ENDING = Both(
    "{path}: tệp trả lại có dạng {ending}; đặt tên kết thúc bằng {ending}, hoặc nêu một thư mục",
    "{path}: the file to give back is a {ending}; end the name in {ending}, or name a folder",
)
_OUTCOMES = {
    "written": Both(
        "{file}: {errors} lỗi, {warnings} cảnh báo, đã đánh dấu trong {path}",
        "{file}: {errors} errors, {warnings} warnings, marked in {path}",
    ),
    "nothing": Both("{file}: không có lỗi, không có gì để đánh dấu", "{file}: nothing was found, nothing to mark"),
    "cannot": Both(
        "{file}: {errors} lỗi, {warnings} cảnh báo; không đánh dấu được trong tệp này:",
        "{file}: {errors} errors, {warnings} warnings; they cannot be marked in this file:",
    ),
}

HELP = Both("đánh dấu các ô sai ngay trong bảng tính để trả lại người gửi", "mark the bad cells in the workbook itself")
GROUP = "take-in"


def arguments(parser: Parser) -> None:
    """FILES, what is said of them, and where to write."""
    parser.add("files", nargs="+", of=FILE, help=Both("các bảng tính đã nhận", "workbooks as they were sent"))
    add_given(parser)
    parser.add("-o", "--output", of=FILE, help=Both("ghi vào tệp hoặc thư mục", "file or folder to write"))


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Write a workbook for each file in which something was found; 1 when an error was."""
    from cli.given import given
    from pages.documents.receipt import finding_lines
    from spreadsheets.understand.checked import checked

    if len(args.files) > 1 and _is_file(args.output):
        raise WrongCall(_SEVERAL.filled(path=args.output))
    told, written = [], set[Path]()
    for workbook, reading in checked(args.files, given(args), log=settings.home.log, readers=settings.readers):
        path = _path(args, workbook, written)
        if args.output and path.suffix != _ending(workbook):
            raise WrongCall(_ENDING.filled(path=path, ending=_ending(workbook)))
        told.append(_annotated(workbook, reading, path))
        written.add(path)
        if not args.json:
            say(_OUTCOMES[str(told[-1]["outcome"])].filled(**told[-1]).said(settings.lang))
            if told[-1]["outcome"] == "cannot":
                say(*finding_lines(reading, settings.lang))
    if args.json:
        say_json(told, settings.lang)
    return int(any(each["errors"] for each in told))


def _path(args: argparse.Namespace, workbook: Workbook, written: set[Path]) -> Path:
    """Where the workbook goes: the file named, or its own name in the folder named, or here; two never meet."""
    from spreadsheets.annotate.workbook import annotated_name

    if _is_file(args.output):
        named: Path = args.output
        return named
    folder = args.output or Path()
    folder.mkdir(parents=True, exist_ok=True)
    own = folder / annotated_name(workbook)
    numbered = (own if n == 1 else own.with_stem(f"{own.stem} ({n})") for n in range(1, len(written) + 2))
    return next(path for path in numbered if path not in written)


def _is_file(output: Path | None) -> bool:
    """Whether a file is named: a name that ends in something, and no folder that is there."""
    return output is not None and bool(output.suffix) and not output.is_dir()


def _ending(workbook: Workbook) -> str:
    from spreadsheets.annotate.workbook import annotated_name

    return Path(annotated_name(workbook)).suffix


def _annotated(workbook: Workbook, reading: Reading, path: Path) -> dict[str, object]:
    """Write one workbook; what became of it, as plain data. `outcome`: written, nothing (was found), cannot."""
    from spreadsheets.annotate.workbook import NotAnnotated, annotate

    findings = reading.all_findings
    errors = sum(finding.severity == "error" for finding in findings)
    told: dict[str, object] = {"file": reading.file, "errors": errors, "warnings": len(findings) - errors}
    if not findings:
        return told | {"outcome": "nothing", "path": None}
    try:
        annotate(workbook, findings, path)
    except NotAnnotated as error:
        return told | {"outcome": "cannot", "path": None, "reason": str(error)}
    return told | {"outcome": "written", "path": str(path)}
