"""The comments of one sheet with ours beside the sender's: ours begin with a sign, by which they are found again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from schemas.values.address import address, place
from spreadsheets.annotate.markup import Element, PackagePart, written

#: What a comment of ours begins with, whoever has saved the file since.
SIGN = "[Kho số]"
_AUTHOR = "Kho số"
#: An author of this beginning stands for a thread, whose texts are kept elsewhere.
_THREAD = "tc="
_FONT = '<{p}rPr><{p}sz val="9"/><{p}color indexed="81"/><{p}rFont val="Tahoma"/></{p}rPr>'
EMPTY = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<comments xmlns="{main}"><authors/><commentList/></comments>'
)

Place = tuple[int, int]


@dataclass(frozen=True)
class Commented:
    """A part of comments done: its text, the cells that need a new box, and those whose box is to go."""

    data: bytes
    added: tuple[Place, ...]
    removed: tuple[Place, ...]


def commented(data: bytes, texts: Mapping[Place, str]) -> Commented:
    """Put `texts` (row and column -> text) in the place of what an earlier annotation said.

    A comment of the sender keeps its words, and ours follow them. A thread is left alone: programs show its own texts
    and take no others.
    """
    part = PackagePart(data)
    listed, authors = part.root.child("commentList"), part.root.child("authors")
    if listed is None or authors is None:
        raise ValueError("a part of comments without authors or list")
    names = [part.text(each) for each in authors.children]
    kept, removed = set(), []
    for comment in listed.children:
        where = place(part.get(comment, "ref") or "A1")
        if _author(part, comment, names).startswith(_THREAD):
            kept.add(where)
        elif part.text(comment).lstrip().startswith(SIGN):
            part.remove(comment)
            removed.append(where)
        else:
            kept.add(where)
            _reword(part, comment, texts.get(where, ""))
    added = tuple(where for where in texts if where not in kept)
    number = names.index(_AUTHOR) if _AUTHOR in names else len(names)
    if added and _AUTHOR not in names:
        part.append(authors, f"<{part.prefix}author>{_AUTHOR}</{part.prefix}author>")
    part.append(listed, "".join(_comment(part.prefix, where, number, texts[where]) for where in added))
    return Commented(part.result(), added, tuple(removed))


def _author(part: PackagePart, comment: Element, names: list[str]) -> str:
    number = part.get(comment, "authorId") or ""
    return names[int(number)] if number.isdecimal() and int(number) < len(names) else ""


def _reword(part: PackagePart, comment: Element, ours: str) -> None:
    """Take what an earlier annotation said out of a sender's comment, and put `ours` at its end."""
    text = comment.child("text")
    if text is None:
        return
    is_past = False
    for run in [each for each in text.children if each.name in ("t", "r")]:
        said = part.text(run)
        if is_past or said.startswith(f"\n{SIGN}"):
            part.remove(run)
            is_past = True
        elif f"\n{SIGN}" in said:
            is_past = True
            _cut(part, run, said.partition(f"\n{SIGN}")[0])
        elif run.name == "t" and ours:
            whole = part.whole(run).decode()
            part.replace(run.start, run.end, f"<{part.prefix}r>{whole}</{part.prefix}r>")
    if ours:
        runs = [each.end for each in text.children if each.name in ("t", "r")]
        at = runs[-1] if runs else text.inside
        part.replace(at, at, _run(part.prefix, f"\n{ours}"))


def _cut(part: PackagePart, run: Element, said: str) -> None:
    """Leave the beginning of a run's text."""
    holder = run if run.name == "t" else run.child("t")
    if holder is not None:
        part.replace(holder.inside, holder.close, written(said))


def _comment(prefix: str, where: Place, author: int, text: str) -> str:
    ref = address(*where)
    return (
        f'<{prefix}comment ref="{ref}" authorId="{author}"><{prefix}text>{_run(prefix, text)}</{prefix}text>'
        f"</{prefix}comment>"
    )


def _run(prefix: str, text: str) -> str:
    font = _FONT.format(p=prefix)
    return f'<{prefix}r>{font}<{prefix}t xml:space="preserve">{written(text)}</{prefix}t></{prefix}r>'
