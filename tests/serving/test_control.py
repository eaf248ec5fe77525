"""The control API is shut: to other users, other pages, other names; the operator's own pages work and ask nobody."""

from __future__ import annotations

import multiprocessing
import os
import re
import socket
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from served import ADDED_NAME, Attack, Served, attacks_on
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

pytestmark = pytest.mark.slow

FOREIGN = ("evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "0.0.0.0", "127.0.0.1@evil", "", "a b")
NOBODY = 65534


@pytest.fixture(scope="module")
def attacks(deployment: str) -> list[Attack]:
    return attacks_on(deployment)


@pytest.fixture(autouse=True)
def nothing_was_changed(operator: httpx.Client, deployment: str) -> Iterator[None]:
    """No attack has left a trace in what would run next."""
    yield
    found = operator.get(f"/deployments/{deployment}").raise_for_status().json()
    assert found["pull_steps"] in (None, [])


def statuses(origin: str, attacks: list[Attack], headers: Any = None) -> list[int]:
    with httpx.Client(base_url=origin, headers=headers, timeout=60) as client:
        return [client.request(method, path, json=body).status_code for method, path, body in attacks]


def socket_ends(server: Served, token: str, host: str = "", **more: Any) -> int:
    """What a websocket for events comes to: the status it is refused with, its closing code, 101 where it is let in."""
    address = f"ws://{host or '127.0.0.1'}:{server.port}/api/events/out"
    try:
        with (
            socket.create_connection(("127.0.0.1", server.port)) as raw,
            connect(address, sock=raw, subprotocols=["prefect"], proxy=None, **more) as opened,
        ):
            opened.send(f'{{"type": "auth", "token": "{token}"}}')
            return 101 if "auth_success" in str(opened.recv(timeout=30)) else 0
    except InvalidStatus as refused:
        return refused.response.status_code
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else 0


def test_the_operator_is_let_in(server: Served, operator: httpx.Client, deployment: str) -> None:
    assert operator.patch(f"/deployments/{deployment}", json={"description": "read"}).status_code == 204
    assert operator.get(f"/deployments/{deployment}").json()["description"] == "read"
    assert socket_ends(server, server.credential) == 101
    for name in ("127.0.0.1", f"localhost:{server.port}", "LOCALHOST", "[::1]:80", ADDED_NAME, f"{ADDED_NAME}:443"):
        assert operator.get("/version", headers={"host": name}).status_code == 200
        own = {"host": name, "origin": f"https://{name.lower()}", "sec-fetch-site": "same-origin"}
        assert operator.post("/flow_runs/filter", json={}, headers=own).status_code == 200


def test_without_the_credential_nothing_is_read_or_changed(server: Served, attacks: list[Attack]) -> None:
    refused = [401, 401, 401, 403, 403, 403, 403]
    assert statuses(server.origin, attacks) == refused
    for pair in ("khoso:", "khoso:wrong", f"other:{server.credential.split(':')[1]}", server.credential[:-1]):
        user, secret = pair.split(":")
        basic = httpx.BasicAuth(user, secret)
        with httpx.Client(base_url=server.origin, auth=basic, timeout=60) as client:
            found = [client.request(method, path, json=body).status_code for method, path, body in attacks]
        assert found == refused, pair
    assert socket_ends(server, "") == 1008
    assert socket_ends(server, "khoso:wrong") == 1008


def test_a_credential_without_a_token_against_forgery_changes_nothing(server: Served, attacks: list[Attack]) -> None:
    with httpx.Client(base_url=server.origin, auth=tuple(server.credential.split(":"))) as client:
        for method, path, body in attacks[3:]:
            assert client.request(method, path, json=body).status_code == 403


def test_what_is_open_says_nothing(server: Served) -> None:
    """Probes of the machine's health, and Prefect's pages, the same in every installation."""
    with httpx.Client(base_url=server.origin, timeout=60, follow_redirects=True) as stranger:
        assert stranger.get("/api/health").text == "true"
        assert stranger.get("/api/ready").json() == {"message": "OK"}
        for path in ("/", "/v2/", "/ui-settings", "/openapi.json"):
            told = stranger.get(path).text
            assert server.credential.split(":")[1] not in told
            assert str(server.home.root) not in told


@pytest.mark.parametrize("name", FOREIGN)
def test_a_foreign_name_is_refused_whoever_asks(
    server: Served, operator: httpx.Client, attacks: list[Attack], name: str
) -> None:
    pages = [("GET", path, None) for path in ("/", "/v2/", "/ui-settings", "/api/health", "/no/such/page")]
    for host in (name, f"{name}:{server.port}"):
        with_all = dict(operator.headers) | {"host": host, "authorization": server.basic}
        assert set(statuses(server.origin, attacks + pages, {"host": host})) == {400}
        assert set(statuses(server.origin, attacks + pages, with_all)) == {400}
    if name.isprintable() and re.fullmatch(r"[a-z0-9.]+", name):
        assert socket_ends(server, server.credential, name) == 400


def test_two_hosts_or_none_are_refused(server: Served) -> None:
    for hosts in ([], ["127.0.0.1", "evil.example"], ["127.0.0.1", "127.0.0.1"]):
        head = "".join(f"Host: {host}\r\n" for host in hosts)
        with socket.create_connection(("127.0.0.1", server.port)) as raw:
            raw.sendall(f"GET /api/health HTTP/1.1\r\n{head}Connection: close\r\n\r\n".encode())
            assert raw.makefile("rb").readline().split()[1] == b"400"


@pytest.mark.parametrize(
    "said",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"origin": "http://127.0.0.1"},
        {"origin": "http://["},
        {"origin": ""},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"},
    ],
    ids=str,
)
def test_a_page_of_another_origin_is_refused_with_the_credential_too(
    server: Served, operator: httpx.Client, attacks: list[Attack], said: dict[str, str]
) -> None:
    with_all = dict(operator.headers) | {"host": f"127.0.0.1:{server.port}", "authorization": server.basic}
    assert set(statuses(server.origin, attacks, with_all | said)) == {403}
    assert set(statuses(server.origin, attacks, said)) == {403}
    asked = {"access-control-request-method": "PATCH", "access-control-request-headers": "authorization"}
    preflight = httpx.options(server.origin + attacks[4][1], headers=said | asked)
    assert preflight.status_code == 403
    assert "access-control-allow-origin" not in preflight.headers
    if "origin" in said:
        assert socket_ends(server, server.credential, additional_headers=said) == 403


