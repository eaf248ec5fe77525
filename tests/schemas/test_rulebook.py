"""The rulebook: a page for every rule, docs/rules is today's, and the command finds the one somebody meant."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from khoso import ROOT, khoso

from cli.verbs.rules import pages, write
from schemas.catalogue import rulebook
from schemas.catalogue.messages import entry, headline, rules
from schemas.form import dated
from schemas.reasons import TEXTS, entries
from schemas.registry import forms
from schemas.values.bilingual import LANGUAGES


def test_docs_rules_is_todays() -> None:
    folder = ROOT / "docs" / "rules"
    written = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    wanted = pages()
    assert sorted(written) == sorted(wanted), "stale: run `khoso rules -o docs/rules`"
    assert [name for name in wanted if written[name] != wanted[name]] == [], "stale: run `khoso rules -o docs/rules`"


def test_every_rule_has_a_page_and_stands_in_the_contents_once() -> None:
    own = [rule.id for form in forms().values() for rule in form.rules.values()]
    reasons = [id for id in entries() if not id.endswith("-RULE")]
    assert sorted(rulebook.ids()) == sorted([*reasons, *own])
    assert re.findall(r"\[([A-Z0-9-]+)\]\(\1\.md\)", pages()["README.md"]) == list(rulebook.ids())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rule_says_all_there_is_to_say(lang: str) -> None:
    for id in rulebook.ids():
        assert all(entry(id).texts[name].said(lang) for name in TEXTS), id
        said = rulebook.plain(id, lang)
        assert all(said[name] for name in ("title", "severity", "expected", "remedy", "why", "source")), id
        assert ("asks" in said) == (id in rules()), id
        told = rulebook.explained(id, lang)
        assert not re.search(r"[\[\]{}]|\.\.|None|: ;", " ".join(v for v in told.values() if "`" not in v)), (id, told)


def test_a_reason_is_explained() -> None:
    assert list(rulebook.explained("CELL-PERCENT", "en").items()) == [
        ("Severity", "error: the row waits in quarantine until it is corrected"),
        ("What is said", "The cell says “…”."),
        ("Expected", "A percentage such as 36,18 or 36,18 % was expected."),
        ("What to do", "Write the percentage as a number, and send the file again."),
        ("Why it matters", "A percentage written in words cannot be compared with a target."),
        (
            "Source",
            "Law on Accounting 88/2015/QH13, article 11: a point between thousands, a comma before decimals.",
        ),
    ]


def test_a_rule_of_a_form_is_explained_with_its_check_and_its_columns() -> None:
    told = rulebook.explained("HEALTH-001", "vi")
    assert headline("HEALTH-001").vi == "Số lượt tra cứu thành công không lớn hơn tổng số lượt tra cứu"
    assert told["Kiểm tra"] == "`lookup_success_count <= lookup_count`"
    assert told["Biểu mẫu"] == "Chuyển đổi số tại cơ sở khám bệnh, chữa bệnh (`core.health_facility`)"
    assert told["Các cột"].startswith("`lookup_success_count` Tra cứu bằng CCCD gắn chíp > Thành công; `lookup_count`")
    assert told["Mức"] == "lỗi: dòng bị giữ lại chờ sửa"


def test_a_severity_that_changes_is_said_with_its_days() -> None:
    growing = dated(draft="2023-01-01", error="2023-07-15")
    assert rulebook.said(growing, "vi") == "thử nghiệm với số liệu từ 01/01/2023, lỗi từ 15/07/2023"
    assert rulebook.said(growing, "en") == "draft for figures from 1 January 2023, error from 15 July 2023"
    assert rulebook.plain("HEALTH-007", "en")["severity"][0] == {"severity": "draft", "since": "2023-01-01"}
    assert "the sender is not told" in rulebook.explained("HEALTH-007", "en")["Severity"]


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("CEL-COUNT", "CELL-COUNT"),
        ("health001", "HEALTH-001"),
        ("FILE-ENCRIPTED", "FILE-ENCRYPTED"),
        ("PROC", "PROC-001"),
    ],
)
def test_a_mistyped_id_finds_the_one_that_was_meant(asked: str, first: str) -> None:
    assert rulebook.near(asked)[0] == first


def test_an_id_like_no_other_finds_none() -> None:
    assert rulebook.near("xyzzy") == rulebook.near("") == []


@pytest.mark.slow
def test_the_command_lists_explains_and_suggests(tmp_path: Path) -> None:
    listed = khoso(tmp_path, "rules", "--lang", "vi").stdout
    assert all(f"  {id} " in listed for id in rulebook.ids())
    assert khoso(tmp_path, "rules", "sub-empty").stdout.splitlines()[0] == "SUB-EMPTY: No row could be loaded"
    assert json.loads(khoso(tmp_path, "rules", "SUB-EMPTY", "--json").stdout) == rulebook.plain("SUB-EMPTY", "en")
    assert len(json.loads(khoso(tmp_path, "rules", "--json").stdout)) == len(rulebook.ids())
    near = khoso(tmp_path, "rules", "SUB-EMTY", "--lang", "vi", expect=2).stderr
    assert near.startswith("Không có quy tắc SUB-EMTY. Có phải là SUB-EMPTY")
    assert khoso(tmp_path, "rules", "xyzzy", expect=2).stderr == "There is no rule xyzzy. khoso rules lists them all.\n"


def test_writing_takes_away_pages_of_rules_that_are_no_more_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    folder.mkdir()
    foreign = folder / "MY-NOTES.md"
    foreign.write_text("mine", encoding="utf-8")
    write(folder)
    assert foreign.exists()
    foreign.unlink()
    (folder / "OLD-001.md").write_text("a page of last year", encoding="utf-8")
    (folder / "notes.md").write_text("mine", encoding="utf-8")
    write(folder)
    assert sorted(path.name for path in folder.iterdir()) == sorted([*pages(), "notes.md"])
