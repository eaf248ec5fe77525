"""The sender's workbook given back: each finding at its cell, and all else as it was."""

from __future__ import annotations

import datetime
import zipfile
from dataclasses import replace
from functools import cache
from html import escape
from pathlib import Path
from random import Random

import openpyxl
import pytest
import xlsxwriter
from filled import sent
from given_back import changed_parts, comments, differences, listed, parts, shades
from khoso import SAMPLES, khoso
from office import OFFICE, needs_office, saved_by_another_program

from bench.mess import NAMED, Case, cases, read, values
from province.ground.course import month_index
from province.mess.make import Messy, make_messy
from province.sample.world import World
from province.write import write_messy
from schemas.finding import Finding
from schemas.registry import forms
from spreadsheets.annotate.comments import SIGN
from spreadsheets.annotate.notes import MOST_COMMENTS
from spreadsheets.annotate.workbook import NotAnnotated, annotate, annotated_name
from spreadsheets.read.reader import Reader
from spreadsheets.read.workbook import Workbook
from spreadsheets.understand.reading import read_submissions
from spreadsheets.write.template import SHEET

MAY = month_index(2023, 5)


def bad(cell: str, sheet: str = "Số liệu", severity: str = "error") -> Finding:
    return Finding("CELL-COUNT", severity, "a.xlsx", sheet, cell, "mười")  # type: ignore[arg-type]


def given_back(reader: Reader, path: Path, findings: list[Finding], name: str = "back.xlsx") -> Path:
    target = path.with_name(name)
    annotate(reader.read(path), findings, target)
    return target


def rich(path: Path, *, is_1904: bool = False) -> Path:
    """A workbook with whatever a package may hold."""
    with xlsxwriter.Workbook(str(path), {"default_date_1904": is_1904}) as book:
        hidden, sheet = book.add_worksheet("Ẩn"), book.add_worksheet("Số liệu")
        book.define_name("Tong", "='Số liệu'!$B$2")
        book.define_name("'Số liệu'!Rieng", "='Số liệu'!$B$3")
        hidden.hide()
        hidden.write("A1", "ẩn")
        green = book.add_format({"bg_color": "#C6EFCE", "num_format": "#,##0", "bold": True, "border": 1})
        sheet.set_column("D:D", 20, book.add_format({"italic": True}))
        sheet.set_column("G:G", None, None, {"hidden": True})
        sheet.merge_range("A1:F1", "TÊN BẢNG", green)
        for row in range(1, 9):
            sheet.write_row(row, 0, [f"dòng {row}", row * 1.5])
            sheet.write_formula(row, 2, f"=B{row + 1}*2", green, row * 3)
        sheet.write_array_formula("E2:E3", "{=B2:B3*2}", None, 3)
        sheet.write_datetime("F2", datetime.datetime(2023, 5, 16), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_rich_string("F3", "chữ ", book.add_format({"bold": True}), "đậm")
        sheet.set_row(5, 30, book.add_format({"bg_color": "#DDEBF7"}))
        sheet.write_comment("B4", "Ghi chú của người gửi", {"author": "Người gửi"})
        sheet.conditional_format("B2:B9", {"type": "cell", "criteria": ">", "value": 5, "format": green})
        sheet.data_validation("B2:B9", {"validate": "decimal", "criteria": ">", "value": 0})
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "='Số liệu'!$B$2:$B$9"})
        sheet.insert_chart("I2", chart)
        sheet.add_table("K2:L5", {"name": "Bang1"})
        sheet.freeze_panes(1, 1)
        sheet.activate()
        line = book.add_chart({"type": "line"})
        line.add_series({"values": "='Số liệu'!$B$2:$B$9"})
        book.add_chartsheet("Đồ thị").set_chart(line)
    return path


@pytest.mark.parametrize("is_1904", [False, True])
def test_all_but_the_marks_stays_as_it_was(reader: Reader, tmp_path: Path, is_1904: bool) -> None:
    before = rich(tmp_path / "a.xlsx", is_1904=is_1904)
    found = [bad(cell) for cell in ("B2", "C3", "D12", "A6", "E6", "F2", "C20")] + [bad("A1", severity="warning")]
    after = given_back(reader, before, found)
    assert changed_parts(before, after) == []
    assert differences(before, after) == []
    assert shades(after) == {("Số liệu", f.cell): f.severity for f in found}
    assert set(comments(after)) == {("Số liệu", f.cell) for f in found} | {("Số liệu", "B4")}


