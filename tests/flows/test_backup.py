"""Backup, empty machine, restore: the same tables and pseudonyms; and `khoso verify`, which proves what is there."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from khoso import SAMPLES, environment, khoso
from whole import flip, tables

from bench.made import register
from flows.backup import NoBackup, NotEmpty, backup, restore
from flows.ingest import drain, ingest_files
from flows.verify import verify
from machine.fingerprint import NotTheKey, check_key
from machine.passphrase import WrongPassphrase, closed, opened
from machine.secret import pseudonym_key
from machine.settings import Settings, settings
from schemas.submission import Given
from warehouse.connect import snapshot
from warehouse.kept import Kept

pytestmark = pytest.mark.slow

FILES = ("GTVT_766_052023.xlsx", "BC tien do TTHC thang 5-2023 (VP UBND tinh).xlsx")
WORDS = "mật khẩu dài của bản sao lưu"


@pytest.fixture
def chosen(tmp_path: Path) -> Settings:
    """A data root that has loaded two files and has a key."""
    made = settings(environment(tmp_path / "data"))
    made.home.inbox.mkdir(parents=True)
    for name in FILES:
        shutil.copy(SAMPLES / name, made.home.inbox / name)
    assert {o.state for o in drain(made, wait=True).outcomes} == {"loaded"}
    pseudonym_key(made.home.secret)
    return made


@pytest.fixture
def empty(tmp_path: Path) -> Settings:
    """Another machine."""
    return settings(environment(tmp_path / "other"))


def broken(chosen: Settings) -> dict[str, list[str]]:
    return {p.part.en: [told.en for told in p.broken] for p in verify(chosen, wait=True) if p.broken}


def test_restored_on_an_empty_machine_tables_and_key_are_the_same(
    chosen: Settings, empty: Settings, tmp_path: Path
) -> None:
    done = backup(chosen, tmp_path / "backup", WORDS)
    assert (done.arrivals, done.copied, done.has_key, done.lost) == (2, 2, True, [])
    assert backup(chosen, tmp_path / "backup", WORDS).copied == 0
    key = chosen.home.secret.read_bytes()
    assert not any(key in path.read_bytes() for path in (tmp_path / "backup").rglob("*") if path.is_file())
    with pytest.raises(WrongPassphrase):
        restore(empty, tmp_path / "backup", "another", wait=True)
    assert not empty.home.kept.exists()
    rebuilt = restore(empty, tmp_path / "backup", WORDS, wait=True)
    assert (rebuilt.arrivals, rebuilt.lost) == (2, [])
    assert tables(empty) == tables(chosen)
    assert empty.home.secret.read_bytes() == key
    assert broken(empty) == {}
    with pytest.raises(NotEmpty):
        restore(empty, tmp_path / "backup", WORDS, wait=True)
    with pytest.raises(NoBackup):
        restore(empty, tmp_path, WORDS, wait=True)


def test_pseudonyms_of_persons_are_those_of_before_with_the_key_and_others_without(
    chosen: Settings, empty: Settings, tmp_path: Path
) -> None:
    ingest_files(chosen, [register(tmp_path / "dossiers.xlsx", 40)], Given(), wait=True)
    before = pseudonyms(chosen)
    assert len(before) == 40
    backup(chosen, tmp_path / "backup", WORDS)
    pseudonym_key.cache_clear()
    restore(empty, tmp_path / "backup", WORDS, wait=True)
    assert (pseudonyms(empty), tables(empty) == tables(chosen)) == (before, True)
    without = settings(environment(tmp_path / "without"))
    restore(without, tmp_path / "backup", None, wait=True)
    assert len(pseudonyms(without)) == 40 and not pseudonyms(without) & before


def pseudonyms(chosen: Settings) -> set[str]:
    """The codes of dossiers, which are personal."""
    with snapshot(chosen.home.snapshot) as con:
        return {code for (code,) in con.execute("SELECT dossier_code FROM core.dossier").fetchall()}


def test_the_commands_back_up_and_restore_without_the_key_on_request(chosen: Settings, tmp_path: Path) -> None:
    folder = str(tmp_path / "backup")
    assert "passphrase is needed" in khoso(chosen.home.root, "backup", folder, expect=2).stderr
    khoso(chosen.home.root, "backup", folder, "--without-key")
    assert [path.name for path in (tmp_path / "backup").iterdir()] == ["kept"]
    flip(next((tmp_path / "backup" / "kept").glob("??/*")))
    told = json.loads(khoso(tmp_path / "new", "restore", folder, "--without-key", "--json", expect=3).stdout)
    assert (told["arrivals"], len(told["lost"])) == (2, 1)


def test_verify_names_each_part_that_is_not_what_it_was(chosen: Settings) -> None:
    kept, home = Kept(chosen.home.kept), chosen.home
    assert broken(chosen) == {}
    khoso(home.root, "verify")
    (first, second) = kept.arrivals()
    flip(kept.path(first.sha256))
    kept.path(second.sha256).unlink()
    told = broken(chosen)["kept files"]
    assert [str(kept.path(a.sha256)) in line for a, line in zip((first, second), told, strict=True)] == [True, True]
    journal = kept.journal.read_bytes()
    kept.journal.write_bytes(journal.splitlines(keepends=True)[0])
    assert "arrival 2, which is loaded, is not in" in broken(chosen)["build file"][0]
    kept.journal.write_bytes(journal.replace(b"GTVT", b"GTVX"))
    assert "line 2" in broken(chosen)["journal of arrivals"][0]
    kept.journal.write_bytes(journal)
    home.secret.write_bytes(bytes(32))
    assert "not the key that was used so far" in broken(chosen)["key of the pseudonyms"][0]
    home.snapshot.resolve().unlink()
    assert "leads to a snapshot that is not there" in broken(chosen)["snapshots"][0]
    home.build_file.write_bytes(home.build_file.read_bytes()[:5000])
    assert "khoso rebuild" in broken(chosen)["build file"][0]
    done = khoso(home.root, "verify", "--json", expect=3)
    assert len([part for part in json.loads(done.stdout)["parts"] if part["broken"]]) == 4
    assert "not sound" in khoso(home.root, "doctor", expect=None).stdout


def test_a_key_that_is_not_the_one_that_was_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    pseudonym_key(path)
    assert check_key(path)
    pseudonym_key.cache_clear()
    path.write_bytes(bytes(range(32)))
    with pytest.raises(NotTheKey):
        pseudonym_key(path)
    path.unlink()
    with pytest.raises(NotTheKey):
        pseudonym_key(path)
    assert not path.exists()


def test_what_is_closed_opens_with_its_passphrase_alone() -> None:
    content = closed(b"secret", WORDS)
    assert (opened(content, WORDS), closed(b"secret", WORDS) != content) == (b"secret", True)
    for wrong in (content[:-1], content[:20], b"", content[:-1] + bytes([content[-1] ^ 1])):
        with pytest.raises(WrongPassphrase):
            opened(wrong, WORDS)
    with pytest.raises(WrongPassphrase):
        opened(content, WORDS + " ")
