"""The reminders as a flow run: letters written, a notification block told once, its failure no loss."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from khoso import ROOT, environment
from owing import ON, REFUSED, province

from machine.settings import settings

pytestmark = pytest.mark.slow

#: A block that writes what it is told to a file, or fails where there is none to write to.
RUN = f"""
from datetime import date
from pathlib import Path
from flows.scheduled import remind_debtors
from prefect.blocks.abstract import NotificationBlock

class Pigeon(NotificationBlock):
    _block_type_name = "Pigeon"
    path: str

    def notify(self, body, subject=None):
        with open(self.path, "a", encoding="utf-8") as file:
            file.write(subject + "\\n" + body + "\\n")

import sys
for name, path in (("home", sys.argv[1]), ("lost", "/nowhere/at/all")):
    Pigeon(path=path).save(name, overwrite=True)
import os
for slug in ("pigeon/lost", "pigeon/none", "pigeon/home", "pigeon/home"):
    os.environ["KHOSO_NOTIFY"] = slug
    print(slug, remind_debtors(date.fromisoformat("{ON}"))["notified"])
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("remind") / "data"
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment(root).items():
            patch.setenv(name, value)
        province(settings())
    return root


def test_a_block_is_told_once_and_one_that_fails_loses_no_letter(home: Path, tmp_path: Path) -> None:
    told = tmp_path / "told.txt"
    run = subprocess.run(
        [sys.executable, "-c", RUN, str(told)],
        env=environment(home), cwd=ROOT, capture_output=True, text=True, timeout=280,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines() == [
        "pigeon/lost False",
        "pigeon/none False",
        "pigeon/home True",
        "pigeon/home True",
    ]
    assert "pigeon/lost could not be notified" in run.stderr
    assert "pigeon/none could not be notified" in run.stderr
    assert told.read_text(encoding="utf-8").count("Nhắc nộp báo cáo ngày 30/05/2023") == 1
    folder = home / "outbox" / "reminders" / str(ON)
    assert (folder / f"{REFUSED}.txt").read_text(encoding="utf-8").startswith("Kính gửi: ")
