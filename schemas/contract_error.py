"""What the engineer who writes a sector is told."""

from __future__ import annotations

from schemas.values.bilingual import Both
from schemas.values.trouble import Trouble

_WRONG = Both("Biểu mẫu sai: {reason}", "A contract is wrong: {reason}")


class ContractError(Trouble):
    """A sector file or a reference table contradicts itself; the engineer who wrote it must act."""

    def __init__(self, reason: Both) -> None:
        super().__init__(_WRONG.filled(reason=reason))
        self.reason = reason
