"""The workbooks that go back to their senders with the mistakes marked in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flows.fault import fault
from flows.reading import start_reading
from flows.receipt import add_to_receipt, for_arrival
from flows.settings import Settings
from schemas.finding import Finding
from warehouse.kept import Arrival, Kept

if TYPE_CHECKING:
    from spreadsheets.workbook import Reader, Workbook
    from warehouse.load import Outcome


@dataclass(frozen=True)
class Answered:
    """An arrival that was read, what became of it and everything its sender is told of it."""

    arrival: Arrival
    outcome: Outcome
    findings: Sequence[Finding]


def give_back(settings: Settings, reader: Reader, answered: Iterable[Answered]) -> Iterator[Path]:
    """Write outbox/annotated/<seq>-<file> for each in which something was found, and name it in its receipt.

    Once all is loaded and published: nobody waits for it, and what other submissions say is known. None of a file that
    was corrected here, since its sender's copy is not what was read. Yields the paths.
    """
    kept = Kept(settings.home.kept)
    for each in answered:
        if each.findings and not each.arrival.corrections:
            path = _marked(settings, start_reading(kept, reader, each.arrival).result(), each)
            if path:
                add_to_receipt(settings.home.outbox, each.outcome, annotated=path)
                yield path


def _marked(settings: Settings, workbook: Workbook, each: Answered) -> Path | None:
    """Write one; None where the file cannot be marked. A fault of ours costs the marks, not the load."""
    from spreadsheets.annotate.workbook import NotAnnotated, annotate, annotated_name

    path = settings.home.outbox / "annotated" / for_arrival(each.outcome, annotated_name(workbook))
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        annotate(workbook, each.findings, path)
    except NotAnnotated:
        return None
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - the others are marked all the same
        fault(error, each.arrival.name, settings.home.log)
        return None
    return path
