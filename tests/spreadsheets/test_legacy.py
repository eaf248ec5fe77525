"""Vietnamese that is not Unicode is read as it was meant, and nothing else is touched."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font

from schemas.catalogue.messages import message
from schemas.registry import forms, reference_tables
from schemas.values.text import clean
from spreadsheets.decode.legacy import deciphered, decode, encode, legible
from spreadsheets.decode.syllables import syllables
from spreadsheets.read.reader import Reader
from tests.laid import laid
from tests.old_text import WRITTEN, is_same, tcvn3, vni

_WORD = re.compile(r"[^\W\d_]+")
_CONVERTED = [way for way in WRITTEN if way not in ("decomposed", "1258 marks")]


def _names() -> list[str]:
    """Names of units and of agencies with accents, without repetition."""
    tables = reference_tables()
    found: dict[str, None] = {}
    for table, column in (("units", "name"), ("agencies", "name_vi")):
        with tables[table].open(encoding="utf-8", newline="") as file:
            found.update(dict.fromkeys(clean(row[column]) for row in csv.DictReader(file)))
    return [name for name in found if not name.isascii()]


def _headings() -> list[str]:
    headings = (h for form in forms().values() for column in form.columns.values() for h in column.headers)
    return list(dict.fromkeys(h for h in headings if not h.isascii()))


def _says_nothing(stored: str) -> bool:
    """Whether a text alone may be Unicode as well: nothing but words that Vietnamese has."""
    words = _WORD.findall(clean(stored))
    return not re.search("[\u00a1-\u00bf]", stored) and all(
        w.isascii() or w.lower() in syllables() or w.isupper() for w in words
    )


def _alone() -> list[tuple[str, str]]:
    texts = [*_names()[::11], *_headings()[::31]]
    return [
        (way, text)
        for way, write in WRITTEN.items()
        for text in texts
        if way not in _CONVERTED or not _says_nothing(write(text))
    ]


def _column(texts: list[str], font: str = "") -> list[str]:
    """The texts of a sheet of one column as they are read."""
    grid = legible(laid([[text] for text in texts], font=font))
    return [str(grid.cell(row, 1).value) for row in range(1, len(texts) + 1)]


@pytest.mark.slow
@pytest.mark.parametrize(("way", "text"), _alone())
def test_a_cell_alone_is_read_as_it_was_meant(way: str, text: str) -> None:
    (found,) = _column([WRITTEN[way](text)])
    assert is_same(clean(found), text, way), found


@pytest.mark.parametrize("text", ["Điểm tự đánh giá\u00a0\u00a0", "Đơn giá\u00a0\u00a0(đồng)", "MÃ\u00a0CƠ\u00a0SỞ"])
def test_a_vowel_before_blanks_that_do_not_break_is_no_foreign_letter(text: str) -> None:
    assert _column([text]) == [text]


def test_there_are_cases_enough() -> None:
    ways = [way for way, _ in _alone()]
    assert len(ways) > 400
    assert min(ways.count(way) for way in WRITTEN) > 10


@pytest.mark.slow
@pytest.mark.parametrize("way", WRITTEN)
@pytest.mark.parametrize("texts", [_names(), _headings()], ids=["names", "headings"])
def test_a_whole_sheet_is_read_as_it_was_meant(way: str, texts: list[str]) -> None:
    found = _column([WRITTEN[way](text) for text in texts])
    assert [(f, t) for f, t in zip(found, texts, strict=True) if not is_same(clean(f), t, way)] == []


@pytest.mark.slow
@pytest.mark.parametrize("font", [".VnTime", ".VnArial", "VNI-Times", "VNI-Helve"])
def test_a_whole_sheet_in_an_old_font(font: str) -> None:
    write = vni if font.startswith("VNI") else tcvn3
    texts = [t for t in [*_names(), *_headings()] if decode(write(t), font) == t]  # no capitals with tones in VN3
    assert len(texts) > 900
    assert _column([write(text) for text in texts], font) == texts


def test_the_program_writes_what_the_definitions_say() -> None:
    for text in [*_names(), *_headings()]:
        assert encode(text, "VNI-Times") == vni(text)
        assert encode(text.lower(), ".VnTime") == tcvn3(text.lower())
        assert encode(text.upper(), ".VnTimeH") == tcvn3(text.lower())


CAPITALS = ["Cộng hòa xã hội chủ nghĩa Việt Nam", "Sở Giáo dục và Đào tạo", "Ủy ban nhân dân tỉnh"]


@pytest.mark.parametrize("text", CAPITALS)
@pytest.mark.parametrize("font", [".VnTimeH", ".VnArialH", ".VnArial NarrowH"])
def test_a_font_of_capitals_shows_capitals(text: str, font: str) -> None:
    assert _column([tcvn3(text), tcvn3(text.lower())], font) == [text.upper()] * 2


@pytest.mark.parametrize("text", CAPITALS)
def test_capitals_without_their_font_are_told_by_their_other_letters(text: str) -> None:
    typed = "".join(letter.upper() if letter.isascii() else letter for letter in tcvn3(text))
    assert _column([typed]) == [text.upper()]


@pytest.mark.parametrize(
    ("stored", "meant"),
    [
        ("Tổng số x· héi", "Tổng số xã hội"),
        ("Huyện VÜnh T\u00adêng", "Huyện Vĩnh Tường"),
        ("UBND huyÖn Tam §¶o (Vĩnh Phúc)", "UBND huyện Tam Đảo (Vĩnh Phúc)"),
        ("Trường tiểu học Vónh Phuùc", "Trường tiểu học Vĩnh Phúc"),
        ("Phöôøng Khaùnh Haäu – thành phố Tân An", "Phường Khánh Hậu – thành phố Tân An"),
        ("Số hộ nghèo (Sè hé nghÌo)", "Số hộ nghèo (Số hộ nghèo)"),
        ("Đơn vị: triÖu ®ång", "Đơn vị: triệu đồng"),
        ("Trạm y tế xÃ£ Đại Đình", "Trạm y tế xã Đại Đình"),
        ("vÃ  các thÃ nh phá»‘", "và các thành phố"),
        ("T́nh h́nh kinh tế - xă hội", "Tình hình kinh tế - xã hội"),
        ("Quản lư nhà nước về xă hội", "Quản lý nhà nước về xã hội"),
    ],
)
def test_only_the_part_of_a_cell_that_is_old_is_converted(stored: str, meant: str) -> None:
    assert [clean(text) for text in _column([stored])] == [meant]


_PAIRS = [("tcvn3", "vni"), ("vni", "tcvn3"), ("", "tcvn3"), ("tcvn3", ""), ("", "vni")]


@pytest.mark.parametrize(("head", "body"), _PAIRS)
def test_headings_in_one_encoding_and_names_in_another(head: str, body: str) -> None:
    headings, names = _headings()[:12], _names()[:40]
    rows = [[WRITTEN[head](h) if head else h for h in headings]]
    rows += [[WRITTEN[body](name) if body else name, "12"] for name in names]
    grid = legible(laid(rows))
    found = [str(grid.cell(1, c).value) for c in range(1, len(headings) + 1)]
    found += [str(grid.cell(r, 1).value) for r in range(2, len(rows) + 1)]
    assert [clean(f).casefold() for f in found] == [text.casefold() for text in [*headings, *names]]


def test_words_that_both_encodings_have_go_with_their_column() -> None:
    typed = [tcvn3(text) for text in ("Đã nộp", "Chưa nộp", "Nộp muộn", "Số tiền nộp")]
    assert _column([*typed, "nép"])[-1] == "nộp"
    assert _column(["Đã nộp", "Chưa nộp", "nép"])[-1] == "nép"


def test_a_rare_word_goes_with_its_font() -> None:
    typed = [vni(text) for text in ("Nhơn Ninh", "Tân Lập", "Hậu Thạnh Đông", "Bắc Hòa", "Kiến Bình")]
    assert typed[0] == "Nhôn Ninh"  # which Unicode might be
    assert _column(typed, "VNI-Times")[0] == "Nhơn Ninh"


def test_a_column_of_an_old_font_may_hold_unicode() -> None:
    texts = ["Tên xã", "Quý I", "Số hộ", "Huyện Tam Dương", "Xã Hợp Châu", "Trường Mầm non"]
    assert _column(texts, ".VnTime") == texts


UNTOUCHED = [
    "Xã Tân Lập", "XÃ NGỌC THANH", "“XÃ” – PHƯỜNG", "XÃ\u00a0NGỌC THANH", "Quý I/2023", "Tên xã", "HĐND, UBND",
    "QĐ-UBND", "Uỷ ban nhân dân", "Hoà Bình", "Thuý", "Đắk Lắk", "Krông Ana", "Bắc Kạn", "Kon Plông",
    "Chư Păh", "Ia H'Drai", "Kông Lơng Khơng", "Kon Dơng",
    "Windows®", "Office © 2023", "VNPT®, Viettel™", "25 °C", "µg/m³", "5 µm", "m²", "100 m³", "½ ngày", "¼", "±0,5",
    "§ 12", "· Xã Tân Lập", "«Bưu điện»", "«Nam»", "Nam¹", "Số lượng¹", "Tổng²", "a × b", "12 ÷ 4", "→ 5", "5–10 %",
    "©", "®",
    "café", "Café de Paris", "Crédit Agricole", "résumé", "Hôtel Métropole", "Orléans", "Citroën", "Noël", "façade",
    "Besançon", "À la carte", "déjà vu", "Québec", "São Paulo", "Zürich", "Köln", "Müller", "Malmö", "Perú", "Bogotá",
    "José", "El Niño", "Ångström", "Straße", "voilà", "très bien", "élève", "Île-de-France", "Mönchengladbach",
    "Annual report", "Internet of Things", "HS-0012", "26ABC_01", "a@b.vn", "https://x.vn/?q=1", "#N/A", "", " ",
    "£100",
    "¥5000", "50 ¢", "Phường 12", "Sở Y tế", "TTKDTM", "T.T. Hương Canh", "Nguyễn Thị A", "Ðơn vị", "ÐẮK LẮK", "nép",
    "lư hương",
    "Sô-cô-la", "thé", "ôtô", "quý", "đường sắt", "Yên Lạc - Vĩnh Tường", "Ghi chú: (*) số ước", "ước đạt ≥ 95%",
]  # fmt: skip


@pytest.mark.parametrize("text", UNTOUCHED)
def test_what_is_no_old_text_stays(text: str) -> None:
    grid = laid([[text], ["12"]])
    assert deciphered(grid) == (grid, [])


@pytest.mark.parametrize("font", ["", ".VnTime"])
def test_what_is_no_old_text_stays_beside_old_text(font: str) -> None:
    kept = ["Sở Y tế", "25 °C", "m²", "Trường Mầm non", "HĐND, UBND", "Xã Tân Lập"]
    old = [tcvn3(name) for name in _names()[:30]]
    assert _column([*old, *kept], font)[-len(kept) :] == kept


def test_every_text_of_the_contracts_stays() -> None:
    grid = laid([[text] for text in [*_names(), *_headings(), *map(str.upper, _names())]])
    assert legible(grid) is grid


@pytest.mark.slow
def test_nothing_is_read_twice() -> None:
    for way in _CONVERTED:
        once = legible(laid([[WRITTEN[way](text)] for text in _names()]))
        assert legible(once) is once, way


def test_what_was_converted_is_told_with_its_cells() -> None:
    rows = [[tcvn3("Tên huyện"), "Số xã"], [tcvn3("Tam Đảo"), "9"], ["Tam Dương", "12"]]
    _, (finding,) = deciphered(laid(rows), "bc.xlsx")
    assert (finding.rule, finding.severity, finding.cell, finding.found) == ("SHEET-ENCODING", "warning", "A1", "")
    assert dict(finding.details) == {"kind": "tcvn3", "count": "2", "cells": "A1, A2"}
    assert message(finding, "vi").startswith(
        "bc.xlsx, trang tính Biểu 1, ô A1: chữ trong 2 ô không phải Unicode mà là TCVN3 (ABC) (A1, A2);"
    )


def test_what_is_in_doubt_is_told_and_names_no_text() -> None:
    rows = [[tcvn3("Huyện Tam Đảo")], [tcvn3("Xã Hợp Châu") + " B×nhx"]]
    _, findings = deciphered(laid(rows))
    assert [(f.rule, f.cell) for f in findings] == [("CELL-ENCODING", "A2"), ("SHEET-ENCODING", "A1")]
    assert all("nhx" not in message(f, lang) for f in findings for lang in ("vi", "en"))


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_files_of_old_text(ending: str, reader: Reader, tmp_path: Path) -> None:
    names = _names()[:20]
    path = tmp_path / f"cu.{ending}"
    if ending == "csv":
        path.write_bytes("\r\n".join(tcvn3(f"{name};1") for name in names).encode("latin-1"))
    else:
        book = openpyxl.Workbook()
        for row, name in enumerate(names, 1):
            cell = book.active.cell(row, 1, tcvn3(name.lower()))
            cell.font = Font(name=".VnTimeH")
        book.save(path)
    (workbook,) = reader.read_all([path])
    grid = legible(workbook.sheets[0])
    found = [str(grid.cell(row, 1).value) for row in range(1, len(names) + 1)]
    assert found == [name.upper() for name in names] if ending == "xlsx" else found == names


def _places(shared: Path, reader: Reader) -> list[str]:
    """Ten thousand names of provinces, districts and communes that no contract has, of all the country's languages."""
    (workbook,) = reader.read_all([shared / "real" / "files" / "data.xls"])
    grid = workbook.sheets[0]
    texts = (text for c in range(1, grid.n_columns + 1) for text in grid.texts(c) if text and not text.isascii())
    return [clean(text) for text in dict.fromkeys(texts)]


def test_names_of_the_whole_country_stay(shared: Path, reader: Reader) -> None:
    names = _places(shared, reader)
    assert len(names) > 8_000
    assert _column(names) == names


@pytest.mark.slow
@pytest.mark.parametrize("way", ["tcvn3", "vni", "tcvn3-1258", "1258-as-1252", "utf-8 as 1252", "utf-8 twice"])
def test_names_of_the_whole_country_are_read_as_they_were_meant(way: str, shared: Path, reader: Reader) -> None:
    """All but a few of other languages, whose letters may be either."""
    names = _places(shared, reader)
    found = _column([WRITTEN[way](name) for name in names])
    wrong = [(f, name) for f, name in zip(found, names, strict=True) if not is_same(clean(f), name, way)]
    assert len(wrong) <= 4, wrong


def test_syllables_are_those_of_vietnamese() -> None:
    known = "quốc quý quyết giếng gì nghị nguyễn thuỷ thủy hoà hòa khuỷu khuya ngoằn quỳnh yên ý kỹ ương giữa quên quới"
    assert set(known.split()) <= syllables()
    assert not {"xă", "éi", "lö", "tinhr", "quư", "kà", "bốb", "tàt", "ghà", "ngì", "hoạch́"} & syllables()
