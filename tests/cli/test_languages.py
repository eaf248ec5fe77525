"""Vietnamese mode is Vietnamese throughout, English mode English: help, errors, answers, every pair of texts."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter

import pytest
from khoso import ROOT, SAMPLES, khoso

from cli.found import names, parser_of
from cli.spoken import speaking
from cli.top import Top
from schemas.values.bilingual import LANGUAGES

pytestmark = pytest.mark.slow

GOOD = str(SAMPLES / "GTVT_766_052023.xlsx")
FAULTY = str(SAMPLES / "VPDKDD thang 3 - co loi.xlsx")
#: Words no Vietnamese sentence has. Names of the program itself (verbs, options, columns, paths) are told apart first.
ENGLISH = re.compile(
    r"\b(?:the|of|is|are|and|or|with|for|from|there|this|that|not|file|files|rows?|sheet|usage|options?|arguments?|show|"
    r"default|environment|required|invalid|choose|choice|unrecognized|error|errors|warnings?|needs?|value|loaded|partly|"
    r"refused|held|hidden|columns|cells|exit|write|give|did|you|mean)\b",
    re.IGNORECASE,
)
#: Letters no English word has.
VIETNAMESE = re.compile(
    "[àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệđìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ]", re.IGNORECASE
)  # fmt: skip
#: What is the same in both: what stands in quotes, options and choices, paths, names of variables and of the program.
NAMES = re.compile(
    r"«[^»]*»|“[^”]*”|'[^']*'|`[^`]*`|\"[^\"]*\"|\$\([^)]*\)|\{[^}]*\}|"
    r"--?[a-z-]+|\S*[/_.]\S*|KHOSO_\w+|Kho số|khoso(?: [a-z-]+)*|"
    r"(?:show|list|replay|diff|article|below-target|habits|light|heavy|bash|zsh|load|form|sender|rule)\b(?:[:,]|$)|"
    r"CELL-[A-Z]+|đồng"
)


def foreign(text: str, lang: str) -> list[str]:
    """The words of a text that are of the other language."""
    found: list[str] = (ENGLISH if lang == "vi" else VIETNAMESE).findall(NAMES.sub(" ", text))
    return found


def test_the_check_sees_a_word_of_the_other_language() -> None:
    assert foreign("không có the file", "vi") == ["the", "file"]
    assert foreign("there is no tệp", "en") == ["ệ"]
    assert foreign("usage: khoso status [--form BIỂU-MẪU]", "vi") == ["usage"]
    assert foreign("Không có biểu «the form» ở --form, data/file.xlsx", "vi") == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", [*names(), ""])
def test_help_is_of_one_language(name: str, lang: str) -> None:
    with speaking(lang):
        told = (parser_of(name, lang) if name else Top(lang)).format_help()
    assert foreign(re.sub(rf"^  (?:{'|'.join(names())}) ", "", told, flags=re.MULTILINE), lang) == []


WRONG = [
    ["nothing"],
    ["help", "nothing"],
    ["status", "--nothing"],
    ["status", "--form"],
    ["status", "--json=x"],
    ["status", "--form", "dosier"],
    ["status", "--sector", "helth"],
    ["status", "--unit", "Atlantis"],
    ["status", "--on", "someday"],
    ["status", "--last", "many"],
    ["status", "--arrivals", "--last", "0"],
    ["status"],
    ["report", "nothing"],
    ["report"],
    ["report", "article", "--period", "someday"],
    ["check", "nothing.xlsx"],
    ["check", GOOD, "--sender", "Atlantis"],
    ["annotate", "samples"],
    ["annotate", GOOD, FAULTY, "-o", "out.xlsx"],
    ["annotate", GOOD, "-o", "out.doc"],
    ["ingest", "nothing.xlsx"],
    ["diff"],
    ["diff", "1", "2"],
    ["quarantine", "nothing"],
    ["quarantine", "show"],
    ["sql", "SELECT 1", "-o", "x.doc"],
    ["sql", "SELECT 1"],
    ["trace", "dossier", "x", "y"],
    ["template", "dosier"],
    ["template", "dossier_progress", "-o", "x.doc"],
    ["rules", "NOTHING-1"],
    ["contract", "diff", "nothing.py", "nothing.py"],
    ["completion", "fish"],
    ["sample", "x", "--period", "someday"],
    ["new-form", GOOD, "-o", "README.md"],
]


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_what_is_wrong_is_said_in_one_language(tmp_path: Path, words: list[str]) -> None:
    for lang in LANGUAGES:
        run = khoso(tmp_path, *words, "--lang", lang, expect=None)
        assert run.returncode in (2, 3)
        assert run.stderr
        assert foreign(run.stderr, lang) == [], run.stderr


@pytest.mark.parametrize("name", ["KHOSO_READERS", "KHOSO_SITE", "KHOSO_OWED_SINCE", "KHOSO_NOTIFY"])
def test_a_wrong_setting_is_told_in_one_language(tmp_path: Path, name: str) -> None:
    for lang in LANGUAGES:
        assert foreign(khoso(tmp_path, "doctor", "--lang", lang, expect=2, **{name: "x"}).stderr, lang) == []


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data root with two files loaded, one with rows held."""
    root = tmp_path_factory.mktemp("languages") / "data"
    khoso(root, "ingest", GOOD, FAULTY, expect=1)
    return root


@pytest.mark.parametrize(
    "words",
    [
        ["doctor"], ["status", "--arrivals"], ["quarantine", "list"], ["quarantine", "show", "1"], ["status", "--late"],
        ["trace", "dossier_progress", "1:1", "online_count"], ["inspect", GOOD], ["inspect", FAULTY],
        ["report", "below-target", "--period", "2023-05"], ["ingest", GOOD], ["diff", "1", "9"], ["remind"],
        ["rebuild"], ["template", "dossier_progress", "-o", "/dev/null.xlsx"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_answers_are_of_one_language(home: Path, words: list[str]) -> None:
    for lang in LANGUAGES:
        run = khoso(home, *words, "--lang", lang, expect=None)
        told = run.stdout + run.stderr
        assert told
        if lang == "vi":
            assert foreign(told, lang) == [], told
        else:  # names and cells are quoted as they are; what the program says itself is English
            assert [text for text in vietnamese() if text in told] == [], told


def pairs() -> list[tuple[str, int, str, str]]:
    """Every pair of texts written out in the program: file, line, Vietnamese, English."""
    found = []
    for folder in ("cli", "flows", "machine", "pages", "schemas", "spreadsheets", "warehouse"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Both" and len(node.args) == 2:
                    vi, en = (arg.value if isinstance(arg, ast.Constant) else None for arg in node.args)
                    if isinstance(vi, str) and isinstance(en, str):
                        found.append((str(path.relative_to(ROOT)), node.lineno, vi, en))
    return found


def vietnamese() -> set[str]:
    """What the program says in Vietnamese, the parts between places apart; words short enough to be a name are not."""
    parts = (part.strip() for _, _, vi, _ in pairs() for part in re.split(r"\{[^}]*\}", vi))
    return {part for part in parts if len(part) >= 12 and VIETNAMESE.search(part)}


def test_both_texts_of_a_pair_have_the_same_places_and_are_of_their_language() -> None:
    found = pairs()
    assert len(found) > 300
    for path, line, vi, en in found:
        where = f"{path}:{line}: {vi!r}, {en!r}"
        places = [sorted({name for _, name, _, _ in Formatter().parse(text) if name}) for text in (vi, en)]
        if "%(" not in vi:
            assert places[0] == places[1], where
        assert not foreign(en, "en"), where
