"""What a file really is, by its bytes and never by its name."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 65_536
_BIFF_BOF = {b"\x09\x00": "2", b"\x09\x02": "3", b"\x09\x04": "4", b"\x09\x08": "5"}
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
_OTHER = {
    b"%PDF": "PDF",
    b"{\\rtf": "RTF",
    b"\x1f\x8b": "gzip",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7-Zip",
    b"\x7fELF": "ELF",
}
_ODF = "application/vnd.oasis.opendocument.spreadsheet"
_XML_TYPE = b"<!doctype"
_WORKBOOK = re.compile(rb"<(?:[a-z]+:)?workbook[\s>]")
_HTML_TYPE = re.compile(rb"<!doctype\s+html[\s>]")
_HTML = re.compile(rb"<(?:html|table|head|body|meta)[\s>]")
#: How far down the first table may stand where a page has lost its beginning: a csv may quote tables further down.
_FEW_WORDS = 200
_OWNER_FILE = 165  # bytes of the ~$ file Excel keeps beside an open workbook: who has it open


class Refusal(Exception):
    """A file or sheet that cannot be read whole; `code` is an id of the catalogue, `details` feed its words."""

    def __init__(self, code: str, **details: str) -> None:
        super().__init__(code, details)
        self.code = code
        self.details = details


def sniff(path: Path) -> str:
    """The format of a file: xlsx, xlsm, xlsb, xls, ods, xml2003, html or text; Refusal where it is none of them.

    FILE-EMPTY nothing in it, FILE-ENCRYPTED, FILE-TRUNCATED, FILE-UNSUPPORTED (a spreadsheet of a kind that is not
    read), FILE-ENTITIES (XML that declares a document type), FILE-NOT-SPREADSHEET anything else.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.strip(b"\x00"):
        raise Refusal("FILE-EMPTY" if not head else "FILE-DAMAGED", reason="" if not head else "only zero bytes")
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _zip_kind(path)
    if head.startswith(_OLE):
        return _ole_kind(path)
    if head[:2] in _BIFF_BOF and head[2:4] in (b"\x04\x00", b"\x06\x00", b"\x08\x00", b"\x10\x00"):
        if _BIFF_BOF[head[:2]] == "5":
            return "xls"
        raise Refusal("FILE-UNSUPPORTED", kind=f"Excel {_BIFF_BOF[head[:2]]} (BIFF{_BIFF_BOF[head[:2]]})")
    return _text_kind(head)


def _text_kind(head: bytes) -> str:
    if head.startswith(_PICTURES):
        raise Refusal("FILE-NOT-SPREADSHEET", kind="picture")
    for magic, kind in _OTHER.items():
        if head.startswith(magic):
            raise Refusal("FILE-NOT-SPREADSHEET", kind=kind)
    if len(head) == _OWNER_FILE and head[0] < 55 and not head[head[0] + 1 : 55].strip():
        raise Refusal("FILE-NOT-SPREADSHEET", kind="lock file of Excel")
    if _is_binary(head):
        raise Refusal("FILE-NOT-SPREADSHEET", kind="binary")
    start = _as_ascii(head).lstrip().lower()
    if start.startswith(b"mime-version:"):
        raise Refusal("FILE-UNSUPPORTED", kind="MHTML")
    return _markup_kind(start) if start.startswith(b"<") or b"<table" in start[:_FEW_WORDS] else "text"


def _as_ascii(head: bytes) -> bytes:
    """Text in UTF-8, UTF-16 or a code page of one byte, reduced to its ASCII letters."""
    return head.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\x00", b"")


def _markup_kind(start: bytes) -> str:
    """xml2003, html, or text that only begins like markup; Refusal for other markup."""
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start and _WORKBOOK.search(start) and _XML_TYPE not in start:
        return "xml2003"
    if _HTML_TYPE.search(start):
        return "html"
    if _XML_TYPE in start or b"<!entity" in start:
        raise Refusal("FILE-ENTITIES")
    if _HTML.search(start):
        return "html"
    if b"office:document" in start:
        raise Refusal("FILE-UNSUPPORTED", kind="OpenDocument flat XML")
    if start.startswith(b"<?xml"):
        raise Refusal("FILE-NOT-SPREADSHEET", kind="XML")
    return "text"


