"""Rows of the forms on administrative procedures: the register, the table it adds up to, what is offered online."""

from __future__ import annotations

from collections import Counter
from datetime import date

from province.ground.bodies import name
from province.ground.course import last_month
from province.ground.luck import noise
from province.ground.province import name_of, unit_of
from province.ground.row import Row, says
from province.sample import dossiers
from province.sample.dossier import (
    IN_PERSON,
    ONLINE,
    PAYMENT,
    POSTAL,
    REFUSED,
    RETURNED,
    SUSPENDED,
    MadeDossier,
)
from province.sample.services import procedures_of
from schemas.owed import Debtor
from schemas.values.periods import Period

_ON_TIME = {-1: "early", 0: "on_time", 1: "late"}


def dossier(seed: int, debtor: Debtor, period: Period) -> list[Row]:
    """The register of a body."""
    index, end = last_month(period), period.end
    agency = name(debtor.sender, end)
    return [_registered(each, agency, end) for each in dossiers.register(debtor.sender, index, seed)]


def _registered(each: MadeDossier, agency: str, end: date) -> Row:
    status = each.status_on(end)
    is_settled, fee = each.finished <= end, each.procedure.fee
    is_paid = fee > 0 and status not in (REFUSED, PAYMENT)
    luck = noise(each.code)
    return {
        "dossier_code": each.code,
        "procedure_code": each.procedure.code,
        "agency": agency,
        "commune": name_of(unit_of(each.commune, end), end) if each.commune else None,
        "channel": says("dossier_channel", each.channel),
        "submitted_date": each.submitted,
        "received_date": each.received,
        "due_date": each.due_on(end),
        "finished_date": each.finished if is_settled else None,
        "returned_date": each.returned if status == RETURNED else None,
        "status": says("dossier_status", status),
        "fee_vnd": fee,
        "payment": says("payment_method", _payment(each, luck)) if is_paid else None,
        "is_digitised": each.channel == ONLINE or luck < 0.6,
    }


def _payment(each: MadeDossier, luck: float) -> str:
    if each.is_paid_online:
        return "online"
    return "transfer" if luck < 0.1 else "cash"


def progress(seed: int, debtor: Debtor, period: Period) -> list[Row]:
    """The row of a body in the official table: its register, counted."""
    index = last_month(period)
    carried = dossiers.carried(debtor.sender, index, seed)
    born = dossiers.births(debtor.sender, index, seed)
    return [{"agency": name(debtor.sender, period.end)} | counted(carried, born, period.end)]


def counted(carried: list[MadeDossier], born: tuple[MadeDossier, ...], end: date) -> Row:
    """The sixteen counts of the official table, in its order, over dossiers carried over and received."""
    channels = Counter(each.channel for each in born)
    found: Counter[tuple[str, str]] = Counter()
    for each in (*carried, *born):
        due = each.due_on(end)
        if each.finished <= end:
            found["resolved", _ON_TIME[(each.finished > due) - (each.finished < due)]] += 1
        else:
            kind = "suspended" if each.status_on(end) in SUSPENDED else "in_process"
            found[kind, "overdue" if due < end else "on_time"] += 1
    counts: Row = {
        "received_count": len(carried) + len(born),
        "carried_over_count": len(carried),
        "received_in_period_count": len(born),
        "online_count": channels[ONLINE],
        "in_person_count": channels[IN_PERSON],
        "postal_count": channels[POSTAL],
    }
    for kind, times in (("resolved", ("early", "on_time", "late")), ("in_process", _OPEN), ("suspended", _OPEN)):
        counts[f"{kind}_count"] = sum(found[kind, time] for time in times)
        counts |= {f"{kind}_{time}_count": found[kind, time] for time in times}
    return counts


_OPEN = ("on_time", "overdue")


def online_procedures(seed: int, debtor: Debtor, period: Period) -> list[Row]:
    """Every procedure of every body, with what came in on it."""
    index = last_month(period)
    rows: list[Row] = []
    for body in dossiers.offices(index):
        born = dossiers.births(body, index, seed)
        received = Counter(each.procedure.code for each in born)
        online = Counter(each.procedure.code for each in born if each.channel == ONLINE)
        for each in procedures_of(body, period.end):
            rows.append({
                "procedure_code": each.code,
                "procedure_name": each.title,
                "field": each.field,
                "agency": name(body, period.end),
                "service_level": says("service_level", each.level),
                "has_fee": each.fee > 0,
                "has_online_payment": each.fee > 0 and each.level != "none",
                "received_count": received[each.code],
                "online_count": online[each.code],
            })  # fmt: skip
    return rows


FORMS = {"dossier": dossier, "dossier_progress": progress, "online_procedure": online_procedures}
