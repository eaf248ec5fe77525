"""Severities with dates: a rule is counted before it is told, and told before it holds rows back."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from filled import blank, fill, rows_of, submitted
from khoso import khoso
from made import arrival

from schemas import reasons
from schemas.contract_diff import changes
from schemas.contract_error import ContractError
from schemas.finding import Finding
from schemas.form import Form, column, dated, rule
from schemas.kinds import Code, Count
from schemas.registry import form as form_of
from schemas.severity import Schedule, always
from schemas.submission import Reading
from schemas.validation.validate import validate
from schemas.values.bilingual import LANGUAGES
from schemas.values.periods import period
from spreadsheets.write.drawn import save
from spreadsheets.write.template import template
from tests.sheets import letters, table
from warehouse.connect import build
from warehouse.load import record
from warehouse.tables import prepare

GROWING = dated(draft="2023-01-01", warning="2023-04-01", error="2023-07-01")


def offices(severity: object, **more: object) -> type[Form]:
    words = {"vi": "không quá 9 người", "en": "nine at most", "source": "thử"}
    few = rule("X-001", "head_count <= 9", severity=severity, **words)  # type: ignore[arg-type]
    body = {"office_code": column(Code, "Mã"), "head_count": column(Count, "Số người"), "few": few, **more}
    return type("Offices", (Form,), {"__doc__": "Offices.", **body})


def found(form: type[Form], month: int) -> list[tuple[str, str]]:
    rows = table(form, [{"office_code": "A", "head_count": 12}])
    of = period("month", "calendar", 2023, month) if month else None
    return [(f.rule, f.severity) for f in validate(form, rows, columns=letters(form), period=of)]


@pytest.mark.parametrize(
    ("day", "severity"),
    [
        (date(2022, 12, 31), None),
        (date(2023, 1, 1), "draft"),
        (date(2023, 3, 31), "draft"),
        (date(2023, 4, 1), "warning"),
        (date(2023, 7, 1), "error"),
        (date(2030, 1, 1), "error"),
        (None, "error"),
    ],
)
def test_a_schedule_has_one_severity_a_day(day: date | None, severity: str | None) -> None:
    assert GROWING.on(day) == severity
    assert always("warning").on(day) == "warning"


def test_a_rule_may_grow_milder_and_says_its_days() -> None:
    milder = dated(warning="2024-01-01", error="2023-01-01")
    assert [milder.on(date(year, 6, 1)) for year in (2022, 2023, 2024)] == [None, "error", "warning"]
    assert (str(milder), milder.last) == ("error from 2023-01-01, warning from 2024-01-01", "warning")
    assert milder.ever_holds_rows_back
    assert str(always("error")) == "error"


@pytest.mark.parametrize("days", [{}, {"draft": "1/1/2023"}, {"draft": "2023-01-01", "error": "2023-01-01"}])
def test_days_that_make_no_schedule_are_a_wrong_contract(days: dict[str, str]) -> None:
    with pytest.raises(ContractError, match="day"):
        dated(**days)


def test_figures_are_judged_by_the_rules_of_their_period() -> None:
    form = offices(dated(draft="2023-02-01", warning="2023-04-01", error="2023-07-01"))
    assert [found(form, month) for month in (1, 2, 5, 7)] == [
        [], [("X-001", "draft")], [("X-001", "warning")], [("X-001", "error")],
    ]  # fmt: skip
    assert found(form, 0) == [("X-001", "error")]
    assert [r.severity for r in form.rules_on(date(2023, 5, 1))] == ["warning"]


def test_the_contract_changes_with_its_severities_and_its_threshold(monkeypatch: pytest.MonkeyPatch) -> None:
    hashes = [offices(severity).hash() for severity in ("error", "warning", GROWING, dated(error="2023-07-01"))]
    hashes += [offices("error", refuse_above=limit).hash() for limit in (20, None)]
    monkeypatch.setattr("schemas.form.schedules", lambda: {"CELL-COUNT": GROWING})
    assert len({*hashes, offices("error").hash()}) == 7


@pytest.mark.parametrize(
    ("old", "new", "effect", "said"),
    [
        ("warning", GROWING, "stricter", "draft from 2023-01-01, warning from 2023-04-01, error from 2023-07-01"),
        (GROWING, dated(draft="2023-01-01"), "fine", "draft from 2023-01-01"),
    ],
)
def test_a_changed_schedule_is_a_changed_rule(old: object, new: object, effect: str, said: str) -> None:
    (change,) = changes({"offices": offices(old)}, {"offices": offices(new)})
    assert (change.what, change.effect, change.name) == ("rule-changed", effect, "X-001")
    assert said in change.new


@pytest.mark.parametrize(("limit", "effect"), [(20, "stricter"), (None, "fine")])
def test_a_changed_threshold_is_told(limit: float | None, effect: str) -> None:
    (change,) = changes({"offices": offices("error")}, {"offices": offices("error", refuse_above=limit)})
    assert (change.what, change.name, change.effect, change.old) == ("term-changed", "refuse_above", effect, "50")


def test_a_dated_reason_is_judged_by_its_day(monkeypatch: pytest.MonkeyPatch) -> None:
    findings = [Finding("CELL-RANGE", "error", row_id=1), Finding("CELL-COUNT", "error", row_id=2)]
    assert reasons.in_force(findings, date(2023, 5, 31)) == (findings, [])
    monkeypatch.setattr(reasons, "schedules", lambda: {"CELL-RANGE": GROWING})
    days = [date(2022, 5, 31), date(2023, 1, 31), date(2023, 5, 31), date(2023, 8, 31)]
    told, drafts = zip(*(reasons.in_force(findings, day) for day in days), strict=True)
    assert [[f.severity for f in each if f.rule == "CELL-RANGE"] for each in told] == [[], [], ["warning"], ["error"]]
    assert [[f.severity for f in each] for each in drafts] == [[], ["draft"], [], []]
    assert all(findings[1] in each for each in told)


@pytest.mark.parametrize(
    ("id", "severity", "wrong"),
    [("CELL-X", "loud", "loud"), ("FILE-X", {"draft": "2023-01-01"}, "FILE-X"), ("CELL-X", {"draft": "now"}, "day")],
)
def test_a_catalogue_with_a_wrong_severity_is_no_contract(
    monkeypatch: pytest.MonkeyPatch, id: str, severity: object, wrong: str
) -> None:
    texts = {lang: dict.fromkeys(reasons.TEXTS, "x") for lang in LANGUAGES}
    monkeypatch.setattr(reasons, "_table", lambda: {id: {"severity": severity, **texts}})
    with pytest.raises(ContractError, match=wrong):
        reasons.entries.__wrapped__()


def test_a_catalogue_may_date_a_reason_of_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {lang: dict.fromkeys(reasons.TEXTS, "x") for lang in LANGUAGES}
    monkeypatch.setattr(reasons, "_table", lambda: {"CELL-X": {"severity": {"draft": "2023-01-01"}, **texts}})
    assert reasons.entries.__wrapped__()["CELL-X"].schedule == dated(draft="2023-01-01")


@pytest.fixture
def on_trial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Schedule | None], Path]:
    """A workbook whose first facility has cashless payments and no amount of them; the severity of HEALTH-007."""

    def made(schedule: Schedule | None = None) -> Path:
        form, path = form_of("health_facility"), tmp_path / "suc khoe.xlsx"
        pages = template(blank(form))
        save(pages, path)
        rows = rows_of(form)
        fill(path, pages[0], form, [rows[0] | {"cashless_visit_count": 5, "is_cashless": True}, *rows[1:]])
        if schedule:
            name = "cashless_payments_have_an_amount"
            changed = replace(form.rules[name], schedule=schedule)
            monkeypatch.setattr(form, "rules", form.rules | {name: changed})
        return path

    return made


def test_a_draft_is_counted_and_told_to_nobody(on_trial: Callable[..., Path], tmp_path: Path) -> None:
    path = on_trial()
    reading = submitted(path)
    (submission,) = reading.submissions
    assert (submission.accepted.num_rows, len(submission.quarantined), reading.all_findings) == (3, 0, [])
    assert [(f.rule, f.severity) for f in reading.drafts] == [("HEALTH-007", "draft")]
    with build(tmp_path / "w.duckdb") as con:
        prepare(con, [submission.form], {}, [])
        outcome = record(con, arrival(1), reading)
        assert (outcome.state, outcome.errors, outcome.warnings) == ("loaded", 0, 0)
        assert con.execute("SELECT rule, severity FROM audit.finding").fetchall() == [("HEALTH-007", "draft")]
        count = "SELECT rule, form, findings, submissions, broken_rows, read_rows FROM audit.draft_rule"
        assert con.execute(count).fetchall() == [("HEALTH-007", "health_facility", 1, 1, 1, 3)]
        record(con, arrival(2), Reading(reading.file, [submission]))
        assert con.execute(count).fetchall() == [("HEALTH-007", "health_facility", 1, 1, 1, 3)]


@pytest.mark.slow
def test_check_tells_drafts_when_asked(on_trial: Callable[..., Path], tmp_path: Path) -> None:
    path = str(on_trial())
    assert "HEALTH-007" not in khoso(tmp_path, "check", path).stdout
    assert json.loads(khoso(tmp_path, "check", path, "--json").stdout)[0]["findings"] == []
    told = khoso(tmp_path, "check", path, "--drafts").stdout.splitlines()
    assert told[-2] == "Rules on trial, counted and not told to the sender: 1 findings"
    assert told[-1].startswith("  ? HEALTH-007: suc khoe.xlsx, sheet Biểu, cell ")
    (draft,) = json.loads(khoso(tmp_path, "check", path, "--drafts", "--json").stdout)[0]["findings"]
    assert (draft["rule"], draft["severity"]) == ("HEALTH-007", "draft")


@pytest.mark.slow
@pytest.mark.parametrize(("since", "severity", "held"), [("06", "warning", []), ("05", "error", [("HEALTH-007",)])])
def test_the_same_rule_holds_the_row_back_once_it_is_an_error(
    on_trial: Callable[..., Path], since: str, severity: str, held: list[tuple[str, ...]]
) -> None:
    reading = submitted(on_trial(dated(warning="2023-01-01", error=f"2023-{since}-01")))
    (submission,) = reading.submissions
    assert [(f.rule, f.severity) for f in reading.all_findings] == [("HEALTH-007", severity)]
    assert [q.rules for q in submission.quarantined] == held
