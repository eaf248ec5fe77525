"""Templates to HTML: both languages side by side, of which the stylesheet shows one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from pages.parts.chart import Trend, trend
from pages.parts.manifest import page_path
from pages.parts.words import word
from schemas.values import bilingual
from schemas.values.bilingual import Both

_HERE = Path(__file__).parent
_PAGES = _HERE.parent
ASSETS = _HERE / "assets"


def page(template: str, path: str, **context: Any) -> str:
    """The HTML of one page; `path` is where it will lie below the site's folder, for links relative to it."""
    root = "../" * path.count("/")
    return _environment().get_template(template).render(root=root, path=path, **context)


def both(text: Both | str) -> Markup:
    """A text in both languages, each marked; once where they say the same."""
    if isinstance(text, str) or text.vi == text.en:
        return escape(text if isinstance(text, str) else text.vi)
    return Markup('<span lang="vi">{}</span><span lang="en">{}</span>').format(text.vi, text.en)


def say(key: str, **values: object) -> Markup:
    """One of the pages' own texts in both languages."""
    return both(word(key, **values))


@cache
def version() -> str:
    """A fingerprint of everything that decides how facts become pages."""
    digest = hashlib.sha256()
    own = sorted(p for p in _PAGES.rglob("*") if p.suffix in (".py", ".html", ".css", ".js"))
    for path in (Path(bilingual.__file__), *own):
        digest.update(path.relative_to(_PAGES.parent).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Any] = {
        "both": both,
        "number": lambda value, decimals=0: both(bilingual.number(value, decimals)),
        "day": lambda value: both(bilingual.day(value)),
        "moment": lambda value: both(bilingual.moment(value)),
        "month": lambda value: both(bilingual.month(value)),
        "short_month": lambda value: bilingual.month(value).vi,
        "long_month": bilingual.long_month,
        "two_days": bilingual.day,
        "two_moments": bilingual.moment,
    }
    environment.filters |= filters
    environment.globals |= {
        "say": say,
        "word": word,
        "two_numbers": bilingual.number,
        "percent": bilingual.percent,
        "trend": _trend,
        "told_of": _told,
        "page_path": page_path,
    }
    return environment


def _trend(*given: Any, **named: Any) -> Markup:
    """A chart as the library draws it, of our own figures and words."""
    return Markup(trend(*given, **named))  # noqa: S704


def _told(each: Trend, months: Sequence[str]) -> str:
    """The figures of a chart in words."""
    return "; ".join(
        f"{bilingual.month(month).vi}: {text.vi}" for month, text in zip(months, each.texts, strict=True) if text
    )
