"""XML changed in place: where its elements stand, and new text put there; all other bytes stay as they are.

No tree is built and written again: what a program of another maker put into a part would not survive it.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from xml.sax.saxutils import escape

_QUOTED = rb"(?:\"[^\"]*\"|'[^']*')"
#: The attributes of a tag; no name, no value of them can hold what ends the tag.
ATTRIBUTES = rb"(?:\s+[^\s=>\"'/]+\s*=\s*" + _QUOTED + rb")*"
_TOKEN = re.compile(
    rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<(?P<close>/?)(?P<name>[^\s/>!?]+)"
    + ATTRIBUTES
    + rb"\s*(?P<empty>/?)>",
    re.DOTALL,
)
_ENCODING = re.compile(rb"(<\?xml[^>]*?encoding\s*=\s*[\"'])[^\"']*")
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
_ENTITY = re.compile(r"&(?:#(\d+)|#x([0-9a-fA-F]+)|(lt|gt|amp|quot|apos));")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_HIDING = re.compile(rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
#: Characters XML cannot carry.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass
class Element:
    """Where an element stands: its opening tag is data[start:inside], its content ends at `close`, all of it at `end`.

    `name`: without prefix. `depth`: 0 for the outermost one of the text.
    """

    name: str
    prefix: str
    depth: int
    start: int
    inside: int
    close: int = 0
    end: int = 0
    children: list[Element] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether it is one tag, which closes itself."""
        return self.inside == self.end

    def child(self, name: str) -> Element | None:
        """The first child of a name."""
        return next((each for each in self.children if each.name == name), None)

    def all(self, name: str) -> Iterator[Element]:
        """Every element of a name within."""
        for each in self.children:
            if each.name == name:
                yield each
            yield from each.all(name)


def elements(data: bytes) -> list[Element]:
    """The outermost elements of a text; of a piece of a document, whose closing tags may lack their opening, too."""
    top: list[Element] = []
    open_: list[Element] = []
    for token in _TOKEN.finditer(data):
        if not token["name"]:
            continue
        if token["close"]:
            if open_:
                done = open_.pop()
                done.close, done.end = token.span()
            continue
        prefix, _, name = token["name"].decode().rpartition(":")
        found = Element(name, prefix, len(open_), *token.span(), close=token.end(), end=token.end())
        (open_[-1].children if open_ else top).append(found)
        if not token["empty"]:
            open_.append(found)
    return top


class PackagePart:
    """A small part of a package being changed: `root` says where its elements stand, `edits` what is to become of them.

    Raises ValueError where the text holds no element.
    """

    def __init__(self, data: bytes) -> None:
        self.data = b"".join(as_utf8([data]))
        roots = elements(self.data)
        if not roots:
            raise ValueError("a part of the package holds no element")
        self.root = roots[0]
        self._edits: list[tuple[int, int, int, bytes]] = []

    @property
    def prefix(self) -> str:
        """What stands before the names of the root's elements: "" or such as "x:"."""
        return self.root.prefix and f"{self.root.prefix}:"

    def tag(self, element: Element) -> bytes:
        """The opening tag of an element."""
        return self.data[element.start : element.inside]

    def whole(self, element: Element) -> bytes:
        """An element from its opening to its closing tag."""
        return self.data[element.start : element.end]

    def get(self, element: Element, name: str) -> str | None:
        """An attribute of an element, by its name as written."""
        return attribute(self.tag(element), name)

    def replace(self, start: int, end: int, new: str) -> None:
        """Put text in the place of a stretch; where stretches touch, what was asked for first stands first."""
        self._edits.append((start, end, len(self._edits), ascii_of(new)))

    def put(self, element: Element, **attributes: str) -> None:
        """Set attributes of an element."""
        tag = self.tag(element)
        for name, value in attributes.items():
            tag = with_attribute(tag, name, value)
        self._edits.append((element.start, element.inside, len(self._edits), tag))

    def remove(self, element: Element) -> None:
        """Take an element out."""
        self.replace(element.start, element.end, "")

    def append(self, element: Element, new: str, **attributes: str) -> None:
        """Put text at the end of an element's content, and set attributes of it."""
        tag = self.tag(element)
        for name, value in attributes.items():
            tag = with_attribute(tag, name, value)
        if element.is_empty:
            name = f"{element.prefix}:{element.name}" if element.prefix else element.name
            whole = tag.removesuffix(b"/>").rstrip() + b">" + ascii_of(f"{new}</{name}>")
            self._edits.append((element.start, element.end, len(self._edits), whole))
            return
        self._edits.append((element.start, element.inside, len(self._edits), tag))
        self.replace(element.close, element.close, new)

    def text(self, element: Element) -> str:
        """The characters directly and deeply within an element."""
        inner = re.sub(rb"<!--.*?-->|<[^>]*>", b"", self.data[element.inside : element.close], flags=re.DOTALL)
        return plain(inner.decode("utf-8", "replace"))

    def result(self) -> bytes:
        """The part with every edit done."""
        return edited(self.data, self._edits)