def test_a_link_to_the_pages_may_be_followed(server: Served) -> None:
    visit = {"accept": "text/html", "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    visit["sec-fetch-dest"] = "document"
    with httpx.Client(base_url=server.origin, headers=visit, timeout=60, follow_redirects=True) as visitor:
        assert visitor.get("/runs").status_code == 200
        assert visitor.post("/runs").status_code == 403


def _as_another(server: Served, attacks: list[Attack], children: list[int], answers: Any, user: int) -> None:
    os.setgroups([])
    os.setgid(user)
    os.setuid(user)
    opened = []
    kept = server.home.prefect
    files = [kept / "credential", kept / "prefect.db", kept / "server.log"]
    for path in files + [Path(f"/proc/{pid}/environ") for pid in (server.process.pid, *children)]:
        try:
            opened.append(len(path.read_bytes()))
        except PermissionError:
            opened.append(-1)
    answers.put((statuses(server.origin, attacks), socket_ends(server, ""), opened))


def descendants(pid: int) -> list[int]:
    children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return children + [found for child in children for found in descendants(child)]


def test_another_user_of_the_machine_gets_nothing(server: Served, attacks: list[Attack]) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can become another user")
    statuses(server.origin, attacks[:1])  # what is imported late may be out of nobody's reach
    socket_ends(server, "")
    fork = multiprocessing.get_context("fork")
    children = descendants(server.process.pid)
    assert children
    for user, is_open in ((0, True), (NOBODY, False)):
        answers = fork.Queue()
        child = fork.Process(target=_as_another, args=(server, attacks, children, answers, user))
        child.start()
        found, ended, opened = answers.get(timeout=60)
        child.join()
        assert (found, ended) == ([401, 401, 401, 403, 403, 403, 403], 1008)
        assert {length >= 0 for length in opened} == {is_open}, opened


def test_what_is_written_is_for_its_owner_alone(server: Served) -> None:
    assert stat.S_IMODE(server.home.prefect.stat().st_mode) == 0o700
    written = {path.name: path for path in server.home.prefect.iterdir() if path.is_file()}
    assert {"credential", "prefect.db", "server.log"} <= set(written)
    for path in (server.home.prefect / "ui", *written.values()):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def secret_holders(server: Served) -> dict[str, set[str]]:
    """Process -> the variables of its environment that hold the secret; a flow run is called prefect.engine."""
    secret, found = server.credential.split(":")[1].encode(), {}
    for pid in (server.process.pid, *descendants(server.process.pid)):
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes()
            lines = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
        except (FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
            continue
        assert secret not in words
        name = next((n for n in ("prefect.engine", "control_process", "serve") if n.encode() in words), "")
        kept = {line.split(b"=")[0].decode() for line in lines if secret in line}
        if name == "prefect.engine" and kept:
            assert not any(line.startswith(b"PREFECT_SERVER_DATABASE_TIMEOUT") for line in lines)
        found[name] = found.get(name, set()) | kept
    return found


def test_the_secret_is_where_it_is_needed_and_nowhere_else(server: Served, operator: httpx.Client) -> None:
    """The server has what it checks, a flow run what it sends; no command line, log or output has either."""
    drain = operator.get("/deployments/name/drain-inbox/inbox").json()["id"]
    operator.post(f"/deployments/{drain}/create_flow_run", json={}).raise_for_status()
    found: dict[str, set[str]] = {}
    deadline = time.monotonic() + 180
    while not found.get("prefect.engine") and time.monotonic() < deadline:
        found = secret_holders(server)
        time.sleep(0.1)
    assert {name: found[name] for name in ("serve", "control_process", "prefect.engine")} == {
        "serve": set(),
        "control_process": {"PREFECT_SERVER_API_AUTH_STRING"},
        "prefect.engine": {"PREFECT_API_AUTH_STRING"},
    }
    printed = server.home.root.with_suffix(".out").read_bytes()
    assert server.credential.split(":")[1].encode() not in printed + (server.home.prefect / "server.log").read_bytes()
