"""Our own recount of the forms' figures, by letters on the sheet and apart from every rule of the contracts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

Cells = Callable[[str], object]


@dataclass(frozen=True)
class Arithmetic:
    """What should hold in every printed row: whole = parts, percentage = parts of parts, part at most whole."""

    sums: tuple[tuple[str, str], ...] = ()
    shares: tuple[tuple[str, str, str], ...] = ()
    limits: tuple[tuple[str, str], ...] = ()


TRANSFERS = Arithmetic(
    sums=(("C", "DE"), ("E", "FG"), ("H", "IJ"), ("J", "KL")),
    shares=(("M", "IJ", "C"), ("N", "I", "D"), ("O", "J", "E"), ("P", "K", "F"), ("Q", "L", "G")),
)
ARITHMETIC = {
    "recurrent_spending": Arithmetic(sums=(("C", "DEFGHIJK"),)),
    "department_settlement": Arithmetic(
        sums=(("C", "DEFG"), ("H", "IJKLMP"), ("M", "NO")),
        shares=(("Q", "H", "C"), ("R", "I", "D"), ("S", "J", "E"), ("T", "K", "F"), ("U", "L", "G")),
    ),
    "district_transfers": TRANSFERS,
    "school_submission": Arithmetic(sums=(("N", "OP"),), limits=(("H", "G"), ("N", "M"), ("S", "R"))),
    "administrative_unit": Arithmetic(),
}


def recount(form: str, cells: Cells, rows: Iterable[int]) -> set[str]:
    """Addresses at which a sheet contradicts itself; an identity with nothing on one side is not counted."""
    broken = set()
    arithmetic = ARITHMETIC[form]
    for row in rows:
        for whole, parts in arithmetic.sums:
            total, rest = _sum(cells, whole, row), _sum(cells, parts, row)
            if total is not None and rest is not None and abs(total - rest) > 0.5:
                broken.add(f"{whole}{row}")
        for share, above, below in arithmetic.shares:
            printed, top, bottom = (_sum(cells, letters, row) for letters in (share, above, below))
            if (
                printed is not None
                and top is not None
                and bottom
                and abs(printed - 100 * top / bottom) > 1e-9 * printed
            ):
                broken.add(f"{share}{row}")
        for part, whole in arithmetic.limits:
            some, most = _sum(cells, part, row), _sum(cells, whole, row)
            if some is not None and most is not None and some > most:
                broken.add(f"{part}{row}")
    return broken


def _sum(cells: Cells, letters: str, row: int) -> float | None:
    numbers = [value for letter in letters if isinstance(value := cells(f"{letter}{row}"), int | float)]
    return sum(numbers) if numbers else None
