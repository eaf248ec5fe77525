"""The words of a contract: Sector, Form, column() and rule(). Plain data, read by everything else.

A sector file says each thing once; headers, parsing, rules, the Pandera schema, DDL, comments and
the contract's hash are derived from it. A contract that contradicts itself stops the program at start.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, ClassVar, Literal

from schemas.codes import fingerprint
from schemas.column import Basis as Basis
from schemas.column import Column as Column
from schemas.column import column as column
from schemas.comparison import Compared
from schemas.comparison import compared as compared  # words of contracts, here and below, said beside those of forms
from schemas.headings import under as under
from schemas.headings import was as was
from schemas.kinds import Kind, Part
from schemas.reasons import schedules
from schemas.rule import Rule as Rule
from schemas.rule import column_sum as column_sum
from schemas.rule import printed_share as printed_share
from schemas.rule import printed_totals as printed_totals
from schemas.rule import refers_to as refers_to
from schemas.rule import rolls_up as rolls_up
from schemas.rule import rule as rule
from schemas.sector import Pillar
from schemas.sector import Sector as Sector
from schemas.severity import Schedule, always
from schemas.severity import dated as dated

Mode = Literal["snapshot", "increment", "register"]
Revision = Literal["estimate", "official"]

#: The first day without districts: what was owed by district ended. Source: Nghị quyết 203/2025/QH15.
DISTRICTS_END = date(2025, 7, 1)


@dataclass(frozen=True)
class Due:
    """When a submission is owed: `day` of the month `months` after the period's last month."""

    #: day of the month
    day: int
    #: how many months after the last one of the period
    months: int = 0


class Form:
    """A table a department promises. Subclass it in a sector file; the class itself is the contract."""

    #: phrases of the title that mark this form, most telling first
    titles: ClassVar[tuple[str, ...]] = ()
    #: fields that together tell one row from the others
    grain: ClassVar[tuple[str, ...]] = ()
    #: whether its rows are about the body that sends them, so that the grain holds within one sender only
    is_of_sender: ClassVar[bool] = False
    #: snapshot: the newest replaces; increment: periods add up; register: rows recur and are updated by their grain
    mode: ClassVar[Mode] = "snapshot"
    #: how often it is sent: day, week, month, quarter, half, nine_months, school_year, year
    period: ClassVar[str] = ""
    #: which calendar its periods follow, of schemas/reference/calendars.csv
    calendar: ClassVar[str] = "calendar"
    #: when it is owed
    due: ClassVar[Due | None] = None
    #: pillar, where it is not its sector's; e.g. "society"
    pillar: ClassVar[Pillar | None] = None
    #: what its measures stand for, where a column does not say otherwise
    basis: ClassVar[Basis] = "period"
    #: how far its figures may be from their past and from another sender's; None where they are not compared
    compared: ClassVar[Compared | None] = Compared()
    #: revision statuses in which it may be sent
    revisions: ClassVar[tuple[Revision, ...]] = ("estimate", "official")
    #: who owes it (schemas.owed): "agency:so-y-te", "group:procedures", "unit:commune"; "" when nobody does
    owed_by: ClassVar[str] = ""
    #: first day on which it is no longer owed
    ended: ClassVar[date | None] = None
    #: sender taken when neither the caller nor the letterhead names one; "" when one must
    sender: ClassVar[str] = ""
    #: column whose figures may stand side by side for several periods, each under its period; "" where none may
    across: ClassVar[str] = ""
    #: per cent of its rows that may break an error rule; with more of them none is loaded, and what was loaded before
    #: stays. Past half it is no slip of single cells but a shifted column, a wrong unit or another file, and what is
    #: left of such a table would take the place of a whole one. None: any number may; for
    #: small tables see schemas.validation.held.
    refuse_above: ClassVar[float | None] = 50
    #: whether a sheet may have columns the form has not; they are told of and not loaded, else they refuse it
    takes_extra: ClassVar[bool] = True
    #: headings that may stand on the sheet and are not loaded; e.g. (*Form.ignored, "Chữ ký")
    ignored: ClassVar[tuple[str, ...]] = ("STT", "TT", "Số TT", "Số thứ tự", "Ghi chú")

    name: ClassVar[str] = ""
    written_at: ClassVar[tuple[str, int]] = ("", 0)
    sector: ClassVar[Sector | None] = None
    columns: ClassVar[dict[str, Column]] = {}
    rules: ClassVar[dict[str, Rule]] = {}

    def __init_subclass__(cls) -> None:
        """Derive name, columns and rules from what the class says. Raises ContractError."""
        from schemas.contract_check import refuse  # it knows the words of this module

        above = sys._getframe(1)
        cls.written_at = (above.f_code.co_filename, above.f_lineno)
        cls.name = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
        cls.columns = {k: replace(v, name=k) for k, v in vars(cls).items() if isinstance(v, Column)}
        cls.rules = {k: replace(v, name=k) for k, v in vars(cls).items() if isinstance(v, Rule)}
        refuse(cls)

    @classmethod
    def fields(cls) -> dict[str, Part]:
        """Stored field name -> part, in the order of the columns."""
        return {name: part for col in cls.columns.values() for name, part in col.fields.items()}

    @classmethod
    def column_of(cls, field_name: str) -> Column:
        """The column a stored field comes from."""
        return next(col for col in cls.columns.values() if field_name in col.fields)

    @classmethod
    def title(cls, lang: str = "vi") -> str:
        """What people call the form: in Vietnamese the title printed over it, in English the words of its name."""
        if lang == "vi" and cls.titles:
            return cls.titles[0]
        return cls.name.replace("_", " ").capitalize()

    @classmethod
    def label_field(cls, field_name: str) -> str:
        """The field that says in words what another has as a code; itself where it is no code of a name."""
        names = [name for name in cls.column_of(field_name).fields if name.endswith("_name")]
        return names[0] if names and field_name.endswith("_code") else field_name

    @classmethod
    def rules_on(cls, day: date | None) -> list[Rule]:
        """The rules asked of the figures of a day, each with its severity then; as they have come to be for None."""
        held = [(rule, rule.schedule.on(day)) for rule in cls.rules.values()]
        return [replace(rule, schedule=always(severity)) for rule, severity in held if severity]

    @classmethod
    @cache
    def hash(cls) -> str:
        """Version of the contract: 12 hex digits over everything that changes how a sheet is read.

        The code lists its columns name are part of it, and so are the reasons of schemas/catalogue.toml whose
        severity changes with time. What is held against other submissions is not: that is judged after reading.
        """
        body = {
            "name": cls.name,
            "grain": cls.grain,
            "mode": cls.mode,
            "period": [cls.period, cls.calendar],
            "titles": cls.titles,
            "revisions": cls.revisions,
            "across": cls.across,
            "ignored": cls.ignored,
            "refuse_above": cls.refuse_above,
            "takes_extra": cls.takes_extra,
            "reasons": {id: str(schedule) for id, schedule in schedules().items()},
            "columns": {k: _plain(v) for k, v in cls.columns.items()},
            "rules": {k: _plain(v) for k, v in cls.rules.items() if v.against is None},
            "codes": {col.codes: fingerprint(col.codes) for col in cls.columns.values() if col.codes},
        }
        text = json.dumps(body, ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:12]


def _plain(thing: Column | Rule) -> dict[str, Any]:
    return {
        k: v.name if isinstance(v, Kind) else str(v) if isinstance(v, Schedule) else v
        for k, v in vars(thing).items()
        if k not in ("against", "compared", "like")
    }
