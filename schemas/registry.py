"""What the program knows: a sector for each file or folder in schemas/sectors, a table for each CSV in reference."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import ModuleType

from schemas.codes import REFERENCE
from schemas.contract_check import refuse_names, refuse_sector
from schemas.contract_error import ContractError
from schemas.form import Form, Sector
from schemas.rule import Rule, not_understood
from schemas.values.bilingual import Both
from schemas.values.trouble import Trouble

#: Where sectors are found; importing them by name here would make contracts and their words know each other.
_SECTORS = Path(__file__).with_name("sectors")


_NO_SUCH_FORM = Both(
    "Không có biểu mẫu {name}; gần giống: {near}. Mọi biểu mẫu: khoso dictionary.",
    "There is no form {name}; the nearest are {near}. All forms: khoso dictionary.",
)


class NoSuchForm(Trouble):
    """No form has this name; `near`: the names most like it."""

    def __init__(self, name: str, near: list[str]) -> None:
        super().__init__(_NO_SUCH_FORM.filled(name=name, near=", ".join(near)))


@cache
def sectors() -> list[Sector]:
    """Every sector, in the order of their names. Raises ContractError as `forms` does."""
    found = {form.sector.name: form.sector for form in forms().values() if form.sector}
    return [found[name] for name in sorted(found)]


@cache
def forms() -> dict[str, type[Form]]:
    """Every form by name, in the order of the sectors' names, of the files of a sector's folder and then as written.

    Raises ContractError when two forms share a name, two rules of different forms an id, a column names a code
    list that does not exist, or a module or folder of schemas/sectors has no SECTOR.
    """
    found: dict[str, type[Form]] = {}
    for name in sorted(each.name for each in pkgutil.iter_modules([str(_SECTORS)])):
        module = importlib.import_module(f"schemas.sectors.{name}")
        sector = getattr(module, "SECTOR", None)
        if not isinstance(sector, Sector):
            raise ContractError(Both(f"schemas/sectors/{name} thiếu SECTOR", f"schemas/sectors/{name} says no SECTOR"))
        refuse_sector(sector, Path(str(module.__file__)))
        for form in _forms_of(module):
            if form.name in found:
                raise ContractError(Both(f"hai biểu cùng tên {form.name}", f"two forms are called {form.name}"))
            form.sector = sector
            found[form.name] = form
    check_together(list(found.values()))
    return found


def _forms_of(sector: ModuleType) -> Iterator[type[Form]]:
    """The forms a sector's file defines, and where the sector is a folder those of each file in it."""
    yield from (
        form
        for form in vars(sector).values()
        if isinstance(form, type) and issubclass(form, Form) and form.__module__ == sector.__name__
    )
    for file in sorted(each.name for each in pkgutil.iter_modules(getattr(sector, "__path__", []))):
        yield from _forms_of(importlib.import_module(f"{sector.__name__}.{file}"))


def form(name: str) -> type[Form]:
    """The form of a name. Raises NoSuchForm for any other."""
    known = forms()
    if name not in known:
        raise NoSuchForm(name, difflib.get_close_matches(name, known, cutoff=0.0))
    return known[name]


def reference_tables() -> dict[str, Path]:
    """Every reference table: name of the CSV without its ending -> its path."""
    return {path.stem: path for path in sorted(REFERENCE.glob("*.csv"))}


def check_together(these: list[type[Form]]) -> None:
    """Raise ContractError for what forms may not share and for code lists that do not exist."""
    owners: dict[str, str] = {}
    for each in these:
        for rule in each.rules.values():
            if owners.setdefault(rule.id, each.name) != each.name:
                raise ContractError(
                    Both(
                        f"mã quy tắc {rule.id} vừa của {owners[rule.id]} vừa của {each.name}",
                        f"the rule id {rule.id} belongs to {owners[rule.id]} and to {each.name}",
                    )
                )
        refuse_names(each)
    known = {each.name: each for each in these}
    for each in these:
        for rule in each.rules.values():
            if strange := _not_there(rule, each, known):
                raise ContractError(
                    Both(
                        f"quy tắc {rule.id} nêu những thứ không có: {', '.join(strange)}",
                        f"the rule {rule.id} names what is not there: {', '.join(strange)}",
                    )
                )


def _not_there(rule: Rule, form: type[Form], known: Mapping[str, type[Form]]) -> list[str]:
    """Forms and fields of both sides that a rule between forms names and nobody has."""
    if rule.against is None:
        return []
    strange = [here for here, _ in rule.against.pairs if here not in form.fields()]
    for name in rule.against.forms:
        if name not in known:
            strange.append(name)
            continue
        there = list(known[name].fields())
        wanted = [*(field for _, field in rule.against.pairs), *filter(None, [rule.against.adds])]
        strange += [f"{name}.{field}" for field in wanted if field not in there]
        strange += not_understood(replace(rule, expression=rule.against.where), there)
    return strange
