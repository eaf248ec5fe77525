"""The reasons of catalogue.toml: how severe each is, and what is said of it in Vietnamese and English."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from schemas.contract_error import ContractError
from schemas.finding import Finding
from schemas.severity import SEVERITIES, Schedule, Severity, always, dated
from schemas.values.bilingual import LANGUAGES, Both

#: What is said of every reason: the first four in messages, the last two where it is explained.
TEXTS = ("title", "found", "expected", "remedy", "why", "source")

#: Reasons that say why something could not be read at all; that does not depend on a day.
_UNREAD = ("FILE-", "SHEET-", "HEAD-", "SUB-")


@dataclass(frozen=True)
class CatalogueEntry:
    """One id of the catalogue: its usual severity and its texts by name.

    A finding may be raised with another severity, unless the entry's changes with time.
    """

    id: str
    schedule: Schedule
    texts: Mapping[str, Both]

    @property
    def severity(self) -> Severity:
        """The severity it has come to."""
        return self.schedule.last

    @property
    def title(self) -> Both:
        """What kind of trouble it is, in a few words."""
        return self.texts["title"]


@cache
def entries() -> dict[str, CatalogueEntry]:
    """Every entry of catalogue.toml by id, as written there; forms' rules are not among them.

    Raises ContractError for a severity there is not, and for a dated one where nothing can be read without it.
    """
    return {
        id: CatalogueEntry(id, _schedule(id, body["severity"]), _texts(body))
        for id, body in _table().items()
        if id != "kinds"
    }


def _texts(body: Mapping[str, Any]) -> dict[str, Both]:
    return {text: Both(*(body[lang][text] for lang in LANGUAGES)) for text in TEXTS}


@cache
def schedules() -> dict[str, Schedule]:
    """The entries whose severity changes with time, by id."""
    return {id: entry.schedule for id, entry in entries().items() if len(entry.schedule.steps) > 1}


def in_force(findings: Iterable[Finding], day: date) -> tuple[list[Finding], list[Finding]]:
    """The findings of a submission whose period ends on `day`, and apart from them those that are counted only.

    Where the catalogue dates a reason, its findings take the severity of that day or are dropped before its first.
    """
    findings = list(findings)
    if not findings:
        return [], []  # the catalogue is not read for nothing
    dated_reasons = schedules()
    told: list[Finding] = []
    drafts: list[Finding] = []
    for finding in findings:
        schedule = dated_reasons.get(finding.rule)
        severity = schedule.on(day) if schedule else finding.severity
        if severity:
            (drafts if severity == "draft" else told).append(
                replace(finding, severity=severity) if schedule else finding
            )
    return told, drafts


@cache
def kinds() -> dict[str, Both]:
    """What a file may turn out to be, and kinds of period."""
    return {name: Both(**texts) for name, texts in _table()["kinds"].items()}


def _schedule(id: str, severity: str | dict[str, str]) -> Schedule:
    if isinstance(severity, dict):
        if id.startswith(_UNREAD):
            raise ContractError(
                Both(
                    f"catalogue.toml: {id} nói điều không đọc được nên chỉ có một mức",
                    f"catalogue.toml: {id} says what could not be read and has one severity",
                )
            )
        return dated(**severity)
    if severity not in SEVERITIES:
        raise ContractError(
            Both(
                f"catalogue.toml: {id} có mức {severity!r}; chỉ có {', '.join(SEVERITIES)}",
                f"catalogue.toml: {id} has the severity {severity!r}; there are {', '.join(SEVERITIES)}",
            )
        )
    return always(severity)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("catalogue.toml").read_text(encoding="utf-8"))
