"""Text from elsewhere as people may see it: what acts on a terminal, or reorders a line, is shown as a mark."""

from __future__ import annotations

import re

#: Characters without a look of their own: control characters but tab and line feed, marks of direction and of width,
#: line separators, halves of surrogate pairs, tags.
_ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_LINE_ENDS = re.compile(r"\s*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*")


def visible(text: str) -> str:
    """The text with a mark such as <U+001B> in place of each character that acts instead of being seen.

    Tabs and line ends stay; of a text that is to stand on one line, `in_one_line` takes care.
    """
    return _ACTING.sub(lambda match: f"<U+{ord(match[0]):04X}>", text)


def in_one_line(text: str) -> str:
    """A text whose line ends, such as those in the name of a sheet, end no line; the rest as `visible` shows it."""
    return visible(_LINE_ENDS.sub(" ", text))


def escaped(json: str) -> str:
    r"""JSON with the same characters as \u escapes: a terminal shows them, a program reads what was there."""
    return _ACTING.sub(lambda match: _escape(match[0]), json)


def _escape(character: str) -> str:
    units = character.encode("utf-16-be", errors="surrogatepass")
    return "".join(f"\\u{units[i : i + 2].hex()}" for i in range(0, len(units), 2))
