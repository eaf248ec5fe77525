from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest
from khoso import ROOT

from schemas import registry
from schemas.contract_error import ContractError
from schemas.form import Form, Rule, column, printed_share, printed_totals, rule, under
from schemas.kinds import Code, Count, Percent, Ratio, Text
from schemas.registry import check_together

WORDS = {
    "severity": "error",
    "vi": "số trẻ không lớn hơn tổng",
    "en": "the young are no more than all",
    "source": "thử",
}


class HealthFacilities(Form):
    """Facilities for tests."""

    titles = ("Cơ sở khám chữa bệnh",)
    grain = ("facility_code",)
    period = "month"

    facility_code = column(Code, "Mã cơ sở", "Mã CSKCB", pattern="26[0-9]{3}", nullable=False)
    agency = column(Text, "Đơn vị", codes="agency")
    visits = column(Count, "Lượt khám", unit="visit")
    chip_visits = column(Count, "Lượt khám > Bằng CCCD", since=date(2022, 1, 1))
    ready = column(Ratio, "Sẵn sàng")
    chip_visits_are_visits = rule("HEALTH-001", "chip_visits <= visits", **WORDS)


def test_a_class_is_its_contract() -> None:
    form = HealthFacilities
    assert form.name == "health_facilities"
    assert list(form.columns) == ["facility_code", "agency", "visits", "chip_visits", "ready"]
    assert list(form.fields()) == [
        "facility_code", "agency_name", "agency_code", "visits", "chip_visits", "ready_numerator", "ready_denominator",
    ]  # fmt: skip
    assert form.column_of("ready_denominator").name == "ready"
    assert form.rules["chip_visits_are_visits"].names == ("chip_visits", "visits")
    assert form.columns["chip_visits"].valid_on(date(2022, 1, 1))
    assert not form.columns["chip_visits"].valid_on(date(2021, 12, 31))


def test_headings_stand_under_every_spelling_of_their_group() -> None:
    assert under(("Tiếp nhận", "Hồ sơ tiếp nhận"), "Tổng số", "Tổng") == (
        "Tiếp nhận > Tổng số",
        "Hồ sơ tiếp nhận > Tổng số",
        "Tiếp nhận > Tổng",
        "Hồ sơ tiếp nhận > Tổng",
    )


def _form(**body: object) -> type[Form]:
    return type("Thing", (Form,), {"number": column(Count, "Số"), **body})


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"grain": ("nowhere",)}, "nowhere"),
        ({"r": rule("X-001", "number <= nowhere", **WORDS)}, "nowhere"),
        ({"r": rule("X-001", "print(number) == 1", **WORDS)}, "print"),
        ({"r": rule("X-001", "number.real == 1", **WORDS)}, "number.real"),
        ({"r": rule("X-001", "(lambda: 1)() == number", **WORDS)}, "lambda"),
        ({"r": rule("X-001", "[n for n in number] == number", **WORDS)}, "for"),
        ({"r": rule("X-001", "number ==", **WORDS)}, "no expression"),
        ({"a": rule("X-001", "number >= 0", **WORDS), "b": rule("X-001", "number >= 1", **WORDS)}, "share an id"),
        ({"agency": column(Text, "A", codes="agency"), "agency_code": column(Code, "B")}, "same field"),
        ({"number": 1}, "no column"),
    ],
)
def test_a_contract_that_contradicts_itself_stops_at_once(body, named) -> None:
    with pytest.raises(ContractError, match=named.replace("(", r"\(").replace(".", r"\.")):
        _form(**body)


def test_a_column_needs_a_heading() -> None:
    with pytest.raises(ContractError, match="no heading"):
        column(Count)


