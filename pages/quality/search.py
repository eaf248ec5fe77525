"""What can be looked up: a script with one line for every page, for a browser that may not fetch from a disk."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pages.parts.words import word
from pages.quality.facts import Facts
from pages.quality.matrix import address_of
from schemas.catalogue.messages import headline
from schemas.catalogue.rulebook import ids
from schemas.values.bilingual import Both


def index(facts: Facts) -> str:
    """The script: `khosoIndex`, a list of [kind, Vietnamese, English, words that find it besides, address]."""
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False, separators=(",", ":")) for entry in _entries(facts))
    kinds = {name: list(word(key)) for name, key in _KINDS.items()}
    return f"const khosoKinds = {json.dumps(kinds, ensure_ascii=False)};\nconst khosoIndex = [\n{lines}\n];\n"


_KINDS = {"u": "unit", "f": "form", "s": "report", "a": "arrival", "r": "rule"}


def _entries(facts: Facts) -> Iterator[list[str]]:
    for body in facts.senders:
        yield ["u", *body.name, f"{body.code} {body.unit_code}", f"unit/{body.code}.html"]
    for form in facts.forms:
        yield ["f", *facts.form_name(form.name), form.name, f"form/{form.name}.html"]
    for id in ids():
        yield ["r", *(f"{id}: {text}" for text in headline(id)), "", f"rule/{id}.html"]
    for report in facts.reports:
        if report.submission_no is not None:
            form_name, sender, when = (
                facts.form_name(report.form), facts.body(report.sender_code).name, report.period.label.capital()
            )  # fmt: skip
            title = Both(*(" · ".join(parts) for parts in zip(form_name, sender, when, strict=True)))
            said_besides = f"{report.form} {report.sender_code} {report.period.id}"
            yield ["s", *title, said_besides, address_of(facts, report)]
    for arrival in facts.arrivals:
        yield ["a", arrival.file, arrival.file, str(arrival.seq), f"arrival/{arrival.seq}.html"]
