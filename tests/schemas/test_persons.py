"""What names or reaches a person is told from figures, codes and names of places. Every number here is nobody's."""

from __future__ import annotations

import pytest

from schemas.persons.kinds import Kind
from schemas.persons.labels import label_of
from schemas.persons.mask import found_in, is_masked, mask, masked, masked_title, masked_titles
from schemas.persons.names import is_name
from schemas.persons.numbers import could_be, stored_as

#: 099 is no province's code and 0590 no operator's: see bench/planted.py.
COVERED: dict[str, list[tuple[str, Kind]]] = {
    "Số định danh 099085001234": [("099085001234", "citizen_number")],
    "099 085 001234": [("099 085 001234", "citizen_number")],
    "CCCD:099385001234": [("099385001234", "citizen_number")],  # said to be one, though nobody was born in 2085
    "Đã gọi 0590 123 456, chưa gặp": [("0590 123 456", "phone")],
    "ĐT0590123456": [("0590123456", "phone")],
    "+84 590 123 456": [("+84 590 123 456", "phone")],
    "(0202) 3862480": [("(0202) 3862480", "phone")],
    "gửi mau.thu+1@so.example.": [("mau.thu+1@so.example", "email")],
    "MST 9950000011": [("9950000011", "tax_code")],
    "thẻ GD4990012345678": [("GD4990012345678", "insurance_number")],
    "ông Nguyễn Văn Mẫu, thôn 3": [("Nguyễn Văn Mẫu", "person_name")],
    "Hộ bà Lê Thị Thử thôn Đông": [("Lê Thị Thử", "person_name")],
    "NGƯỜI LẬP: TRẦN THỊ NHÁP": [("TRẦN THỊ NHÁP", "person_name")],
    "Chủ hộ: Giàng A Giả; SĐT: 590123456": [("Giàng A Giả", "person_name"), ("590123456", "phone")],
    "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nNguyễn Văn Mẫu": [("Nguyễn Văn Mẫu", "person_name")],
    "Họ và tên học sinh: Lê Thử": [("Lê Thử", "person_name")],
    "Liên hệ: Trần Mẫu (0590123456)": [("Trần Mẫu", "person_name"), ("0590123456", "phone")],
}
LEFT = (
    "000.00.16.H62-230515-0001", "H62.12-230515-0004", "2500000000", "9950000011-001", "26001", "8939990000011",
    "01 02 03 04 05 06", "02.03.2023 - 05.06.2023", "0.912345678", "12.345.678.901", "099385001234", "100085001234",
    "Trường THCS Nguyễn Văn Cừ", "đường Bà Triệu, Hà Nội", "Giám đốc Sở Y tế", "Chủ tịch Hồ Chí Minh",
    "HỘI NÔNG DÂN - FARMERS ORGANIZATION", "Phụ trách: Phòng Nội vụ", "nước Anh Quốc", "QĐ số 0123/QĐ-UBND",
    "Giám đốc Ban QLDA công trình", "", "khu tưởng niệm đồng chí Trần Văn Mẫu và đồng chí Lê Thị Thử",
)  # fmt: skip


@pytest.mark.parametrize("text", COVERED)
def test_a_personal_value_is_found_in_a_text(text: str) -> None:
    assert [(text[s.start : s.end], s.kind) for s in found_in(text)] == COVERED[text]
    shown = masked(text)
    assert is_masked(shown)
    assert found_in(shown) == []
    assert all(clear not in shown for clear, _ in COVERED[text])


@pytest.mark.parametrize("text", LEFT)
def test_what_is_no_persons_is_left(text: str) -> None:
    assert found_in(text) == []
    assert masked(text) == text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Họ và tên", "person_name"), ("NGƯỜI LẬP BIỂU\n(Ký, ghi rõ họ tên)", "person_name"),
        ("2. Cán bộ đầu mối (*):", "person_name"), ("Số CCCD", "citizen_number"), ("Điện thoại liên hệ", "phone"),
        ("E-mail", "email"), ("Họ tên / Full name", "person_name"), ("Số điện thoại cố định bình quân", None),
        ("Họ và tên trẻ em được tiêm", "person_name"), ("Số điện thoại của người liên hệ", "phone"),
        ("Email cán bộ đầu mối", "email"), ("Số điện thoại bàn", None), ("Tên cơ sở", None), ("Số hộ", None),
    ],
)  # fmt: skip
def test_a_label_says_what_stands_beside_it(text: str, kind: Kind | None) -> None:
    assert label_of(text) == kind


@pytest.mark.parametrize("text", ["Nguyễn Văn Mẫu", "LÒ THỊ THỬ", "nguyễn thị nháp", "Tran Van Mau", "Vũ Giả"])
def test_a_name_has_a_surname(text: str) -> None:
    assert is_name(text)


@pytest.mark.parametrize("text", ["Hồ Sơn", "Lý Nhân", "Lê Lợi", "Sở Y tế", "Tam Đảo", "Văn phòng UBND", "Nguyễn", "5"])
def test_units_places_and_offices_are_no_names(text: str) -> None:
    assert not is_name(text)


def test_a_number_stored_without_its_zeros_is_suspected() -> None:
    assert stored_as(99085001234.0) == "citizen_number"
    assert stored_as(1085001234.0) == "citizen_number"  # 001: two zeros lost
    assert stored_as(590123456.0) == "phone"
    assert [stored_as(n) for n in (99385001234.0, 99085001000.0, 123456789.0, 5.5e9 + 0.5, 2023.0)] == [None] * 5


def test_under_a_label_less_is_asked_of_a_number() -> None:
    assert could_be("citizen_number", "123456789")
    assert could_be("phone", "590123456")
    assert not could_be("phone", "16300")


def test_titles_need_no_label_and_two_sheets_stay_two() -> None:
    assert masked_title("BC_Nguyễn Văn Mẫu_0590123456.xlsx") == f"BC_{mask('person_name')}_{mask('phone')}.xlsx"
    assert masked_title("Biểu 01 - Trần Văn Thời.xlsx") == "Biểu 01 - Trần Văn Thời.xlsx"
    assert masked_titles(["Lê Thị Mẫu", "Lê Thị Thử", "Biểu 1"]) == {
        "Lê Thị Mẫu": mask("person_name"), "Lê Thị Thử": f"{mask('person_name')} (2)", "Biểu 1": "Biểu 1",
    }  # fmt: skip