def test_forms_may_not_share_a_rule_id_or_name_a_list_that_does_not_exist() -> None:
    one = _form(r=rule("X-001", "number >= 0", **WORDS))
    other = type("Other", (Form,), {"number": column(Count, "Số"), "r": rule("X-001", "number >= 0", **WORDS)})
    with pytest.raises(ContractError, match="X-001"):
        check_together([one, other])
    with pytest.raises(ContractError, match="nowhere"):
        check_together([_form(place=column(Text, "Nơi", codes="nowhere"))])


def test_the_hash_says_when_a_sheet_would_be_read_otherwise() -> None:
    plain = _form()
    assert plain.hash() == _form().hash()
    assert len(plain.hash()) == 12
    different = [
        _form(number=column(Count, "Số", "Số lượng")),
        _form(number=column(Count, "Số", minimum=1)),
        _form(number=column(Percent, "Số")),
        _form(titles=("Biểu",)),
        _form(r=rule("X-001", "number >= 0", **WORDS)),
        _form(r=printed_totals("X-001", **WORDS)),
        _form(place=column(Text, "Nơi", codes="unit")),
    ]
    assert len({plain.hash(), *(form.hash() for form in different)}) == len(different) + 1


def test_a_printed_share_is_a_rule_over_its_three_fields() -> None:
    share = printed_share("X-002", "pct", "total(a, b)", "c", severity="warning", source="thử")
    assert isinstance(share, Rule)
    assert share.names == ("pct", "a", "b", "c")


def _source(path: Path) -> str:
    return (path / "__init__.py" if path.is_dir() else path).read_text(encoding="utf-8")


def test_a_sector_may_be_a_folder_whose_files_are_found_in_the_order_of_their_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import schemas.sectors

    folder = tmp_path / "libraries"
    folder.mkdir()
    head = "from schemas.form import Form, column\nfrom schemas.kinds import Count\n\n\nclass {}(Form):\n    "
    body = 'owed_by = "unit:province"\n    n = column(Count, "Số", unit="copy", en="N")'
    (folder / "readers.py").write_text(head.format("Readers") + body, encoding="utf-8")
    (folder / "books.py").write_text(head.format("Books") + body, encoding="utf-8")
    (folder / "__init__.py").write_text("", encoding="utf-8")
    monkeypatch.setattr(registry, "_SECTORS", tmp_path)
    monkeypatch.setattr(schemas.sectors, "__path__", [str(tmp_path)])
    with pytest.raises(ContractError, match="schemas/sectors/libraries says no SECTOR"):
        registry.forms.__wrapped__()
    monkeypatch.delitem(sys.modules, "schemas.sectors.libraries")
    sector = 'Sector("libraries", "Thư viện", "Libraries", "society", "so-van-hoa-the-thao-va-du-lich", "0 6 16 * *")'
    (folder / "__init__.py").write_text(f"from schemas.form import Sector\n\nSECTOR = {sector}\n", encoding="utf-8")
    found = registry.forms.__wrapped__()
    assert [(name, form.sector.name) for name, form in found.items()] == [
        ("books", "libraries"),
        ("readers", "libraries"),
    ]


def test_every_module_is_a_sector_and_every_form_knows_its_own() -> None:
    modules = {path.stem for path in (ROOT / "schemas" / "sectors").glob("[a-z]*") if "SECTOR" in _source(path)}
    assert [s.name for s in registry.sectors()] == sorted(modules)
    for form in registry.forms().values():
        assert f"{form.__module__}.".startswith(f"schemas.sectors.{form.sector.name}.")
    assert set(registry.reference_tables()) >= {"agencies", "units", "unit_successions", "calendars", "school_levels"}
    assert registry.form("dossier_progress").name == "dossier_progress"
    with pytest.raises(registry.NoSuchForm, match="dossier_progress"):
        registry.form("dossier_progres")


def test_nothing_heavy_is_imported_with_the_contracts() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from schemas import registry, codes; from schemas.values import periods;"
        "from schemas.catalogue import messages, rulebook; registry.forms(); messages.entries();"
        "print(sorted({'pandas', 'pandera', 'numpy', 'pyarrow', 'duckdb', 'prefect'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
