"""A zip package of XML parts (OOXML, ODF), opened without trusting what it says of itself."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from spreadsheets.formats.parts.sniff import Refusal

_MAX_TOTAL = 3 << 30
_BOMB_SIZE = 200 << 20
_BOMB_RATIO = 200
_MANY = 5_000
_CHUNK = 4 << 20


class Package:
    """Parts by name; names meet whatever their case and slashes, as in Excel.

    Of several parts with one name the one spelled as asked for counts, and of those the last, as for every reader that
    follows the directory of the archive; it is an oddity that is told.
    """

    def __init__(self, path: Path) -> None:
        try:
            self.archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise Refusal("FILE-DAMAGED", reason=str(error)) from error
        self.path = path
        self.oddities: list[str] = []
        self._parts: dict[str, zipfile.ZipInfo] = {}
        self._as_written: dict[str, zipfile.ZipInfo] = {}
        self._take(self.archive.infolist())

    def _take(self, entries: list[zipfile.ZipInfo]) -> None:
        packed, unpacked = (sum(getattr(e, key) for e in entries) for key in ("compress_size", "file_size"))
        if unpacked > _MAX_TOTAL or (unpacked > _BOMB_SIZE and unpacked > packed * _BOMB_RATIO):
            raise Refusal("FILE-BOMB", size=f"{packed} → {unpacked} B")
        if len(entries) > _MANY:
            self.oddities.append(f"{len(entries)} parts")
        for entry in entries:
            if entry.flag_bits & 1:
                raise Refusal("FILE-ENCRYPTED")
            name = entry.filename.replace("\\", "/")
            if name.startswith("/") or ".." in name.split("/"):
                self.oddities.append(f"part {name[:80]!r} lies outside the package")
                continue
            if _key(name) in self._parts:
                self.oddities.append(f"part {name[:80]!r} is there twice")
            self._parts[_key(name)] = self._as_written[name] = entry

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_: object) -> None:
        self.archive.close()

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._parts

    def names(self) -> list[str]:
        """Names of all parts, lower case, with forward slashes."""
        return list(self._parts)

    def size(self, name: str) -> int:
        """Bytes of a part, unpacked, as the package declares them; 0 where there is none."""
        entry = self.entry(name)
        return entry.file_size if entry else 0

    def entry(self, name: str) -> zipfile.ZipInfo | None:
        """The entry of the archive that a part is; None where there is none."""
        return self._as_written.get(name) or self._parts.get(_key(name))

    def open(self, name: str) -> IO[bytes]:
        """A part as a stream; Refusal FILE-DAMAGED where there is none."""
        entry = self.entry(name)
        if entry is None:
            raise Refusal("FILE-DAMAGED", reason=f"part {name} is missing")
        return self.archive.open(entry)

    def read(self, name: str) -> bytes:
        """A small part whole."""
        with self.open(name) as part:
            return part.read()

    def chunks(self, name: str, size: int = _CHUNK) -> Iterator[bytes]:
        """A part piece by piece."""
        with self.open(name) as part:
            while piece := part.read(size):
                yield piece

    def xml(self, name: str) -> ElementTree.Element:
        """A part as a tree; Refusal FILE-ENTITIES where it declares a document type, FILE-DAMAGED where not XML."""
        data = self.read(name)
        refuse_doctype(data[:8192])
        try:
            return ElementTree.fromstring(data)  # noqa: S314 - no document type, so no entities
        except ElementTree.ParseError as error:
            raise Refusal("FILE-DAMAGED", reason=f"{name}: {error}") from error

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """Relations of a part ("" for the package): id -> (last word of its type, target part or outer address)."""
        folder, file = posixpath.split(name)
        rels = posixpath.join(folder, "_rels", f"{file}.rels")
        if rels not in self:
            return {}
        found = {}
        for relation in self.xml(rels):
            target = relation.get("Target", "").replace("\\", "/")
            if relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], target)
        return found


def refuse_doctype(head: bytes) -> None:
    """Refuse XML that declares a document type: it is how entities attack, and no office program writes one."""
    if b"<!DOCTYPE" in head.replace(b"\x00", b""):
        raise Refusal("FILE-ENTITIES")


def local(tag: str) -> str:
    """Name of an element or attribute without its namespace."""
    return tag.rpartition("}")[2]


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
