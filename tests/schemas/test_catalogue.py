from __future__ import annotations

import re
from pathlib import Path

import pytest

from schemas import registry
from schemas.catalogue import messages as catalogue
from schemas.finding import Finding
from schemas.reasons import TEXTS
from schemas.severity import SEVERITIES

ROOT = Path(__file__).parents[2]
_ID = re.compile(r'"((?:FILE|SHEET|HEAD|CELL|ROW|SUB)-[A-Z0-9-]+)"')
#: Reasons in whose words the rules of forms speak.
GENERIC = {"ROW-RULE", "TABLE-RULE", "COLUMN-RULE", "REFERENCE-RULE", "ROLL-UP-RULE"}
_VIETNAMESE = re.compile("[ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]", re.IGNORECASE)


def _used() -> dict[str, str]:
    """Every id the code base raises -> the file that does."""
    found = {}
    for folder in ("schemas", "spreadsheets", "warehouse", "flows"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            found.update(dict.fromkeys(_ID.findall(path.read_text(encoding="utf-8")), path.name))
    return found


def test_every_id_in_use_is_in_the_catalogue() -> None:
    used = _used()
    assert len(used) > 20
    assert {id: where for id, where in used.items() if id not in catalogue.entries()} == {}


@pytest.mark.parametrize("id", catalogue.entries())
def test_every_entry_says_everything_in_both_languages(id: str) -> None:
    entry = catalogue.entry(id)
    assert entry.severity in SEVERITIES
    assert tuple(entry.texts) == TEXTS
    for name, texts in entry.texts.items():
        for text in texts:
            assert text.strip() == text, (id, name)
            assert text, (id, name)
            assert not text.endswith("."), (id, name)
            assert text.count("[") == text.count("]"), (id, name)
    assert _VIETNAMESE.search(entry.title.vi), id
    assert not _VIETNAMESE.search(entry.title.en), id
    assert all(_VIETNAMESE.search(entry.texts[name].vi) for name in TEXTS if name != "source"), id
    assert entry.texts["why"].vi != entry.texts["expected"].vi, id


@pytest.mark.parametrize("lang", catalogue.LANGUAGES)
@pytest.mark.parametrize(
    "details", [{}, dict.fromkeys(("headers", "missing", "left", "right", "values", "label"), "1")]
)
def test_every_message_is_whole_whatever_details_came_with_it(lang: str, details: dict[str, str]) -> None:
    rules = [rule.id for form in registry.forms().values() for rule in form.rules.values()]
    for id in [*(catalogue.entries().keys() - GENERIC), *rules]:
        text = catalogue.message(Finding(id, "error", "a.xlsx", "Biểu 1", "C12", "16.3", details), lang)
        assert not re.search(r"[{}\[\]]|“”|: ;|  |\(\)| ;|None", text), text
        assert text.startswith("a.xlsx, "), text
        assert text.endswith("."), text
        assert text.count("; ") >= 2, text


def test_a_message_has_one_shape() -> None:
    finding = Finding("CELL-COUNT", "error", "bc.xlsx", "Biểu 1", "C12", "16.3")
    assert catalogue.message(finding, "vi") == (
        "bc.xlsx, trang tính Biểu 1, ô C12: ô ghi “16.3”; cần số nguyên không âm, ví dụ 16.300; ghi số đếm đầy đủ"
        " bằng chữ số, không kèm chữ hay dấu %; nếu 16.300 bị hiện thành 16.3 thì gõ lại 16300, rồi gửi lại."
    )
    assert catalogue.message(finding, "en") == (
        "bc.xlsx, sheet Biểu 1, cell C12: the cell says “16.3”; a whole number, not negative, such as 16.300 was"
        " expected; write the full count in digits, without words or a % sign; where 16.300 shows as 16.3 type 16300"
        " again, and send the file again."
    )
    assert catalogue.title(finding, "vi") == "Không phải số nguyên"
    assert catalogue.expected(finding, "vi") == "Cần số nguyên không âm, ví dụ 16.300"
    assert catalogue.remedy(finding, "en").startswith("Write the full count")


def test_a_file_level_message_names_the_file_alone() -> None:
    text = catalogue.message(Finding("FILE-NOT-SPREADSHEET", "error", "anh.xlsx", details={"kind": "picture"}), "vi")
    assert text.startswith("anh.xlsx: nội dung tệp không phải bảng tính, mà là ảnh; cần tệp Excel (.xlsx")
    assert catalogue.message(Finding("FILE-EMPTY", "error"), "en").startswith("The file holds nothing; ")


def test_a_rule_of_a_form_speaks_with_its_own_words() -> None:
    details = {"left": "1250", "right": "1115.5", "values": "D12=5; E12=1110"}
    finding = Finding("PROC-001", "warning", "a.xlsx", "S", "C12", "1250", details)
    assert catalogue.found(finding, "vi") == "Ô ghi 1.250, tính từ các ô khác được 1.115,5 (D12=5; E12=1110)"
    assert catalogue.found(finding, "en") == "The cell says 1,250, the other cells give 1,115.5 (D12=5; E12=1110)"
    assert catalogue.expected(finding, "vi") == (
        "Cần bảo đảm tổng số tiếp nhận bằng kỳ trước chuyển sang cộng với tiếp nhận trong kỳ"
    )
    assert catalogue.entry("PROC-002").severity == "error"


def test_a_personal_value_is_not_in_the_message() -> None:
    assert "“" not in catalogue.message(Finding("CELL-PATTERN", "error", "a.xlsx", "S", "C12"), "vi").split(";")[0]


def test_a_form_is_called_by_its_title() -> None:
    finding = Finding(
        "HEAD-MISSING", "error", "a.xlsx", "S", details={"headers": "“Đơn vị”", "form": "dossier_progress"}
    )
    assert "“Theo dõi chỉ tiêu tiến độ giải quyết”" in catalogue.message(finding, "vi")


@pytest.mark.parametrize(
    ("pattern", "vi", "en"),
    [
        ("[0-9]{5}", "5 chữ số", "5 digits"),
        ("26[0-9]{3}", "26 rồi 3 chữ số", "26 then 3 digits"),
        (
            "[0-9]{2}[0-9A-Z]{6,8}",
            "2 chữ số rồi 6 đến 8 chữ số hoặc chữ cái in hoa",
            "2 digits then 6 to 8 digits or capital letters",
        ),
        ("[0-9]+|x", "", ""),  # nobody is shown a pattern
    ],
)
def test_patterns_are_said_in_words(pattern: str, vi: str, en: str) -> None:
    assert catalogue.pattern_words(pattern, "vi") == vi
    assert catalogue.pattern_words(pattern, "en") == en


def test_every_code_is_said_in_words_or_by_an_example_that_fits() -> None:
    columns = [col for form in registry.forms().values() for col in form.columns.values() if col.pattern]
    assert len(columns) > 10
    for col in columns:
        assert col.like or catalogue.pattern_words(col.pattern, "vi"), col.name
        assert not col.like or re.fullmatch(col.pattern, col.like), col.name


@pytest.mark.parametrize(
    ("rule", "details", "vi", "en"),
    [
        (
            "CELL-PATTERN", {"pattern": r"[0-9](?:\.[0-9]){0,3}", "like": "1.2.3"},
            "Cần mã đúng dạng, ví dụ 1.2.3", "A well-formed code was expected, such as 1.2.3",
        ),
        (
            "CELL-PATTERN", {"pattern": "26[0-9]{3}", "like": ""},
            "Cần mã đúng dạng: 26 rồi 3 chữ số", "A well-formed code was expected: 26 then 3 digits",
        ),
        (
            "CELL-RANGE", {"minimum": "1", "maximum": "63"},
            "Cần giá trị trong khoảng cho phép, không nhỏ hơn 1, không lớn hơn 63",
            "A value within its bounds was expected, not below 1, not above 63",
        ),
        (
            "CELL-RANGE", {"minimum": "", "maximum": "31"},
            "Cần giá trị trong khoảng cho phép, không lớn hơn 31",
            "A value within its bounds was expected, not above 31",
        ),
    ],
)  # fmt: skip
def test_what_was_expected_is_said_without_a_pattern_and_without_a_gap(
    rule: str, details: dict[str, str], vi: str, en: str
) -> None:
    finding = Finding(rule, "error", "a.xlsx", "S", "C12", "20", details=details)
    assert (catalogue.expected(finding, "vi"), catalogue.expected(finding, "en")) == (vi, en)


def test_an_id_nobody_knows_is_an_error() -> None:
    with pytest.raises(KeyError):
        catalogue.entry("CELL-NOWHERE")
