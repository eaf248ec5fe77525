"""How loudly a rule speaks, and from which day: a new rule is counted before it bites."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from schemas.contract_error import ContractError
from schemas.values.bilingual import Both

#: draft: counted, told to nobody, holds nothing back. warning: told. error: told, and its row waits in quarantine.
Severity = Literal["draft", "warning", "error"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)


@dataclass(frozen=True)
class Schedule:
    """The severities a rule has had and will have, each from its day on, in their order.

    Days are those of the figures, not of the post: a workbook of May is judged by the rules of May whenever it
    arrives, as its headings are read by those of May; so a rebuild from the kept files gives what was given before.
    Before its first day the rule is not asked at all.
    """

    steps: tuple[tuple[date, Severity], ...]

    def on(self, day: date | None) -> Severity | None:
        """The severity on a day, None while the rule is not asked yet; the last one when no day is asked."""
        held = [severity for since, severity in self.steps if day is None or since <= day]
        return held[-1] if held else None

    @property
    def last(self) -> Severity:
        """The severity it comes to."""
        return self.steps[-1][1]

    @property
    def ever_holds_rows_back(self) -> bool:
        """Whether it is, was or will be an error."""
        return any(severity == "error" for _, severity in self.steps)

    def __str__(self) -> str:
        """ "error", or "draft from 2023-01-01, error from 2023-07-01"."""
        return ", ".join(s if since == date.min else f"{s} from {since.isoformat()}" for since, s in self.steps)


def always(severity: Severity) -> Schedule:
    """A severity that never changes."""
    return Schedule(((date.min, severity),))


def dated(*, draft: str = "", warning: str = "", error: str = "") -> Schedule:
    """A severity that changes: `dated(draft="2023-01-01", warning="2023-04-01", error="2023-07-01")`.

    Each is the first day, written yyyy-mm-dd, of the periods it holds for; leave out what the rule never is. A rule
    may grow milder too. Raises ContractError when no day is said, one is no day, or two are the same.
    """
    said = {"draft": draft, "warning": warning, "error": error}
    try:
        steps = sorted((date.fromisoformat(said[severity]), severity) for severity in SEVERITIES if said[severity])
    except ValueError as error_:
        raise ContractError(
            Both(
                f"mức bắt đầu từ một ngày như 2023-01-01: {error_}",
                f"a severity begins on a day like 2023-01-01: {error_}",
            )
        ) from error_
    if not steps or len({since for since, _ in steps}) < len(steps):
        raise ContractError(
            Both(
                f"các mức của một quy tắc bắt đầu từ những ngày khác nhau, ít nhất một ngày: {said}",
                f"the severities of a rule begin on different days, at least one: {said}",
            )
        )
    return Schedule(tuple(steps))
