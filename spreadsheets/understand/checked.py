"""Files, read in children of their own, and what is wrong with them: nothing is loaded. No Prefect, no warehouse."""

from __future__ import annotations

import gc
import importlib
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from schemas.registry import forms
from schemas.submission import Given, Reading
from spreadsheets.read.fault import fault
from spreadsheets.understand.reading import read_submissions

if TYPE_CHECKING:
    from spreadsheets.read.workbook import Workbook

_NOTHING = Given()
#: What reading a table imports, which a file that is refused does without.
_LATE = (
    "schemas.validation.validate",
    "spreadsheets.understand.sheet_reader",
    "spreadsheets.understand.submissions",
)


def check(paths: Sequence[Path], given: Given = _NOTHING, *, log: Path, readers: int = 1) -> list[Reading]:
    """Read files in children of their own and say everything that is wrong with them; nothing is loaded.

    `log`: where the traceback of a fault of ours goes. OSError where a path cannot be opened.
    """
    return [reading for _, reading in checked(paths, given, log=log, readers=readers)]


def checked(
    paths: Sequence[Path], given: Given = _NOTHING, *, log: Path, readers: int = 1
) -> Iterator[tuple[Workbook, Reading]]:
    """`check`, file by file, each with the workbook its cells are in."""
    from spreadsheets.read.reader import Reader

    with Reader(min(readers, len(paths))) as reader:
        pendings = deque(reader.submit(path) for path in paths)
        warm_up()
        while pendings:
            workbook = pendings.popleft().result()
            yield workbook, _checked(workbook, given, log)


def warm_up() -> None:
    """Do what the first table would wait for, while a child is still reading it: imports, and what is derived once.

    Half a second. What was made stays, and is not looked through for garbage again.
    """
    gc.disable()
    for module in _LATE:
        importlib.import_module(module)
    import pyarrow as pa

    from schemas.codes import code_list
    from spreadsheets.decode.suspicion import suspicious
    from spreadsheets.understand.heading import answering

    pa.set_memory_pool(pa.system_memory_pool())  # Arrow's own takes twice the time for what is used once
    suspicious()
    code_list("agency").resolve("")
    for form in forms().values():
        answering(form, None)  # type: ignore[arg-type]  # mypy takes a class's own __hash__ for its metaclass's
    gc.freeze()
    gc.enable()


def _checked(workbook: Workbook, given: Given, log: Path) -> Reading:
    try:
        return read_submissions(workbook, given)
    except Exception as error:  # noqa: BLE001 - a fault of ours at one file is no reason to be silent on the others
        return Reading(workbook.name, refused=fault(error, workbook.name, log))