def test_the_list_comes_first_and_leads_to_the_cells(reader: Reader, tmp_path: Path) -> None:
    before = rich(tmp_path / "a.xlsx")
    found = [bad("C3"), Finding("SHEET-HIDDEN", "warning", "a.xlsx", "Ẩn"), bad("B2"), Finding("FILE-MACRO", "warning")]
    after = given_back(reader, before, found)
    book = openpyxl.load_workbook(after)
    assert book.active.title == book.sheetnames[0] == "Kết quả kiểm tra"
    assert [sheet.title for sheet in book.worksheets if sheet.sheet_view.tabSelected] == ["Kết quả kiểm tra"]
    assert listed(after) == [
        (None, None, "FILE-MACRO", None),
        ("Ẩn", None, "SHEET-HIDDEN", "'Ẩn'!A1"),
        ("Số liệu", "B2", "CELL-COUNT", "'Số liệu'!B2"),
        ("Số liệu", "C3", "CELL-COUNT", "'Số liệu'!C3"),
    ]
    assert book["Số liệu"].defined_names["Rieng"].value == "'Số liệu'!$B$3"


def test_every_row_of_the_list_is_as_high_as_its_longest_text(reader: Reader, tmp_path: Path) -> None:
    long = "một giá trị dài không ai nghĩ tới " * 6
    after = given_back(reader, rich(tmp_path / "a.xlsx"), [replace(bad("C4"), found=long), bad("C5")])
    ours = openpyxl.load_workbook(after).worksheets[0]
    for row in (5, 6, 7):
        widths = {cell.value: ours.column_dimensions[cell.column_letter].width for cell in ours[row] if cell.value}
        lines = max(len(text) / width for text, width in widths.items() if isinstance(text, str))
        assert lines * 15 <= ours.row_dimensions[row].height <= lines * 15 + 45
    assert ours.row_dimensions[6].height > ours.row_dimensions[7].height
    assert sum(ours.column_dimensions[letter].width for letter in "ABCDEFGH") <= 170


def test_annotated_twice_it_is_as_annotated_once(reader: Reader, tmp_path: Path) -> None:
    before = rich(tmp_path / "a.xlsx")
    found = [bad("B2"), bad("B4"), bad("C3"), bad("D30", severity="warning")]
    once = given_back(reader, before, found)
    twice = given_back(reader, once, found, "twice.xlsx")
    old, new = parts(once), parts(twice)
    blocks = {name for name in old if name.endswith(".vml")}  # boxes are numbered anew
    assert [name for name in old | new if old.get(name) != new.get(name) and name not in blocks] == []
    assert {name: len(old[name]) for name in blocks} == pytest.approx(
        {name: len(new[name]) for name in blocks}, rel=0.1
    )


def test_a_mended_cell_has_its_own_look_again(reader: Reader, tmp_path: Path) -> None:
    before = rich(tmp_path / "a.xlsx")
    once = given_back(reader, before, [bad("B2"), bad("B4"), bad("C3"), bad("A6")])
    after = given_back(reader, once, [bad("B2")], "after.xlsx")
    assert differences(before, after) == []
    assert shades(after) == {("Số liệu", "B2"): "error"}
    assert comments(after)["Số liệu", "B4"] == comments(before)["Số liệu", "B4"]
    assert set(comments(after)) == {("Số liệu", "B2"), ("Số liệu", "B4")}
    assert parts(after)["xl/styles.xml"] == parts(once)["xl/styles.xml"]


def test_a_copy_saved_by_another_program_is_annotated_anew(reader: Reader, tmp_path: Path) -> None:
    before = rich(tmp_path / "a.xlsx")
    once = given_back(reader, before, [bad("B2"), bad("B4"), bad("C3")])
    book = openpyxl.load_workbook(once)
    book["Số liệu"].insert_rows(1)
    book.save(once)
    after = given_back(reader, once, [bad("B3")], "after.xlsx")
    assert shades(after) == {("Số liệu", "B3"): "error"}
    assert openpyxl.load_workbook(after)["Số liệu"]["C4"].fill.fgColor.rgb == "FFC6EFCE"
    assert len(openpyxl.load_workbook(after).sheetnames) == len(openpyxl.load_workbook(before).sheetnames) + 1
    said = [text for text in comments(after).values() if SIGN in text]
    assert len(said) == 1


