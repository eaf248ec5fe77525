from __future__ import annotations

import csv
from datetime import date

import pytest

from schemas.codes import REFERENCE, code_list
from schemas.contract_error import ContractError

MAY_2023, JULY_2025 = date(2023, 5, 31), date(2025, 7, 1)

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
    assert code_list("unit:commune").resolve("Xuân Hòa", MAY_2023) is None
    assert code_list("unit:district").resolve("Vĩnh Tường", MAY_2023) == "252"


def test_the_unit_around_it_tells_which_of_two_is_meant() -> None:
    communes = code_list("unit:commune")
    assert communes.resolve("Xuân Hòa", MAY_2023, parent="246") == "08794"
    assert communes.resolve("Xuân Hoà", MAY_2023, parent="244") == "08746"
    assert communes.resolve("Xã Xuân Hòa", MAY_2023, parent="244") is None


#: Text, day, list -> code.
LEVELS = (
    ("TP Vĩnh Yên", MAY_2023, "district", "243"),
    ("TP Vĩnh Yên", MAY_2023, "commune", None),
    ("TP Vĩnh Yên", JULY_2025, "commune", None),
    ("UBND TP. Vĩnh Yên", MAY_2023, "district", "243"),
    ("Vĩnh Yên", JULY_2025, "commune", "08707"),
    ("P. Vĩnh Yên", JULY_2025, "commune", "08707"),
    ("Vĩnh Yên", JULY_2025, "district", None),
    ("Vĩnh Tường", MAY_2023, "district", "252"),
    ("Vĩnh Tường", MAY_2023, "commune", "09076"),
    ("H. Vĩnh Tường", MAY_2023, "commune", None),
    ("TT. Vĩnh Tường", MAY_2023, "district", None),
    ("UBND TT Vĩnh Tường", date(2025, 1, 1), "commune", "09076"),
    ("X. Vĩnh Tường", MAY_2023, "commune", None),
    ("X. Vĩnh Tường", JULY_2025, "commune", "09076"),
    ("TT. Vĩnh Tường", JULY_2025, "commune", None),
    ("Tam Đảo", MAY_2023, "commune", "08908"),
    ("Tam Đảo", JULY_2025, "commune", "08911"),
    ("Xã Vĩnh Phú", date(2025, 1, 1), "commune", "09157"),
    ("Xã Vĩnh Phú", JULY_2025, "commune", "09154"),
    ("Xã Kim Long", date(2023, 4, 9), "commune", "08878"),
    ("Xã Kim Long", date(2023, 4, 10), "commune", None),
    ("TT Kim Long", date(2023, 4, 10), "commune", "08878"),
    ("Xuân Hòa", JULY_2025, "commune", "08746"),
    ("Xã Ngọc Thanh, tỉnh Vĩnh Phúc", MAY_2023, "commune", "08749"),
    ("Xã Hợp Lý tỉnh Phú Thọ", JULY_2025, "commune", "08770"),
    ("Tỉnh Phú Thọ", JULY_2025, "province", "25"),
    ("Tỉnh Vĩnh Phúc", JULY_2025, "province", None),
)


@pytest.mark.parametrize(("text", "day", "level", "code"), LEVELS)
def test_a_name_is_read_in_its_list_on_its_day(text: str, day: date, level: str, code: str | None) -> None:
    assert code_list(f"unit:{level}").resolve(text, day) == code


def test_units_and_agencies_hold_in_their_time_only() -> None:
    units, agencies = code_list("unit"), code_list("agency")
    assert units.resolve("Huyện Vĩnh Tường", JULY_2025) is None
    assert units.resolve("Xã Vĩnh Tường", JULY_2025) == "09076"
    assert units.label("08716", on=MAY_2023) == "Phường Đống Đa"
    assert units.label("08716", on=JULY_2025) == "Phường Vĩnh Phúc"
    assert agencies.label("ubnd-08716", on=MAY_2023) == "UBND phường Đống Đa"
    assert agencies.label("ubnd-08716", on=JULY_2025) == "UBND phường Vĩnh Phúc"
    assert agencies.resolve("Sở TT&TT", date(2025, 2, 28)) == "so-thong-tin-va-truyen-thong"
    assert agencies.resolve("Sở TT&TT", date(2025, 3, 1)) is None


#: Text -> code on a day of Vĩnh Phúc, code on a day of Phú Thọ, code where no day is known.
DAYS = {
    "Sở Y tế": ("so-y-te", "pt-so-y-te", "so-y-te"),
    "Sở Y tế tỉnh Vĩnh Phúc": ("so-y-te", None, "so-y-te"),
    "SYT VP": ("so-y-te", None, "so-y-te"),
    "Sở Y tế tỉnh Phú Thọ": (None, "pt-so-y-te", "pt-so-y-te"),
    "Sở Y tế Phú Thọ": (None, "pt-so-y-te", "pt-so-y-te"),
    "UBND tỉnh": ("ubnd-tinh", "pt-ubnd-tinh", "ubnd-tinh"),
    "UBND tỉnh Phú Thọ": (None, "pt-ubnd-tinh", "pt-ubnd-tinh"),
    "UBND xã Vĩnh Tường": (None, "ubnd-09076", "ubnd-09076"),
    "UBND H. Vĩnh Tường": ("ubnd-vinh-tuong", None, "ubnd-vinh-tuong"),
    "Vĩnh Tường": ("ubnd-vinh-tuong", None, "ubnd-vinh-tuong"),
    "Ủy ban nhân dân TT. Hương Canh": ("ubnd-08935", None, "ubnd-08935"),
    "X. Ngọc Thanh": ("ubnd-08749", None, "ubnd-08749"),
    "UBND P. Vĩnh Phúc": (None, "ubnd-08716", "ubnd-08716"),
}


