"""Completion as the shells do it: bash and, where it is installed, zsh run what `khoso completion` prints."""

from __future__ import annotations

import os
import pty
import re
import select
import shlex
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from khoso import khoso

from cli.found import names
from schemas.registry import forms, sectors


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bash script, with a workbook and a folder beside it."""
    folder = tmp_path_factory.mktemp("completion")
    (folder / "khoso.bash").write_text(khoso(folder, "completion", "bash").stdout, encoding="utf-8")
    (folder / "báo cáo.xlsx").touch()
    (folder / "thư mục").mkdir()
    return folder / "khoso.bash"


def completed(script: Path, *typed: str) -> set[str]:
    """What bash offers for the last of the words typed after `khoso`."""
    words = " ".join(map(shlex.quote, ("khoso", *typed)))
    code = f"source {script.name}; COMP_WORDS=({words}); COMP_CWORD={len(typed)}; _khoso"
    code += '; printf "%s\\n" "${COMPREPLY[@]}"'
    run = subprocess.run(
        ["bash", "--norc", "-c", code], cwd=script.parent, capture_output=True, text=True, check=True, timeout=60
    )
    assert run.stderr == ""
    return set(run.stdout.splitlines()) - {""}


def test_bash_completes_verbs_options_forms_and_files(script: Path) -> None:
    assert completed(script, "") == set(names())
    assert completed(script, "s") == {name for name in names() if name.startswith("s")}
    assert completed(script, "--lang", "") == {"vi", "en"}
    assert completed(script, "--lang", "vi", "rep") == {"report"}
    assert completed(script, "status", "--s") == {"--sector"}
    assert completed(script, "template", "") == set(forms())
    assert completed(script, "status", "--form", "dossier_p") == {"dossier_progress"}
    assert completed(script, "status", "--sector", "") == {sector.name for sector in sectors()}
    assert completed(script, "report", "") == {"article", "below-target"}
    assert completed(script, "rules", "CELL-COU") == {"CELL-COUNT"}
    assert completed(script, "help", "doc") == {"doctor"}


def test_bash_completes_files_where_files_are_wanted(script: Path) -> None:
    assert completed(script, "check", "bá") == {"báo cáo.xlsx"}
    assert completed(script, "check", "one.xlsx", "--sender", "x", "bá") == {"báo cáo.xlsx"}
    assert completed(script, "site", "") == {"thư mục"}
    assert completed(script, "status", "--on", "") == set()
    assert completed(script, "trace", "dossier", "") == set()


@pytest.fixture
def zsh(tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """A zsh at a terminal, for it completes nowhere else: what it has made of a line when Tab was pressed."""
    (tmp_path / "khoso.zsh").write_text(khoso(tmp_path, "completion", "zsh").stdout, encoding="utf-8")
    child, terminal = pty.fork()
    if not child:
        os.chdir(tmp_path)
        os.execvpe("zsh", ["zsh", "-f", "-i"], os.environ | {"TERM": "dumb", "LC_ALL": "C.UTF-8"})

    def answer(typed: str, marker: str) -> str:
        os.write(terminal, typed.encode())
        told = ""
        while not (found := re.search(rf"^{marker}:(.*?)\r?$", told, re.MULTILINE)):
            assert select.select([terminal], [], [], 60)[0], told
            told += os.read(terminal, 4096).decode(errors="replace")
        return found[1].strip()

    answer("autoload -U compinit; compinit -D -u; source khoso.zsh; print ready:yes\n", "ready")
    yield lambda line: answer(f"{line}\t\x01print -r -- made:\n", "made")
    os.close(terminal)
    os.waitpid(child, 0)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("zsh"), reason="zsh is not installed")
def test_zsh_completes_verbs_options_forms_and_files(zsh: Callable[[str], str], tmp_path: Path) -> None:
    (tmp_path / "thang5.xlsx").touch()
    assert zsh("khoso stat") == "khoso status"
    assert zsh("khoso --lang vi repo") == "khoso --lang vi report"
    assert zsh("khoso template dossier_p") == "khoso template dossier_progress"
    assert zsh("khoso site --mon") == "khoso site --months"
    assert zsh("khoso status --sector hea") == "khoso status --sector health"
    assert zsh("khoso check tha") == "khoso check thang5.xlsx"