def test_the_senders_comment_stays_and_ours_follows(reader: Reader, tmp_path: Path) -> None:
    after = given_back(reader, rich(tmp_path / "a.xlsx"), [bad("B4")])
    said = comments(after)["Số liệu", "B4"]
    assert said.startswith("Ghi chú của người gửi\n[Kho số] LỖI: ")
    assert "mười" in said and "Cách sửa: " in said


def test_a_thread_is_left_alone(reader: Reader, tmp_path: Path) -> None:
    before = tmp_path / "a.xlsx"
    threaded = {b"<author>Ng\xc6\xb0\xe1\xbb\x9di g\xe1\xbb\xadi</author>": b"<author>tc={0B5E-1}</author>"}
    rewrite(rich(tmp_path / "plain.xlsx"), before, threaded)
    after = given_back(reader, before, [bad("B4"), bad("B2")])
    assert comments(after)["Số liệu", "B4"] == "Ghi chú của người gửi"
    assert shades(after) == {("Số liệu", "B4"): "error", ("Số liệu", "B2"): "error"}


def rewrite(before: Path, after: Path, changes: dict[bytes, bytes]) -> None:
    """A package with texts of its parts replaced."""
    with zipfile.ZipFile(after, "w") as out:
        for name, data in parts(before).items():
            for old, new in changes.items():
                data = data.replace(old, new)
            out.writestr(name, data)


def test_elements_with_prefixes_rows_without_numbers_and_cdata(reader: Reader, tmp_path: Path) -> None:
    plain, before = tmp_path / "plain.xlsx", tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(plain)) as book:
        book.add_worksheet("Số liệu")
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = (
        b'<x:worksheet xmlns:x="' + main + b'"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>'
        b'<![CDATA[<x:row r="2"><x:c r="A2"/>]]></x:t></x:is></x:c><x:c><x:v>5</x:v></x:c></x:row>'
        b"<x:row><x:c/><x:c><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )
    whole = parts(plain)["xl/worksheets/sheet1.xml"]
    rewrite(plain, before, {whole: sheet})
    after = given_back(reader, before, [bad("B1"), bad("B2"), bad("D2"), bad("A4")])
    assert set(shades(after)) == {("Số liệu", cell) for cell in ("B1", "B2", "D2", "A4")}
    assert differences(before, after) == []


@pytest.mark.parametrize("text", ['HYPERLINK("https://evil.example","x")', "cmd|' /C calc'!A0", "1+1", ""])
def test_what_calls_itself_an_error_is_no_formula_in_the_marked_copy(reader: Reader, tmp_path: Path, text: str) -> None:
    before = tmp_path / "a.xml"
    before.write_text(
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Số liệu"><Table><Row>'
        f'<Cell><Data ss:Type="Error">{escape(text)}</Data></Cell><Cell><Data ss:Type="Error">#N/A</Data></Cell>'
        '<Cell><Data ss:Type="String">=1+1</Data></Cell></Row></Table></Worksheet></Workbook>',
        encoding="utf-8",
    )
    page = openpyxl.load_workbook(given_back(reader, before, [bad("A1")]))["Số liệu"]
    assert [(cell.data_type, cell.value) for cell in page[1]] == [("s", text or "#ERR!"), ("f", "=#N/A"), ("s", "=1+1")]


def test_the_list_of_findings_is_text_whatever_it_quotes(reader: Reader, tmp_path: Path) -> None:
    before = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(before)) as book:
        book.add_worksheet("Số liệu").write_string(0, 0, "=1+1\x1b")
    found = [Finding("CELL-COUNT", "error", sheet="Số liệu", cell="A1", found=text) for text in ("=1+1", "@\x1b\u202e")]
    after = given_back(reader, before, found)
    book = openpyxl.load_workbook(after)
    assert {cell.data_type for page in book for row in page for cell in row if cell.value is not None} == {"s", "n"}


@pytest.mark.slow
def test_of_many_bad_cells_all_are_coloured_and_the_first_are_commented(reader: Reader, tmp_path: Path) -> None:
    before = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(before)) as book:
        sheet = book.add_worksheet("Số liệu")
        for row in range(3 * MOST_COMMENTS):
            sheet.write_row(row, 0, [f"dòng {row}", row])
    found = [bad(f"A{row}", severity="warning") for row in range(1, 2 * MOST_COMMENTS)]
    found += [bad(f"B{row}") for row in range(1, 101)]
    after = given_back(reader, before, found)
    said = comments(after)
    assert len(shades(after)) == len(listed(after)) == len(found)
    assert len(said) == MOST_COMMENTS
    assert {("Số liệu", f"B{row}") for row in range(1, 101)} <= set(said)
    assert differences(before, after) == []


