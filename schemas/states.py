"""What may have become of a file, and of a report that is owed, each as people are told it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from schemas.values.bilingual import Both


@dataclass(frozen=True)
class State:
    """A state: its sign in a matrix and what it is called; what is late has the days beside the sign."""

    sign: str
    vi: str
    en: str

    def name(self, lang: str) -> str:
        """What it is called in a language, "vi" or "en"."""
        return self.vi if lang == "vi" else self.en


#: What became of a file -> how it is told.
ARRIVALS: Mapping[str, Both] = {
    "loaded": Both("đã nạp", "loaded"),
    "partly": Both("nạp một phần", "partly loaded"),
    "refused": Both("không nạp được", "refused"),
    "noop": Both("không có gì mới", "nothing new"),
}
#: State -> how it is told, the best first.
STATES: Mapping[str, State] = {
    "complete": State("✓", "đủ, đúng hạn", "complete, in time"),
    "late": State("✓", "đủ, gửi muộn", "complete, late"),
    "partly loaded": State("◐", "nạp một phần", "partly loaded"),
    "received": State("◔", "mới có số ước hoặc một phần", "an estimate or a part only"),
    "refused": State("!", "không nạp được", "refused"),
    "empty": State("∅", "biểu trống", "empty"),
    "missing": State("✕", "quá hạn, chưa gửi", "overdue, not sent"),
    "expected": State("·", "chưa đến hạn", "not due yet"),
}
