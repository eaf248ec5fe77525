"""Sixty corruptions of a data root: each is named by `khoso verify` or the next run, and the way out it names works."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from khoso import SAMPLES, environment
from whole import flip, tables

from flows.backup import backup
from flows.ingest import drain
from flows.rebuild import rebuild
from flows.verify import verify
from machine.secret import pseudonym_key
from machine.settings import Settings, settings
from schemas.values.trouble import Trouble

pytestmark = pytest.mark.slow

WORDS = "mật khẩu dài của bản sao lưu"
FILES = (
    "GTVT_766_042023.xlsx", "GTVT_766_052023.xlsx", "So Y te - TTHC T4.xlsx", "So Y te - TTHC T5.xlsx",
    "VPDKDD thang 3 - co loi.xlsx",
)  # fmt: skip
Harm = Callable[[Settings, random.Random], None]


def root(folder: Path) -> Settings:
    return settings(environment(folder / "data"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data root that was filled in two drains and has a key, and its backup."""
    folder = tmp_path_factory.mktemp("whole")
    chosen = root(folder)
    chosen.home.inbox.mkdir(parents=True)
    for names in (FILES[:3], FILES[3:]):
        for name in names:
            shutil.copy(SAMPLES / name, chosen.home.inbox / name)
        drain(chosen, wait=True)
    pseudonym_key(chosen.home.secret)
    backup(chosen, folder / "backup", WORDS)
    assert broken(chosen) == []
    return folder


def broken(chosen: Settings) -> list[str]:
    return [told.en for part in verify(chosen, wait=True) for told in (*part.broken, *part.noted)]


def kept(chosen: Settings, dice: random.Random) -> Path:
    return dice.choice(sorted(chosen.home.kept.glob("??/*")))


def journal(chosen: Settings) -> Path:
    return chosen.home.kept / "journal.jsonl"


def lines(chosen: Settings, change: Callable[[list[bytes]], object]) -> None:
    found = journal(chosen).read_bytes().splitlines(keepends=True)
    change(found)
    journal(chosen).write_bytes(b"".join(found))


def anywhere(path: Path, dice: random.Random) -> None:
    flip(path, dice.randrange(path.stat().st_size))


def cut(path: Path, dice: random.Random) -> None:
    mode = path.stat().st_mode
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[: dice.randrange(path.stat().st_size)])
    path.chmod(mode)


def another(path: Path, dice: random.Random) -> None:
    path.unlink()
    shutil.copy(SAMPLES / "BC CĐS T4 final (1).xlsx", path)


def old_snapshot(chosen: Settings) -> Path:
    return min((chosen.home.warehouse / "versions").glob("*.duckdb"))


def older(chosen: Settings, dice: random.Random) -> None:
    lines(chosen, lambda found: found.__delitem__(slice(dice.randrange(1, len(found)), None)))


def stray_wal(chosen: Settings, dice: random.Random) -> None:
    path = chosen.home.build_file
    path.with_name(path.name + ".wal").write_bytes(dice.randbytes(5000))


