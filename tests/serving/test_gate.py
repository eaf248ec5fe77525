"""The gate alone, around an application that answers everything: who is let through, and what is said with it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from starlette.responses import PlainTextResponse

from serving.gate import Gate

OWN, OTHER = "http://127.0.0.1:4200", "http://evil.example"
VISIT = {"sec-fetch-mode": "navigate", "sec-fetch-dest": "document", "sec-fetch-site": "cross-site"}


def asked(path: str = "/api/flows", method: str = "GET", **headers: str) -> tuple[int, dict[str, str]]:
    """The status and the headers of an answer; `headers`: with `_` for `-`, Host its own unless it is said."""
    said = {"host": "127.0.0.1:4200"} | {name.replace("_", "-"): text for name, text in headers.items()}
    scope = {
        "type": "http", "method": method, "path": path, "query_string": b"",
        "headers": [(name.encode(), text.encode()) for name, text in said.items()],
    }  # fmt: skip
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    asyncio.run(Gate(PlainTextResponse("inside"), ["kho.tinh.example"])(scope, receive, send))
    return sent[0]["status"], {name.decode(): text.decode() for name, text in sent[0]["headers"]}


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (200, {}),
        (200, {"host": "LOCALHOST"}),
        (200, {"host": "[::1]:4200"}),
        (200, {"host": "kho.tinh.example:4200"}),
        (400, {"host": "evil.example"}),
        (400, {"host": "127.0.0.1.evil.example"}),
        (400, {"host": "127.0.0.1@evil.example"}),
        (400, {"host": ""}),
        (200, {"origin": OWN}),
        (403, {"origin": OTHER}),
        (403, {"origin": "null"}),
        (403, {"sec_fetch_site": "cross-site"}),
        (403, {"sec_fetch_site": "same-site"}),
        (200, {"sec_fetch_site": "same-origin"}),
    ],
)
def test_who_is_let_through(status: int, headers: dict[str, str]) -> None:
    assert asked(**headers)[0] == status


def test_a_link_may_lead_to_a_page_and_to_nothing_else() -> None:
    assert asked("/dashboard", **VISIT)[0] == 200
    assert asked("/api/flows", **VISIT)[0] == 403
    assert asked("/dashboard", "POST", **VISIT)[0] == 403
    assert asked("/dashboard", origin=OTHER, **VISIT)[0] == 403


@pytest.mark.parametrize("headers", [{}, {"origin": OTHER}, {"host": "evil.example"}])
def test_every_answer_says_where_its_page_may_go(headers: dict[str, str]) -> None:
    said = asked(**headers)[1]
    assert "default-src 'self'" in said["content-security-policy"]
    assert said["referrer-policy"] == "no-referrer"
