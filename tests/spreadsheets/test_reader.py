"""The pool of reading children: what they read, and what happens when a file hurts one."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
import xlwt

from spreadsheets.read.child import ReadingChild, ReadingLimits
from spreadsheets.read.reader import Reader
from spreadsheets.read.workbook import Workbook
from tests.book import BookSheet, write

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


def _xlsx(path: Path, rows: int = 3) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Báo cáo")
        for row in range(rows):
            sheet.write_row(row, 0, [f"Sở {row}", row, row / 4])
    return path


def _broken(path: Path, main: str, **limits: int) -> Workbook:
    """Read a good file with a child of tests/broken.py."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("spreadsheets.read.child._MAIN", f"tests.broken:{main}")
        with Reader(size=1, limits=ReadingLimits(**limits)) as reader:
            return reader.read(path)


def test_a_workbook_comes_back_whole(tmp_path: Path) -> None:
    with Reader() as reader:
        workbook = reader.read(_xlsx(tmp_path / "a.xlsx"))
    assert (workbook.name, workbook.format, workbook.refused, workbook.findings) == ("a.xlsx", "xlsx", None, ())
    (grid,) = workbook.sheets
    assert [[grid.cell(r, c).value for c in (1, 2, 3)] for r in (1, 2, 3)] == [
        ["Sở 0", 0.0, 0.0],
        ["Sở 1", 1.0, 0.25],
        ["Sở 2", 2.0, 0.5],
    ]


def test_many_files_come_in_order_through_few_children(tmp_path: Path) -> None:
    paths = [_xlsx(tmp_path / f"{i}.xlsx", rows=i + 1) for i in range(7)]
    with Reader(size=2) as reader:
        workbooks = list(reader.read_all(paths))
    assert [w.path for w in workbooks] == paths
    assert [w.sheets[0].n_rows for w in workbooks] == [1, 2, 3, 4, 5, 6, 7]


def test_a_refusal_names_the_file_and_the_next_file_is_read(tmp_path: Path) -> None:
    bad = tmp_path / "kept-under-its-hash"
    bad.write_bytes(b"<html><table></table></html>")
    good = _xlsx(tmp_path / "b.xlsx")
    with Reader(size=1) as reader:
        refused = reader.read(bad, "báo cáo tháng 5.xls")
        read = reader.read(good)
    assert refused.refused is not None
    assert (refused.refused.rule, refused.refused.file, refused.sheets) == ("FILE-HTML", "báo cáo tháng 5.xls", ())
    assert read.refused is None


def test_warnings_name_the_file(tmp_path: Path) -> None:
    with Reader(size=1) as reader:
        workbook = reader.read(_xlsx(tmp_path / "a.xls"))
    assert [(f.rule, f.severity, f.file) for f in workbook.findings] == [("FILE-NAME-DIFFERS", "warning", "a.xls")]


def test_a_missing_path_is_the_callers_error(tmp_path: Path) -> None:
    with Reader(size=1) as reader:
        with pytest.raises(FileNotFoundError):
            reader.read(tmp_path / "nothing.xlsx")
        assert reader.read(_xlsx(tmp_path / "a.xlsx")).refused is None


def test_a_killed_child_is_a_finding(tmp_path: Path) -> None:
    workbook = _broken(_xlsx(tmp_path / "a.xlsx"), "segfault")
    assert workbook.refused is not None
    assert (workbook.refused.rule, workbook.refused.file) == ("FILE-DAMAGED", "a.xlsx")


def test_a_child_killed_by_the_system_was_too_large(tmp_path: Path) -> None:
    workbook = _broken(_xlsx(tmp_path / "a.xlsx"), "struck")
    assert workbook.refused is not None
    assert workbook.refused.rule == "FILE-TOO-LARGE"


def test_a_reader_killed_while_idle_or_once_at_work_costs_no_file(tmp_path: Path) -> None:
    path, marker = _xlsx(tmp_path / "a.xlsx"), tmp_path / "a.struck"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("spreadsheets.read.child._MAIN", "tests.broken:struck_once")
        with Reader(size=1) as reader:
            assert reader.read(path).refused is None
            assert marker.exists()
            (idle,) = reader._alive
            idle.kill()
            assert reader.read(path).refused is None


def test_submitting_does_not_wait_and_leaving_early_stops_what_is_being_read(tmp_path: Path) -> None:
    path = _xlsx(tmp_path / "a.xlsx")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("spreadsheets.read.child._MAIN", "tests.broken:hanging")
        with pytest.raises(KeyboardInterrupt), Reader(size=1) as reader:
            reader.submit(path)  # comes back, although nothing will be answered
            while not reader._alive:
                time.sleep(0.05)
            (child,) = reader._alive
            raise KeyboardInterrupt
    assert not child.is_alive


def test_an_abort_for_want_of_memory_is_told_apart(tmp_path: Path) -> None:
    workbook = _broken(_xlsx(tmp_path / "a.xlsx"), "out_of_memory")
    assert workbook.refused is not None
    assert workbook.refused.rule == "FILE-TOO-LARGE"