def edited(data: bytes, edits: Iterable[tuple[int, int, int, bytes]]) -> bytes:
    """Text with stretches replaced: start, end, order among those that start alike, what comes there."""
    pieces, at = [], 0
    for start, end, _, new in sorted(edits):
        pieces += [data[at:start], new]
        at = max(at, end)
    return b"".join([*pieces, data[at:]])


def opening(element: bytes) -> bytes:
    """The opening tag of an element's text; ValueError where it begins with none."""
    found = _TOKEN.match(element)
    if found is None:
        raise ValueError("no element")
    return found[0]


def masked(data: bytes) -> bytes:
    """Text whose comments and CDATA hold no `<`: zero bytes, which XML never has, stand in its place."""
    if b"<!" not in data:
        return data
    return _HIDING.sub(lambda m: m[0][:2] + m[0][2:].replace(b"<", b"\0"), data)


def unmasked(data: bytes) -> bytes:
    """The inverse of `masked`."""
    return data.replace(b"\0", b"<")


def attribute(tag: bytes, name: str) -> str | None:
    """An attribute of an opening tag; None where it has none of the name."""
    found = _attribute(name).search(tag)
    return plain(found[1][1:-1].decode("utf-8", "replace")) if found else None


def with_attribute(tag: bytes, name: str, value: str) -> bytes:
    """An opening tag with an attribute set."""
    new = ascii_of(f'{name}="{quoted(value)}"')
    found = _attribute(name).search(tag)
    if found:
        return tag[: found.start() + 1] + new + tag[found.end() :]
    end = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:end].rstrip() + b" " + new + tag[end:]


@cache
def _attribute(name: str) -> re.Pattern[bytes]:
    return re.compile(rb"\s" + name.encode() + rb"\s*=\s*(" + _QUOTED + rb")")


def relation(head: bytes, namespace: str, id: str) -> bytes:
    """The attribute that names a relation, in the prefix that `head` declares for it or with one of its own.

    `namespace`: of relations, one of two.
    """
    found = re.search(rb"xmlns:([A-Za-z0-9_.-]+)\s*=\s*[\"']" + re.escape(namespace.encode()) + rb"[\"']", head)
    if found:
        return ascii_of(f'{found[1].decode()}:id="{quoted(id)}"')
    return ascii_of(f'xmlns:r="{namespace}" r:id="{quoted(id)}"')


def quoted(text: str) -> str:
    """Text fit for an attribute in double quotes."""
    return escape(_UNWRITABLE.sub("�", text), {'"': "&quot;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;"})


def written(text: str) -> str:
    """Text fit for the content of an element."""
    return escape(_UNWRITABLE.sub("�", text))


def plain(text: str) -> str:
    """The inverse of `quoted` and `written`, and of any other way to escape a character."""
    return _ENTITY.sub(lambda m: _NAMED[m[3]] if m[3] else _character(int(m[1]) if m[1] else int(m[2], 16)), text)


def _character(code: int) -> str:
    return chr(code) if code < 0xD800 or 0xDFFF < code < 0x110000 else "�"


def ascii_of(text: str) -> bytes:
    """Text as bytes that mean the same in every encoding a part may be in."""
    return text.encode("ascii", "xmlcharrefreplace")


def as_utf8(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """A part piece by piece: as it is, or, where it is in UTF-16, in UTF-8."""
    source = iter(chunks)
    first = next(source, b"")
    encoding = _UTF16.get(first[:2])
    if encoding is None:
        yield first
        yield from source
        return
    decoder = codecs.getincrementaldecoder(encoding)()
    yield _ENCODING.sub(rb"\1UTF-8", decoder.decode(first).encode(), count=1)
    for chunk in source:
        yield decoder.decode(chunk).encode()
