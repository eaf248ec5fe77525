"""A package being changed: parts replaced and added, with their relations and content types; the others stay."""

from __future__ import annotations

import posixpath
import shutil
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO

from spreadsheets.annotate.markup import PackagePart, quoted
from spreadsheets.formats.parts.package import Package

_TYPES = "[Content_Types].xml"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_NO_RELATIONS = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{_RELATIONS}"></Relationships>'
)
_ZIP64 = 1 << 30
_COPIED = 1 << 20
#: Sheets are far larger than all else; packed harder they take three times as long and save a tenth.
_LEVEL = 3

Content = Callable[[], Iterable[bytes]]


class Edited:
    """A package with changes, each made when it is written. `namespace`: of relations, as its workbook declares it."""

    def __init__(self, package: Package, namespace: str) -> None:
        self.package, self._namespace = package, namespace
        self._changed: dict[str, Content] = {}
        self._last: dict[str, Content] = {}

    def read(self, name: str) -> bytes:
        """A part whole, as it is by now; Refusal FILE-DAMAGED where there is none."""
        changed = self._changed.get(self._name(name))
        return b"".join(changed()) if changed else self.package.read(name)

    def put(self, name: str, data: bytes) -> None:
        """Give a part other content."""
        self._changed[self._name(name)] = lambda: [data]

    def put_pieces(self, name: str, content: Content, *, is_last: bool = False) -> None:
        """Give a part content that is made while it is written; `is_last`: after all the others."""
        (self._last if is_last else self._changed)[self._name(name)] = content

    def new_name(self, pattern: str) -> str:
        """A name nothing has yet: `pattern` with the first number that gives one."""
        number = 1
        while pattern.format(number) in self.package or pattern.format(number) in self._changed:
            number += 1
        return pattern.format(number)

    def declare(self, name: str, content_type: str) -> None:
        """Say what a new part is."""
        types = PackagePart(self.read(_TYPES))
        types.append(
            types.root, f'<{types.prefix}Override PartName="{quoted("/" + name)}" ContentType="{content_type}"/>'
        )
        self.put(_TYPES, types.result())

    def relate(self, source: str, kind: str, target: str) -> str:
        """Add a relation between two parts, `kind` being the last word of its type; its id."""
        folder, file = posixpath.split(source)
        name = posixpath.join(folder, "_rels", f"{file}.rels")
        is_there = name in self.package or name in self._changed
        part = PackagePart(self.read(name) if is_there else _NO_RELATIONS.encode())
        taken = {part.get(each, "Id") for each in part.root.children}
        id = next(id for n in range(1, len(taken) + 2) if (id := f"khoso{n}") not in taken)
        part.append(
            part.root,
            f'<{part.prefix}Relationship Id="{id}" Type="{self._namespace}/{kind}" Target="{quoted("/" + target)}"/>',
        )
        self.put(name, part.result())
        return id

    def write(self, target: Path) -> None:
        """Write the package; the same changes give the same bytes."""
        todo = dict(self._changed)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as out:
            for entry in self._entries():
                if entry.filename in todo:
                    self._write(out, entry.filename, todo.pop(entry.filename))
                elif entry.filename not in self._last:
                    with self.package.archive.open(entry) as old, _entry(out, entry.filename, entry) as new:
                        shutil.copyfileobj(old, new, _COPIED)
            for name, content in (todo | self._last).items():
                self._write(out, name, content)

    def _entries(self) -> Iterable[zipfile.ZipInfo]:
        """The parts of the package, each once: as everybody reads it who follows the archive's directory."""
        entries = {entry.filename: entry for entry in self.package.archive.infolist() if not entry.is_dir()}
        return entries.values()

    def _write(self, out: zipfile.ZipFile, name: str, content: Content) -> None:
        with _entry(out, name, self.package.entry(name)) as file:
            for piece in content():
                file.write(piece)

    def _name(self, name: str) -> str:
        """The name a part has in the archive."""
        entry = self.package.entry(name)
        return entry.filename if entry else name


def _entry(out: zipfile.ZipFile, name: str, old: zipfile.ZipInfo | None) -> IO[bytes]:
    """A new entry; a zip must know beforehand whether it will be very large."""
    return out.open(name, "w", force_zip64=bool(old and old.file_size > _ZIP64))