def _is_binary(head: bytes) -> bool:
    """Control characters a text has no use for, once UTF-16 is ruled out."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or looks_utf16(head):
        return False
    controls = sum(head.count(bytes([c])) for c in (*range(9), *range(14, 27), *range(28, 32)))
    return b"\x00" in head or controls > len(head) // 100


def looks_utf16(head: bytes) -> str | None:
    """ "utf-16-le" or "utf-16-be" for text without a byte order mark whose every other byte is mostly zero."""
    pairs = len(head) // 2
    if pairs < 4:
        return None
    for name, zeros, others in (("utf-16-le", head[1::2], head[0::2]), ("utf-16-be", head[0::2], head[1::2])):
        if zeros.count(0) > pairs * 0.5 and others.count(0) < pairs * 0.02 + 1:
            return name
    return None


def _zip_kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = {n.replace("\\", "/").lower().lstrip("/") for n in archive.namelist()}
            if "mimetype" in names:
                return _odf_kind(archive)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Refusal("FILE-TRUNCATED" if not _has_end(path) else "FILE-DAMAGED", reason=str(error)) from error
    return _ooxml_kind(names)


def _odf_kind(archive: zipfile.ZipFile) -> str:
    name = next(n for n in archive.namelist() if n.lower() == "mimetype")
    with archive.open(name) as member:
        mime = member.read(200).decode("latin-1").strip()
    if mime.startswith(_ODF):
        return "ods"
    raise Refusal("FILE-NOT-SPREADSHEET", kind=mime)


def _ooxml_kind(names: set[str]) -> str:
    workbooks = {n.rpartition("/")[2] for n in names}
    if "workbook.bin" in workbooks:
        return "xlsb"
    if "workbook.xml" in workbooks or any(n.startswith("xl/") for n in names):
        return "xlsm" if any(n.endswith("vbaproject.bin") for n in names) else "xlsx"
    if "content.xml" in names:
        return "ods"
    for folder, kind in (("word/", "Word"), ("ppt/", "PowerPoint"), ("visio/", "Visio")):
        if any(n.startswith(folder) for n in names):
            raise Refusal("FILE-NOT-SPREADSHEET", kind=kind)
    if "[content_types].xml" in names:
        return "xlsx"
    raise Refusal("FILE-NOT-SPREADSHEET", kind="zip")


def _has_end(path: Path) -> bool:
    """Whether a zip's end record is there: where it is not, the copy was cut short."""
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - 66_000, 0))
        return b"PK\x05\x06" in file.read()


def _ole_kind(path: Path) -> str:
    """xls, or a refusal: an OLE file names its streams in UTF-16 in its directory."""
    data = path.read_bytes()
    if _stream(b"EncryptedPackage") in data or _stream(b"EncryptionInfo") in data:
        raise Refusal("FILE-ENCRYPTED")
    names = data.lower()  # names of streams are compared without case
    if _stream(b"workbook") in names or _stream(b"book") in names:
        return "xls"
    for name, kind in ((b"WordDocument", "Word"), (b"PowerPoint Document", "PowerPoint"), (b"__substg1.0", "Outlook")):
        if _stream(name) in data:
            raise Refusal("FILE-NOT-SPREADSHEET", kind=kind)
    sector = 1 << int.from_bytes(data[30:32], "little") if len(data) > 32 and data[30] < 16 else 512
    sectors = int.from_bytes(data[44:48], "little")
    cut = len(data) < 1536 or sectors * sector > len(data)
    raise Refusal("FILE-TRUNCATED" if cut else "FILE-DAMAGED", reason="no workbook stream")


def _stream(name: bytes) -> bytes:
    return bytes(b for c in name for b in (c, 0))
