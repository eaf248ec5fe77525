"""What a run leaves under the data root is closed to everybody it is not meant for, whatever the umask is."""

from __future__ import annotations

import grp
import json
import os
import shutil
import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from khoso import GROUP, SAMPLES, environment, khoso

from flows.ingest import drain
from flows.quality_pages import keep_up_to_date
from flows.verify import verify
from machine.secret import pseudonym_key
from machine.settings import Settings, settings
from pages.documents.letters import remind

FILES = ("GTVT_766_052023.xlsx", "BC tien do TTHC thang 5-2023 (VP UBND tinh).xlsx")


@pytest.fixture(autouse=True)
def open_umask() -> Iterator[None]:
    """The umask most machines have: what is made is for all to read."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def run(root: Path, **more: str) -> Settings:
    """A data root after a drain, its pages, letters, marked workbooks and proof."""
    chosen = settings(environment(root) | {"KHOSO_SITE": "1", "KHOSO_QUIET_SECONDS": "0"} | more)
    chosen.home.inbox.mkdir(parents=True)
    for name in FILES:
        shutil.copy(SAMPLES / name, chosen.home.inbox / name)
    drained = drain(chosen, wait=True)
    assert {outcome.state for outcome in drained.outcomes} == {"loaded"}
    pseudonym_key(chosen.home.secret)
    keep_up_to_date(chosen, date(2023, 6, 20))
    remind(chosen, date(2023, 6, 20))
    verify(chosen, wait=True)
    return chosen


def rights(root: Path) -> dict[str, str]:
    """Place under the data root -> its rights, but for the links and what was dropped into the inbox."""
    return {
        path.relative_to(root).as_posix(): f"{stat.S_IMODE(path.stat().st_mode):o}"
        for path in sorted(root.rglob("*"))
        if not path.is_symlink() and path.name != "inbox"
    }


@pytest.mark.slow
def test_everything_a_run_leaves_is_its_owners_alone(tmp_path: Path) -> None:
    chosen = run(tmp_path / "data")
    found = rights(chosen.home.root)
    parts = {place.split("/")[0] for place in found}
    assert parts >= {"kept", "outbox", "warehouse", "site", "log", "secret.key"}
    assert {place: each for place, each in found.items() if int(each, 8) & 0o077} == {}
    assert {each for place, each in found.items() if place.startswith("warehouse/versions/warehouse-")} == {"400"}
    doctor = khoso(chosen.home.root, "doctor", "--json")
    assert _line(doctor.stdout) == (True, "nobody but who runs it and the group that is named")


@pytest.mark.slow
def test_the_group_that_is_named_reads_snapshots_and_pages_alone(tmp_path: Path) -> None:
    chosen = run(tmp_path / "data", KHOSO_GROUP=grp.getgrgid(GROUP).gr_name)
    found = rights(chosen.home.root)
    assert {place for place, each in found.items() if int(each, 8) & 0o077} == {
        "warehouse",
        *(place for place in found if place.startswith(("warehouse/versions", "site"))),
    }
    assert {each for place, each in found.items() if place.startswith("site")} == {"2750", "640"}
    (published,) = (chosen.home.warehouse / "versions").glob("*.duckdb")
    assert (rights(chosen.home.root)[published.relative_to(chosen.home.root).as_posix()], published.stat().st_gid) == (
        "440",
        GROUP,
    )


@pytest.mark.slow
def test_doctor_tells_what_is_open_to_more(tmp_path: Path) -> None:
    chosen = run(tmp_path / "data")
    (receipt, *_) = sorted((chosen.home.outbox / "receipts").iterdir())
    receipt.chmod(0o644)
    done = khoso(chosen.home.root, "doctor", "--json", expect=3)
    told = f"too open: 1 files or folders, the first {receipt}; run: chmod -R go= {chosen.home.outbox}"
    assert _line(done.stdout) == (False, told)


def _line(said: str) -> tuple[bool, str]:
    (line,) = [each for each in json.loads(said)["checks"] if each["check"] == "rights on what is stored"]
    return line["ok"], line["detail"]
