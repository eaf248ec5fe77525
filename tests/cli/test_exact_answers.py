"""Answers are what the warehouse says, in every format: right, or text with the reason told, or refused by name."""

from __future__ import annotations

import csv
import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet
import pytest

from cli.output import saved, show, write
from schemas.values.as_text import AsText, WhyText
from spreadsheets.write.answer import DoesNotFit, unquoted, write_csv, write_xlsx
from warehouse.ask import ask
from warehouse.connect import build

ZONED = "TIMESTAMPTZ '2023-05-16 08:00:00+07'"


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot to ask."""
    path = tmp_path_factory.mktemp("exact") / "w.duckdb"
    with build(path) as con:
        con.execute("CREATE SCHEMA IF NOT EXISTS core")
    return path


def as_json(table: pa.Table, capsys: pytest.CaptureFixture[str]) -> tuple[dict[str, object], str]:
    """The one record of an answer as a program reads it, and what was told beside it."""
    capsys.readouterr()
    show(table, as_json=True, lang="en")
    seen = capsys.readouterr()

    def invalid(word: str) -> object:
        raise AssertionError(f"{word} is no JSON")

    (record,) = json.loads(seen.out, parse_constant=invalid)
    return record, seen.err


def cells(path: Path, row: int = 2) -> list[object]:
    """What a row of the written workbook holds."""
    return [cell.value for cell in openpyxl.load_workbook(path).worksheets[0][row]]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sql", "value"),
    [
        ("sum(i) FROM range(4) r(i)", 6),
        ("sum(9007199254740993::BIGINT)", 9_007_199_254_740_993),
        ("170141183460469231731687303715884105727", 170141183460469231731687303715884105727),
        ("9223372036854775807", 9223372036854775807),
        ("NULL::HUGEINT", None),
        ("36.18::DECIMAL(9,2)", 36.18),
        ("10.00::DECIMAL(18,2)", 10),
        ("sum(x) FROM (VALUES (0.1::DECIMAL(9,1)), (0.2)) t(x)", 0.3),
        ("0.1 + 0.2::DOUBLE", 0.1 + 0.2),
        ("avg(x) FROM (VALUES (1), (2)) t(x)", 1.5),
        ("true", True),
        ("[1::HUGEINT, 2]", [1, 2]),
        ("{'a': 1.50::DECIMAL(9,2), 'b': DATE '2023-05-16'}", {"a": 1.5, "b": "2023-05-16"}),
        ("DATE '1899-12-31'", "1899-12-31"),
        ("DATE '10000-01-01'", "10000-01-01"),
        ("'infinity'::DATE", "infinity"),
        ("'-infinity'::TIMESTAMP", "-infinity"),
        ("'\\xAA'::BLOB", "aa"),
        ("chr(27) || '[red]x[/red]' || chr(8238)", "\x1b[red]x[/red]\u202e"),
    ],
)
def test_json_says_the_value_as_it_is(
    answers: Path, capsys: pytest.CaptureFixture[str], sql: str, value: object
) -> None:
    table = ask(answers, f"SELECT {sql}").rename_columns(["x"])
    record, told = as_json(table, capsys)
    assert record == {"x": value}
    assert type(record["x"]) is type(value)
    assert told == ""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sql", "text", "reason"),
    [
        ("'inf'::DOUBLE", "inf", "no finite number"),
        ("'nan'::FLOAT", "nan", "no finite number"),
        ("['-inf'::DOUBLE]", ["-inf"], "no finite number"),
        ("12345678901234567.89::DECIMAL(38,2)", "12345678901234567.89", "more digits than its readers keep"),
    ],
)
def test_json_tells_what_became_text(
    answers: Path, capsys: pytest.CaptureFixture[str], sql: str, text: object, reason: str
) -> None:
    record, told = as_json(ask(answers, f"SELECT {sql} AS x"), capsys)
    assert record == {"x": text}
    assert told == f"Column x: 1 values as text: {reason}\n"


@pytest.mark.parametrize(
    ("value", "cell", "reason"),
    [
        (6, 6, None),
        (-(10**15) + 1, -999_999_999_999_999, None),
        (1_234_567_890_123_456, "1234567890123456", WhyText.DIGITS),
        (10**18, 1e18, None),
        (9_007_199_254_740_993, "9007199254740993", WhyText.DIGITS),
        (Decimal("36.18"), 36.18, None),
        (Decimal("1E+3"), 1000, None),
        (Decimal("12345678901234.567"), "12345678901234.567", WhyText.DIGITS),
        (0.1 + 0.2, 0.1 + 0.2, None),
        (float("inf"), "inf", WhyText.NOT_FINITE),
        (float("nan"), "nan", WhyText.NOT_FINITE),
        (True, True, None),
        (date(1900, 3, 1), datetime(1900, 3, 1), None),
        (date(1900, 2, 28), "1900-02-28", WhyText.DAY),
        (date(1899, 12, 31), "1899-12-31", WhyText.DAY),
        (datetime(1850, 1, 2, 3, 4), "1850-01-02 03:04:00", WhyText.DAY),
        (datetime(2023, 5, 16, 8, 30), datetime(2023, 5, 16, 8, 30), None),
        (date(9999, 12, 31), datetime(9999, 12, 31), None),
        ("=1+1", "=1+1", None),
        ("https://x.vn", "https://x.vn", None),
        ("a\x1b[b", "a_x001B_[b", None),  # as Excel escapes what XML cannot say
        ([1, Decimal("1.50"), "x"], '[1, 1.5, "x"]', None),
    ],
)
def test_a_workbook_has_the_value_or_its_text_and_the_reason(
    tmp_path: Path, value: object, cell: object, reason: WhyText | None
) -> None:
    told = write_xlsx(tmp_path / "x.xlsx", ["c"], [[value]])
    assert [line.en for line in told.lines()] == ([] if reason is None else [_told("c", reason)])
    (found,) = cells(tmp_path / "x.xlsx")
    assert found == cell
    assert type(found) is type(cell)


def _told(column: str, reason: WhyText) -> str:
    expected = AsText()
    expected.add(column, reason)
    return next(expected.lines()).en


def test_days_far_away_and_moments_of_a_zone_are_texts_in_a_workbook(
    answers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sql = (
        f"SELECT DATE '10000-01-01' AS far, 'infinity'::TIMESTAMP AS endless, {ZONED} AS zoned, DATE '2023-05-16' AS d"
    )
    saved(ask(answers, sql), tmp_path / "x.xlsx", "en")
    assert cells(tmp_path / "x.xlsx") == [
        "10000-01-01", "infinity", "2023-05-16 01:00:00+00:00", datetime(2023, 5, 16),
    ]  # fmt: skip
    assert capsys.readouterr().err.splitlines()[1:] == [
        "Column far: 1 values as text: days before 1 March 1900 or after 9999, which no spreadsheet has right",
        "Column endless: 1 values as text: days before 1 March 1900 or after 9999, which no spreadsheet has right",
        "Column zoned: 1 values as text: moments with a time zone, which no cell has",
    ]


@pytest.mark.parametrize(
    ("names", "rows", "what"),
    [
        (["c"], [["x"], ["á" * 32_768]], "row 3, column c has 32,768 characters, of which a cell holds 32,767"),
        (["c"], [["😀" * 16_384]], "row 2, column c has 32,768 characters, of which a cell holds 32,767"),
        (["c" * 32_768], [], f"row 1, column {'c' * 100} has 32,768 characters, of which a cell holds 32,767"),
        ([str(i) for i in range(16_385)], [], "more than 16,384 columns"),
    ],
)
def test_what_no_sheet_holds_is_refused_by_name_and_leaves_what_was_there(
    tmp_path: Path, names: list[str], rows: list[list[str]], what: str
) -> None:
    path = tmp_path / "x.xlsx"
    path.write_text("before", encoding="utf-8")
    columns = [[row[i] for row in rows] for i in range(len(names))]
    table = pa.table([pa.array(column, pa.string()) for column in columns], names)
    with pytest.raises(DoesNotFit, match=what):
        write(table, path)
    assert path.read_text(encoding="utf-8") == "before"
    assert [each.name for each in tmp_path.iterdir()] == ["x.xlsx"]


def test_the_longest_text_of_a_cell_is_whole(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "x.xlsx", ["c"], [["á" * 32_767], ["😀" * 16_383]])
    assert [cells(tmp_path / "x.xlsx", row) for row in (2, 3)] == [["á" * 32_767], ["😀" * 16_383]]


def test_more_rows_than_a_sheet_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spreadsheets.write.answer._MOST_ROWS", 4)
    write_xlsx(tmp_path / "x.xlsx", ["c"], [[1], [2], [3]])
    with pytest.raises(DoesNotFit, match="more than 3 rows"):
        write_xlsx(tmp_path / "y.xlsx", ["c"], iter([[1], [2], [3], [4]]))
    assert [each.name for each in tmp_path.iterdir()] == ["x.xlsx"]


DANGEROUS = [
    "=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx", " =1+1", "\xa0=1", "\x00=1", "\ufeff=1", "＝1", "-5", "'=1", "'' +1",
]  # fmt: skip


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_csv_runs_nothing_and_is_read_back_as_it_was(tmp_path: Path, text: str) -> None:
    write_csv(tmp_path / "x.csv", [text], [[text]])
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as file:
        head, line = csv.reader(file)
    assert head == line == [f"'{text}"]
    assert unquoted(line[0]) == text


def test_a_line_end_within_a_text_begins_no_line_of_a_csv(tmp_path: Path) -> None:
    texts = ["a\r=1", "a\n=1", "a\r\n=1"]
    write_csv(tmp_path / "x.csv", texts, [texts])
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [texts, texts]


def test_a_csv_leaves_numbers_days_and_harmless_texts_alone(tmp_path: Path) -> None:
    values = [-5, -5.5, Decimal("-0.0000001"), True, date(1850, 1, 2), None, "Sở Y tế", "'x", "a=1", 2**80, [-1]]
    write_csv(tmp_path / "x.csv", map(str, range(11)), [values])
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1] == [
            "-5", "-5.5", "-0.0000001", "True", "1850-01-02", "", "Sở Y tế", "'x", "a=1", str(2**80), "[-1]",
        ]  # fmt: skip


def test_a_parquet_is_the_answer_itself(answers: Path, tmp_path: Path) -> None:
    table = ask(answers, "SELECT '=1+1' AS x, sum(i) AS n, 'inf'::DOUBLE AS f FROM range(3) r(i)")
    write(table, tmp_path / "x.parquet")
    assert pyarrow.parquet.read_table(tmp_path / "x.parquet").equals(table)
