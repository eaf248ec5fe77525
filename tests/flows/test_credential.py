"""The credential of the control server: made whole, for one owner; and no server of another machine without one."""

from __future__ import annotations

import json
import os
import re
import socket
import stat
import subprocess
from pathlib import Path

import pytest
from khoso import COMMAND, environment, khoso

from machine.settings import SettingError, settings
from serving.control import NoCredential, named_server

PAIR = re.compile(r"khoso:[A-Za-z0-9_-]{43}\n")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_it_is_made_once_printed_alone_and_rotated_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "prefect" / "credential"
    before = os.umask(0)
    first = khoso(tmp_path, "credential")
    os.umask(before)
    assert PAIR.fullmatch(first.stdout)
    assert (mode(path), mode(path.parent), first.stderr) == (0o600, 0o700, "")
    assert khoso(tmp_path, "credential").stdout == first.stdout
    told = json.loads(khoso(tmp_path, "credential", "--json").stdout)
    assert told == {"credential": first.stdout.strip(), "file": str(path)}
    second = khoso(tmp_path, "credential", "--new", "--lang", "vi")
    assert PAIR.fullmatch(second.stdout)
    assert second.stdout != first.stdout
    assert "dừng khoso serve rồi chạy lại" in second.stderr
    assert "stop khoso serve and start it again" in khoso(tmp_path, "credential", "--new").stderr
    assert [each.name for each in path.parent.iterdir()] == ["credential"]


@pytest.mark.parametrize("kept", [b"", b"khoso:abc", b"khoso:" + b"a" * 43, b"khoso:" + b"a" * 42 + b"\xff\n"])
def test_one_that_was_cut_short_is_not_used(tmp_path: Path, kept: bytes) -> None:
    path = tmp_path / "prefect" / "credential"
    path.parent.mkdir()
    path.write_bytes(kept)
    path.chmod(0o600)
    (path.parent / ".unfinished-1").write_bytes(b"left by a kill")
    assert PAIR.fullmatch(khoso(tmp_path, "credential").stdout)
    assert PAIR.fullmatch(path.read_text())
    assert [each.name for each in path.parent.iterdir()] == ["credential"]


@pytest.mark.parametrize("rights", [0o640, 0o604, 0o620])
def test_one_that_others_could_read_or_write_is_replaced(tmp_path: Path, rights: int) -> None:
    path = tmp_path / "prefect" / "credential"
    first = khoso(tmp_path, "credential").stdout
    path.parent.chmod(0o755)
    path.chmod(rights)
    assert khoso(tmp_path, "credential").stdout != first
    assert (mode(path), mode(path.parent)) == (0o600, 0o700)


def test_two_that_make_it_at_once_have_the_same(tmp_path: Path) -> None:
    asked = [
        subprocess.Popen([*COMMAND, "credential"], env=environment(tmp_path), stdout=subprocess.PIPE, text=True)
        for _ in range(6)
    ]
    assert len({process.communicate(timeout=120)[0] for process in asked}) == 1


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://10.0.0.7:4200/api", "10.0.0.7"),
        ("https://prefect.example.vn/api", "prefect.example.vn"),
        ("http://localhost.example.vn/api", "localhost.example.vn"),
        ("http://0.0.0.0:4200/api", "0.0.0.0"),
        ("http://127.0.0.1@10.0.0.7/api", "10.0.0.7"),
        ("http://[2001:db8::1]:4200/api", "2001:db8::1"),
        ("prefect", "prefect"),
    ],
)
def test_a_server_elsewhere_without_a_credential_is_refused(
    tmp_path: Path, url: str, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PREFECT_API_AUTH_STRING", "PREFECT_API_KEY"):
        monkeypatch.setenv(name, "")
    with pytest.raises(NoCredential) as refused:
        named_server(url)
    assert refused.value.host == host
    for name in ("PREFECT_API_AUTH_STRING", "PREFECT_API_KEY"):
        with monkeypatch.context() as given:
            given.setenv(name, "somebody:something")
            assert named_server(url).is_in_clear == (not url.startswith("https"))


def test_a_refusal_says_why_in_either_language(tmp_path: Path) -> None:
    url = "http://10.0.0.7:4200/api"
    english = khoso(tmp_path, "serve", expect=2, PREFECT_API_URL=url).stderr
    assert "PREFECT_API_URL names 10.0.0.7, a server not on this machine, and no credential goes with it" in english
    assert "set PREFECT_API_AUTH_STRING" in english
    vietnamese = khoso(tmp_path, "serve", "--lang", "vi", expect=2, PREFECT_API_URL=url).stderr
    assert "máy chủ 10.0.0.7 không nằm trên máy này mà không có thông tin đăng nhập" in vietnamese


@pytest.mark.parametrize("url", ["http://127.0.0.1:4200/api", "http://localhost:1/api", "http://[::1]/api"])
def test_a_server_of_this_machine_needs_none(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PREFECT_API_AUTH_STRING", raising=False)
    assert not named_server(url).is_in_clear


def test_a_port_somebody_else_has_is_not_shared(tmp_path: Path) -> None:
    """A stranger's server there would be handed the credential."""
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        port = str(stranger.getsockname()[1])
        assert f"Port {port} cannot be used" in khoso(tmp_path, "serve", "--port", port, expect=3).stderr
        assert f"cổng {port}" in khoso(tmp_path, "serve", "--port", port, "--lang", "vi", expect=3).stderr
    assert "Port 70000 cannot be used" in khoso(tmp_path, "serve", "--port", "70000", expect=3).stderr


def test_names_the_server_answers_to_are_names() -> None:
    assert settings({"KHOSO_ALLOWED_HOSTS": " Kho.example.vn,, b "}).allowed_hosts == {"kho.example.vn", "b"}
    assert settings({}).allowed_hosts == frozenset()
    for wrong in ("*", "*.example.vn", "http://a", "a:80", "a/b", "."):
        with pytest.raises(SettingError, match="KHOSO_ALLOWED_HOSTS"):
            settings({"KHOSO_ALLOWED_HOSTS": f"b,{wrong}"})
