"""argparse in Vietnamese and in plainer English: what it says itself, in usage, help and errors."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from schemas.values.bilingual import Both

#: What argparse says -> how it is said here.
WORDS = {
    "usage: ": Both("cách dùng: ", "usage: "),
    "positional arguments": Both("tham số", "arguments"),
    "options": Both("tùy chọn", "options"),
    "show this help message and exit": Both("xem phần trợ giúp này", "show this help"),
    "show program's version number and exit": Both("xem phiên bản", "show the version"),
    "argument %(argument_name)s: %(message)s": Both("%(argument_name)s: %(message)s", "%(argument_name)s: %(message)s"),
    "unrecognized arguments: %s": Both("không hiểu: %s", "not understood: %s"),
    "not allowed with argument %s": Both("không dùng cùng với %s", "not together with %s"),
    "ignored explicit argument %r": Both("không nhận giá trị %r", "it takes no value, here %r"),
    "the following arguments are required: %s": Both("còn thiếu: %s", "still needed: %s"),
    "one of the arguments %s is required": Both("cần một trong các tham số %s", "one of %s is needed"),
    "expected one argument": Both("cần một giá trị", "it needs a value"),
    "expected at most one argument": Both("chỉ nhận một giá trị", "it takes one value at most"),
    "expected at least one argument": Both("cần ít nhất một giá trị", "it needs a value or more"),
    "expected %s argument": Both("cần %s giá trị", "it needs %s value"),
    "expected %s arguments": Both("cần %s giá trị", "it needs %s values"),
    "ambiguous option: %(option)s could match %(matches)s": Both(
        "%(option)s có thể là %(matches)s", "%(option)s may be %(matches)s"
    ),
    "invalid %(type)s value: %(value)r": Both("%(value)r không phải là số", "%(value)r is no number"),
    "invalid choice: %(value)r (choose from %(choices)s)": Both(
        "không có %(value)s; chọn một trong: %(choices)s", "there is no %(value)s; choose from %(choices)s"
    ),
}


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Let argparse speak a language within the block.

    It asks gettext, which only knows catalogues compiled to disk and the language of the machine; the names by which
    it asks are the one door to a language chosen on the command line.
    """
    doors = {
        "_": lambda text: _said(text, lang),
        "ngettext": lambda one, many, n: _said(one if n == 1 else many, lang),
    }
    before = {name: vars(argparse)[name] for name in doors}
    vars(argparse).update(doors)
    try:
        yield
    finally:
        vars(argparse).update(before)


def _said(text: str, lang: str) -> str:
    return WORDS[text].said(lang) if text in WORDS else text
