"""Scripts of the kind people write to get a register into DuckDB: `python -m bench.rivals WAY FILE FOLDER`.

None of them keeps the file, finds the table, reads both ways of writing numbers, keeps what it could not read or
tells where a value came from; they are told where the table stands and what its columns are called.
"""

from __future__ import annotations

import sys
from pathlib import Path

#: Rows above the first row of data of a register of `bench.made`, of which the last two are headings.
_HEAD = 9
_NAMES = (
    "no", "dossier_code", "procedure_code", "agency", "commune", "channel", "submitted_date", "received_date",
    "due_date", "finished_date", "returned_date", "status", "fee_vnd", "payment", "is_digitised",
)  # fmt: skip
_DAYS = [name for name in _NAMES if name.endswith("_date")]


def bare(file: Path, folder: Path) -> None:
    """fastexcel to Arrow, typed, and nothing more."""
    import fastexcel

    sheet = fastexcel.read_excel(str(file)).load_sheet(0, header_row=None, skip_rows=_HEAD)
    sheet.to_arrow()


def duckdb_alone(file: Path, folder: Path) -> None:
    """DuckDB's read_xlsx into a table, without a check."""
    con = _warehouse(folder)
    try:
        con.execute("LOAD excel")
    except Exception:  # noqa: BLE001 - not installed for this DuckDB yet, whichever error says so
        from duckdb_extensions import import_extension

        import_extension("excel", con=con)
        con.execute("LOAD excel")
    con.execute(
        "CREATE TABLE dossier AS FROM read_xlsx(?, header = false, all_varchar = true, range = 'A10:O1048576',"
        " stop_at_empty = true)",
        [str(file)],
    )
    con.close()


def with_fastexcel(file: Path, folder: Path) -> None:
    """fastexcel, pandas, pandera, DuckDB."""
    import fastexcel

    sheet = fastexcel.read_excel(str(file)).load_sheet(0, header_row=None, skip_rows=_HEAD, column_names=list(_NAMES))
    _check_and_load(sheet.to_pandas(), folder)


def with_calamine(file: Path, folder: Path) -> None:
    """pandas.read_excel by calamine, pandera, DuckDB."""
    _pandas(file, folder, "calamine")


def with_openpyxl(file: Path, folder: Path) -> None:
    """pandas.read_excel by openpyxl, pandera, DuckDB."""
    _pandas(file, folder, "openpyxl")


def csv_with_pandas(file: Path, folder: Path) -> None:
    """pandas.read_csv, pandera, DuckDB."""
    import pandas as pd

    frame = pd.read_csv(file, header=None, names=list(_NAMES), skiprows=_HEAD)
    for name in _DAYS:
        frame[name] = pd.to_datetime(frame[name], format="%d/%m/%Y", errors="coerce")
    _check_and_load(frame, folder)


WAYS = {
    "bare": bare, "duckdb": duckdb_alone, "fastexcel": with_fastexcel, "calamine": with_calamine,
    "openpyxl": with_openpyxl, "csv": csv_with_pandas,
}  # fmt: skip


def _pandas(file: Path, folder: Path, engine: str) -> None:
    import pandas as pd

    frame = pd.read_excel(file, header=None, names=list(_NAMES), skiprows=_HEAD, engine=engine)  # type: ignore[call-overload]
    _check_and_load(frame, folder)


def _check_and_load(frame, folder: Path) -> None:  # type: ignore[no-untyped-def]
    import pandas as pd
    import pandera.pandas as pandera

    for name in _DAYS:
        frame[name] = pd.to_datetime(frame[name], errors="coerce")
    schema = pandera.DataFrameSchema(
        {
            "dossier_code": pandera.Column(
                str, pandera.Check.str_matches(r"[A-Z][0-9.]+-[0-9]{6}-[0-9]+"), unique=True
            ),
            "procedure_code": pandera.Column(str, pandera.Check.str_matches(r"[0-9]\.[0-9]{6}")),
            "channel": pandera.Column(str, pandera.Check.isin(sorted(frame["channel"].dropna().unique()))),
            "received_date": pandera.Column("datetime64[us]", nullable=True, coerce=True),
            "fee_vnd": pandera.Column(float, pandera.Check.ge(0), nullable=True, coerce=True),
        },
        checks=pandera.Check(lambda f: ~(f["received_date"] > f["due_date"])),
    )
    try:
        schema.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as error:
        frame = frame.drop(index=error.failure_cases["index"].dropna().unique())
    con = _warehouse(folder)
    con.register("frame", frame)
    con.execute("CREATE TABLE dossier AS FROM frame")
    con.close()


def _warehouse(folder: Path):  # type: ignore[no-untyped-def]
    import duckdb

    return duckdb.connect(str(folder / "dossier.duckdb"))


if __name__ == "__main__":
    WAYS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
