"""What stands around a verb: the language before or after it, version, help, what may have been meant."""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

import pytest
from khoso import khoso

from cli.found import GROUPS, names, parser_of, verb
from cli.parser import WrongCall
from cli.spoken import WORDS, speaking
from schemas.values.bilingual import LANGUAGES


@pytest.mark.slow
def test_the_language_is_asked_for_before_the_verb_or_after_it(tmp_path: Path) -> None:
    for words in (["--lang", "vi", "status"], ["status", "--lang", "vi"], ["--lang=vi", "status"]):
        assert "Chưa có bản số liệu" in khoso(tmp_path, *words, expect=3).stderr
    assert json.loads(khoso(tmp_path, "--json", "doctor").stdout)["checks"]


def test_the_version_is_that_of_the_package(tmp_path: Path) -> None:
    assert re.fullmatch(r"khoso [0-9]+\.[0-9]+\.[0-9]+\n", khoso(tmp_path, "--version").stdout)


@pytest.mark.slow
def test_help_lists_every_verb_once_and_explains_each(tmp_path: Path) -> None:
    listed = khoso(tmp_path, "help").stdout
    assert listed == khoso(tmp_path, "--help").stdout == khoso(tmp_path, expect=2).stderr
    for name in names():
        assert len(re.findall(rf"^  {name} ", listed, re.MULTILINE)) == 1
    assert khoso(tmp_path, "help", "sql").stdout == khoso(tmp_path, "sql", "-h").stdout


def test_every_verb_is_of_a_group_and_every_group_has_one() -> None:
    assert {verb(name).GROUP for name in names()} == GROUPS.keys()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "vi", "en"),
    [
        (["statu"], "Không có lệnh statu. Có phải là status?", "There is no verb statu. Did you mean status?"),
        (["help", "sqll"], "Không có lệnh sqll. Có phải là sql?", "There is no verb sqll. Did you mean sql?"),
        (["quux"], "Không có lệnh quux. Mọi lệnh: khoso help", "There is no verb quux. All of them: khoso help"),
        (["status", "--sectr", "x"], "không hiểu: --sectr x. Có phải là --sector", "--sectr x. Did you mean --sector"),
        (["report", "artcle", "--period", "5/2023"], "không có artcle; chọn một trong:", "there is no artcle; choose"),
        (["report", "artcle", "--period", "5/2023"], "Có phải là article?", "Did you mean article?"),
        (["status", "--sector", "helth"], "Có phải là health", "Did you mean health"),
        (["status", "--unit", "Sở Y tê"], "Có phải là Sở Y tế", "Did you mean Sở Y tế"),
        (["status", "--form", "dosier"], "gần giống: dossier", "the nearest are dossier"),
        (["check", "x.xlsx", "--sender", "Sở Công thươn"], "Có phải là Sở Công Thương", "Did you mean Sở Công Thương"),
        (["rules", "CELL-CONT"], "Có phải là CELL-COUNT", "Did you mean CELL-COUNT"),
        (["diff", "one"], "'one' không phải là số", "'one' is no number"),
        (["status", "--lang"], "--lang: cần một giá trị", "--lang: it needs a value"),
        (["report"], "còn thiếu: BÁO-CÁO, --period", "still needed: REPORT, --period"),
    ],
)
def test_a_wrong_word_is_answered_with_what_may_have_been_meant(
    tmp_path: Path, words: list[str], vi: str, en: str
) -> None:
    assert vi in khoso(tmp_path, *words, KHOSO_LANG="vi", expect=2).stderr
    assert en in khoso(tmp_path, *words, KHOSO_LANG="en", expect=2).stderr


def test_everything_argparse_says_to_a_caller_is_said_in_both_languages() -> None:
    source = Path(argparse.__file__).read_text(encoding="utf-8")
    asked = set(re.findall(r"\b_\(\s*'([^']+)'\)", source)) | set(
        re.findall(r"ngettext\('([^']+)',\s*'([^']+)'", source)[-1]
    )
    ours = {
        "subcommands",
        "conflict",
        "parser",
        "mode",
        "cannot",
        "required",
        "invalid",
        "dest=",
        "mutually",
        "must be",
    }
    ours |= {"callable", "unexpected option", "not defined", "error: ", "can't open"}  # of mistakes in our own calls
    missing = {text for text in asked if text not in WORDS and not any(word in text for word in ours)}
    assert missing == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_argparse_speaks_only_within_the_block(lang: str) -> None:
    before = vars(argparse)["_"]
    with pytest.raises(WrongCall), speaking(lang):
        parser_of("sql", lang).understood([])
    assert vars(argparse)["_"] is before
