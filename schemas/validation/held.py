"""Which rows of a submission wait in quarantine, and when so many would that none is loaded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from schemas.finding import Finding
from schemas.form import Form

#: Reason of the rows that break no rule themselves and wait with the others.
TOO_MANY = "SUB-TOO-MANY"
_NAMED = 3
#: Fewer wrong rows than this are single slips, however small the table: two of three are no sign of a wrong file.
_ENOUGH = 5


def broken_by(findings: Iterable[Finding]) -> dict[int, dict[str, None]]:
    """The rows that break an error rule, by row id, each with the rules it breaks in the order they were found."""
    rules: dict[int, dict[str, None]] = {}
    for finding in findings:
        if finding.severity == "error" and finding.row_id is not None:
            rules.setdefault(finding.row_id, {})[finding.rule] = None
    return rules


def too_many(form: type[Form], broken: Mapping[int, Collection[str]], n_rows: int) -> Finding | None:
    """The finding that refuses a whole submission of `n_rows` rows, or None where the form's `refuse_above` does not.

    Its place is the caller's to add. Where every row is broken there is nothing to refuse that could be loaded.
    """
    limit, failed = form.refuse_above, len(broken)
    if limit is None or not _ENOUGH <= failed < n_rows or 100 * failed <= limit * n_rows:
        return None
    rules = Counter(rule for ids in broken.values() for rule in ids).most_common(_NAMED)
    details = {
        "failed": str(failed),
        "rows": str(n_rows),
        "limit": f"{limit:g}",
        "rules": "; ".join(f"{rule}={count}" for rule, count in rules),
    }
    return Finding(TOO_MANY, "error", details=details, form=form.name)
