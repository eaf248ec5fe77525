"""`khoso contract check FILE`, `khoso contract diff OLD NEW`: what is wrong with a form, what a changed one breaks."""

from __future__ import annotations

import argparse

from cli.as_json import say_json
from cli.operand import FILE, TASK
from cli.parser import Parser, WrongCall
from cli.terminal import say
from machine.settings import Settings
from schemas.values.bilingual import Both

_OF_TWO = Both("contract diff cần hai tệp: CŨ MỚI", "contract diff needs two files: OLD NEW")
_OF_ONE = Both("contract check chỉ nhận một tệp", "contract check takes one file")
_RIGHT = Both("{file}: {n} biểu mẫu, không có gì sai: {forms}", "{file}: {n} forms, nothing is wrong: {forms}")
_SAME = Both("Hai phiên bản như nhau.", "The two versions are the same.")
_CHANGES = {
    "form-added": Both(
        "{form}: biểu mẫu mới.",
        "{form}: a new form.",
    ),
    "form-removed": Both(
        "{form}: bỏ biểu mẫu.",
        "{form}: the form is gone.",
    ),
    "form-renamed": Both(
        "{form}: đổi tên thành {new}.",
        "{form}: is now called {new}.",
    ),
    "term-changed": Both(
        "{form}: {name} đổi từ «{old}» thành «{new}».",
        "{form}: {name} was '{old}', is '{new}'.",
    ),
    "column-added": Both(
        "{form}.{name}: cột mới «{new}», kỳ trước để trống.",
        "{form}.{name}: a new column '{new}', null for the past.",
    ),
    "column-owed": Both(
        "{form}.{name}: cột mới «{new}» bắt buộc mà không có since=.",
        "{form}.{name}: a new column '{new}' that must be there and has no since=.",
    ),
    "column-removed": Both(
        "{form}.{name}: bỏ cột «{old}»; nên đặt until=.",
        "{form}.{name}: the column '{old}' is gone; give it until= instead.",
    ),
    "column-renamed": Both(
        "{form}.{old}: đổi tên trong kho thành {new}.",
        "{form}.{old}: is stored as {new} now.",
    ),
    "kind-changed": Both(
        "{form}.{name}: kiểu {old} đổi thành {new}.",
        "{form}.{name}: was of kind {old}, is {new}.",
    ),
    "personal-changed": Both(
        "{form}.{name}: thông tin cá nhân đổi từ {old} thành {new}.",
        "{form}.{name}: personal was {old}, is {new}.",
    ),
    "meaning-changed": Both(
        "{form}.{name}: «{old}» đổi thành «{new}».",
        "{form}.{name}: was '{old}', is '{new}'.",
    ),
    "heading-added": Both(
        "{form}.{name}: nhận thêm tiêu đề «{new}».",
        "{form}.{name}: the heading '{new}' is accepted too.",
    ),
    "heading-removed": Both(
        "{form}.{name}: không nhận tiêu đề «{old}» nữa; nên ghi was(…, until=…).",
        "{form}.{name}: the heading '{old}' is refused; write was(…, until=…) instead.",
    ),
    "heading-dated": Both(
        "{form}.{name}: tiêu đề «{old}» có thời hạn ({new}).",
        "{form}.{name}: the heading '{old}' holds for a time ({new}).",
    ),
    "span-changed": Both(
        "{form}.{name}: thời gian dùng cột từ {old} thành {new}.",
        "{form}.{name}: the column's time was {old}, is {new}.",
    ),
    "now-required": Both(
        "{form}.{name}: nay bắt buộc phải có cột.",
        "{form}.{name}: the column must be there now.",
    ),
    "demand-tightened": Both(
        "{form}.{name}: «{old}» thành «{new}».",
        "{form}.{name}: '{old}' became '{new}'.",
    ),
    "demand-loosened": Both(
        "{form}.{name}: «{old}» thành «{new}».",
        "{form}.{name}: '{old}' became '{new}'.",
    ),
    "rule-added": Both(
        "{form}: quy tắc mới {name} ({new}).",
        "{form}: a new rule {name} ({new}).",
    ),
    "rule-changed": Both(
        "{form}: quy tắc {name} từ «{old}» thành «{new}».",
        "{form}: the rule {name} was '{old}', is '{new}'.",
    ),
    "rule-removed": Both(
        "{form}: bỏ quy tắc {name} ({old}).",
        "{form}: the rule {name} is gone ({old}).",
    ),
}
_EFFECTS = {
    "rebuild": Both(
        "Phải dựng lại kho: khoso rebuild.",
        "The warehouse must be rebuilt: khoso rebuild.",
    ),
    "refused": Both(
        "Tệp gửi theo mẫu cũ sẽ bị trả lại.",
        "Workbooks made before are refused.",
    ),
    "meaning": Both(
        "Số liệu cũ và mới không cùng nghĩa: dựng lại kho và báo người dùng.",
        "Old and new figures mean different things: rebuild, and tell those who use them.",
    ),
    "stricter": Both(
        "Sẽ giữ lại nhiều dòng hơn.",
        "More rows will be quarantined.",
    ),
    "fine": Both(
        "Không ảnh hưởng số liệu đã có.",
        "Nothing breaks.",
    ),
}

HELP = Both("kiểm tra một biểu mẫu, so sánh hai phiên bản", "check a form, compare two versions of it")
GROUP = "forms"


def arguments(parser: Parser) -> None:
    """check FILE; diff OLD NEW."""
    parser.add("task", of=TASK, choices=("check", "diff"), help=Both("kiểm tra; so sánh", "check; compare"))
    parser.add("old", of=FILE, help=Both("tệp hoặc thư mục (cũ)", "sector file or folder (before)"))
    parser.add("new", nargs="?", of=FILE, help=Both("diff: tệp hoặc thư mục mới", "diff: sector file or folder after"))


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Check or compare; 1 when a change breaks something. Raises ContractError for a file that is wrong or none."""
    if (args.task == "diff") is (args.new is None):
        raise WrongCall(_OF_TWO if args.task == "diff" else _OF_ONE)
    return _compare(args, settings) if args.task == "diff" else _check(args, settings)


def _check(args: argparse.Namespace, settings: Settings) -> int:
    from schemas.contract_diff import checked

    names = list(checked(args.old))
    if args.json:
        say_json({"file": str(args.old), "forms": names}, settings.lang)
    else:
        say(_RIGHT.filled(file=args.old, n=len(names), forms=", ".join(names)).said(settings.lang))
    return 0


def _compare(args: argparse.Namespace, settings: Settings) -> int:
    """Print every change, the worst first."""
    from schemas.contract_diff import BREAKING, changes, contracts

    found = changes(contracts(args.old), contracts(args.new))
    if args.json:
        say_json([vars(change) for change in found], settings.lang)
    else:
        lang = settings.lang
        for change in found:
            what = _CHANGES[change.what].filled(**vars(change)).said(lang)
            say(f"{what} {_EFFECTS[change.effect].said(lang)}")
        if not found:
            say(_SAME.said(lang))
    return 1 if any(change.effect in BREAKING for change in found) else 0