@pytest.mark.parametrize("main", ["hanging", "never_ready"])
def test_a_hanging_child_is_killed_in_time(tmp_path: Path, main: str) -> None:
    workbook = _broken(_xlsx(tmp_path / "a.xlsx"), main, wall_seconds=1)
    assert workbook.refused is not None
    assert workbook.refused.rule == "FILE-TIMEOUT"


def test_the_cpu_limit_ends_a_job(tmp_path: Path) -> None:
    workbook = _broken(_xlsx(tmp_path / "a.xlsx"), "spinning", cpu_seconds=1)
    assert workbook.refused is not None
    assert workbook.refused.rule == "FILE-TIMEOUT"


def test_the_memory_limit_is_a_refusal(tmp_path: Path) -> None:
    workbook = _broken(_xlsx(tmp_path / "a.xlsx"), "swelling", memory=1 << 30)
    assert workbook.refused is not None
    assert workbook.refused.rule == "FILE-TOO-LARGE"


def test_the_cell_limit_is_a_refusal(tmp_path: Path) -> None:
    with Reader(size=1, limits=ReadingLimits(max_cells=100)) as reader:
        workbook = reader.read(_xlsx(tmp_path / "a.xlsx", rows=60))
    assert workbook.refused is not None
    assert (workbook.refused.rule, workbook.refused.sheet) == ("FILE-TOO-LARGE", "Báo cáo")


def test_a_panic_of_a_parser_is_a_refusal(tmp_path: Path) -> None:
    workbook = _broken(_xlsx(tmp_path / "a.xlsx"), "panicking")
    assert workbook.refused is not None
    assert workbook.refused.rule == "FILE-DAMAGED"
    assert workbook.refused.details["reason"] == "PanicException: no entry found for key"


def test_damaged_xls_files_end_in_an_answer(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    for row in range(40):
        (book.add_sheet("Biểu") if not row else book.get_sheet(0)).write(row, 0, f"Xã {row}")
    path = tmp_path / "a.xls"
    book.save(path)
    whole = path.read_bytes()
    codes = set()
    with Reader(size=2) as reader:
        for start in range(0, len(whole), 512):
            path.write_bytes(whole[:start] + b"\xff" * 512 + whole[start + 512 :])
            workbook = reader.read(path)
            codes.add(workbook.refused.rule if workbook.refused else "read")
    assert "read" in codes
    assert codes <= {"read", "FILE-DAMAGED", "FILE-TRUNCATED", "FILE-NOT-SPREADSHEET", "FILE-TOO-LARGE"}


DECOYS = ("spreadsheets", "schemas", "pyarrow", "xlrd", "json", "zipfile", "sitecustomize")


def test_decoys_in_the_working_folder_and_on_the_path_are_not_imported(tmp_path: Path) -> None:
    good = _xlsx(tmp_path / "a.xlsx")
    folder = tmp_path / "decoys"
    for name in DECOYS:
        (folder / name).mkdir(parents=True)
        (folder / name / "__init__.py").write_text("import os; os.abort()")
    script = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); sys.path.remove('')\n"
        "from pathlib import Path\nfrom spreadsheets.read.reader import Reader\nimport os\n"
        f"os.environ['PYTHONPATH'] = {str(folder)!r}\n"
        f"with Reader(size=1) as reader: print(reader.read(Path({str(good)!r})).sheets[0].n_rows)"
    )
    env = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run([sys.executable, "-c", script], cwd=folder, env=env, capture_output=True, text=True)
    assert (done.stdout, done.returncode) == ("3\n", 0), done.stderr


def test_the_child_imports_nothing_heavy() -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); import spreadsheets.formats.child, json; "
        "print(json.dumps(sorted(m for m in sys.modules if '.' not in m and sys.modules[m])))"
    )
    done = subprocess.run([sys.executable, "-I", "-c", script, str(ROOT)], capture_output=True, text=True, check=True)
    assert not {"pandas", "pandera", "prefect", "duckdb", "openpyxl"} & set(json.loads(done.stdout))


def _descriptors() -> set[str]:
    return {entry.name for entry in Path("/proc/self/fd").iterdir()}


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "spool"))
    (tmp_path / "spool").mkdir()
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"PK\x03\x04 cut short")
    before = _descriptors()
    with Reader(size=2) as reader:
        for path in (_xlsx(tmp_path / "a.xlsx"), bad, _xlsx(tmp_path / "c.xlsx")):
            reader.read(path)
        assert list((tmp_path / "spool").iterdir())
    assert not list((tmp_path / "spool").iterdir())
    assert _descriptors() == before


def test_a_small_workbook_takes_a_quarter_of_a_second(tmp_path: Path) -> None:
    """CPU time of both processes, for the clock is shared with other work."""
    path = _xlsx(tmp_path / "a.xlsx")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with Reader(size=1) as reader:
        reader.read(path)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime) < 0.6


