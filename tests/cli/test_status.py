"""`khoso status` and `khoso remind`: who owes what, asked of workbooks that were sent, and the letters that follow."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from khoso import ROOT, environment, khoso
from owing import BODIES, COMPLETE, CORRECTED, DUE, EMPTY, HELD, LATE, MAY, ON, PROGRESS, REFUSED, province

from cli import output
from cli.found import parser_of
from cli.matrix import matrix, sign
from cli.verbs import status
from machine.settings import Settings, settings
from pages.documents.letters import digest, remind
from pages.documents.register import OwedReport, RegisterQuery, body_or_place, entries, newest_due, standing
from schemas import states
from schemas.codes import code_list
from warehouse.connect import Connection, snapshot

pytestmark = pytest.mark.slow

STATES = {
    COMPLETE: "complete",
    LATE: "late",
    REFUSED: "refused",
    HELD: "refused",
    EMPTY: "empty",
    CORRECTED: "late",
}


@pytest.fixture(scope="module")
def chosen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """The settings of a data root that `province` has filled."""
    home = tmp_path_factory.mktemp("status") / "data"
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment(home).items():
            patch.setenv(name, value)
        found = settings(lang="en")
        province(found)
        yield found


@pytest.fixture
def con(chosen: Settings) -> Iterator[Connection]:
    with snapshot(chosen.home.snapshot) as con:
        yield con


def may(con: Connection, on: date = ON) -> dict[str, OwedReport]:
    return {e.sender_code: e for e in entries(con, RegisterQuery(on, form="dossier_progress", period=MAY.id))}


def test_each_workbook_leaves_the_state_it_should(con: Connection) -> None:
    found = may(con)
    assert len(found) == len(BODIES)
    assert {code: found[code].state for code in STATES} == STATES
    assert {each.state for code, each in found.items() if code not in STATES} == {"missing"}
    days = {code: found[code].days_late for code in STATES}
    assert days == {COMPLETE: 0, LATE: 4, REFUSED: 14, HELD: 14, EMPTY: 14, CORRECTED: 4}
    assert (found[CORRECTED].n_sent, found[CORRECTED].due_date) == (2, DUE)
    health = entries(con, RegisterQuery(ON, form="health_facility"))
    assert [(e.state, e.period_id, e.is_due, e.days_late) for e in health] == [("partly loaded", "2023-05", False, 0)]


def test_the_register_of_an_earlier_evening_does_not_know_what_came_later(con: Connection) -> None:
    before, on_the_day = may(con, date(2023, 5, 14)), may(con, DUE)
    assert {each.state for each in before.values()} == {"expected"}
    assert on_the_day[LATE].state == "expected"
    assert on_the_day[COMPLETE].state == "complete"
    assert may(con, date(2023, 5, 17))[CORRECTED].state == "refused"


def test_the_matrix_has_a_sign_for_every_body(con: Connection) -> None:
    lines = matrix(list(may(con).values()), "en")
    assert lines[0].split() == ["05/23"]
    name = code_list("agency").label(COMPLETE, "en", MAY.end)
    assert f"{name[:30]}" in "\n".join(lines)
    signs = [line.split()[-1] for line in lines[1 : 1 + len(BODIES)]]
    assert {sign: signs.count(sign) for sign in ("✓", "✓+", "!", "∅", "✕")} == {
        "✓": 1, "✓+": 2, "!": 2, "∅": 1, "✕": len(BODIES) - 6,
    }  # fmt: skip
    assert "✕ overdue, not sent" in lines[-2]
    assert lines[-1] == "Due 26: received 3 (11.5 %), in time 1 (3.8 %), outstanding 23"


def test_the_matrix_of_one_body_shows_its_forms_and_of_all_their_newest_periods(con: Connection) -> None:
    everything = entries(con, RegisterQuery(ON))
    numbered = matrix(everything, "vi")
    forms = list(dict.fromkeys(each.form for each in newest_due(everything)))
    assert numbered[0].split() == [str(n) for n in range(1, len(forms) + 1)]
    assert any("hạn 16/05/2023, đã nhận 3/26, quá hạn 23" in line for line in numbered)
    own = matrix(entries(con, RegisterQuery(ON, sender=COMPLETE)), "vi")
    assert own[0].split()[0] == "05/23"
    assert any(line.startswith("Theo dõi chỉ tiêu") for line in own)


def test_a_narrow_terminal_shows_all_columns_below_each_other(con: Connection) -> None:
    everything = entries(con, RegisterQuery(ON))
    wide, narrow = matrix(everything, "vi"), matrix(everything, "vi", 48)
    assert max(len(line) for line in wide) > 80
    assert max(len(line) for line in narrow[:-1]) <= 48
    heads = [line.split() for line in narrow if line and not line.strip(" 0123456789")]
    assert len(heads) > 1
    assert [number for head in heads for number in head] == wide[0].split()
    missing = sum(each.state == "missing" for each in newest_due(everything))
    assert [sum(line.count("✕") for line in lines) for lines in (wide, narrow)] == [missing + 1] * 2  # and the legend


def test_a_month_of_two_calendars_is_one_column(con: Connection) -> None:
    """May of the reporting calendar ends on the 14th, that of the health forms on the 31st."""
    own = [each for each in entries(con, RegisterQuery(ON, sender="so-y-te")) if each.period_id == "2023-05"]
    assert len({each.period_end for each in own}) == 2
    lines = matrix(own, "en")
    assert lines[0].split() == ["05/23"]
    assert len([line for line in lines[1:] if line[38:].strip() in map(sign, states.STATES)]) == len(own)


def test_a_narrow_terminal_cuts_no_day_and_no_number(capsys: pytest.CaptureFixture[str], monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    row = ("Sở Nông nghiệp và Phát triển nông thôn", "Theo dõi chỉ tiêu tiến độ giải quyết", ON, 1_234_567, DUE)
    output._draw(["Body", "Form", "Due", "Rows", "Received"], [row], "en")
    drawn = capsys.readouterr().out
    assert all(text in drawn for text in (str(ON), "1234567", str(DUE)))
    assert max(map(len, drawn.splitlines())) <= 60


@pytest.mark.parametrize(("columns", "is_whole"), [("80", False), ("160", True)])
def test_a_narrow_terminal_leaves_the_lesser_columns_of_the_late_list_out(
    chosen: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: str, is_whole: bool
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    args = parser_of("status", "en").understood(["--late", "--on", str(ON), "--form", "dossier_progress"])
    assert status.run(args, chosen) == 0
    drawn = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)
    heading = drawn.splitlines()[0]
    assert all(name in heading for name in ("Body", "Form", "Due", "State"))
    assert ("Received" in heading, "Times" in heading) == (is_whole, is_whole)
    assert max(map(len, drawn.splitlines())) <= int(columns)


def test_files_in_the_inbox_are_counted_and_the_first_named(chosen: Settings) -> None:
    chosen.home.inbox.mkdir(exist_ok=True)
    left = [chosen.home.inbox / f"{n}.xlsx" for n in range(7)]
    for path in left:
        path.write_bytes(b"")
    told = khoso(chosen.home.root, "status", "--on", str(ON)).stdout.splitlines()[-1]
    assert told == "… Files in the inbox that wait for the next drain: 7 (0.xlsx, 1.xlsx, 2.xlsx, 3.xlsx, 4.xlsx, …)"
    for path in left:
        path.unlink()


def test_a_line_for_each_form_says_how_many_have_sent_it(con: Connection) -> None:
    found = newest_due(entries(con, RegisterQuery(ON, sector="procedures")))
    assert standing(found, "en")[1] == "Dossier progress, May 2023: due 16/05/2023, 3 of 26 received, 23 overdue"


def test_every_state_has_a_sign_and_words() -> None:
    assert len(set(map(sign, states.STATES))) == len(states.STATES) == 8
    assert all(state.title.vi != state.title.en for state in states.STATES.values())


def test_a_place_is_found_before_a_body() -> None:
    assert body_or_place("Sở Y tế", ON) == ("so-y-te", "")
    assert body_or_place("huyện Tam Đảo", ON) == ("", "248")
    assert body_or_place("nơi nào đó", ON) == ("", "")


def test_status_shows_the_matrix_the_list_and_the_arrivals(chosen: Settings, tmp_path: Path) -> None:
    home, on = chosen.home.root, ("--on", str(ON))
    told = khoso(home, "status", *on, "--form", "dossier_progress").stdout
    assert told.startswith("Reports owed, as of the evening of 30/05/2023")
    assert "Due 26: received 3" in told
    asked = ("status", *on, "--form", "dossier_progress")
    late = khoso(home, *asked, "--late", "--unit", code_list("agency").label(LATE)).stdout.splitlines()
    assert len(late) == 2
    assert "complete, late\t2023-05-20\t4\t1" in late[1]
    records: list[dict[str, Any]] = json.loads(khoso(home, *asked, "--late", "--json").stdout)
    assert len(records) == len(BODIES) - 1
    assert not records[-1]["is_outstanding"]
    khoso(home, *asked, "--period", "5/2023", "--lang", "vi", "-o", str(tmp_path / "owed.xlsx"))
    sheet = openpyxl.load_workbook(tmp_path / "owed.xlsx").active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]][:5] == ["Cơ quan", "Biểu mẫu", "Kỳ", "Hạn gửi", "Tình trạng"]
    assert sheet.max_row == 1 + len(BODIES)
    arrivals = json.loads(khoso(home, "status", "--arrivals", "--json").stdout)
    assert len(arrivals) == 8
    for words in (["--unit", "nơi nào đó"], ["--period", "khi nào"], ["--sector", "gì"], ["--on", "hôm nào"]):
        assert words[1] in khoso(home, "status", *words, expect=2).stderr
    assert "health_facility" in khoso(home, "status", "--form", "không có", expect=2).stderr
    assert khoso(home, "status", *on, "-o", "x.doc", expect=2).stderr
    assert "No report is owed" in khoso(home, "status", "--on", "2020-01-01").stdout


def test_since_a_day_older_reports_are_owed_no_more(chosen: Settings) -> None:
    told = khoso(chosen.home.root, "status", "--on", str(ON), KHOSO_OWED_SINCE="2023-06-01").stdout
    assert "16/05/2023" not in told
    assert "KHOSO_NOTIFY=pigeon" in khoso(chosen.home.root, "status", expect=2, KHOSO_NOTIFY="pigeon").stderr
    assert "KHOSO_OWED_SINCE=May" in khoso(chosen.home.root, "status", expect=2, KHOSO_OWED_SINCE="May").stderr


def test_the_letters_say_what_is_owed_and_why_it_came_back(chosen: Settings, con: Connection) -> None:
    reminded = remind(chosen, ON)
    letters = {each.body: each.text for each in reminded.reminders}
    assert set(letters) == {e.sender_code for e in entries(con, RegisterQuery(ON)) if e.is_outstanding} | {"so-y-te"}
    assert PROGRESS.title() not in letters[COMPLETE] + letters[LATE]
    letter, name = letters[BODIES[10].sender], code_list("agency").label(BODIES[10].sender)
    assert letter.startswith(f"Kính gửi: {name}\n\nTheo chế độ báo cáo, tính đến hết ngày 30/05/2023,")
    assert f". {PROGRESS.title()}\n" in letter
    assert "- Kỳ tháng 5/2023: hạn gửi 16/05/2023, quá hạn 14 ngày; chưa nhận được báo cáo.\n" in letter
    assert "quá hạn 14 ngày; tệp đã nhận chưa nạp được:\n       + " in letters[REFUSED]
    assert "Cột lạ" in letters[REFUSED]
    assert "quá hạn 14 ngày; tệp đã nhận chưa có dòng số liệu nào" in letters[EMPTY]
    health = letters["so-y-te"]
    assert "hạn gửi 05/06/2023; đã nạp một phần, còn dòng hoặc bảng phải sửa:" in health
    assert "không rõ" in health
    assert {path.name for path in reminded.folder.iterdir()} == {f"{body}.txt" for body in letters}
    owed = next(each.owed for each in reminded.reminders if each.body == REFUSED)
    subject, text = digest(reminded, ON)
    assert subject.startswith(f"Nhắc nộp báo cáo ngày 30/05/2023: {len(letters)} cơ quan, ")
    assert f"- {code_list('agency').label(REFUSED)}: {len(owed)} báo cáo, quá hạn lâu nhất 14 ngày" in text


def test_reminding_again_on_a_day_leaves_that_days_letters_and_no_other(chosen: Settings) -> None:
    first = {path.name: path.read_bytes() for path in remind(chosen, ON).folder.glob("*.txt")}
    (chosen.home.outbox / "reminders" / str(ON) / "so-cu.txt").write_text("của lần trước", encoding="utf-8")
    again = {path.name: path.read_bytes() for path in remind(chosen, ON).folder.glob("*.txt")}
    assert again == first
    assert not [path for path in (chosen.home.outbox / "reminders").iterdir() if path.name.startswith(".")]


def test_the_command_needs_no_prefect(chosen: Settings) -> None:
    told = json.loads(khoso(chosen.home.root, "remind", "--on", str(ON), "--json").stdout)
    assert REFUSED in {each["body"] for each in told["reminders"]}
    assert "reminders are in" in khoso(chosen.home.root, "remind", "--on", str(ON)).stdout
    code = (
        f"import sys; sys.argv = ['khoso', 'remind', '--on', '{ON}']\nfrom cli.command import main\nmain()\n"
        "print('prefect' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], env=environment(chosen.home.root), capture_output=True, text=True, cwd=ROOT
    )
    assert run.stdout.splitlines()[-1] == "False"


def test_before_anything_is_published_nobody_is_reminded(tmp_path: Path) -> None:
    assert json.loads(khoso(tmp_path, "remind", "--json").stdout)["reminders"] == []
