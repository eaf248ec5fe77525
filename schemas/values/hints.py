"""Whether a value is what a type hint says: for plain data that is written by hand."""

from __future__ import annotations

import re
import types
from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Union, get_args, get_origin


def is_of(value: object, hint: Any) -> bool:
    """Whether a value is of a hint made of classes, literals, unions, mappings and tuples of any length.

    A whole number passes for a float; a truth value passes for no number.
    """
    origin, parts = get_origin(hint), get_args(hint)
    if hint is Any:
        return True
    if origin is ClassVar:
        return is_of(value, parts[0])
    if origin in (Union, types.UnionType):
        return any(is_of(value, part) for part in parts)
    if origin is Literal:
        return any(value == part and type(value) is type(part) for part in parts)
    if origin is tuple:
        return isinstance(value, tuple) and all(is_of(each, parts[0]) for each in value)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return isinstance(value, Mapping) and all(is_of(k, parts[0]) and is_of(v, parts[1]) for k, v in value.items())
    if hint is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, hint) and (hint is not int or not isinstance(value, bool))


def choices(hint: Any) -> list[str]:
    """The texts a hint allows one of, also below a class variable, a union or a tuple; [] where any text will do."""
    if get_origin(hint) is Literal:
        return [each for each in get_args(hint) if isinstance(each, str)]
    return [name for part in get_args(hint) if part is not Ellipsis for name in choices(part)]


def in_words(hint: Any) -> str:
    """A hint as the engineer writes it: `tuple[str, ...]`, `date | None`."""
    if get_origin(hint) is ClassVar:
        return in_words(get_args(hint)[0])
    if isinstance(hint, type) and not get_args(hint):
        return hint.__name__
    return re.sub(r"\b(?:\w+\.)+", "", str(hint))
