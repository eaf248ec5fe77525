"""What a query may take of time and memory, the caller's share included; and that no child outlives its caller."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from devoured import peak
from sql_probes import DEVOURERS

from warehouse.ask import Limits, QueryRefused, QueryTimeout, QueryTooLarge, ask, asking

_ROOT = Path(__file__).parents[2]
_SECONDS, _MEMORY = 2.0, 512 << 20
_SLACK = 5.0  # seconds: a test machine is busy
_FOREVER = "SELECT sum(hash(i)) FROM range(10000000000000) r(i)"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import duckdb

    where = tmp_path_factory.mktemp("limits") / "w.duckdb"
    duckdb.connect(str(where)).close()
    return where


@pytest.fixture(scope="module")
def home(path: Path) -> Path:
    home = path.parent / "home"
    (home / "warehouse").mkdir(parents=True)
    (home / "warehouse" / "warehouse.duckdb").symlink_to(path)
    return home


def asking_program(home: Path, *words: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "cli", "sql", *words]
    environment = os.environ | {"KHOSO_HOME": str(home), "KHOSO_LANG": "en"}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, cwd=_ROOT)


def children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in listed.read_text().split()] if listed.exists() else []


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")")[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_until(met: object, seconds: float = 20) -> bool:
    assert callable(met)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if met():
            return True
        time.sleep(0.05)
    return False


def test_whatever_devours_time_and_memory_ends_within_both(path: Path) -> None:
    assert len(set(DEVOURERS)) >= 30
    command = [sys.executable, str(_ROOT / "tests" / "devoured.py"), str(path), str(_SECONDS), str(_MEMORY)]
    pipe = subprocess.PIPE
    running = []
    for part in range(3):
        run = subprocess.Popen(command, stdin=pipe, stdout=pipe, env=os.environ | {"PYTHONPATH": str(_ROOT)})
        assert run.stdin
        run.stdin.write(json.dumps(DEVOURERS[part::3]).encode())
        run.stdin.close()
        running.append(run)
    for run in running:
        assert run.stdout
        told = json.loads(run.stdout.read())
        run.stdout.close()
        assert run.wait() == 0
        assert [e for e in told["ended"] if e[1] not in ("QueryTimeout", "QueryTooLarge")] == []
        assert [e for e in told["ended"] if e[2] > _SECONDS + _SLACK] == []
        assert told["memory"] < 1.5 * _MEMORY


def test_thirty_million_rows_end_in_the_command_too(home: Path) -> None:
    """Printing them takes minutes: the limit is that of the whole answer."""
    with asking_program(home, "FROM range(30000000)", "--seconds", "6", "--json") as run:
        began = time.monotonic()
        assert run.stdout and run.stderr
        held = 0
        while run.stdout.read(1 << 20):
            held = max(held, peak(run.pid))
        assert time.monotonic() - began < 6 + _SLACK
        assert b"took too long (more than 6 s)" in run.stderr.read()
    assert run.returncode == 2
    assert 0 < held < 400 << 20


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_a_file_of_thirty_million_rows_is_written_as_they_come(home: Path, tmp_path: Path, ending: str) -> None:
    query = "SELECT i, i * 1.5 AS x, 'Sở Y tế ' || i AS name FROM range(30000000) r(i)"
    with asking_program(home, query, "--seconds", "6", "-o", str(tmp_path / f"a.{ending}")) as run:
        held = 0
        while run.poll() is None:
            held = max(held, peak(run.pid))
            time.sleep(0.05)
        assert run.stderr
        said = run.stderr.read()
    assert b"took too long (more than 6 s)" in said
    assert 0 < held < 300 << 20
    assert list(tmp_path.iterdir()) == []


def test_a_reader_who_takes_no_rows_is_not_waited_for(home: Path) -> None:
    with asking_program(home, "FROM range(30000000)", "--seconds", "3") as run:
        assert run.wait(3 + _SLACK + 10) == 2


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGKILL])
def test_the_child_dies_with_its_caller(home: Path, told: signal.Signals) -> None:
    with asking_program(home, _FOREVER) as run:
        assert wait_until(lambda: children(run.pid))
        (child,) = children(run.pid)
        assert wait_until(lambda: "VmRSS" in Path(f"/proc/{child}/status").read_text())
        run.send_signal(told)
        assert run.wait(10) == -told
        assert wait_until(lambda: not is_running(child), 5)


def test_a_child_whose_caller_died_before_it_began_does_not_begin(path: Path) -> None:
    job = {"path": str(path), "sql": _FOREVER, "as_of": None, "memory": 1 << 30, "seconds": 60}
    start = "from machine.processes.begin import begin; begin('1', '', '0', 'warehouse.asking.child:main')"
    command = [sys.executable, "-c", start]
    run = subprocess.run(command, input=json.dumps(job).encode() + b"\n", capture_output=True, cwd=_ROOT, timeout=50)
    assert (run.returncode, run.stdout) == (1, b"")


def test_an_answer_that_takes_a_while_is_the_same_answer(path: Path) -> None:
    """After two seconds DuckDB would draw a bar of its progress into it."""
    with asking(path, "SELECT i, i + 1, i + 2 FROM range(100000000) r(i)") as answer:
        until, rows = time.monotonic() + 4, 0
        for batch in answer.to_batches():
            assert batch.column(0)[0].as_py() == rows
            rows += batch.num_rows
            if time.monotonic() > until:
                break
        assert rows > 100_000


def test_an_answer_is_taken_as_it_comes_and_its_child_ends_with_the_taking(path: Path) -> None:
    with asking(path, "SELECT i FROM range(10000000000) r(i)") as answer:
        assert answer.schema.names == ["i"]
        assert next(iter(answer.to_batches())).column(0)[:3].to_pylist() == [0, 1, 2]
        (child,) = children(os.getpid())
    assert not is_running(child)


def test_rows_that_are_taken_too_slowly_are_too_late(path: Path) -> None:
    limits = Limits(seconds=6)
    with asking(path, "FROM range(10000000000)", limits=limits) as answer:
        rows = iter(answer.to_batches())
        next(rows)
        time.sleep(6)
        with pytest.raises(QueryTimeout):
            next(rows)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT list(i) FROM range(1000000000) r(i)",  # while nothing has been answered
        "SELECT unnest(range(i)) FROM range(10000000) r(i)",  # while rows are on their way
        "SELECT repeat('x', 1000000000)",  # one row
    ],
)
def test_more_memory_than_allowed_is_told_as_that(path: Path, sql: str) -> None:
    with pytest.raises(QueryTooLarge):
        ask(path, sql, limits=Limits(memory=_MEMORY))


def test_each_refusal_has_its_own_kind(path: Path) -> None:
    with pytest.raises(QueryTooLarge, match="an answer of more than 128 MB"):
        ask(path, "SELECT i, i + 1, i + 2 FROM range(100000000) r(i)", limits=Limits(memory=512 << 20))
    with pytest.raises(QueryRefused) as empty:
        ask(path, "")
    assert (empty.value.what, empty.value.name) == ("empty", "")
    with pytest.raises(QueryRefused) as several:
        ask(path, "SELECT 1; SELECT 2")
    assert several.value.what == "several"


@pytest.mark.parametrize(
    ("query", "lang", "said"),
    [
        ("", "en", "There is no SQL statement."),
        ("", "vi", "Không có câu lệnh SQL nào."),
        ("SELECT 1; SELECT 2", "vi", "mỗi lần chỉ hỏi một câu"),
        ("COPY x TO 'y'", "vi", "Không chạy câu lệnh COPY: ở đây chỉ được đọc."),
        ("EXPLAIN ANALYZE DELETE FROM x", "en", "DELETE is not run"),
        ("FROM read_text('x')", "vi", "Không chạy hàm read_text()"),
    ],
)
def test_a_refusal_is_told_in_the_reader_s_language(home: Path, query: str, lang: str, said: str) -> None:
    with asking_program(home, query, "--lang", lang) as run:
        assert run.stderr
        assert said in run.stderr.read().decode()
    assert run.returncode == 2


def test_days_and_moments_beyond_the_years_of_python_are_told_as_text(home: Path) -> None:
    query = (
        "SELECT DATE '10000-01-01' AS d, {'d': DATE '2023-05-16'} AS s, DATE '2023-05-16' AS e, 'infinity'::DATE AS i"
    )
    with asking_program(home, query, "--json") as run:
        assert run.stdout and run.stderr
        (row,) = json.loads(run.stdout.read())
        assert run.stderr.read() == b""
    assert (row["d"], row["e"]) == ("10000-01-01", "2023-05-16")
    assert run.returncode == 0


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".xlsx"])
def test_an_answer_that_was_not_whole_takes_no_file_s_place(home: Path, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    path.write_text("of last month", encoding="utf-8")
    with asking_program(home, "FROM range(1000000000)", "--seconds", "2", "-o", str(path)) as run:
        assert run.wait(40) == 2
    assert [p.read_text(encoding="utf-8") for p in tmp_path.iterdir()] == ["of last month"]


def test_an_answer_too_long_for_a_sheet_says_so(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from cli.command import main
    from spreadsheets.write import answer

    monkeypatch.setattr(answer, "_MOST_ROWS", 4)
    monkeypatch.setenv("KHOSO_HOME", str(home))
    monkeypatch.setenv("KHOSO_LANG", "en")
    assert main(["sql", "FROM range(3)", "-o", str(tmp_path / "fits.xlsx")]) == 0
    assert main(["sql", "FROM range(4)", "-o", str(tmp_path / "a.xlsx")]) == 2
    assert "does not fit on an Excel sheet" in capsys.readouterr().err
    assert [p.name for p in tmp_path.iterdir()] == ["fits.xlsx"]


def test_a_folder_that_is_not_there_is_named(home: Path, tmp_path: Path) -> None:
    with asking_program(home, "SELECT 1", "-o", str(tmp_path / "none" / "a.csv")) as run:
        assert run.stderr
        assert f"There is no file {tmp_path / 'none'}." in run.stderr.read().decode()
    assert run.returncode == 3
