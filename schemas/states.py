"""What may have become of a file, and of a report that is owed, each as people are told it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from schemas.values.bilingual import Both


@dataclass(frozen=True)
class State:
    """A state: its sign in a matrix and what it is called; what is late has the days beside the sign."""

    sign: str
    title: Both


#: What became of a file -> how it is told.
ARRIVALS: Mapping[str, Both] = {
    "loaded": Both("đã nạp", "loaded"),
    "partly": Both("nạp một phần", "partly loaded"),
    "refused": Both("không nạp được", "refused"),
    "noop": Both("không có gì mới", "nothing new"),
}
#: State -> how it is told, the best first.
STATES: Mapping[str, State] = {
    "complete": State("✓", Both("đủ, đúng hạn", "complete, in time")),
    "late": State("✓", Both("đủ, gửi muộn", "complete, late")),
    "partly loaded": State("◐", Both("nạp một phần", "partly loaded")),
    "received": State("◔", Both("mới có số ước hoặc một phần", "an estimate or a part only")),
    "refused": State("!", Both("không nạp được", "refused")),
    "empty": State("∅", Both("biểu trống", "empty")),
    "missing": State("✕", Both("quá hạn, chưa gửi", "overdue, not sent")),
    "expected": State("·", Both("chưa đến hạn", "not due yet")),
}
