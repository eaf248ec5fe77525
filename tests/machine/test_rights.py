"""Rights: what is written is its owner's alone, but for what a group is named for."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from khoso import GROUP

from machine.rights import NotShared, for_owner_alone, shared_in, too_open
from machine.settings import Home


def rights(path: Path) -> str:
    return f"{stat.S_IMODE(path.stat().st_mode):o}"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A data root as closed as the program makes it."""
    with for_owner_alone():
        (tmp_path / "data" / "warehouse").mkdir(parents=True)
    return tmp_path / "data"


def test_what_is_made_is_its_owners_and_the_umask_is_given_back(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        with for_owner_alone():
            (tmp_path / "a").mkdir()
            (tmp_path / "a" / "b").touch()
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)
    assert (rights(tmp_path / "a"), rights(tmp_path / "a" / "b")) == ("700", "600")


def test_a_group_reads_what_is_shared_and_passes_what_leads_there(root: Path) -> None:
    folder = root / "warehouse" / "versions"
    with for_owner_alone():
        (folder / "old").mkdir(parents=True)
        (folder / "old" / "page").touch()
    with shared_in(folder, GROUP, below=root):
        (folder / "new").mkdir()
        (folder / "new" / "page").touch()
    assert [rights(folder / name) for name in (".", "old", "old/page", "new", "new/page")] == [
        "2750", "2750", "640", "2750", "640",
    ]  # fmt: skip
    assert {path.stat().st_gid for path in (folder, *folder.rglob("*"), root / "warehouse", root)} == {GROUP}
    assert (rights(root), rights(root / "warehouse")) == ("710", "710")


def test_without_a_group_a_folder_that_was_shared_is_closed(root: Path) -> None:
    with shared_in(root / "site", GROUP, below=root):
        pass
    with shared_in(root / "site", None, below=root):
        (root / "site" / "page").touch()
    assert (rights(root / "site"), rights(root / "site" / "page")) == ("700", "600")


def test_a_folder_on_the_way_stays_with_the_group_it_has(root: Path) -> None:
    os.chown(root, -1, os.getegid())
    root.chmod(0o770)
    with shared_in(root / "site", GROUP, below=root):
        pass
    assert (root.stat().st_gid, rights(root)) == (os.getegid(), "771" if os.getegid() != GROUP else "770")


def test_a_group_nobody_may_give_files_to_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "chown", refuse)
    with pytest.raises(NotShared, match="or leave out KHOSO_GROUP"), shared_in(root / "site", 99_999, below=root):
        raise AssertionError("nothing is written there")


def test_what_is_open_to_more_than_it_is_meant_for_is_found(root: Path) -> None:
    home = Home(root)
    with shared_in(home.site, GROUP, below=root), shared_in(home.warehouse / "versions", GROUP, below=root):
        (home.site / "index.html").touch()
    with for_owner_alone():
        (root / "outbox" / "receipts").mkdir(parents=True)
        (root / "outbox" / "receipts" / "1.txt").touch()
    (root / "inbox").mkdir(mode=0o777)
    assert list(too_open(home, GROUP)) == []
    assert [path.name for path in too_open(home, None)] == ["site", "index.html", "versions"]
    (root / "outbox" / "receipts" / "1.txt").chmod(0o604)
    (home.site / "index.html").chmod(0o644)
    assert [path.name for path in too_open(home, GROUP)] == ["1.txt", "index.html"]
