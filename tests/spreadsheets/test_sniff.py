"""What files really are, whatever they are called."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
import xlwt

from spreadsheets.formats.parts.sniff import Refusal, sniff


def _zip(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def _xlsx() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write(0, 0, "x")
    return out.getvalue()


def _xls() -> bytes:
    out = io.BytesIO()
    book = xlwt.Workbook()
    book.add_sheet("x").write(0, 0, "x")
    book.save(out)
    return out.getvalue()


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (_xlsx(), "xlsx"),
        (_xls(), "xls"),
        (_zip(**{"xl__workbook.xml": b""}), "xlsx"),
        (_zip(**{"xl__workbook.bin": b""}), "xlsb"),
        (_zip(**{"xl__workbook.xml": b"", "xl__vbaProject.bin": b""}), "xlsm"),
        (_zip(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "ods"),
        ("Mã;Tên\n1;Hà Nội\n".encode(), "text"),
        ("\ufeffMã;Tên\n".encode(), "text"),
        ("Mã\tTên\n1\tHòa\n".encode("utf-16"), "text"),
        ("Mã\tTên\n1\tHòa\n".encode("utf-16-le"), "text"),
        ("Mã;Tên\n1;Hoà\n".encode("cp1258", errors="ignore"), "text"),
        (b"<html><body><table><tr><td>1</td></tr></table></body></html>", "html"),
        ("<!DOCTYPE html><html></html>".encode("utf-16"), "html"),
        ("\ufeff\r\n<div>Báo cáo</div><table class=x>".encode(), "html"),
        ("Báo cáo tháng 5<table><tr><td>1</td></tr></table>".encode(), "html"),
        (b"a;b\n" * 60 + b"1;<table><tr><td>1</td></tr></table>\n", "text"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "xml2003"),
        (b'<ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"/>', "xml2003"),
    ],
)
def test_formats_are_told_by_their_bytes(tmp_path: Path, data: bytes, kind: str) -> None:
    path = tmp_path / "no-suffix"
    path.write_bytes(data)
    assert sniff(path) == kind


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "FILE-EMPTY"),
        (b"\x00" * 4096, "FILE-DAMAGED"),
        (_xlsx()[:2000], "FILE-TRUNCATED"),
        (_xlsx()[:2000] + bytes(3000), "FILE-TRUNCATED"),
        (_OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(2000), "FILE-ENCRYPTED"),
        (_OLE + bytes(200), "FILE-TRUNCATED"),
        (_OLE + bytes(504) + "WordDocument".encode("utf-16-le") + bytes(2000), "FILE-NOT-SPREADSHEET"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "FILE-NOT-SPREADSHEET"),
        (b"\xff\xd8\xff\xe0 JFIF", "FILE-NOT-SPREADSHEET"),
        (b"%PDF-1.7 ...", "FILE-NOT-SPREADSHEET"),
        (_zip(**{"word__document.xml": b""}), "FILE-NOT-SPREADSHEET"),
        (_zip(**{"data.csv": b"a,b"}), "FILE-NOT-SPREADSHEET"),
        (_zip(mimetype=b"application/vnd.oasis.opendocument.text"), "FILE-NOT-SPREADSHEET"),
        (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "FILE-ENTITIES"),
        ('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode("utf-16"), "FILE-ENTITIES"),
        (
            b'<!DOCTYPE x [<!ENTITY a "b">]><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "FILE-ENTITIES",
        ),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n<html><table>", "FILE-UNSUPPORTED"),
        (b"\x09\x04\x06\x00\x00\x00\x10\x00\x00\x00" + bytes(100), "FILE-UNSUPPORTED"),
        (bytes(range(256)) * 20, "FILE-NOT-SPREADSHEET"),
        (b"\x06canbo " + b" " * 158, "FILE-NOT-SPREADSHEET"),
    ],
)
def test_what_is_no_spreadsheet_is_refused_with_a_code(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "bao-cao.xlsx"
    path.write_bytes(data)
    with pytest.raises(Refusal) as refusal:
        sniff(path)
    assert refusal.value.code == code


def test_a_legacy_encoded_csv_is_text(tmp_path: Path) -> None:
    path = tmp_path / "tcvn3.csv"
    path.write_bytes(b"M\xb7;T\xaan\n1;H\xb5 N\xe9i\n")
    assert sniff(path) == "text"
