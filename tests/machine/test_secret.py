"""The key of the pseudonyms: written whole or not at all, refused when it is empty or short."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest

from machine.fingerprint import KeyTooShort, leave_fingerprint
from machine.secret import pseudonym_key


@pytest.fixture
def key_path(tmp_path: Path) -> Iterator[Path]:
    """Where a key is to be, which nobody has asked for in this process."""
    pseudonym_key.cache_clear()
    yield tmp_path / "secret.key"
    pseudonym_key.cache_clear()


def test_a_new_key_is_32_bytes_for_its_owner_alone(key_path: Path) -> None:
    key = pseudonym_key(key_path)
    assert (len(key), key_path.read_bytes(), key_path.stat().st_mode & 0o777) == (32, key, 0o600)


@pytest.mark.parametrize("size", [0, 1, 31])
@pytest.mark.parametrize("has_fingerprint", [False, True])
def test_a_key_that_is_empty_or_short_is_refused(key_path: Path, size: int, has_fingerprint: bool) -> None:
    key_path.write_bytes(b"k" * size)
    if has_fingerprint:
        leave_fingerprint(key_path)
    with pytest.raises(KeyTooShort) as refused:
        pseudonym_key(key_path)
    assert f"a key of {size} bytes, at least 32 are needed" in refused.value.told.en
    assert "remove it and secret.key.fingerprint, then run: khoso rebuild" in refused.value.told.en
    assert key_path.read_bytes() == b"k" * size


def test_a_key_that_cannot_be_written_whole_is_not_there(key_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        whole(path, content[:5])
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        pseudonym_key(key_path)
    assert list(key_path.parent.iterdir()) == []
    monkeypatch.undo()
    assert len(pseudonym_key(key_path)) == 32
