"""The dictionary: nothing is left out, docs/dictionary.md is today's, and the database says the same."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from khoso import ROOT

from cli.verbs.dictionary import lines
from schemas.catalogue.dictionary import column_comment, form_lines
from schemas.form import Form, column, rule, was
from schemas.kinds import Amount, Code, Count
from schemas.registry import forms, reference_tables
from warehouse.connect import build
from warehouse.mart import marts
from warehouse.tables import prepare


class Offices(Form):
    """Offices and their people."""

    titles = ("Danh sách",)
    grain = ("office_code",)
    mode = "register"
    period = "month"
    owed_by = "unit:district"
    ended = date(2025, 7, 1)
    office_code = column(Code, "Mã", pattern="[0-9]{3}|x", unknown="warning", nullable=False, personal=True, en="Code")
    head_count = column(
        Count,
        "Số người",
        was("Nhân sự", until=date(2024, 1, 1)),
        unit="person",
        basis="cumulative",
        maximum=9,
        en="People",
    )
    spent_vnd = column(Amount, "Chi", required=False, since=date(2024, 1, 1), codes=None, minimum=0, en="Spent")
    no_more = rule("X-001", "head_count <= 9", severity="error", vi="không quá 9", en="nine at most", source="thử")


def test_a_form_says_all_it_asks() -> None:
    assert list(form_lines(Offices)) == [
        "### core.offices",
        "",
        "Offices and their people.",
        "",
        "* Title: Danh sách",
        "* Grain: `office_code`, per month",
        "* Mode: register, rows recur and are updated by their key;"
        " measures are of the period, unless their column says else",
        "* Revisions: estimate, official",
        "* Owed by: `unit:district`, until 01/07/2025",
        "* Refused whole when more than 50 % of its rows break an error rule",
        "",
        "| column | heading | kind | unit | what must hold | meaning |",
        "|---|---|---|---|---|---|",
        "| `office_code` | Mã | code |  | never empty; `[0-9]{3}\\|x` (else a warning); "
        "personal: kept as a pseudonym (Law 91/2025/QH15) | Code |",
        "| `head_count` | Số người / Nhân sự until 01/01/2024 | count | person | at most 9"
        " | People · cumulative since the beginning |",
        "| `spent_vnd` | Chi | amount |  | the column may be missing; at least 0; since 01/01/2024 | Spent |",
        "",
        "| rule | severity | expected | cần | source |",
        "|---|---|---|---|---|",
        "| X-001 | error | nine at most | không quá 9 | thử |",
        "",
    ]
    assert column_comment(Offices, "head_count") == "Số người · People · person · cumulative since the beginning"
    assert column_comment(Offices, "office_code") == "Mã · Code · personal"


def test_the_dictionary_leaves_nothing_out() -> None:
    text = "\n".join(lines())
    for form in forms().values():
        assert f"### core.{form.name}\n" in text
        assert all(f"| `{name}` |" in text for name in form.fields())
        assert all(f"| {rule.id} |" in text for rule in form.rules.values())
    assert all(f"`ref.{name}`" in text for name in reference_tables())
    assert all(f"`mart.{mart.name}" in text for mart in marts())


VIETNAMESE = re.compile("[đăơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)


def test_a_vietnamese_reader_is_told_all_of_it_in_vietnamese() -> None:
    assert list(form_lines(Offices, "vi")) == [
        "### core.offices",
        "",
        "* Tên biểu: Danh sách",
        "* Mỗi dòng một: `office_code`, theo tháng",
        "* Cách cập nhật: register, dòng nào cũng gặp lại và được cập nhật theo khóa;"
        " số liệu trong kỳ, trừ cột có ghi khác",
        "* Bản: ước thực hiện, chính thức",
        "* Ai phải nộp: `unit:district`, đến 01/07/2025",
        "* Trả lại cả biểu khi hơn 50 % số dòng vi phạm quy tắc mức lỗi",
        "",
        "| cột | tiêu đề | kiểu | đơn vị tính | điều kiện | ý nghĩa |",
        "|---|---|---|---|---|---|",
        "| `office_code` | Mã | mã |  | không được trống; `[0-9]{3}\\|x` (nếu không, cảnh báo);"
        " thông tin cá nhân: chỉ giữ bí danh (Luật 91/2025/QH15) |  |",
        "| `head_count` | Số người / Nhân sự đến 01/01/2024 | số nguyên | người | nhiều nhất 9 | lũy kế từ đầu |",
        "| `spent_vnd` | Chi | số tiền |  | có thể thiếu cột; ít nhất 0; từ 01/01/2024 |  |",
        "",
        "| quy tắc | mức | cần | expected | căn cứ |",
        "|---|---|---|---|---|",
        "| X-001 | lỗi | không quá 9 | nine at most | thử |",
        "",
    ]
    told = list(lines("vi"))
    for mart in marts():
        assert VIETNAMESE.search(mart.about.vi)
        assert not VIETNAMESE.search(mart.about.en.replace("QĐ-TTg", ""))
        assert any(line.startswith(f"* `mart.{mart.name}") and line.endswith(mart.about.vi) for line in told)


def test_docs_dictionary_is_todays() -> None:
    written = (ROOT / "docs" / "dictionary.md").read_text(encoding="utf-8")
    assert written == "\n".join(lines()) + "\n", "stale: run `khoso dictionary -o docs/dictionary.md`"


@pytest.mark.slow
def test_the_database_says_the_same(tmp_path: Path) -> None:
    with build(tmp_path / "w.duckdb") as con:
        prepare(con, forms().values(), reference_tables(), marts())
        said = con.execute(
            "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE schema_name = 'core' AND comment <> ''"
        ).fetchall()
        about = dict(con.execute("SELECT view_name, comment FROM duckdb_views() WHERE schema_name = 'mart'").fetchall())
    for form in forms().values():
        for name in form.fields():
            assert (form.name, name, column_comment(form, name)) in said
    assert about == {mart.name: mart.about.en for mart in marts() if not mart.parameters}
    assert all(len(words) > 20 for words in about.values())


@pytest.mark.parametrize("name", forms())
def test_what_a_form_promises_is_said(name: str) -> None:
    form = forms()[name]
    assert form.basis in ("period", "cumulative", "as_of")
    assert form.sector
    assert form.due is None or form.owed_by
