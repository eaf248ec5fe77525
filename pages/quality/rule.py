"""A page for every rule: what it asks, why, what to do, and where it is broken."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Any

from pages.quality.facts import Facts
from pages.quality.overview import RuleBreach, where_broken
from schemas.catalogue.messages import entry, headline, rules
from schemas.catalogue.rulebook import explained, groups, said
from schemas.values.bilingual import LANGUAGES, Both

_MOST = 20


def rule_page(facts: Facts, id: str) -> dict[str, Any]:
    """What the page of one rule shows."""
    counts = [count for count in facts.rule_counts if count.rule == id]
    by_sender: Counter[str] = Counter()
    for count in counts:
        by_sender[count.sender_code] += count.n

    def of_sender(code: str) -> list[RuleBreach]:
        return where_broken(facts, (count for count in counts if count.sender_code == code))

    most = sorted(by_sender.items(), key=lambda item: (-item[1], item[0]))
    return {
        "id": id,
        "headline": headline(id),
        "parts_of": {lang: explained(id, lang) for lang in LANGUAGES},
        "form": rules()[id][1].name if id in rules() else "",
        "n": sum(count.n for count in counts),
        "senders": [
            {"code": code, "name": facts.body(code).name, "n": n, "places": of_sender(code)}
            for code, n in most[:_MOST]
            if code
        ],
        "window": facts.window,
    }


def rule_list(facts: Facts) -> dict[str, Any]:
    """What the list of rules shows: every rule in its group, with how often it was broken."""
    broken: Counter[str] = Counter()
    for count in facts.rule_counts:
        broken[count.rule] += count.n
    return {
        "window": facts.window,
        "groups": [
            {
                "label": group.title,
                "rows": [
                    {
                        "id": id,
                        "headline": headline(id),
                        "severity": Both.each(partial(said, entry(id).schedule)),
                        "n": broken[id],
                    }
                    for id in group.ids
                ],
            }
            for group in groups()
        ],
    }
