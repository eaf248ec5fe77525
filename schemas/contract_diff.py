"""What a change of contracts breaks: two versions of sector files compared, neither of them put to work."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from schemas.contract_check import refuse_sector
from schemas.contract_error import ContractError
from schemas.form import Column, Form, Rule
from schemas.values.bilingual import Both

#: What a change does, the worst first: the warehouse must be rebuilt; workbooks sent before are refused; figures mean
#: something else; more rows are quarantined; nothing.
Effect = Literal["rebuild", "refused", "meaning", "stricter", "fine"]
EFFECTS: tuple[Effect, ...] = ("rebuild", "refused", "meaning", "stricter", "fine")
BREAKING: frozenset[Effect] = frozenset({"rebuild", "refused", "meaning"})

#: Terms of a form -> what it does when one changes.
_TERMS: Mapping[str, Effect] = {
    "grain": "rebuild", "is_of_sender": "rebuild", "mode": "rebuild", "period": "refused", "calendar": "refused",
    "basis": "meaning", "revisions": "stricter", "titles": "fine", "due": "fine", "owed_by": "fine", "ended": "fine",
    "across": "refused", "takes_extra": "refused",
}  # fmt: skip


@dataclass(frozen=True)
class ContractChange:
    """One difference. `what` names its kind (column-added …), `name` the column, rule or term it is about."""

    form: str
    what: str
    effect: Effect
    name: str = ""
    old: str = ""
    new: str = ""


def contracts(path: Path) -> dict[str, type[Form]]:
    """The forms of a sector file, or of every sector file of a folder, by name.

    They are run from their text alone, so that a version that is not installed can be read. Raises ContractError
    for a file that is none or that contradicts itself.
    """
    found: dict[str, type[Form]] = {}
    for file in sorted(path.glob("[a-z]*.py")) if path.is_dir() else [path]:
        module = types.ModuleType(f"compared_{file.stem}")
        try:
            exec(compile(file.read_text(encoding="utf-8"), str(file), "exec"), module.__dict__)  # noqa: S102
        except (SyntaxError, ImportError, NameError, TypeError) as error:
            raise ContractError(Both.same(f"{file}: {error}")) from error
        except ContractError as error:
            if error.place:
                raise
            raise ContractError(error.reason, str(file)) from error
        mine = [f for f in vars(module).values() if isinstance(f, type) and issubclass(f, Form) and f is not Form]
        for form in mine:
            if form.__module__ == module.__name__:
                form.sector = getattr(module, "SECTOR", None)
                found[form.name] = form
    return found


def checked(path: Path) -> dict[str, type[Form]]:
    """The forms of a sector file as `contracts` reads them, held to all that they are held to at start.

    What they may not share with the other forms is part of it. Raises ContractError for the first thing that is wrong.
    """
    from schemas.registry import check_together, forms

    found = contracts(path)
    for sector in {form.sector.name: form.sector for form in found.values() if form.sector}.values():
        refuse_sector(sector, path)
    others = [form for name, form in forms().items() if name not in found]
    check_together([*others, *found.values()])
    return found


def changes(old: Mapping[str, type[Form]], new: Mapping[str, type[Form]]) -> list[ContractChange]:
    """Every difference between two sets of contracts, the worst first, then by form."""
    gone, come = [n for n in old if n not in new], [n for n in new if n not in old]
    found: list[ContractChange] = []
    for name in gone:
        heir = next((n for n in come if list(new[n].columns) == list(old[name].columns)), "")
        found.append(ContractChange(name, "form-renamed" if heir else "form-removed", "rebuild", old=name, new=heir))
        come = [n for n in come if n != heir]
    found += [ContractChange(name, "form-added", "fine") for name in come]
    for name in [n for n in old if n in new]:
        found += _between(old[name], new[name])
    return sorted(found, key=lambda change: (EFFECTS.index(change.effect), change.form))


def _between(old: type[Form], new: type[Form]) -> Iterator[ContractChange]:
    for term, effect in _TERMS.items():
        before, after = getattr(old, term), getattr(new, term)
        if before != after:
            yield ContractChange(new.name, "term-changed", effect, term, _said(before), _said(after))
    yield from _threshold(old, new)
    yield from _columns(old, new)
    yield from _rules(old, new)


def _threshold(old: type[Form], new: type[Form]) -> Iterator[ContractChange]:
    before, after = (100 if form.refuse_above is None else form.refuse_above for form in (old, new))
    if before != after:
        effect: Effect = "stricter" if after < before else "fine"
        yield ContractChange(new.name, "term-changed", effect, "refuse_above", f"{before:g}", f"{after:g}")


def _columns(old: type[Form], new: type[Form]) -> Iterator[ContractChange]:
    renamed = dict(_renamed(old, new))
    for name, col in old.columns.items():
        if name in renamed:
            yield ContractChange(new.name, "column-renamed", "rebuild", name, name, renamed[name])
        elif name not in new.columns:
            yield ContractChange(new.name, "column-removed", "rebuild", name, col.headers[0])
        else:
            yield from _column(new.name, col, new.columns[name])
    for name, col in new.columns.items():
        if name not in old.columns and name not in renamed.values():
            is_owed = col.required and col.since is None
            effect: Effect = "refused" if is_owed else "fine"
            what = "column-owed" if is_owed else "column-added"
            yield ContractChange(new.name, what, effect, name, new=col.headers[0])


def _renamed(old: type[Form], new: type[Form]) -> Iterator[tuple[str, str]]:
    """Columns that only have another name in the code: their official heading and kind are the same."""
    come = {n: c for n, c in new.columns.items() if n not in old.columns}
    for name, col in old.columns.items():
        heirs = [n for n, c in come.items() if c.headers[0] == col.headers[0] and c.kind == col.kind]
        if name not in new.columns and heirs:
            yield name, heirs[0]


def _column(form: str, old: Column, new: Column) -> Iterator[ContractChange]:
    if (old.kind, old.codes and old.kind.name == "text") != (new.kind, new.codes and new.kind.name == "text"):
        yield ContractChange(form, "kind-changed", "rebuild", new.name, _kind(old), _kind(new))
    if old.personal != new.personal:
        yield ContractChange(form, "personal-changed", "rebuild", new.name, str(old.personal), str(new.personal))
    for attribute in ("unit", "basis", "dash"):
        before, after = getattr(old, attribute), getattr(new, attribute)
        if before != after:
            yield ContractChange(form, "meaning-changed", "meaning", new.name, _said(before), _said(after))
    yield from _headings(form, old, new)
    yield from _span(form, old, new)
    yield from _demands(form, old, new)


def _headings(form: str, old: Column, new: Column) -> Iterator[ContractChange]:
    gone = [heading for heading in old.headers if heading not in new.headers]
    come = [heading for heading in new.headers if heading not in old.headers]
    if gone:
        yield ContractChange(form, "heading-removed", "refused", new.name, "; ".join(gone))
    if come:
        yield ContractChange(form, "heading-added", "fine", new.name, new="; ".join(come))
    for dated in new.dated:
        if dated not in old.dated and dated.text in old.headers:
            yield ContractChange(form, "heading-dated", "fine", new.name, dated.text, _said(dated.until or dated.since))


def _span(form: str, old: Column, new: Column) -> Iterator[ContractChange]:
    if (old.since, old.until) != (new.since, new.until):
        spans = [f"{_said(col.since)}–{_said(col.until)}" for col in (old, new)]
        yield ContractChange(form, "span-changed", "fine", new.name, *spans)


def _demands(form: str, old: Column, new: Column) -> Iterator[ContractChange]:
    """What is asked of a column's cells: more of it holds more rows back, less of it fewer."""
    if new.required and not old.required:
        yield ContractChange(form, "now-required", "refused", new.name)
    tighter = {
        "nullable": old.nullable and not new.nullable,
        "minimum": new.minimum is not None and (old.minimum is None or new.minimum > old.minimum),
        "maximum": new.maximum is not None and (old.maximum is None or new.maximum < old.maximum),
        "pattern": bool(new.pattern) and new.pattern != old.pattern,
        "codes": bool(new.codes) and new.codes != old.codes,
        "unknown": new.unknown == "error" and old.unknown == "warning",
    }
    for attribute, is_tighter in tighter.items():
        before, after = getattr(old, attribute), getattr(new, attribute)
        if before != after:
            effect: Effect = "stricter" if is_tighter else "fine"
            what = "demand-tightened" if is_tighter else "demand-loosened"
            yield ContractChange(form, what, effect, f"{new.name} ({attribute})", _said(before), _said(after))


def _rules(old: type[Form], new: type[Form]) -> Iterator[ContractChange]:
    before, after = ({rule.id: rule for rule in form.rules.values()} for form in (old, new))
    for id, rule in after.items():
        if id not in before:
            yield ContractChange(new.name, "rule-added", _strictness(rule), id, new=rule.says.en)
        elif _asks(before[id]) != _asks(rule):
            yield ContractChange(new.name, "rule-changed", _strictness(rule), id, *map(_asks, (before[id], rule)))
    for id, rule in before.items():
        if id not in after:
            yield ContractChange(new.name, "rule-removed", "fine", id, rule.says.en)


def _strictness(rule: Rule) -> Effect:
    return "stricter" if rule.schedule.ever_holds_rows_back else "fine"


def _asks(rule: Rule) -> str:
    against = f" {rule.against}" if rule.against else ""
    return f"{rule.expression or rule.scope}{against} ({rule.schedule}, ± {rule.tolerance:g})"


def _kind(col: Column) -> str:
    return col.kind.name + (f" ({col.codes})" if col.codes else "")


def _said(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
