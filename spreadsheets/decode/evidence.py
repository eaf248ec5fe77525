"""What speaks for a way of writing before a word is read: the cell's font, its column, its sheet."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

#: Chance of each way of writing before a word is read, in a cell of any font and in one of an old font.
_CHANCES = {
    "": {"unicode": 1.0, "tcvn3": 1e-3, "vni": 1e-3, "tcvn3-1258": 2e-4, "vni-1258": 2e-4, "1258-as-1252": 1e-3,
         "1252-as-1258": 3e-4},
    "tcvn3": {"unicode": 0.01, "tcvn3": 0.98, "vni": 1e-5, "tcvn3-1258": 0.01, "vni-1258": 1e-6, "1258-as-1252": 1e-6,
              "1252-as-1258": 1e-6},
    "vni": {"unicode": 0.01, "tcvn3": 1e-5, "vni": 0.98, "tcvn3-1258": 1e-6, "vni-1258": 0.01, "1258-as-1252": 1e-6,
            "1252-as-1258": 1e-6},
}  # fmt: skip
#: Sorts of font: any, TCVN3, TCVN3 that shows capitals, VNI.
SORTS = ("", "tcvn3", "TCVN3", "vni")
#: What one text of another column of the sheet counts for, beside one of the same column.
_ELSEWHERE = 0.2
_OLD_FONT = re.compile(r"(\.vn|vn[a-hj-z]|vni)", re.IGNORECASE)


@lru_cache(maxsize=4096)
def sort_of(font: str) -> str:
    """Which of the sorts of font a font is."""
    old = _OLD_FONT.match(font)
    if not old:
        return ""
    return "vni" if old.group().lower() == "vni" else "TCVN3" if font.endswith("H") else "tcvn3"


@dataclass
class Evidence:
    """How many texts are certainly written in each way, by column and sort of font.

    `is_any`: something is, or may be, written otherwise than in Unicode.
    """

    counts: dict[tuple[int, str], Counter[str]] = field(default_factory=dict)
    is_any: bool = False

    def add(self, column: int, font: str, way: str, count: int = 1) -> None:
        """Count texts that are certain."""
        self.counts.setdefault((column, font.lower()), Counter())[way] += count

    def has(self, way: str) -> bool:
        """Whether any text is written so."""
        return any(counts[way] for counts in self.counts.values())

    def alone(self, font: str) -> Mapping[str, float]:
        """Logarithms of the chance of each way where nothing is known but the font."""
        return _logarithms(_CHANCES[font.lower()])

    def chances(self, column: int, font: str) -> Mapping[str, float]:
        """Logarithms of the chance of each way in a column, after what was counted."""
        font = font.lower()
        own, everywhere = self.counts.get((column, font), Counter()), self._sheet.get(font, Counter())
        chances = _CHANCES[font].items()
        return _logarithms({w: c + own[w] + _ELSEWHERE * (everywhere[w] - own[w]) for w, c in chances})

    @cached_property
    def _sheet(self) -> dict[str, Counter[str]]:
        sheet: dict[str, Counter[str]] = {}
        for (_, font), counts in self.counts.items():
            sheet.setdefault(font, Counter()).update(counts)
        return sheet


def _logarithms(weights: Mapping[str, float]) -> Mapping[str, float]:
    total = sum(weights.values())
    return {way: math.log(weight / total) for way, weight in weights.items()}
