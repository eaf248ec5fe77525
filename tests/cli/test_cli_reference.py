"""docs/cli.md is drawn from today's parsers and leaves nothing out."""

from __future__ import annotations

from khoso import ROOT

from cli.found import names
from cli.reference import page


def test_docs_cli_is_todays() -> None:
    written = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert written == page(), "stale: run `python -m cli.reference -o docs/cli.md`"


def test_the_reference_leaves_no_verb_out() -> None:
    told = page()
    assert [name for name in names() if f"### khoso {name}\n" not in told] == []
    assert "| `--form FORM` | one form, by periods | một biểu mẫu, theo từng kỳ |" in told
    assert "| `[FILE…]` | workbooks; the inbox where none is named |" in told
