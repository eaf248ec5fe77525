"""What people send by mistake: each gets a message with place, expectation and remedy; none gets a traceback."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from schemas.catalogue.messages import expected, message, remedy
from schemas.finding import Finding
from schemas.submission import Given, Reading
from schemas.values.periods import period
from spreadsheets.read.reader import Reader
from spreadsheets.understand.reading import read_submissions
from tests import damage
from tests.khoso import khoso

SHEET = "Biểu 1"


@dataclass(frozen=True)
class Bad:
    """A bad file: how it is made, the finding that names it, its words in each language, the rows that still load."""

    file: str
    make: Callable[[Path], Path]
    rule: str
    vi: tuple[str, ...]
    en: tuple[str, ...]
    cell: str = ""
    loads: int = 0


def damaged(**how: object) -> Callable[[Path], Path]:
    return lambda path: damage.workbook(path, **how)  # type: ignore[arg-type]


BAD = [
    Bad(
        "co mat khau.xlsx", damage.encrypted, "FILE-ENCRYPTED",
        ("tệp được bảo vệ bằng mật khẩu", "cần tệp không đặt mật khẩu", "xóa mật khẩu"),
        ("protected by a password", "opens without a password was expected", "remove the password"),
    ),
    Bad(
        "tai do dang.xlsx", damage.truncated, "FILE-TRUNCATED",
        ("tệp thiếu phần cuối", "cần tệp đầy đủ", "gửi lại tệp"),
        ("the end of the file is missing", "the complete file was expected", "send the file again"),
    ),
    Bad(
        "trang web.xls", damage.web_page, "FILE-HTML",
        ("trang web (HTML)", "không có bảng số liệu nào", "trang đăng nhập"),
        ("a web page (HTML)", "holds no table", "login page"),
    ),
    Bad(
        "rong.xlsx", damage.nothing, "FILE-EMPTY",
        ("tệp không có nội dung", "cần bảng tính có số liệu", "gửi lại"),
        ("the file holds nothing", "a spreadsheet with figures was expected", "send it again"),
    ),
    Bad(
        "anh chup.xlsx", damage.picture, "FILE-NOT-SPREADSHEET",
        ("mà là ảnh", "cần tệp Excel", "gửi lại đúng tệp bảng tính gốc"),
        ("no spreadsheet but a picture", "CSV file was expected", "send the original spreadsheet"),
    ),
    Bad(
        "doi ten cot.xlsx", damaged(rename={"online_count": "Qua cổng"}), "HEAD-UNKNOWN",
        ("“Tiếp nhận > Trong kỳ > Qua cổng” (F)", "còn thiếu: “Tiếp nhận > Trong kỳ > Trực tuyến”", "đặt lại tên cột"),
        ("“Tiếp nhận > Trong kỳ > Qua cổng” (F)", "missing: “Tiếp nhận > Trong kỳ > Trực tuyến”", "name the columns"),
        cell="F11",
    ),
    Bad(
        "thieu cot.xlsx", damaged(drop=["postal_count"]), "HEAD-MISSING",
        ("“Tiếp nhận > Trong kỳ > BCCI”", "cần đủ các cột bắt buộc", "thêm lại cột"),
        ("“Tiếp nhận > Trong kỳ > BCCI”", "every required column", "put back the columns"),
        cell="A9",
    ),
    Bad(
        "lap cot.xlsx", damaged(repeat=["resolved_count"]), "HEAD-REPEATED",
        ("“Đã xử lý > Tổng số” (I)", "mỗi cột của biểu mẫu chỉ được có một lần", "xóa cột lặp"),
        ("“Đã xử lý > Tổng số” (I)", "each column of the form was expected once", "delete the others"),
        cell="S11",
    ),
    Bad(
        "ngay trong cot so.xlsx", damaged(put={"F13": date(2023, 9, 9)}), "CELL-DATE-IN-NUMBER",
        ("ô chứa ngày 09/09/2023", "cần một số", "gõ lại giá trị"),
        ("the cell holds the date 09/09/2023", "a number was expected", "type the value again"),
        cell="F13", loads=2,
    ),
    Bad(
        "tieu de thang truoc.xlsx",
        damaged(title="Theo dõi chỉ tiêu tiến độ giải quyết tháng 4/2023",
                period="(Số liệu từ ngày 15/4/2023 đến ngày 14/5/2023)"),
        "SUB-PERIOD-CONFLICT",
        ("A5: tháng 4/2023", "A6: tháng 5/2023", "chưa có gì được nạp hay thay thế", "sửa tiêu đề"),
        ("A5: tháng 4/2023", "A6: tháng 5/2023", "nothing was loaded or replaced", "correct the title"),
        cell="A5",
    ),
]  # fmt: skip


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.rule)
def test_bad_input_gets_a_message_that_helps(tmp_path: Path, reader: Reader, bad: Bad) -> None:
    reading = read_submissions(reader.read(bad.make(tmp_path / bad.file)))
    finding = only(reading, bad.rule)
    assert (finding.severity, finding.file, finding.cell) == ("error", bad.file, bad.cell)
    assert finding.sheet == (SHEET if bad.cell else "")
    assert sum(s.accepted.num_rows for s in reading.submissions) == bad.loads
    for lang, words in (("vi", bad.vi), ("en", bad.en)):
        said = message(finding, lang)
        assert said.startswith(bad.file)
        assert all(word in said for word in words), said
        assert expected(finding, lang) and remedy(finding, lang)
        if bad.cell:
            assert f"{SHEET}, {'ô' if lang == 'vi' else 'cell'} {bad.cell}:" in said


def only(reading: Reading, rule: str) -> Finding:
    """The one finding of a rule; of the others, none is an error but a missing column beside its new name."""
    (found,) = [f for f in reading.all_findings if f.rule == rule]
    others = {f.rule for f in reading.all_findings if f.severity == "error"} - {rule}
    assert others <= ({"HEAD-MISSING"} if rule == "HEAD-UNKNOWN" else set())
    return found


def test_undamaged_workbook_of_these_tests_is_clean(tmp_path: Path, reader: Reader) -> None:
    reading = read_submissions(reader.read(damage.workbook(tmp_path / "tot.xlsx")))
    assert reading.all_findings == []
    assert [s.accepted.num_rows for s in reading.submissions] == [3]


def test_columns_may_change_places(tmp_path: Path, reader: Reader) -> None:
    straight = read_submissions(reader.read(damage.workbook(tmp_path / "thang.xlsx")))
    crossed = damage.workbook(tmp_path / "doi cho.xlsx", swap=("in_person_count", "postal_count"))
    turned = read_submissions(reader.read(crossed))
    assert turned.all_findings == []
    assert turned.submissions[0].accepted.equals(straight.submissions[0].accepted)


def test_number_and_text_in_one_count_column_are_told_apart(tmp_path: Path, reader: Reader) -> None:
    """The text 16.300 is sixteen thousand three hundred, the text 16.125 its neighbour; the number 16.3 is no count."""
    rows = damage.dossiers()
    letter = damage.letter_of("carried_over_count")
    for row, text in zip(rows, ("16.300", "16.125", "16.075"), strict=True):
        row["received_count"] = int(text.replace(".", "")) + row["received_in_period_count"]
        row["resolved_count"] = row["received_count"] - 60
        row["resolved_early_count"] = row["received_count"] - 100
        row["carried_over_count"] = text
    rows[2]["carried_over_count"] = 16.3
    reading = read_submissions(reader.read(damage.workbook(tmp_path / "so.xlsx", rows=rows)))
    (submission,) = reading.submissions
    assert submission.accepted.column("carried_over_count").to_pylist() == [16_300, 16_125]
    assert [(f.rule, f.cell, f.found) for f in reading.all_findings] == [("CELL-COUNT", f"{letter}14", "16.3")]


def test_last_months_title_is_found_against_what_the_caller_says(tmp_path: Path, reader: Reader) -> None:
    path = damage.workbook(tmp_path / "thang 5.xlsx", period="Tháng 4/2023")
    said = Given(period=period("month", "reporting", 2023, 5))
    reading = read_submissions(reader.read(path), given=said)
    found = only(reading, "SUB-PERIOD-CONFLICT")
    assert (found.sheet, found.cell, reading.submissions) == (SHEET, "A6", [])
    assert "tháng 4/2023 (15/03/2023–14/04/2023)" in found.found


@pytest.mark.slow
def test_bad_files_in_the_inbox_are_kept_and_answered(tmp_path: Path) -> None:
    inbox = tmp_path / "home" / "inbox"
    inbox.mkdir(parents=True)
    sent = {}
    for bad in BAD:
        path = bad.make(inbox / bad.file)
        os.utime(path, (1_684_000_000, 1_684_000_000))  # long still: a cut file waits a while for its end
        sent[bad.file] = hashlib.sha256(path.read_bytes()).hexdigest()
    khoso(tmp_path / "home", "ingest", expect=1)
    assert list(inbox.iterdir()) == []
    kept = {path.name for path in (tmp_path / "home" / "kept").rglob("*") if path.is_file()}
    assert set(sent.values()) <= kept
    receipts = {p.name.partition("-")[2]: p for p in (tmp_path / "home" / "outbox" / "receipts").iterdir()}
    for bad in BAD:
        text = receipts[f"{bad.file}.txt"].read_text(encoding="utf-8")
        assert all(word in text for word in (*bad.vi, *bad.en)), text