@pytest.mark.parametrize(("text", "codes"), DAYS.items())
def test_a_body_is_the_one_of_the_day(text: str, codes: tuple[str | None, ...]) -> None:
    assert tuple(code_list("agency").resolve(text, day) for day in (MAY_2023, JULY_2025, None)) == codes


#: List, text -> code before, codes on 1 July 2025.
FORMER = {
    ("unit:commune", "Xã Cao Đại"): ("09109", ("09106",)),
    ("unit:commune", "P. Đống Đa"): ("08716", ("08716",)),
    ("unit:commune", "Xã Hồng Phương"): ("09058", ("09043",)),
    ("unit:commune", "Xã Kim Long"): ("08878", ("08869",)),
    ("unit:district", "Huyện Vĩnh Tường"): ("252", ()),
    ("unit:province", "Tỉnh Vĩnh Phúc"): ("26", ("25",)),
    ("agency", "Sở Y tế tỉnh Vĩnh Phúc"): ("so-y-te", ("pt-so-y-te",)),
    ("agency", "Sở KH&ĐT"): ("so-ke-hoach-va-dau-tu", ("pt-so-tai-chinh",)),
    ("agency", "Sở TT&TT"): (
        "so-thong-tin-va-truyen-thong",
        ("pt-so-khoa-hoc-va-cong-nghe", "pt-so-van-hoa-the-thao-va-du-lich"),
    ),
    ("agency", "UBND xã Trung Mỹ"): ("ubnd-08938", ("ubnd-08944",)),
    ("agency", "UBND huyện Lập Thạch"): ("ubnd-lap-thach", ()),
}


@pytest.mark.parametrize(("place", "expected"), FORMER.items())
def test_a_name_that_has_passed_says_what_replaced_it(
    place: tuple[str, str], expected: tuple[str, tuple[str, ...]]
) -> None:
    found = code_list(place[0]).former(place[1], JULY_2025)
    assert found is not None
    assert (found.entry.code, found.heirs) == expected


def test_what_holds_or_never_held_or_will_hold_is_not_former() -> None:
    communes = code_list("unit:commune")
    assert communes.former("Xã Ngọc Thanh", MAY_2023) is None
    assert communes.former("Xã Không Có", JULY_2025) is None
    assert communes.former("P. Vĩnh Phúc", MAY_2023) is None
    assert code_list("agency").former("Sở Nông nghiệp và Môi trường", MAY_2023) is None


def test_a_body_named_without_a_day_is_found_again_on_its_day() -> None:
    agencies = code_list("agency")
    assert agencies.at("so-y-te", MAY_2023) == agencies.at("so-y-te", None) == "so-y-te"
    assert agencies.at("so-y-te", JULY_2025) == "pt-so-y-te"
    assert agencies.at("so-thong-tin-va-truyen-thong", date(2025, 3, 1)) == "so-khoa-hoc-va-cong-nghe"
    assert agencies.at("so-thong-tin-va-truyen-thong", JULY_2025) == "pt-so-khoa-hoc-va-cong-nghe"
    assert agencies.at("so-lao-dong-thuong-binh-va-xa-hoi", JULY_2025) == "pt-so-noi-vu"
    assert agencies.at("ubnd-vinh-tuong", JULY_2025) == "ubnd-vinh-tuong"
    assert agencies.at("nowhere", JULY_2025) == "nowhere"


def test_marks_alone_are_names_too() -> None:
    operators = code_list("target_operator")
    assert (operators.resolve("≥"), operators.resolve("<=")) == ("at_least", "at_most")
    assert code_list("agency").resolve("-", MAY_2023) is None


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
    assert code_list("agency").label("so-y-te", on=JULY_2025) == "Sở Y tế"
    assert code_list("unit").label("09109", on=JULY_2025) == "Xã Cao Đại"
    assert code_list("agency").label("nowhere") == "nowhere"


def test_the_nearest_names_help_who_mistyped() -> None:
    assert code_list("agency").close_to("Sở Y tê", MAY_2023)[0] == "Sở Y tế"
    assert code_list("agency").close_to("Tổng số", MAY_2023) == []


def test_codes_stay_text_in_every_reference_table() -> None:
    with (REFERENCE / "units.csv").open(encoding="utf-8", newline="") as lines:
        codes = [row["unit_code"] for row in csv.DictReader(lines) if row["level"] == "commune"]
    assert {len(code) for code in codes} == {5}


@pytest.mark.parametrize("name", ["nowhere", "unit:planet", "../unit", "Unit", ""])
def test_a_list_that_does_not_exist_stops_the_engineer(name: str) -> None:
    with pytest.raises(ContractError):
        code_list(name)