@pytest.mark.parametrize("suffix", [".xls", ".ods", ".csv", ".html", ".xml"])
def test_another_format_comes_back_as_xlsx_with_the_same_cells(reader: Reader, tmp_path: Path, suffix: str) -> None:
    before = other_format(tmp_path / f"a{suffix}")
    workbook = reader.read(before)
    (sheet,) = workbook.sheets
    target = tmp_path / annotated_name(workbook)
    annotate(workbook, [bad("B2", sheet.name)], target)
    assert target.name == "a-kiem-tra.xlsx"
    back = next(grid for grid in reader.read(target).sheets if grid.name != "Kết quả kiểm tra")
    for row in range(1, sheet.n_rows + 1):
        for column in range(1, sheet.n_columns + 1):
            old, new = sheet.cell(row, column), back.cell(row, column)
            assert (old.type, old.value) == (new.type, new.value), (row, column)
    assert set(shades(target)) == {(back.name, "B2")}


def other_format(path: Path) -> Path:
    if path.suffix == ".xls":
        from book import BookSheet, write

        cells = {"A1": "Tên", "B1": "Số", "A2": "Sở Y tế", "B2": 16300.5, "C2": datetime.date(2023, 5, 16)}
        return write(path, [BookSheet("S", cells)])
    if path.suffix == ".ods":
        from odf.opendocument import OpenDocumentSpreadsheet
        from odf.table import Table, TableCell, TableRow
        from odf.text import P

        book, table = OpenDocumentSpreadsheet(), Table(name="S")
        for values in (("Tên", "Số"), ("Sở Y tế", 16300.5)):
            row = TableRow()
            for value in values:
                kind = {"valuetype": "float", "value": value} if isinstance(value, float) else {"valuetype": "string"}
                cell = TableCell(**kind)
                cell.addElement(P(text=str(value)))
                row.addElement(cell)
            table.addElement(row)
        book.spreadsheet.addElement(table)
        book.save(str(path))
        return path
    texts = {
        ".csv": "Tên;Số\nSở Y tế;16300,5\n",
        ".html": "<html><meta charset='utf-8'><table><tr><td>Tên<td>Số<tr><td>Sở Y tế<td>16300</table></html>",
        ".xml": '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss='
        '"urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="S"><Table><Row><Cell><Data ss:Type='
        '"String">Tên</Data></Cell></Row><Row><Cell><Data ss:Type="String">Sở Y tế</Data></Cell><Cell><Data '
        'ss:Type="Number">16300.5</Data></Cell></Row></Table></Worksheet></Workbook>',
    }
    path.write_text(texts[path.suffix], encoding="utf-8")
    return path


def kept_all(reader: Reader, path: Path, workbook: Workbook, findings: list[Finding], target: Path) -> list[object]:
    """What else than the marks an annotation changed in a file, whatever its format; [] for nothing."""
    annotate(workbook, findings, target)
    if workbook.format in ("xlsx", "xlsm"):
        return [*changed_parts(path, target), *differences(path, target)]
    pairs = zip(workbook.sheets, reader.read(target).sheets[1:], strict=True)
    return [(old.name, cell) for old, new in pairs for cell in same_cells(old, new)]


def real(reader: Reader, shared: Path, folder: Path, largest: int) -> list[Path]:
    """Real files of up to so many bytes, each marked and compared; the marked ones."""
    done = []
    for path in sorted((shared / "real" / "files").iterdir()):
        if path.stat().st_size <= largest:
            workbook = reader.read(path)
            found = read_submissions(workbook).all_findings
            sheet = next(grid for grid in workbook.sheets if grid.n_cells)
            done.append(folder / annotated_name(workbook))
            assert kept_all(reader, path, workbook, [*found, bad("B9", sheet.name)], done[-1]) == [], path.name
            assert shades(done[-1]), path.name
    return done


@pytest.mark.slow
def test_real_workbooks_keep_everything(reader: Reader, shared: Path, tmp_path: Path) -> None:
    assert real(reader, shared, tmp_path, 70_000)


