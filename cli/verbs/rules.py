"""`khoso rules [ID]`: the rules figures are checked by, or one of them explained."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from cli.as_json import say_json
from cli.near import did_you_mean
from cli.operand import FOLDER, RULE
from cli.parser import Parser, WrongCall
from cli.terminal import say, warn
from machine.settings import Settings
from schemas.values.bilingual import Both

_WRITTEN = Both(
    "Đã ghi {count} trang quy tắc vào {path}",
    "Wrote {count} pages of rules to {path}",
)
_UNKNOWN = Both(
    "Không có quy tắc {id}{near} Gõ khoso rules để xem tất cả.",
    "There is no rule {id}{near} khoso rules lists them all.",
)

HELP = Both("các quy tắc kiểm tra, hoặc giải thích một quy tắc", "the rules of checking, or one of them explained")
GROUP = "forms"
_CONTENTS = "README.md"
_INTRODUCTION = """# Quy tắc kiểm tra · Rules

Written by `khoso rules -o docs/rules` from `schemas/catalogue.toml` and the rules in `schemas/sectors/`; do not edit.
A page for each: what is found, what is expected, what to do, why it matters and where it comes from, in Vietnamese and
English. `khoso rules ID` prints one.

* **lỗi · error**: what is concerned is not loaded: the row waits in quarantine, the table or file is refused
* **cảnh báo · warning**: it is loaded, and its sender is told
* **thử nghiệm · draft**: it is counted (`FROM audit.draft_rule`), and nobody is told yet

The severity that holds is the one of the day the figures are of, not of the day they came.
"""


def arguments(parser: Parser) -> None:
    """ID, -o."""
    parser.add(
        "id", nargs="?", of=RULE, default="",
        help=Both("mã quy tắc, ví dụ CELL-COUNT", "id of a rule, such as CELL-COUNT"),
    )  # fmt: skip
    parser.add(
        "-o", "--output", of=FOLDER,
        help=Both("ghi mỗi quy tắc một trang vào thư mục", "write a page a rule to a folder"),
    )  # fmt: skip


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print the list or one rule, or write all pages; 2 for an id there is not."""
    from schemas.catalogue.rulebook import ids, near, plain

    id, lang = args.id.strip().upper(), settings.lang
    if args.output:
        write(args.output)
        warn(_WRITTEN.filled(count=len(ids()), path=args.output).said(lang))
    elif id and id not in ids():
        raise WrongCall(_UNKNOWN.filled(id=args.id, near=did_you_mean(near(id))))
    elif args.json:
        found = plain(id, lang) if id else [plain(each, lang) for each in ids()]
        say_json(found, settings.lang)
    else:
        say(*_one(id, lang) if id else _all(lang))
    return 0


def pages() -> dict[str, str]:
    """Every page of docs/rules by the name of its file, the contents among them."""
    from schemas.catalogue.rulebook import contents, ids, page

    found = {f"{id}.md": "\n".join(page(id)) + "\n" for id in ids()}
    return found | {_CONTENTS: "\n".join([_INTRODUCTION, *contents()])}


def write(folder: Path) -> None:
    """Write every page into a folder of their own; pages of rules that are no more go."""
    wanted = pages()
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / _CONTENTS).exists():  # a folder this wrote before
        for path in folder.glob("[A-Z]*-*.md"):
            if path.name not in wanted:
                path.unlink()
    for name, text in wanted.items():
        (folder / name).write_text(text, encoding="utf-8")


def _all(lang: str) -> Iterator[str]:
    from schemas.catalogue.messages import entry, headline
    from schemas.catalogue.rulebook import groups, said

    for group in groups():
        yield group.title.said(lang)
        yield from (f"  {id:22} {said(entry(id).schedule, lang):9} {headline(id).said(lang)}" for id in group.ids)


def _one(id: str, lang: str) -> Iterator[str]:
    from schemas.catalogue.messages import headline
    from schemas.catalogue.rulebook import explained

    yield f"{id}: {headline(id).said(lang)}"
    yield from (f"  {label}: {text}" for label, text in explained(id, lang).items())