@pytest.mark.parametrize("zeros", [10, 1000])
def test_a_file_that_is_still_being_copied_is_truncated(tmp_path: Path, zeros: int) -> None:
    path = _xlsx(tmp_path / "a.xlsx")
    path.write_bytes(path.read_bytes()[:3000] + bytes(zeros))
    with Reader(size=1) as reader:
        workbook = reader.read(path)
    assert workbook.refused is not None
    assert workbook.refused.rule == "FILE-TRUNCATED"


def test_every_hostile_file_is_read_or_refused(shared: Path) -> None:
    """No crash, no hang; refusals have a code. How well it does by the index is the score's business."""
    paths = sorted(p for p in (shared / "adversarial").rglob("*") if p.is_file() and p.parent.name != "adversarial")
    with Reader() as reader:
        workbooks = list(reader.read_all(paths))
    assert len(workbooks) == len(paths) >= 125
    assert all(w.refused is None or w.refused.rule.startswith("FILE-") for w in workbooks)
    assert not any("reader ended" in w.refused.details.get("reason", "") for w in workbooks if w.refused)
    read = sum(w.refused is None for w in workbooks)
    assert read >= 70


def test_a_zip_whose_part_is_damaged_is_refused(tmp_path: Path) -> None:
    path = _xlsx(tmp_path / "a.xlsx", rows=500)
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo("xl/worksheets/sheet1.xml")
    data = bytearray(path.read_bytes())
    middle = entry.header_offset + 60 + entry.compress_size // 2
    data[middle : middle + 20] = bytes(20)
    path.write_bytes(data)
    with Reader(size=1) as reader:
        workbook = reader.read(path)
    assert workbook.refused is not None
    assert workbook.refused.rule == "FILE-DAMAGED"


def test_a_child_serves_many_files(tmp_path: Path) -> None:
    path = _xlsx(tmp_path / "a.xlsx")
    child = ReadingChild(ReadingLimits())
    try:
        for _ in range(5):
            answer = child.read(path, "a.xlsx")
            assert (answer.refused, [grid.n_cells for grid in answer.grids]) == (None, [9])
        assert child.is_good
    finally:
        child.stop()


def test_this_process_reads_as_a_child_does(tmp_path: Path) -> None:
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"PK\x03\x04 cut short")
    found = []
    for in_process in (False, True):
        with Reader(size=1, in_process=in_process) as reader:
            read = [reader.read(path) for path in (_xlsx(tmp_path / "a.xls"), bad)]
        found.append([(w.format, w.findings, w.refused, [grid.to_arrow() for grid in w.sheets]) for w in read])
    assert found[0] == found[1]


@pytest.mark.parametrize(
    "prevent",
    [
        lambda patch, folder: patch.setattr(tempfile, "tempdir", str(folder / "is not there")),
        lambda patch, folder: patch.setattr("sys.executable", str(_plain(folder / "python"))),
        lambda patch, folder: patch.setattr("subprocess.Popen", _no_processes),
    ],
    ids=["no folder", "not executable", "no more processes"],
)
def test_a_child_that_cannot_start_costs_the_file_and_no_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prevent: Callable[[pytest.MonkeyPatch, Path], None]
) -> None:
    paths = [_xlsx(tmp_path / f"{i}.xlsx") for i in range(5)]
    with Reader(size=2) as reader:
        with monkeypatch.context() as patch:
            prevent(patch, tmp_path)
            refused = [workbook.refused for workbook in reader.read_all(paths)]
        assert [(f.rule, f.file) for f in refused if f] == [("FILE-NOT-READ", path.name) for path in paths]
        assert [reader.read(path).refused for path in paths] == [None] * 5


def test_a_child_that_ends_before_it_serves_or_finds_no_room_is_not_the_files_fault(tmp_path: Path) -> None:
    path = _xlsx(tmp_path / "a.xlsx")
    told = {main: _broken(path, main).refused for main in ("exits", "full_disk")}
    assert {main: (f.rule, f.details["reason"]) for main, f in told.items() if f} == {
        "exits": ("FILE-NOT-READ", "the reader ended with 3"),
        "full_disk": ("FILE-NOT-READ", "No space left on device"),
    }


def _plain(path: Path) -> Path:
    path.write_text("no program")
    return path


def _no_processes(*_: object, **__: object) -> None:
    raise BlockingIOError(11, "Resource temporarily unavailable")


def test_the_child_imports_no_pandas(tmp_path: Path) -> None:
    """pyarrow's conversions would: a third of a second for each child, and memory it is not given."""
    paths = [write(tmp_path / "a.xlsx", [BookSheet("A", {"A1": "Tên", "B1": 1.5})]), tmp_path / "a.csv"]
    paths[1].write_text("a;b\n1;2\n", encoding="utf-8")
    code = (
        "import sys, tempfile; from pathlib import Path; from spreadsheets.formats.parts.content import Content;"
        "from spreadsheets.formats.opening import open_content\n"
        "for name in sys.argv[1:]:\n"
        "    content = Content('', 1000); open_content(Path(name), name, Path(tempfile.mkdtemp()), content)\n"
        "    content.review(); [sheet.grid().to_arrow() for sheet in content.sheets]\n"
        "print('pandas' in sys.modules)"
    )
    command = [sys.executable, "-c", code, *map(str, paths)]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == "False"
