"""An arrival becomes a reading: what was said of its file, the child that reads it, and what it then says."""

from __future__ import annotations

from datetime import date

from machine.secret import pseudonym_key
from machine.settings import Settings
from schemas.finding import Finding
from schemas.submission import Given, Reading
from schemas.values.periods import Period, spanning
from spreadsheets.read.fault import fault
from spreadsheets.read.reader import Pending, Reader
from spreadsheets.read.workbook import Workbook
from spreadsheets.understand.reading import read_submissions
from spreadsheets.write.corrections import Corrected
from warehouse.arrival import Arrival
from warehouse.kept import Kept, KeptDamaged, KeptMissing


def start_reading(kept: Kept, reader: Reader, arrival: Arrival) -> Pending | Corrected:
    """Have a child read the kept file of an arrival, and the sheets of corrections of a replay."""
    pending = _start(kept, reader, arrival.sha256, arrival.name)
    if not arrival.corrections:
        return pending
    sheets = [_start(kept, reader, sha256, sha256) for sha256 in arrival.corrections]
    return Corrected(pending, sheets, arrival.place)


def _start(kept: Kept, reader: Reader, sha256: str, name: str) -> Pending:
    """Have a child read one kept file; one that is not what was received is refused for that."""
    try:
        return reader.submit(kept.proved(sha256), name=name)
    except KeptDamaged as damage:
        rule = "FILE-KEPT-MISSING" if isinstance(damage, KeptMissing) else "FILE-KEPT-DAMAGED"
        finding = Finding(rule, "error", name, details={"hash": sha256})
        return Pending.known(Workbook(damage.path, name, format="", refused=finding))


def read_arrival(settings: Settings, arrival: Arrival, pending: Pending | Corrected) -> Reading:
    """The reading of an arrival; damage to what was kept, or a fault of ours, is its refusal and stops no other."""
    given, folder = given_of(arrival.options)
    key = pseudonym_key(settings.home.secret)
    try:
        return read_submissions(pending.result(), given, folder, key)
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - an unfinished arrival comes first in every later drain
        return Reading(arrival.name, refused=fault(error, arrival.name, settings.home.log))


def options_of(given: Given, folder: Given | None = None) -> dict[str, str]:
    """What was said of a file, as the journal keeps it; unsaid things are left out."""
    options: dict[str, str] = {}
    for prefix, said in (("", given), ("folder_", folder or Given())):
        values = {"sender": said.sender, "unit": said.unit, "revision": said.revision or ""}
        if said.period:
            p = said.period
            values["period"] = f"{p.kind} {p.calendar} {p.start.isoformat()} {p.end.isoformat()}"
        options |= {prefix + name: value for name, value in values.items() if value}
    return options


def given_of(options: dict[str, str]) -> tuple[Given, Given]:
    """The inverse of `options_of`: what the caller said, and what the folder said."""
    said = []
    for prefix in ("", "folder_"):
        revision = options.get(prefix + "revision")
        said.append(
            Given(
                sender=options.get(prefix + "sender", ""),
                unit=options.get(prefix + "unit", ""),
                period=_period(options.get(prefix + "period", "")),
                revision=revision if revision in ("estimate", "official") else None,  # type: ignore[arg-type]
            )
        )
    return said[0], said[1]


def _period(text: str) -> Period | None:
    if not text:
        return None
    kind, calendar, start, end = text.split()
    return spanning(date.fromisoformat(start), date.fromisoformat(end), kind, calendar)  # type: ignore[arg-type]
