"""What each column of a table is proposed to be: all of them weighed at once, none of them taken in on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from schemas.form import Form
from schemas.values.bilingual import Both, percent
from spreadsheets.find.table import Table
from spreadsheets.mapping.assignment import assigned
from spreadsheets.mapping.evidence import PairEvidence, Pairs
from spreadsheets.mapping.identities import agreeing
from spreadsheets.sheet.grid import Grid
from spreadsheets.understand.heading import aliases
from spreadsheets.understand.match import Match

State = Literal["certain", "proposed", "extra", "unknown"]

#: Score below which nothing is proposed.
_LEAST = 0.2
#: Rounds in which what is assigned speaks for what stands around it.
_ROUNDS = 3
#: Likeness of words below which a heading is about something else, and the lead by which another must have won.
_OTHER, _LEAD = 0.3, 0.1
_SAID = {
    "known": Both("tiêu đề đã biết", "a known heading"),
    "left": Both("biểu mẫu cho phép có mà không nạp", "the form lets it stand and does not load it"),
    "words": Both("từ ngữ giống {share}", "words alike by {share}"),
    "cells": Both("{share} ô đọc được", "{share} of the cells can be read"),
    "blank": Both("không ô nào có nội dung", "no cell is filled"),
    "around": Both("các cột xung quanh khớp {share}", "the columns around it agree by {share}"),
    "extra": Both("không cột nào còn thiếu của biểu giống nó", "no column the form still lacks is like it"),
    "unknown": Both("không đủ căn cứ để đề xuất", "too little to propose anything"),
}


@dataclass(frozen=True)
class Proposal:
    """What one column of a table is. `column`: of the form, "" for none; `score`: 0 to 1; `why`: the reasons."""

    number: int
    column: str
    state: State
    score: float
    why: tuple[Both, ...]


def propose(form: type[Form], grid: Grid, table: Table, matched: Match, on: date | None) -> list[Proposal]:
    """What every column of a table of this form is, in their order.

    Known headings are certain. The others and the columns the form still lacks are weighed against each other, all at
    once: one is proposed, is extra where nothing the form lacks is like it, or else unknown.
    """
    lacking = [name for name in aliases(form, on) if name not in matched.columns]  # type: ignore[arg-type]  # mypy: see heading.answering
    pairs = Pairs(form, grid, table, on, matched.strange, lacking)
    certain = {number: name for name, number in matched.columns.items()}
    evidence, taken = _weighed(pairs, certain)
    named = {use.letter: use.column for use in matched.uses}
    found = []
    for number in sorted(table.columns):
        if number not in matched.strange:
            column = named[table.line(number)]
            found.append(Proposal(number, column, "certain", 1.0, (_SAID["known" if column else "left"],)))
        elif number in taken:
            pair = evidence[number, taken[number]]
            found.append(Proposal(number, taken[number], "proposed", round(pair.score, 3), _reasons(pair)))
        else:
            found.append(_left_over(form, number, evidence, taken))
    return found


def _weighed(pairs: Pairs, certain: Mapping[int, str]) -> tuple[Mapping[tuple[int, str], PairEvidence], dict[int, str]]:
    """The evidence of every pair and the best assignment by it, each made with the help of the one before."""
    evidence, taken = pairs.evidence, dict[int, str]()
    for _ in range(_ROUNDS):
        taken = _assigned(pairs, evidence)
        evidence = pairs.with_around({**certain, **taken})
    return evidence, agreeing(pairs, certain, _assigned(pairs, evidence), evidence)


def _assigned(pairs: Pairs, evidence: Mapping[tuple[int, str], PairEvidence]) -> dict[int, str]:
    nothing = [_LEAST] * len(pairs.numbers)
    scores = [[evidence[n, name].score for name in pairs.names] + nothing for n in pairs.numbers]
    got = assigned(scores)
    return {n: pairs.names[i] for n, i in zip(pairs.numbers, got, strict=True) if i < len(pairs.names)}


def _left_over(
    form: type[Form], number: int, evidence: Mapping[tuple[int, str], PairEvidence], taken: Mapping[int, str]
) -> Proposal:
    """A column that got none: extra where nothing lacking could be it, or where another has clearly more of it."""
    holders = {name: evidence[n, name].score for n, name in taken.items()}
    rivals = {name: pair for (n, name), pair in evidence.items() if n == number}
    is_other = all(
        pair.words < _OTHER and (pair.score < 0 or holders.get(name, 0.0) > pair.score + _LEAD)
        for name, pair in rivals.items()
    )
    nearest = max((pair.words for pair in rivals.values()), default=0.0)
    if form.takes_extra and is_other:
        return Proposal(number, "", "extra", round(1 - nearest, 3), (_SAID["extra"],))
    return Proposal(number, "", "unknown", 0.0, (_SAID["unknown"],))


def _reasons(pair: PairEvidence) -> tuple[Both, ...]:
    read = _SAID["blank"] if pair.read is None else _SAID["cells"].filled(share=percent(pair.read, 1))
    around = [_SAID["around"].filled(share=percent(pair.around, 1))] if pair.around else []
    return (_SAID["words"].filled(share=percent(pair.words, 1)), read, *around)
