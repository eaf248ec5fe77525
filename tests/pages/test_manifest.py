"""A site is written by one build at a time, and a first build that is stopped is no other's hindrance."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pages.parts.manifest import Item, NotASite, last_built, write_site


def test_two_first_builds_at_once_make_one_site(tmp_path: Path) -> None:
    is_at_work, other_has_begun = threading.Event(), threading.Event()

    def make() -> dict[str, str]:
        is_at_work.set()
        other_has_begun.wait(0.5)
        return {"index.html": "a", "more/b.html": "b"}

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(write_site, tmp_path / "site", [Item("pages", 1, make)], "1")
        assert is_at_work.wait(20)
        second = threads.submit(write_site, tmp_path / "site", [Item("pages", 1, make)], "1")
        assert (first.result(20).written, second.result(20).written) == (["index.html", "more/b.html"], [])


def test_a_first_build_that_is_stopped_is_made_good_by_the_next(tmp_path: Path) -> None:
    def stopped() -> dict[str, str]:
        raise OSError("no room")

    whole = Item("whole", 1, lambda: {"index.html": "a"})
    with pytest.raises(OSError, match="no room"):
        write_site(tmp_path, [whole, Item("stopped", 1, stopped)], "1")
    assert (last_built(tmp_path), (tmp_path / "index.html").exists()) == (None, True)
    assert write_site(tmp_path, [whole], "1").files == 1
    assert last_built(tmp_path) is not None


def test_another_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").touch()
    with pytest.raises(NotASite):
        write_site(tmp_path, [], "1")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
