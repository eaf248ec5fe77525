"""A data root of the program before versions is taken over by one command; none writes a root it does not know."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import duckdb
import pytest
from khoso import khoso

from cli.command import main
from schemas.registry import forms, reference_tables
from warehouse.connect import build
from warehouse.mart import marts
from warehouse.tables import prepare
from warehouse.version import OtherVersion

pytestmark = pytest.mark.slow

OLD = Path(__file__).with_name("old_root")
OLDER = {
    "vi": "{place} thuộc phiên bản dữ liệu 1; chương trình này dùng phiên bản 2. Chạy: khoso rebuild",
    "en": "{place} is of data version 1; this program works with version 2. Run: khoso rebuild",
}
NEWER = {
    "vi": "{place} thuộc phiên bản dữ liệu 3, mới hơn phiên bản 2 của chương trình này."
    " Hãy dùng bản Kho số đã ghi dữ liệu này hoặc bản mới hơn.",
    "en": "{place} is of data version 3, newer than version 2 of this program."
    " Use the Kho số that wrote it, or a newer one.",
}
SNAPSHOT, BUILD = Path("warehouse", "warehouse.duckdb"), Path("warehouse", "build", "warehouse.duckdb")
READERS = (
    "status", "status --late", "sql SELECT(1)", "report article --period 2023-05",
    "trace dossier 11:1 channel_code", "quarantine list", "quarantine show 9", "diff 8 10", "site pages", "remind",
)  # fmt: skip
WRITERS = ("ingest", "ingest notes.csv", "quarantine replay", "serve")


def old_root(home: Path) -> Path:
    """What the old program left, as far as a rebuild needs it."""
    shutil.copytree(OLD / "kept", home / "kept")
    shutil.copy(OLD / "secret.key", home)
    return home


@pytest.fixture(scope="module")
def taken_over(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = old_root(tmp_path_factory.mktemp("old") / "data")
    assert json.loads(khoso(home, "rebuild", "--json").stdout) == {"arrivals": 16, "lost": []}
    return home


@pytest.mark.parametrize("path", sorted((OLD / "expected").glob("*.csv")), ids=lambda path: path.stem)
def test_every_row_is_as_the_old_program_had_it(taken_over: Path, path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as lines:
        columns, *rows = csv.reader(lines)
    asked = {"mart.submission_attempt": "mart.submission_attempt(DATE '2026-12-31')"}.get(path.stem, path.stem)
    shown = ", ".join(f"coalesce({name}::VARCHAR, '\\N')" for name in columns)
    with duckdb.connect(str(taken_over / SNAPSHOT), read_only=True) as con:
        assert sorted(con.execute(f"SELECT {shown} FROM {asked}").fetchall()) == sorted(map(tuple, rows))


def test_once_taken_over_it_takes_files_in_and_stays_so_when_rebuilt_again(taken_over: Path, tmp_path: Path) -> None:
    home = tmp_path / "data"
    shutil.copytree(taken_over, home, symlinks=True)
    khoso(home, "ingest", str(OLD.parents[2] / "samples" / "GTVT_766_042023.xlsx"))
    khoso(home, "rebuild")
    with duckdb.connect(str(home / SNAPSHOT), read_only=True) as con:
        runs = con.execute("SELECT seq, state FROM audit.run WHERE seq > 13 ORDER BY seq").fetchall()
        version = con.execute("SELECT value FROM audit.state WHERE name = 'version'").fetchall()
    assert runs == [(14, "loaded"), (15, "loaded"), (16, "loaded"), (17, "noop")]
    assert (version, (home / "kept" / "version").read_text()) == ([("2",)], "2\n")
    assert [int(line) for line in judged(home)[1:]] == [9, 13, 15, 16]


def judged(home: Path) -> list[str]:
    return (home / "kept" / "judged.txt").read_text().splitlines()


def test_a_program_of_version_1_stops_at_the_first_line_of_what_it_reads_first_and_shows_it(taken_over: Path) -> None:
    with pytest.raises(ValueError, match="'This data root is of version 2: only a Kho so that knows"):
        [int(line) for line in judged(taken_over)]  # as its Kept.judged does, in each run that writes


@pytest.fixture(scope="module", params=[1, 3])
def other(request: pytest.FixtureRequest, taken_over: Path) -> tuple[Path, dict[str, str]]:
    """A data root of another version, and what is to be said of it; a file waits in its inbox."""
    home = taken_over.with_name(f"version-{request.param}")
    shutil.copytree(taken_over, home, symlinks=True)
    for path in (home / BUILD, (home / SNAPSHOT).resolve()):
        path.chmod(0o600)
        with duckdb.connect(str(path)) as con:
            con.execute("DELETE FROM audit.state WHERE name = 'version'")
            if request.param > 1:
                con.execute("INSERT INTO audit.state VALUES ('version', '3')")
    said = home / "kept" / "version"
    said.write_text("3\n") if request.param > 1 else said.unlink()
    (home / "inbox").mkdir(exist_ok=True)
    (home / "inbox" / "notes.csv").write_text("a,b\n1,2\n")
    return home, NEWER if request.param > 1 else OLDER


@pytest.mark.parametrize("words", [*READERS, *WRITERS])
def test_another_version_is_refused_by_name_with_the_way_out(
    other: tuple[Path, dict[str, str]], words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home, said = other
    monkeypatch.chdir(home / "inbox")
    monkeypatch.setenv("KHOSO_HOME", str(home))
    monkeypatch.setenv("KHOSO_QUIET_SECONDS", "0")
    before = (home / "kept" / "journal.jsonl").read_bytes()
    place = (home / SNAPSHOT).resolve() if words in READERS else home
    for lang in ("vi", "en"):
        assert main([*words.split(" "), "--lang", lang]) == 3
        assert capsys.readouterr().err == said[lang].format(place=place) + "\n"
    assert (home / "kept" / "journal.jsonl").read_bytes() == before
    assert (home / "inbox" / "notes.csv").exists()


def test_the_doctor_says_so_too(
    other: tuple[Path, dict[str, str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home, said = other
    monkeypatch.setenv("KHOSO_HOME", str(home))
    assert main(["doctor", "--lang", "en"]) == 3
    assert f"FAILED  data version: {said['en'].format(place=home)}\n" in capsys.readouterr().out


def test_a_newer_root_is_not_rebuilt(
    taken_over: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = old_root(tmp_path / "data")
    (home / "kept" / "version").write_text("3\n")
    monkeypatch.setenv("KHOSO_HOME", str(home))
    assert main(["rebuild", "--lang", "en"]) == 3
    assert capsys.readouterr().err == NEWER["en"].format(place=home) + "\n"
    assert not (home / BUILD).exists()


def test_a_build_file_of_another_version_is_not_written(other: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    home, said = other
    copy = tmp_path / "warehouse.duckdb"
    shutil.copy(home / BUILD, copy)
    with build(copy) as con, pytest.raises(OtherVersion) as refused:
        prepare(con, forms().values(), reference_tables(), marts())
    assert refused.value.told.en == said["en"].format(place=copy)
