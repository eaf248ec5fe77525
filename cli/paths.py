"""Files a caller names: whether they are there, whether their ending is one that can be written."""

from __future__ import annotations

from pathlib import Path

from cli.parser import WrongCall
from schemas.values.bilingual import Both

NO_FILE = Both("Không có tệp {file}.", "There is no file {file}.")
BAD_ENDING = Both(
    "{path}: không rõ định dạng; đặt tên tệp kết thúc bằng .xlsx, .csv hoặc .parquet",
    "{path}: no format is known by that ending; end the name in .xlsx, .csv or .parquet",
)
TABULAR = (".xlsx", ".csv", ".parquet")


def check_there(*paths: Path) -> None:
    """Raise WrongCall for the first path that is no file."""
    for path in paths:
        if not path.is_file():
            raise WrongCall(NO_FILE.filled(file=path))


def check_tabular(path: Path | None) -> None:
    """Raise WrongCall for a path by whose ending no table is written."""
    if path and path.suffix.lower() not in TABULAR:
        raise WrongCall(BAD_ENDING.filled(path=path))
