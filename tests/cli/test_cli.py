"""The command line: exit codes, both languages, JSON everywhere, and what is not imported."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from khoso import ROOT, SAMPLES, environment, khoso

pytestmark = pytest.mark.slow

GOOD = str(SAMPLES / "GTVT_766_052023.xlsx")
FAULTY = str(SAMPLES / "VPDKDD thang 3 - co loi.xlsx")
HEAVY = ("pandas", "pandera", "prefect", "duckdb", "numpy.testing")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data root with two files loaded."""
    root = tmp_path_factory.mktemp("cli") / "data"
    khoso(root, "ingest", GOOD, FAULTY, expect=1)
    return root


def imported(home: Path, *words: str) -> set[str]:
    """Top packages a verb brings in."""
    code = (
        f"import sys; sys.argv = ['khoso', *{list(words)!r}]\nfrom cli.command import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\nprint('\\n' + ' '.join(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], env=environment(home), capture_output=True, text=True, cwd=ROOT)
    return {name.split(".")[0] for name in run.stdout.splitlines()[-1].split()}


@pytest.mark.parametrize(
    ("words", "barred"),
    [
        (["--help"], {*HEAVY, "pyarrow", "rich"}),
        (["inspect", GOOD], set(HEAVY)),
        (["check", GOOD], {"prefect", "duckdb", "hypothesis"}),
        (["ingest", GOOD], {"prefect"}),
        (["template", "dossier_progress", "-o", os.devnull + ".xlsx"], {"prefect", "pandera", "pandas"}),
        (["sql", "SELECT 1"], {"prefect", "pandas", "pandera"}),
    ],
)
def test_nothing_heavy_is_imported_without_need(home: Path, words: list[str], barred: set[str]) -> None:
    assert imported(home, *words) & barred == set()


def test_check_says_what_is_wrong_without_loading(home: Path) -> None:
    assert "1 rows pass, form dossier_progress; 0 errors" in khoso(home, "check", GOOD).stdout
    said = khoso(home, "check", GOOD, FAULTY, "--lang", "vi", expect=1).stdout
    assert "ô G11" in said
    assert "→ “Theo dõi chỉ tiêu tiến độ giải quyết”, Văn phòng đăng ký đất đai, tháng 3/2023: 1 dòng" in said
    found = json.loads(khoso(home, "check", FAULTY, "--json", expect=1).stdout)[0]
    assert [(f["rule"], f["severity"], f["cell"]) for f in found["findings"]] == [
        ("CELL-DATE-IN-NUMBER", "error", "G11"),
        ("PROC-002", "error", "E12"),
    ]
    assert found["submissions"][0]["accepted"] == 1


def test_inspect_prints_the_tables_and_refuses_with_a_reason(home: Path, tmp_path: Path) -> None:
    seen = json.loads(khoso(home, "inspect", GOOD, "--json").stdout)
    assert seen["tables"][0]["rows"] == {"11": "data"}
    assert seen["tables"][0]["unit"] is None
    assert seen["sheets"][0]["name"] == "T5"
    assert "Sở Giao thông vận tải" in seen["tables"][0]["values"].values()
    empty = tmp_path / "empty.xlsx"
    empty.touch()
    refused = json.loads(khoso(home, "inspect", str(empty), "--json", expect=1).stdout)
    assert (refused["refused"]["code"], refused["sheets"], refused["tables"]) == ("FILE-EMPTY", [], [])


def test_inspect_says_why_when_it_is_asked(home: Path) -> None:
    why = json.loads(khoso(home, "inspect", GOOD, "--why", "--json").stdout)["tables"][0]["why"]
    assert [clue["sign"] for clue in why["place"]] == ["last-figures", "sheet-ends"]
    assert [(told["rows"], told["kind"]) for told in why["rows"]] == [("11", "data")]
    assert "why" not in json.loads(khoso(home, "inspect", GOOD, "--json").stdout)["tables"][0]
    said = khoso(home, "inspect", GOOD, "--why", "--lang", "vi").stdout.splitlines()
    assert "           11  dữ liệu: có số thứ tự" in said


def test_sql_answers_on_the_terminal_and_in_files(home: Path, tmp_path: Path) -> None:
    query = "SELECT agency_code, online_count, '=1+1' AS text FROM core.dossier_progress ORDER BY 1"
    lines = khoso(home, "sql", query).stdout.splitlines()
    assert lines[0] == "agency_code\tonline_count\ttext"
    assert len(lines) == 3
    for ending in (".xlsx", ".csv", ".parquet"):
        khoso(home, "sql", query, "-o", str(tmp_path / f"answer{ending}"))
    sheet = openpyxl.load_workbook(tmp_path / "answer.xlsx").active
    assert [c.value for c in sheet[1]] == ["agency_code", "online_count", "text"]  # type: ignore[index]
    assert sheet["C2"].data_type == "s"  # type: ignore[index]
    with (tmp_path / "answer.csv").open(encoding="utf-8-sig") as file:
        assert list(csv.reader(file))[1][2] == "'=1+1"
    assert "query failed" in khoso(home, "sql", "SELECT nothing", expect=2).stderr
    assert khoso(home, "sql", "SELECT 1", "-o", "x.doc", expect=2).stderr


def test_status_and_doctor(home: Path) -> None:
    runs = json.loads(khoso(home, "status", "--arrivals", "--json").stdout)[-2:]
    assert [(r["seq"], r["state"]) for r in runs] == [(2, "partly"), (1, "loaded")]
    report = json.loads(khoso(home, "doctor", "--json").stdout)
    origins = {s["name"]: s["origin"] for s in report["settings"]}
    assert origins["KHOSO_HOME"] == "environment"
    assert origins["KHOSO_SNAPSHOTS"] == "default"
    assert all(check["ok"] for check in report["checks"])


def test_trace_leads_to_the_cell(home: Path) -> None:
    found = json.loads(khoso(home, "trace", "dossier_progress", "1:1", "online_count", "--json").stdout)
    assert (found["sheet"], found["cell"], found["value"]) == ("T5", "F11", int(found["text"].replace(".", "")))
    assert "12:3" in khoso(home, "trace", "dossier_progress", "first", "online_count", expect=2).stderr
    assert "no column" in khoso(home, "trace", "dossier_progress", "1:1", "nothing", expect=2).stderr


@pytest.mark.parametrize(
    ("words", "code", "text"),
    [
        (["ingest", "absent.xlsx"], 2, "absent.xlsx"),
        (["check", "absent.xlsx"], 3, "absent.xlsx"),
        (["ingest", GOOD, "--period", "someday"], 2, "someday"),
        (["trace", "nothing", "1:1", "x"], 2, "nothing"),
        (["sql", "SELECT 1", "--as-of", "someday"], 2, "someday"),
        (["frobnicate"], 2, "frobnicate"),
    ],
)
def test_a_wrong_call_is_answered_not_traced(home: Path, words: list[str], code: int, text: str) -> None:
    assert text in khoso(home, *words, expect=code).stderr


def test_before_anything_is_published_the_answer_says_what_to_do(tmp_path: Path) -> None:
    assert "khoso ingest" in khoso(tmp_path / "new", "sql", "SELECT 1", expect=3).stderr
    assert "khoso ingest" in khoso(tmp_path / "new", "status", KHOSO_LANG="vi", expect=3).stderr


def test_a_setting_that_makes_no_sense_is_named(tmp_path: Path) -> None:
    assert "KHOSO_READERS=many" in khoso(tmp_path, "status", expect=2, KHOSO_READERS="many").stderr
    assert "KHOSO_LANG=fr" in khoso(tmp_path, "status", expect=2, KHOSO_LANG="fr").stderr


def test_language_follows_the_option_then_the_setting_then_the_locale(home: Path) -> None:
    def said(*words: str, **env: str) -> bool:
        return "dòng đạt" in khoso(home, "check", GOOD, *words, **env).stdout

    assert said("--lang", "vi")
    assert said(KHOSO_LANG="vi")
    assert not said("--lang", "en", KHOSO_LANG="vi")
    assert said(KHOSO_LANG="", LANG="vi_VN.UTF-8", LC_ALL="")
    assert not said(KHOSO_LANG="", LANG="C.UTF-8", LC_ALL="")


def test_new_form_drafts_a_sector_that_recognises_its_sample(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "drafted.py"
    assert f"Drafted {out}" in khoso(home, "new-form", GOOD, "-o", str(out)).stderr
    source = out.read_text(encoding="utf-8")
    compile(source, "drafted.py", "exec")
    assert "SECTOR = Sector(" in source
    assert "Form)" in source
    empty = tmp_path / "empty.csv"
    empty.write_text("x\n", encoding="utf-8")
    assert khoso(home, "new-form", str(empty), expect=1).stderr


def test_new_form_writes_over_no_sector_that_is_there(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "finished.py"
    out.write_text("# weeks of work\n", encoding="utf-8")
    assert "is there already" in khoso(home, "new-form", GOOD, "-o", str(out), expect=2).stderr
    assert out.read_text(encoding="utf-8") == "# weeks of work\n"


def test_a_closed_pipe_is_no_error(home: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    run = subprocess.run(
        [sys.executable, "-m", "cli", "sql", "SELECT * FROM range(100000)"],
        env=environment(home), stdout=write, stderr=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    os.close(write)
    assert run.stderr == ""


def test_columns_of_one_name_and_odd_values_keep_their_places(home: Path, tmp_path: Path) -> None:
    query = "SELECT 1 AS a, 2 AS a, 'nan'::DOUBLE AS n, TIMESTAMPTZ '2023-05-16 08:00:00+07' AS t"
    assert khoso(home, "sql", query).stdout.splitlines()[1].split("\t")[:2] == ["1", "2"]
    record = json.loads(khoso(home, "sql", query, "--json").stdout)[0]
    assert (record["a"], record["a_1"], record["n"]) == (1, 2, "nan")
    khoso(home, "sql", query, "-o", str(tmp_path / "odd.xlsx"))
    row = [c.value for c in openpyxl.load_workbook(tmp_path / "odd.xlsx").active[2]]  # type: ignore[index]
    assert row[:3] == [1, 2, "nan"]


def test_a_long_name_and_a_link_stop_no_drain(tmp_path: Path) -> None:
    home = tmp_path / "data"
    (home / "inbox").mkdir(parents=True)
    (home / "inbox" / ("ế" * 80 + "abcde.xlsx")).write_bytes(Path(GOOD).read_bytes())
    (home / "inbox" / "link.csv").symlink_to("/etc/passwd")
    told = khoso(home, "ingest", expect=1)
    assert "link.csv" in told.stdout + told.stderr
    assert [p.name for p in (home / "inbox").iterdir()] == ["link.csv"]
    assert len(list((home / "outbox" / "receipts").iterdir())) == 1
    again = khoso(home, "ingest", FAULTY, expect=1).stdout + khoso(home, "ingest", FAULTY, expect=1).stdout
    assert "2 rows are still quarantined" in again


@pytest.mark.parametrize(
    ("words", "vi", "en"),
    [
        (["diff", "1", "99"], "Không có lần nạp 99", "There is no load 99"),
        (["quarantine", "show", "99"], "Không có lần nạp 99", "There is no load 99"),
        (["quarantine", "show", "1"], "Lần nạp 1 không có dòng nào bị giữ lại", "Load 1 has no row in quarantine"),
        (["quarantine", "show", "2", "9"], "Lần nạp 2:9 không có dòng", "Load 2:9 has no row"),
        (["trace", "dossier_progress", "1:99", "online_count"], "không có dòng 1:99", "has no row 1:99"),
        (["trace", "dossier_progress", "1:1", "nothing"], "không có cột nothing", "has no column nothing"),
        (["diff", "--form", "dossier_progress", "--sender", "Sở Y tế", "--period", "5/2023"],
         "Chưa có hai lần gửi để so sánh", "There are no two submissions to compare"),
        (["status", "--form", "dosier"], "Không có biểu mẫu dosier; gần giống: dossier", "no form dosier; the nearest"),
        (["template", "dosier"], "Không có biểu mẫu dosier; gần giống: dossier", "no form dosier; the nearest"),
        (["sample", "x", "--forms", "dosier"], "Không có biểu mẫu dosier", "There is no form dosier"),
        (["site", "x", "--months", "0"], "(--months): cần số nguyên từ 1", "(--months): give a whole number from 1 on"),
        (["status", "--arrivals", "--last", "-1"], "(--last): cần số", "(--last): give a whole"),
        (["sample", "x", "--periods", "0"], "(--periods): cần số", "(--periods): give a whole"),
        (["template", "dossier", "--rows", "-3"], "(--rows): cần số", "(--rows): give a whole"),
        (["annotate", GOOD, FAULTY, "-o", "out.xlsx"], "cần nêu một thư mục", "name a folder for several files"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_said_in_either_language(home: Path, words: list[str], vi: str, en: str) -> None:
    assert vi in khoso(home, *words, "--lang", "vi", expect=2).stderr
    assert en in khoso(home, *words, "--lang", "en", expect=2).stderr


def test_a_file_that_is_not_there_and_a_folder_are_told_apart(home: Path, tmp_path: Path) -> None:
    missing = str(tmp_path / "a.xlsx")
    assert missing in khoso(home, "check", missing, expect=3).stderr
    assert f"{tmp_path} is a folder; a file is needed" in khoso(home, "annotate", str(tmp_path), expect=3).stderr
