"""What people read, in Vietnamese and in English: texts in pairs, numbers and days as each language writes them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Literal, NamedTuple, get_args

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
#: Trailing digits that nobody counted are not shown.
_MOST_DECIMALS = 6
_VIETNAMESE_MARKS = str.maketrans(",.", ".,")


class Both(NamedTuple):
    """One text in both languages."""

    vi: str
    en: str

    @classmethod
    def same(cls, text: str) -> Both:
        """A text that is the same in both: a name, a code, a quotation."""
        return cls(text, text)

    @classmethod
    def each(cls, say: Callable[[str], str]) -> Both:
        """What `say` answers when it is asked in either language."""
        return cls(say("vi"), say("en"))

    @classmethod
    def joined(cls, *parts: Both | str) -> Both:
        """Texts one after the other, without anything between; what is no pair is the same in both."""
        return cls.each(lambda lang: "".join(p.said(lang) if isinstance(p, Both) else p for p in parts))

    def said(self, lang: str) -> str:
        """The text of one language: English for "en", else Vietnamese, the language of the house."""
        return self.en if lang == "en" else self.vi

    def own_first(self, lang: str) -> tuple[str, str]:
        """Both texts, that of one language before the other."""
        return (self.en, self.vi) if lang == "en" else (self.vi, self.en)

    def capital(self) -> Both:
        """Both texts with a capital first letter, as a line begins."""
        return Both.each(lambda lang: self.said(lang)[:1].upper() + self.said(lang)[1:])

    def filled(self, **values: object) -> Both:
        """Both texts with their places filled; a value that is `Both` is said in the language of the text."""
        return Both.each(
            lambda lang: self.said(lang).format(
                **{name: value.said(lang) if isinstance(value, Both) else value for name, value in values.items()}
            )
        )


def number(value: float | str, decimals: int | None = None) -> Both:
    """1.568.250,5 in Vietnamese, 1,568,250.5 in English: with so many decimals, without it all there are, to six.

    A text such as "3286.5" is a number too, with the decimals it has; any other text is left as it is.
    """
    plain = _plain(value, decimals)
    if not _NUMBER.fullmatch(plain):
        return Both.same(plain)
    whole, dot, fraction = plain.partition(".")
    grouped = f"{int(whole):,}" if whole != "-0" else whole
    english = grouped + dot + fraction
    return Both(english.translate(_VIETNAMESE_MARKS), english)


def _plain(value: float | str, decimals: int | None) -> str:
    if isinstance(value, str):
        return value
    if decimals is not None:
        return f"{value:.{decimals}f}"
    return str(value) if isinstance(value, int) else f"{value:.{_MOST_DECIMALS}f}".rstrip("0").rstrip(".")


def figure(value: float) -> Both:
    """A figure of a table: whole as it is, any other with two decimals."""
    return number(value, 0 if float(value).is_integer() else 2)


def percent(part: float, whole: float) -> Both:
    """`part` of `whole` as a percentage with one decimal; 100 and 0 only where it is all and nothing."""
    share = 100 * part / whole
    if share in (0, 100):
        return Both.same(f"{share:.0f} %")
    return Both("{share} %", "{share} %").filled(share=number(min(max(share, 0.1), 99.9), 1))


def day(value: date) -> Both:
    """16/05/2023 in Vietnamese, 16 May 2023 in English."""
    return Both(f"{value:%d/%m/%Y}", f"{value.day} {value:%B %Y}")


def moment(value: datetime) -> Both:
    """A day with its hour and minute."""
    vi, en = day(value)
    return Both(f"{vi} {value:%H:%M}", f"{en} {value:%H:%M}")


def month(name: str) -> Both:
    """The heading of a month such as 2023-05, short enough for a narrow column."""
    return Both.same(f"{int(name[5:])}/{name[2:4]}")


def long_month(name: str) -> Both:
    """A month such as 2023-05 in running text."""
    year, index = int(name[:4]), int(name[5:])
    return Both(f"tháng {index}/{year}", f"{date(year, index, 1):%B %Y}")