#: What happens -> how; the file a backup brings back where the way out is that, "" where it is a rebuild.
HARMS: dict[str, tuple[Harm, str]] = {
    "a bit of a kept file": (lambda c, d: anywhere(kept(c, d), d), "kept"),
    "a kept file cut short": (lambda c, d: cut(kept(c, d), d), "kept"),
    "a kept file gone": (lambda c, d: kept(c, d).unlink(), "kept"),
    "another file in place of a kept one": (lambda c, d: another(kept(c, d), d), "kept"),
    "a folder of kept files gone": (lambda c, d: shutil.rmtree(kept(c, d).parent), "kept"),
    "a bit of the journal": (lambda c, d: anywhere(journal(c), d), "kept/journal.jsonl"),
    "a line of the journal gone": (
        lambda c, d: lines(c, lambda x: x.pop(d.randrange(len(x) - 1))),
        "kept/journal.jsonl",
    ),
    "a line of the journal twice": (lambda c, d: lines(c, lambda x: x.insert(1, x[0])), "kept/journal.jsonl"),
    "lines of the journal in another order": (lambda c, d: lines(c, lambda x: x.reverse()), "kept/journal.jsonl"),
    "the journal cut in a line": (lambda c, d: lines(c, lambda x: x.append(x.pop()[:-9])), "kept/journal.jsonl"),
    "an older journal": (older, "kept/journal.jsonl"),
    "no journal": (lambda c, d: journal(c).unlink(), "kept/journal.jsonl"),
    "an empty journal": (lambda c, d: journal(c).write_bytes(b""), "kept/journal.jsonl"),
    "letters in the list of what was judged": (
        lambda c, d: (c.home.kept / "judged.txt").open("ab").write(b"x\n"),
        "kept/judged.txt",
    ),
    "no list of what was judged": (lambda c, d: (c.home.kept / "judged.txt").unlink(), "kept/judged.txt"),
    "the version gone": (lambda c, d: (c.home.kept / "version").unlink(), ""),
    "the version unreadable": (lambda c, d: (c.home.kept / "version").write_bytes(b"\xff\n"), ""),
    "a bit of the key": (lambda c, d: anywhere(c.home.secret, d), "secret.key"),
    "no key": (lambda c, d: c.home.secret.unlink(), "secret.key"),
    "an empty key": (lambda c, d: c.home.secret.write_bytes(b""), "secret.key"),
    "no fingerprint of the key": (lambda c, d: (c.home.root / "secret.key.fingerprint").unlink(), "the next run"),
    "a bit of the build file": (lambda c, d: anywhere(c.home.build_file, d), ""),
    "the build file cut short": (lambda c, d: cut(c.home.build_file, d), ""),
    "no build file": (lambda c, d: c.home.build_file.unlink(), ""),
    "a stray log beside the build file": (stray_wal, ""),
    "a bit of the snapshot": (lambda c, d: anywhere(c.home.snapshot.resolve(), d), "snapshot"),
    "the snapshot cut short": (lambda c, d: cut(c.home.snapshot.resolve(), d), "snapshot"),
    "the snapshot gone": (lambda c, d: c.home.snapshot.resolve().unlink(), ""),
    "the link to the snapshot gone": (lambda c, d: c.home.snapshot.unlink(), "the next run"),
    "a bit of an older snapshot": (lambda c, d: anywhere(old_snapshot(c), d), "snapshot"),
}


def way_out(chosen: Settings, folder: Path, what: str) -> None:
    """What the messages say: restore from the backup, rebuild, delete a snapshot that is no good, or just run."""
    saved = folder / "backup"
    if what == "kept":
        shutil.copytree(saved / "kept", chosen.home.kept, dirs_exist_ok=True, copy_function=replaced)
    elif what.startswith("kept/"):
        shutil.copy(saved / what, chosen.home.root / what)
    elif what == "secret.key":
        shutil.copy(folder / "key", chosen.home.secret)
    elif what != "the next run":
        bad = [
            path
            for path in (chosen.home.warehouse / "versions").glob("*.duckdb")
            if f"{path}:" in " ".join(broken(chosen))
        ]
        rebuild(chosen, wait=True)
        for path in bad:
            path.unlink()


def replaced(source: str, target: str) -> None:
    Path(target).unlink(missing_ok=True)
    shutil.copy(source, target)


def told_by_the_next_run(chosen: Settings) -> list[str]:
    pseudonym_key.cache_clear()
    shutil.copy(SAMPLES / FILES[0], chosen.home.inbox / "again.xlsx")
    try:
        done = drain(chosen, wait=True)
    except Trouble as trouble:
        return [trouble.told.en]
    return [told.en for told in done.unwritten] + [o.file for o in done.outcomes if o.file != "again.xlsx"]


def tried(whole: Path, folder: Path, seed: int) -> None:
    """Harm a copy of the whole root, hear it named, take the way out: it is whole again."""
    name = sorted(HARMS)[seed % len(HARMS)]
    harm, remedy = HARMS[name]
    shutil.copytree(whole, folder, symlinks=True)
    shutil.copy(whole / "data" / "secret.key", folder / "key")
    chosen = root(folder)
    expected = tables(chosen)
    harm(chosen, random.Random(seed))
    named = broken(chosen)
    way_out(chosen, folder, remedy)
    pseudonym_key.cache_clear()
    said = told_by_the_next_run(chosen)
    assert named, f"{name}, seed {seed}: silent; the next run: {said}"
    assert broken(chosen) == [], f"{name}, seed {seed}: {named}"
    after = tables(chosen)
    assert {k: v for k, v in after.items() if "run" not in k} == {k: v for k, v in expected.items() if "run" not in k}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_six_corruptions(whole: Path, tmp_path: Path, seed: int) -> None:
    tried(whole, tmp_path / "root", 7 * seed)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(60))
def test_sixty_corruptions(whole: Path, tmp_path: Path, seed: int) -> None:
    tried(whole, tmp_path / "root", seed)
