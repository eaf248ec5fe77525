"""A finding: one broken rule at one address. Its words come from schemas.catalogue.messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the reading child makes findings and starts without the words of contracts
    from schemas.severity import Severity


@dataclass(frozen=True)
class Finding:
    """One broken rule at one address.

    `rule`: id in the catalogue (FILE-ENCRYPTED, HEAD-MISSING, CELL-COUNT …) or of a form's rule (PROC-001).
    `cell`: "C12", or "" where the whole sheet or file is meant. `found`: the text on the sheet; it is ""
    for a personal column, whose values leave neither the sheet nor the kept file. `details`: what the
    message's templates need. `row_id`: row of the submission, None above row level.
    """

    rule: str
    severity: Severity
    file: str = ""
    sheet: str = ""
    cell: str = ""
    found: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    form: str = ""
    column: str = ""
    row_id: int | None = None
