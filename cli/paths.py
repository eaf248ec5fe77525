"""Files a caller names: whether they are there, whether their ending is one that can be written."""

from __future__ import annotations

from pathlib import Path

from cli.parser import WrongCall
from schemas.values.bilingual import Both

NO_FILE = Both("Không có tệp {file}.", "There is no file {file}.")
IS_FOLDER = Both("{file} là thư mục; cần một tệp.", "{file} is a folder; a file is needed.")
_NO_REGULAR = Both(
    "{file} không phải là tệp thường (đường ống, ổ cắm hoặc thiết bị); cần một tệp.",
    "{file} is no regular file (a pipe, a socket or a device); a file is needed.",
)
BAD_ENDING = Both(
    "{path}: không rõ định dạng; đặt tên tệp kết thúc bằng .xlsx, .csv hoặc .parquet",
    "{path}: no format is known by that ending; end the name in .xlsx, .csv or .parquet",
)
TABULAR = (".xlsx", ".csv", ".parquet")


def check_there(*paths: Path) -> None:
    """Raise WrongCall for the first path that is no file. What is no regular one could be waited for without end."""
    for path in paths:
        if not path.is_file():
            told = IS_FOLDER if path.is_dir() else _NO_REGULAR if path.exists() else NO_FILE
            raise WrongCall(told.filled(file=path))


def check_tabular(path: Path | None) -> None:
    """Raise WrongCall for a path by whose ending no table is written."""
    if path and path.suffix.lower() not in TABULAR:
        raise WrongCall(BAD_ENDING.filled(path=path))
