"""Everything under the data root proved, and noted when that was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from machine.noted import note
from machine.rights import for_owner_alone
from machine.settings import Settings
from warehouse.connect import writer_lock
from warehouse.proof import Proof, proofs


@for_owner_alone()
def verify(settings: Settings, *, wait: bool, clock: Callable[[], datetime] = datetime.now) -> list[Proof]:
    """A proof of each part; when it was and whether all was sound is noted for `khoso doctor`. Raises Busy."""
    with writer_lock(settings.home.warehouse, wait=wait):
        found = list(proofs(settings.home))
    note(settings.home.verified, clock(), is_sound=not any(each.broken for each in found))
    return found