@pytest.mark.soak
def test_every_real_workbook_keeps_everything_and_opens(reader: Reader, shared: Path, tmp_path: Path) -> None:
    marked = real(reader, shared, tmp_path, 1 << 30)
    if OFFICE is None:
        pytest.skip("all is kept; no LibreOffice here to open them")
    for path in saved_by_another_program(marked, tmp_path / "out"):
        (comment,) = [text for text in comments(path).values() if "mười" in text]
        assert comment.startswith(SIGN)


def same_cells(old, new) -> list[tuple[int, int]]:  # type: ignore[no-untyped-def]
    """Cells that differ in type or value, by row and column."""
    return [
        (row, column)
        for row in range(1, old.n_rows + 1)
        for column in range(1, old.n_columns + 1)
        for a, b in [(old.cell(row, column), new.cell(row, column))]
        if (a.type, a.value) != (b.type, b.value)
    ]


def messy(reader: Reader, folder: Path, most: int) -> None:
    marked = 0
    for path in write_messy(folder, World(), [MAY], "heavy", None):
        workbook = reader.read(path)
        found = read_submissions(workbook).all_findings
        if found and not workbook.refused:
            assert kept_all(reader, path, workbook, found, folder / f"{marked}.xlsx") == [], path.name
            marked += 1
        if marked == most:
            return
    pytest.fail(f"only {marked} workbooks had findings")


@pytest.mark.slow
def test_messy_workbooks_keep_everything(reader: Reader, tmp_path: Path) -> None:
    messy(reader, tmp_path, 6)


@pytest.mark.soak
def test_many_messy_workbooks_keep_everything(reader: Reader, tmp_path: Path) -> None:
    messy(reader, tmp_path, 60)


@cache
def every_case() -> tuple[Case, ...]:
    return tuple(cases())


def made(case: Case, *faults: str) -> Messy:
    return make_messy(case.form, case.rows, case.debtor, case.period, Random(0), habits=(), faults=faults)


#: Defects that one row of a sheet has, which the rows of the clean sheet mend.
MENDABLE = [
    name for name, rules in NAMED.items() if rules and not any(rule.startswith(("HEAD", "SUB")) for rule in rules)
]


@pytest.mark.slow
@pytest.mark.parametrize("fault", MENDABLE)
def test_corrected_and_sent_again_it_loads(reader: Reader, tmp_path: Path, fault: str) -> None:
    case = next(case for case in every_case() if made(case, fault).flaws)
    clean, wrong = made(case), made(case, fault)
    expected = values(read(clean, reader, tmp_path))
    (tmp_path / "workbook.xlsx").rename(tmp_path / "clean.xlsx")
    found = read(wrong, reader, tmp_path).all_findings
    after = given_back(reader, tmp_path / "workbook.xlsx", found)
    (flaw,) = wrong.flaws
    assert flaw.row in {openpyxl.utils.cell.coordinate_from_string(cell)[1] for _, cell in shades(after)}
    right, book = openpyxl.load_workbook(tmp_path / "clean.xlsx").worksheets[0], openpyxl.load_workbook(after)
    book.worksheets[0].title = "Danh sách"  # whatever he calls our sheet
    for cell in right[flaw.row]:
        mended = book[right.title][cell.coordinate]
        mended.value, mended.number_format = cell.value, cell.number_format
    book.save(after)
    again = read_submissions(reader.read(after))
    assert ([f for f in again.all_findings if f.severity == "error"], again.unclaimed) == ([], [])
    assert values(again) == expected


