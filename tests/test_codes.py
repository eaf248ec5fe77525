from __future__ import annotations

import csv
from datetime import date

import pytest

from schemas.codes import REFERENCE, code_list
from schemas.form import ContractError

MAY_2023 = date(2023, 5, 31)

AGENCIES = {
    "Sở Y tế": "so-y-te",
    "SỞ Y TẾ": "so-y-te",
    "Sở Y tế VP": "so-y-te",
    "Sở Y tế tỉnh Vĩnh Phúc": "so-y-te",
    "so-y-te": "so-y-te",
    "Sở TT&TT": "so-thong-tin-va-truyen-thong",
    "Sở TTTT": "so-thong-tin-va-truyen-thong",
    "STTTT": "so-thong-tin-va-truyen-thong",
    "Sở Văn hoá- Thể Thao, DL": "so-van-hoa-the-thao-va-du-lich",
    "Sở Lao động, thương binh và xã hội": "so-lao-dong-thuong-binh-va-xa-hoi",
    "Sở Nông nghiệp  và PTNT": "so-nong-nghiep-va-phat-trien-nong-thon",
    "Sở Kế hoạch  Đầu tư": "so-ke-hoach-va-dau-tu",
    "Đài P/Thanh truyền hình tỉnh": "dai-phat-thanh-truyen-hinh-tinh",
    "VP UBND tỉnh": "van-phong-ubnd-tinh",
    "UBND tỉnh Vĩnh Phúc": "ubnd-tinh",
    "UBND TP. Vĩnh Yên": "ubnd-vinh-yen",
    "Ủy ban nhân dân thành phố Vĩnh Yên": "ubnd-vinh-yen",
    "Uỷ ban nhân dân huyện Vĩnh Tường": "ubnd-vinh-tuong",
    "UBND H. Yên Lạc": "ubnd-yen-lac",
    "Huyện Yên Lạc": "ubnd-yen-lac",
    "Sông Lô": "ubnd-song-lo",
    "Chi nhánh VPĐKĐĐ TP Vĩnh Yên": "chi-nhanh-vpdkdd-vinh-yen",
    "BQL các KCN": "ban-quan-ly-cac-khu-cong-nghiep",
}


@pytest.mark.parametrize(("text", "code"), AGENCIES.items())
def test_agencies_answer_to_the_names_offices_write(text: str, code: str) -> None:
    assert code_list("agency").resolve(text, MAY_2023) == code


@pytest.mark.parametrize("text", ["", "UBND", "Sở", "Sở Y", "TỔNG SỐ", "CHI VIỆN TRỢ", "Một số cơ quan, đơn vị"])
def test_what_is_no_agency_is_not_guessed(text: str) -> None:
    assert code_list("agency").resolve(text, MAY_2023) is None


UNITS = {
    "Huyện Vĩnh Tường": "252",
    "H. Vĩnh Tường": "252",
    "UBND huyện Vĩnh Tường": "252",
    "TT. Vĩnh Tường": "09076",
    "thị trấn Vĩnh Tường": "09076",
    "Xã Xuân Hòa": "08794",
    "X. Xuân Hoà": "08794",
    "P. Xuân Hòa": "08746",
    "TP Phúc Yên": "244",
    "T.P. Phúc Yên": "244",
    "Tỉnh Vĩnh Phúc": "26",
    "08707": "08707",
    "243": "243",
}


@pytest.mark.parametrize(("text", "code"), UNITS.items())
def test_units_are_told_apart_by_their_type(text: str, code: str) -> None:
    assert code_list("unit").resolve(text, MAY_2023) == code


def test_a_name_several_units_bear_is_a_question_not_a_guess() -> None:
    units = code_list("unit")
    assert units.resolve("Vĩnh Tường", MAY_2023) is None
    assert units.resolve("Xuân Hòa", MAY_2023) is None
    assert code_list("unit:district").resolve("Vĩnh Tường", MAY_2023) == "252"


def test_units_and_agencies_hold_in_their_time_only() -> None:
    units, agencies, july = code_list("unit"), code_list("agency"), date(2025, 7, 1)
    assert units.resolve("Huyện Vĩnh Tường", july) is None
    assert units.resolve("Xã Vĩnh Tường", july) == "09076"
    assert units.label("08716", on=MAY_2023) == "Phường Đống Đa"
    assert units.label("08716", on=july) == "Phường Vĩnh Phúc"
    assert agencies.resolve("Sở TT&TT", date(2025, 2, 28)) == "so-thong-tin-va-truyen-thong"
    assert agencies.resolve("Sở TT&TT", date(2025, 3, 1)) is None


def test_the_lists_of_2021_are_whole() -> None:
    november = date(2021, 11, 1)
    count = {
        level: sum(e.valid_on(november) for e in code_list(f"unit:{level}").entries)
        for level in ("province", "district", "commune")
    }
    assert count == {"province": 1, "district": 9, "commune": 136}


def test_labels_are_in_the_language_asked_for() -> None:
    assert code_list("agency").label("so-y-te", "en") == "Department of Health"
    assert code_list("agency").label("so-y-te") == "Sở Y tế"
    assert code_list("agency").label("nowhere") == "nowhere"


def test_the_nearest_names_help_who_mistyped() -> None:
    assert code_list("agency").close_to("Sở Y tê", MAY_2023)[0] == "Sở Y tế"
    assert code_list("agency").close_to("Tổng số", MAY_2023) == []


def test_every_list_a_contract_may_name_is_sound() -> None:
    for name in ("agency", "unit", "school_level"):
        entries = code_list(name).entries
        keys = [(e.code, e.valid_from) for e in entries]
        assert len(keys) == len(set(keys)), name
        assert all(e.names[0] and e.code for e in entries), name


def test_no_alias_leads_to_two_agencies_on_one_day() -> None:
    agencies = code_list("agency")
    for entry in agencies.entries:
        day = entry.valid_to or entry.valid_from or MAY_2023
        for name in entry.names:
            assert agencies.resolve(name, day) == entry.code, name


def test_codes_stay_text_in_every_reference_table() -> None:
    with (REFERENCE / "units.csv").open(encoding="utf-8", newline="") as lines:
        codes = [row["unit_code"] for row in csv.DictReader(lines) if row["level"] == "commune"]
    assert {len(code) for code in codes} == {5}


@pytest.mark.parametrize("name", ["nowhere", "unit:planet", "../unit", "Unit", ""])
def test_a_list_that_does_not_exist_stops_the_engineer(name: str) -> None:
    with pytest.raises(ContractError):
        code_list(name)
