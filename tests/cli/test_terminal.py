"""Nothing from a file acts on a terminal, nor is taken for markup, whatever verb shows it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from book import BookSheet, write
from damage import letter_of, page
from khoso import khoso
from terminal import on_terminal

from cli.terminal import Shown, bare, say, shown, warn
from schemas.values.visible import escaped, in_one_line, visible

pytestmark = pytest.mark.slow

#: A screen cleared, a bell, a line turned round, a link and colours of rich, a second line.
HOSTILE = "\x1b[2J\x07\u202e[red]x[/red][/][link=https://evil.example]y[/link]"
SEEN = "<U+001B>[2J<U+0007><U+202E>[red]x[/red][/][link=https://evil.example]y[/link]"
#: Sheets and files cannot be called what cells may say.
NAME = "\u202e\x9b2J\u2028 {red}x"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Xã [cũ] Tam Đảo\tx\n", "Xã [cũ] Tam Đảo\tx\n"),
        ("\x1b]0;x\x07", "<U+001B>]0;x<U+0007>"),
        ("a\rb\x00\x7f\x9b", "a<U+000D>b<U+0000><U+007F><U+009B>"),
        ("\u200f\u202e\u2066\u2028\u200b\ufeff\xad", "<U+200F><U+202E><U+2066><U+2028><U+200B><U+FEFF><U+00AD>"),
        (os.fsdecode(b"\xff.xlsx"), "<U+DCFF>.xlsx"),
        ("\U000e0041", "<U+E0041>"),
    ],
)
def test_what_acts_is_shown_as_a_mark(text: str, seen: str) -> None:
    assert visible(text) == seen
    assert visible(seen) == seen


def test_a_line_stays_one_line() -> None:
    assert in_one_line("a \r\n\n b\u2028c\x85d\ve") == "a b c d e"
    assert in_one_line("\x1b[1m") == "<U+001B>[1m"


def test_json_keeps_every_character_and_none_acts() -> None:
    texts = [HOSTILE, "\x9b\ufeff\U000e0041", os.fsdecode(b"\xff")]
    told = escaped(json.dumps(texts, ensure_ascii=False))
    assert json.loads(told) == texts
    assert visible(told) == told


def test_whoever_prints_prints_marks(capsys: pytest.CaptureFixture[str]) -> None:
    import sys

    with shown():
        print("\x1b[2J")
        say("a\nb", "\x07")
        warn("c\nd")
        print("\u202e", file=sys.stderr)
        assert isinstance(sys.stdout, Shown)
        assert bare(sys.stdout) is sys.stdout.bare
    seen = capsys.readouterr()
    assert seen.out == "<U+001B>[2J\na b\n<U+0007>\n"
    assert seen.err == "c d\n<U+202E>\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data root with a file loaded, whose name, sheets, headings and cells are all hostile, and one that waits."""
    root = tmp_path_factory.mktemp("terminal")
    sheet = page(sheet=NAME, put={f"{letter_of('online_count')}13": HOSTILE, "V9": f"{HOSTILE}\nz", "V12": HOSTILE})
    other = BookSheet(f"{NAME}2", {"A1": HOSTILE})
    write(root / "a.xlsx", [sheet, other]).rename(root / f"{NAME}\x1b[1m\n.xlsx")
    write(root / f"{NAME}.csv.xlsx", [other])
    khoso(root / "data", "ingest", str(root / f"{NAME}\x1b[1m\n.xlsx"), expect=1)
    inbox = root / "data" / "inbox"
    inbox.mkdir(exist_ok=True)
    (inbox / f"{NAME}.xlsx").write_bytes(b"PK")
    return root / "data"


@pytest.mark.parametrize(
    "words",
    [
        ("check", "FILE"), ("check", "FILE", "--json"), ("inspect", "FILE"), ("inspect", "FILE", "--why"),
        ("inspect", "FILE", "--why", "--json"), ("ingest", "FILE"), ("ingest", "FILE", "--json"), ("ingest",),
        ("status",), ("status", "--arrivals"), ("status", "--arrivals", "--json"), ("quarantine", "list"),
        ("quarantine", "show", "1"), ("quarantine", "show", "1", "--json"),
        ("trace", "dossier_progress", "1:1", "online_count"), ("diff", "1", "2"), ("annotate", "FILE", "-o", "OUT"),
        ("annotate", "OTHER", "-o", "OUT"), ("new-form", "OTHER"), ("verify",), ("rebuild",), ("doctor",),
        ("check", NAME), ("sql", f"SELECT {NAME}"), (HOSTILE,), ("status", "--form", HOSTILE),
        ("sql", "FROM audit.finding"), ("sql", "FROM audit.finding", "--json"), ("sql", "FROM audit.quarantine"),
    ],
)  # fmt: skip
def test_no_verb_lets_a_file_act_on_the_terminal(home: Path, words: tuple[str, ...]) -> None:
    places = {"FILE": f"{NAME}\x1b[1m\n.xlsx", "OTHER": f"{NAME}.csv.xlsx", "OUT": "out"}
    seen = on_terminal(home, *(str(home.parent / places[w]) if w in places else w for w in words), expect=None)
    assert seen.strip()
    assert "Traceback" not in seen
    assert visible(seen) == seen


def test_receipts_and_logs_hold_marks(home: Path) -> None:
    receipts = list((home / "outbox" / "receipts").iterdir())
    assert receipts
    for path in receipts:
        text = path.read_text(encoding="utf-8")
        assert visible(text) == text
        assert text.count("\n\n") == 1


def test_what_looks_like_markup_is_text(home: Path) -> None:
    asked = "SELECT '[red]x[/red] [/] [link=https://x]y[/link] :smile:' AS \"[bold]Xã [cũ][/]\", 7.5 AS n"
    lines = on_terminal(home, "sql", asked).splitlines()
    assert "[bold]Xã [cũ][/]" in lines[0]
    assert "[red]x[/red] [/] [link=https://x]y[/link] :smile:" in lines[2]
    assert SEEN in on_terminal(home, "sql", f"SELECT '{HOSTILE}' AS x")


def test_on_a_terminal_numbers_stand_right_and_as_the_reader_writes_them(home: Path) -> None:
    asked = "SELECT sum(i)::HUGEINT AS whole, 1234.50::DECIMAL(18,2) AS exact FROM range(4) r(i)"
    assert on_terminal(home, "sql", asked).splitlines()[2].split() == ["6", "│", "1,234.50"]
