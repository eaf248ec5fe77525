"""The tags of a piece of a worksheet, proved to be rows of cells in the plain way and nothing else.

Source of the grammar: ECMA-376 part 1, 18.3.1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from spreadsheets.formats.ooxml.cells import NotPlain, need

#: Tags, by their first two characters. A cell, formula or row that closes itself has a number of its own.
(_UNKNOWN, _CELL, CELL_END, _VALUE, _VALUE_END, _ROW, _ROW_END, _FORMULA, _FORMULA_END, _INLINE, _INLINE_END, TEXT,
 _TEXT_END, BARE_CELL, _BARE_FORMULA, _BARE_ROW) = range(16)  # fmt: skip
_TAGS = {
    b"c ": _CELL, b"/c": CELL_END, b"v>": _VALUE, b"/v": _VALUE_END, b"ro": _ROW, b"/r": _ROW_END, b"f>": _FORMULA,
    b"f ": _FORMULA, b"/f": _FORMULA_END, b"is": _INLINE, b"/i": _INLINE_END, b"t>": TEXT, b"t ": TEXT,
    b"/t": _TEXT_END, b"f/": _FORMULA,
}  # fmt: skip
#: Characters from "<" to ">" of the tags that can be written in one way only.
_LENGTHS = {
    CELL_END: 3, _VALUE: 2, _VALUE_END: 3, _ROW_END: 5, _FORMULA_END: 3, _INLINE: 3, _INLINE_END: 4, _TEXT_END: 3,
}  # fmt: skip
_AFTER = {
    _ROW: (_CELL, BARE_CELL, _ROW_END), _BARE_ROW: (_ROW, _BARE_ROW), _ROW_END: (_ROW, _BARE_ROW),
    _CELL: (_VALUE, _FORMULA, _BARE_FORMULA, _INLINE, CELL_END), BARE_CELL: (_CELL, BARE_CELL, _ROW_END),
    CELL_END: (_CELL, BARE_CELL, _ROW_END), _FORMULA: (_FORMULA_END,), _FORMULA_END: (_VALUE, CELL_END),
    _BARE_FORMULA: (_VALUE, CELL_END), _VALUE: (_VALUE_END,), _VALUE_END: (CELL_END,), _INLINE: (TEXT,),
    TEXT: (_TEXT_END,), _TEXT_END: (_INLINE_END,), _INLINE_END: (CELL_END,),
}  # fmt: skip
_WITH_TEXT = np.isin(np.arange(16), [_VALUE, _FORMULA, TEXT])
#: What a tag is where it closes itself.
_CLOSED = np.zeros(16, np.uint8)
_CLOSED[[_CELL, _FORMULA, _ROW]] = [BARE_CELL, _BARE_FORMULA, _BARE_ROW]
IS_CELL = np.isin(np.arange(16), [_CELL, BARE_CELL])
IS_FORMULA = np.isin(np.arange(16), [_FORMULA, _BARE_FORMULA])
IS_VALUE = np.isin(np.arange(16), [_VALUE, TEXT])

_PRESERVED = b'<t xml:space="preserve"'
_ENTITY = re.compile(rb"&(?:#[0-9]+|#x[0-9A-Fa-f]+|amp|lt|gt|quot|apos);")
_CONTROLS = np.isin(np.arange(256), [*range(9), 11, 12, *range(14, 32)])


def _tag_table() -> np.ndarray:
    table = np.zeros(1 << 16, np.uint8)
    for characters, tag in _TAGS.items():
        table[int.from_bytes(characters, "little")] = tag
    return table


def _after_table() -> np.ndarray:
    table = np.zeros(256, bool)
    for tag, following in _AFTER.items():
        for other in following:
            table[tag << 4 | other] = True
    return table


_TAG_OF, _MAY_FOLLOW = _tag_table(), _after_table()
_LENGTH_OF = np.array([_LENGTHS.get(tag, 0) for tag in range(16)])


@dataclass(frozen=True, eq=False)
class ProvedPiece:
    """A piece of which every tag is known: `open` and `close` are where they begin and end, `tags` what they are."""

    data: bytes
    bytes: np.ndarray
    open: np.ndarray
    close: np.ndarray
    tags: np.ndarray


def proved(data: bytes) -> ProvedPiece:
    """The piece with its tags; NotPlain unless tags and text alternate as they may in rows of cells."""
    characters = np.frombuffer(data, np.uint8)
    opened, closed = np.flatnonzero(characters == ord("<")), np.flatnonzero(characters == ord(">"))
    need(len(opened) > 1 and len(opened) == len(closed) and not opened[0])
    need((opened < closed).all() and (closed[:-1] < opened[1:]).all())
    need(int(closed[-1]) == len(data) - 1)
    pairs = np.ndarray((max(len(data) - 1, 0),), "<u2", data, 0, (1,))
    tags = _TAG_OF[pairs[opened + 1]]
    length = closed - opened
    bare = np.flatnonzero(characters[closed - 1] == ord("/"))
    tags[bare] = _CLOSED[tags[bare]]
    wanted = _LENGTH_OF[tags]
    need(((wanted == length) | (wanted == 0)).all())
    need(_MAY_FOLLOW[tags[:-1] << 4 | tags[1:]].all())
    need(tags[0] in (_ROW, _BARE_ROW) and tags[-1] in (_ROW_END, _BARE_ROW))
    gaps = opened[1:] - closed[:-1]
    need(((gaps == 1) | _WITH_TEXT[tags[:-1]]).all())
    piece = ProvedPiece(data, characters, opened, closed, tags)
    _prove_names(piece)
    _prove_text(piece)
    return piece


def _prove_names(piece: ProvedPiece) -> None:
    """The tags whose first two characters and length leave another name possible."""
    for tags, name in (((_ROW, _BARE_ROW), b"<row"), ((_ROW_END,), b"</row>"), ((_INLINE_END,), b"</is>")):
        need((_beginning(piece.data, len(name))[piece.open[np.isin(piece.tags, tags)]] == name).all())
    texts = np.flatnonzero(piece.tags == TEXT)
    length = piece.close[texts] - piece.open[texts]
    preserved = piece.open[texts[length != 2]]
    need((length[length != 2] == len(_PRESERVED)).all())
    need((_beginning(piece.data, len(_PRESERVED) + 1)[preserved] == _PRESERVED + b">").all())


def _beginning(data: bytes, length: int) -> np.ndarray:
    """For each place of a piece the characters that begin there."""
    return np.ndarray((len(data) - length + 1,), f"S{length}", data, 0, (1,))


def _prove_text(piece: ProvedPiece) -> None:
    """Characters XML allows, in UTF-8, and entities it knows."""
    data = piece.data
    if not data.isascii():
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            raise NotPlain from None
    need(not (piece.bytes < 32).any() or not _CONTROLS[piece.bytes].any())
    need(b"&" not in data or data.count(b"&") == len(_ENTITY.findall(data)))
