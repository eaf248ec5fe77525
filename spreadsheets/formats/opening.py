"""Which reader opens which format."""

from __future__ import annotations

from pathlib import Path

from spreadsheets.formats.parts.content import Content
from spreadsheets.formats.parts.sniff import Refusal, sniff

_SUFFIXES = {
    "xlsx": (".xlsx",),
    "xlsm": (".xlsm",),
    "xlsb": (".xlsb",),
    "xls": (".xls", ".et"),
    "ods": (".ods",),
    "xml2003": (".xml",),
    "html": (".html", ".htm"),
    "text": (".csv", ".tsv", ".txt", ".tab"),
}


def open_content(path: Path, name: str, spool: Path, content: Content) -> None:
    """Read the file at `path`, sent as `name`, into `content`; `spool` is a private folder.

    Refusal where it cannot be read; any exception of a parser may pass, it means damage.
    """
    try:
        kind = sniff(path)
    except Refusal as refusal:
        if refusal.code != "FILE-ENCRYPTED":
            raise
        from spreadsheets.formats.parts.encrypted import decrypted

        path = decrypted(path, spool)
        kind = sniff(path)
    content.format = kind
    if Path(name).suffix.lower() not in _SUFFIXES[kind]:
        content.warn("FILE-NAME-DIFFERS", found=Path(name).suffix, kind=kind)
    match kind:
        case "text":
            from spreadsheets.formats.text.delimited import read_delimited

            read_delimited(path, content, "csv")
        case "xml2003":
            from spreadsheets.formats.markup.xml2003 import read_xml2003

            read_xml2003(path, content)
        case "html":
            from spreadsheets.formats.markup.html import read_html

            read_html(path, content)
        case "xls":
            from spreadsheets.formats.biff.xls import read_xls

            read_xls(path, content)
        case _:
            _open_package(path, kind, content)


def _open_package(path: Path, kind: str, content: Content) -> None:
    from spreadsheets.formats.parts.package import Package

    with Package(path) as package:
        if kind == "ods":
            from spreadsheets.formats.odf.ods import read_ods as read
        elif kind == "xlsb":
            from spreadsheets.formats.ooxml.xlsb import read_xlsb as read
        else:
            from spreadsheets.formats.ooxml.xlsx import read_xlsx as read
        read(package, content)
