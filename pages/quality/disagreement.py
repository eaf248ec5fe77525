"""Where two sources of one figure differ: both cells side by side, and which submissions they are of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pages.parts.words import word
from pages.quality.facts import Disagreement, Facts
from schemas.registry import forms
from schemas.values.bilingual import Both, figure, number

#: Disagreements on their own page, and on the page of a body or a submission.
_SHOWN, _SHOWN_ELSEWHERE = 500, 25


@dataclass(frozen=True)
class DisagreeingFigure:
    """One of two figures: whose it is, where its submission has a page ("" where none is shown), where it stands."""

    code: str
    name: Both
    href: str
    value: Both
    place: Both


@dataclass(frozen=True)
class Apart:
    """Two figures that should be one: of which form, period and column, and how far they are apart."""

    form: str
    title: Both
    period: Both
    heading: str
    one: DisagreeingFigure
    other: DisagreeingFigure
    difference: Both
    share: Both | None


def disagreement_page(facts: Facts) -> dict[str, Any]:
    """What the page of all of them shows, the widest apart first."""
    shown = [apart(facts, each) for each in facts.disagreements[:_SHOWN]]
    return {"window": facts.window, "shown": shown, "n": len(facts.disagreements)}


def some_apart(facts: Facts, found: Iterable[Disagreement]) -> dict[str, Any]:
    """What a page about something else shows of them: the first, and how many there are."""
    found = list(found)
    return {"shown": [apart(facts, each) for each in found[:_SHOWN_ELSEWHERE]], "n": len(found)}


def apart(facts: Facts, of: Disagreement) -> Apart:
    """A disagreement as pages tell it."""
    form = forms().get(of.form)
    label = of.period.label
    at = word("cell-of-file", file=of.file, sheet=of.sheet, cell=of.cell)
    one = _side(facts, of.sender_code, of.submission_no, of.value, at)
    how = "sum-of-rows" if of.check_name == "roll_up" else "cell-of-file"
    there = word(how, form=facts.form_name(of.other_form), file=of.other_file, sheet=of.other_sheet, cell=of.other_cell)
    other = _side(facts, of.other_sender_code, of.other_submission_no, of.other_value, there)
    share = number(abs(of.difference_pct), 1 if abs(of.difference_pct) >= 0.1 else 2) if of.difference_pct else None
    return Apart(
        of.form, facts.form_name(of.form), label, form.column_of(of.field).headers[0] if form else of.field,
        one, other, figure(of.difference), Both("{n} %", "{n} %").filled(n=share) if share else None,
    )  # fmt: skip


def _side(facts: Facts, sender: str, submission_no: int | None, value: float, place: Both) -> DisagreeingFigure:
    href = f"submission/{submission_no}.html" if submission_no in facts.submission_numbers else ""
    name = facts.body(sender).name if sender else word("unknown-sender")
    return DisagreeingFigure(sender, name, href, figure(value), place)