def test_a_template_given_back_still_says_whose_it_is(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    sent(forms()["dossier_progress"], path)
    before = read_submissions(reader.read(path)).submissions
    after = given_back(reader, path, [bad("B12", SHEET)])
    again = read_submissions(reader.read(after))
    assert [s.key for s in again.submissions] == [s.key for s in before]
    assert again.unclaimed == []


def test_what_is_personal_is_said_nowhere(reader: Reader, tmp_path: Path) -> None:
    case = next(case for case in every_case() if case.form.name == "dossier")
    wrong = made(case, "duplicate-row")
    found = read(wrong, reader, tmp_path).all_findings
    path = tmp_path / "workbook.xlsx"
    codes = [str(row["dossier_code"]) for row in case.rows]
    sheet = " ".join(str(cell.value) for row in openpyxl.load_workbook(path).active.iter_rows() for cell in row)
    assert all(code in sheet for code in codes)
    after = given_back(reader, path, found)
    ours = openpyxl.load_workbook(after).worksheets[0]
    said = " ".join(str(cell.value) for row in ours.iter_rows() for cell in row) + " ".join(comments(after).values())
    assert "ROW-DUPLICATE" in said
    assert [code for code in codes if code in said] == []


def test_what_was_refused_has_nothing_to_be_marked(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"%PDF-1.4 ...")
    with pytest.raises(NotAnnotated):
        annotate(reader.read(path), [bad("A1")], tmp_path / "b.xlsx")
    assert [p.name for p in tmp_path.iterdir()] == ["a.xlsx"]


def test_macros_and_their_ending_stay(reader: Reader, tmp_path: Path) -> None:
    plain, before = rich(tmp_path / "plain.xlsx"), tmp_path / "a.xlsm"
    rewrite(plain, before, {b"sheet.main+xml": b"sheet.macroEnabled.main+xml"})
    with zipfile.ZipFile(before, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    workbook = reader.read(before)
    assert annotated_name(workbook) == "a-kiem-tra.xlsm"
    after = given_back(reader, before, [bad("B2")], "back.xlsm")
    assert parts(after)["xl/vbaProject.bin"] == b"macro"


@pytest.mark.slow
def test_the_command_and_the_drain_give_it_back(tmp_path: Path) -> None:
    sample = next(SAMPLES.glob("*co loi*"))
    done = khoso(tmp_path / "home", "annotate", str(sample), "-o", str(tmp_path / "out.xlsx"), expect=1)
    assert "marked in" in done.stdout
    assert "G11" in {cell for _, cell in shades(tmp_path / "out.xlsx")}
    khoso(tmp_path / "home", "ingest", str(sample), expect=1)
    (drained,) = (tmp_path / "home" / "outbox" / "annotated").iterdir()
    assert shades(drained) == shades(tmp_path / "out.xlsx")
    (receipt,) = (tmp_path / "home" / "outbox" / "receipts").iterdir()
    assert receipt.read_text(encoding="utf-8").count(f"annotated/{drained.name}") == 2


@pytest.mark.slow
def test_the_command_names_the_ending_it_needs(tmp_path: Path) -> None:
    sample = next(SAMPLES.glob("*co loi*"))
    done = khoso(tmp_path / "home", "annotate", str(sample), "-o", str(tmp_path / "out.csv"), expect=2)
    assert ".xlsx" in done.stderr


@pytest.mark.slow
@needs_office
def test_another_spreadsheet_program_opens_it(reader: Reader, tmp_path: Path) -> None:
    before = rich(tmp_path / "a.xlsx")
    after = given_back(reader, before, [bad("B2"), bad("B4")])
    (saved,) = saved_by_another_program([after], tmp_path / "out")
    again = openpyxl.load_workbook(saved)
    assert again.sheetnames[0] == "Kết quả kiểm tra"
    assert again["Số liệu"]["B2"].comment


@pytest.mark.slow
def test_a_name_without_an_ending_is_a_folder_and_several_files_need_one(tmp_path: Path) -> None:
    paths = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for path in paths:
        path.write_text("x,y\n1,2\n", encoding="utf-8")
    khoso(tmp_path, "annotate", str(paths[0]), "-o", str(tmp_path / "new"), expect=None)
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["a-kiem-tra.xlsx"]
    khoso(tmp_path, "annotate", *map(str, paths), "-o", str(tmp_path / "one.xlsx"), expect=2)
    assert not (tmp_path / "one.xlsx").exists()


@pytest.mark.slow
def test_what_cannot_be_marked_is_told_with_its_reason(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"%PDF-1.4 ...")
    told = khoso(tmp_path, "annotate", str(path), "-o", str(tmp_path / "new"), "--lang", "vi", expect=1).stdout
    assert "không đánh dấu được trong tệp này:\n  ✗ a.xlsx: nội dung tệp không phải bảng tính, mà là tệp PDF" in told


def test_a_letterhead_does_not_widen_the_columns_of_a_converted_table(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{'UBND TỈNH ' * 6};;\nMã;Tên đơn vị hành chính;Số\n1;Sở Y tế;5\n", encoding="utf-8")
    (sheet,) = openpyxl.load_workbook(
        given_back(reader, path, [bad("C3", reader.read(path).sheets[0].name)])
    ).worksheets[1:]
    widths = [round(sheet.column_dimensions[letter].width) for letter in "ABC"]
    assert widths == [9, 24, 9]
