"""The workbooks that go back to their senders with the mistakes marked in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from flows.answers import Answers
from flows.reading import start_reading
from flows.unmarked import Unmarked
from machine.settings import Settings
from pages.documents.receipt import add_to_receipt, for_arrival
from schemas.finding import Finding
from spreadsheets.read.fault import fault
from warehouse.kept import Kept

if TYPE_CHECKING:
    from spreadsheets.read.reader import Reader
    from spreadsheets.read.workbook import Workbook
    from warehouse.load import Outcome


def give_back(settings: Settings, reader: Reader, seqs: Iterable[int], answers: Answers) -> Iterator[Path]:
    """Write outbox/annotated/<seq>-<file> for each arrival that has a note, and name it in its receipt.

    Once all is loaded and published: nobody waits for it, and what other submissions say is known. None of a file that
    was corrected here, since its sender's copy is not what was read. Yields the paths; one that cannot be written is
    left to the next run.
    """
    kept, unmarked = Kept(settings.home.kept), Unmarked(settings.home.outbox)
    wanted = set(seqs)
    for arrival in [each for each in kept.arrivals() if each.seq in wanted] if wanted else []:
        noted = unmarked.noted(arrival.seq)
        path: Path | None = None
        with answers.set_aside(settings.home.outbox / "annotated"):
            if noted and not arrival.corrections:
                path = _marked(settings, start_reading(kept, reader, arrival).result(), *noted)
                if path:
                    add_to_receipt(settings.home.outbox, noted[0], annotated=path)
            unmarked.cross_off(arrival.seq)
        if path:
            yield path


def _marked(settings: Settings, workbook: Workbook, outcome: Outcome, findings: Sequence[Finding]) -> Path | None:
    """Write one; None where the file cannot be marked. A fault of ours costs the marks, not the load."""
    from spreadsheets.annotate.workbook import NotAnnotated, annotate, annotated_name

    path = settings.home.outbox / "annotated" / for_arrival(outcome, annotated_name(workbook))
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        annotate(workbook, findings, path)
    except NotAnnotated:
        return None
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - the others are marked all the same
        fault(error, outcome.file, settings.home.log)
        return None
    return path
