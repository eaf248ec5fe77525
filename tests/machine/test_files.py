"""A file is there whole or not at all."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from machine import files
from machine.files import drop_unfinished, unfinished, whole_file, write_whole

ROOT = Path(__file__).parents[2]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_takes_the_place_of_the_old_one_whole(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    write_whole(target, "một\n")
    with whole_file(target) as new:
        new.write_bytes(b"hai\r\n")
        assert target.read_text(encoding="utf-8") == "một\n"
        assert new.parent == tmp_path
    assert target.read_bytes() == b"hai\r\n"
    assert names(tmp_path) == ["a.txt"]


def test_after_an_error_the_old_file_is_there_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    write_whole(target, "một")
    with pytest.raises(OSError, match="disk full"), whole_file(target) as new:
        new.write_text("ha")
        raise OSError("disk full")
    assert (target.read_text(encoding="utf-8"), names(tmp_path)) == ("một", ["a.txt"])


def test_a_writer_that_is_killed_leaves_the_old_file_and_one_to_be_dropped(tmp_path: Path) -> None:
    write_whole(tmp_path / "a.txt", "một")
    code = (
        "import os, signal, sys; from pathlib import Path; from machine.files import whole_file\n"
        "with whole_file(Path(sys.argv[1])) as new: new.write_text('ha'); os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "a.txt")], cwd=ROOT, check=False)
    assert (done.returncode, len(names(tmp_path))) == (-9, 2)
    drop_unfinished(tmp_path)
    assert ((tmp_path / "a.txt").read_text(encoding="utf-8"), names(tmp_path)) == ("một", ["a.txt"])


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o440, 0o444])
def test_others_may_never_do_more_than_the_mode_says(tmp_path: Path, mode: int) -> None:
    before = os.umask(0)
    try:
        with whole_file(tmp_path / "a", mode=mode) as new:
            assert stat.S_IMODE(new.stat().st_mode) & 0o077 == mode & 0o077
            new.write_bytes(b"a")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == mode


def test_a_file_with_no_mode_is_as_open_as_any_new_file(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "a", "")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640


def test_bytes_are_on_disk_before_the_name_and_the_name_before_the_return(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    target = tmp_path / "a"
    monkeypatch.setattr(files, "sync", lambda path: done.append(f"{path.name[:11]} {target.exists()}"))
    write_whole(target, "một")
    assert done == [".unfinished False", f"{tmp_path.name[:11]} True"]
    write_whole(target, "hai", durable=False)
    assert len(done) == 2


def test_of_two_who_make_one_file_the_first_has_made_it(tmp_path: Path) -> None:
    with unfinished(tmp_path) as first, unfinished(tmp_path) as second:
        first.path.write_text("first")
        second.path.write_text("second")
        first.becomes(tmp_path / "key", replacing=False)
        with pytest.raises(FileExistsError):
            second.becomes(tmp_path / "key", replacing=False)
    assert ((tmp_path / "key").read_text(), names(tmp_path)) == ("first", ["key"])


def test_the_longest_name_there_can_be_is_written_too(tmp_path: Path) -> None:
    target = tmp_path / ("ố" * 85)  # 255 bytes
    write_whole(target, "một")
    assert target.read_text(encoding="utf-8") == "một"
