"""The workbook that goes back to its sender with his mistakes marked in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flows.fault import fault
from flows.receipt import for_arrival
from flows.settings import Home
from schemas.submission import Reading

if TYPE_CHECKING:
    from flows.ahead import Underway
    from warehouse.kept import Arrival
    from warehouse.load import Outcome


def give_back(
    home: Home, outcome: Outcome, arrival: Arrival, underway: Underway, reading: Reading | None
) -> Path | None:
    """Write outbox/annotated/<seq>-<file> where something was found in a file; None where there is nothing to mark.

    So it is of a file refused whole, and of one that was corrected here: its sender's copy is not what was read. A
    fault of ours costs the marks, not the load.
    """
    if reading is None or reading.refused or arrival.corrections or not reading.all_findings:
        return None
    from spreadsheets.annotate.workbook import NotAnnotated, annotate, annotated_name

    workbook = underway.workbook()
    path = home.outbox / "annotated" / for_arrival(outcome, annotated_name(workbook))
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        annotate(workbook, reading.all_findings, path)
    except NotAnnotated:
        return None
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - an unfinished arrival comes first in every later drain
        fault(error, arrival.name, home.log)
        return None
    return path
