"""What stands before Prefect's application: names it answers to, pages it listens to, where its own pages may call.

Prefect checks no Host, so a foreign name that resolves to loopback would make any web page its neighbour, and its
pages ask an outside host. The gate is put around the application from outside: within, Prefect calls itself by a
name of its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:[0-9]{1,5})?")
#: Said with every answer. Prefect's pages draw with inline styles, pictures made in the page, workers, and a library
#: that compiles what it draws; they fetch nothing but their own.
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; connect-src 'self'; script-src 'self' 'unsafe-eval';"
    " style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:;"
    " object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Gate:
    """An ASGI application, answered for only under `names` and loopback's, and only to its own pages.

    A foreign Host is refused with 400, a request another page makes with 403, websockets alike.
    """

    def __init__(self, application: ASGIApp, names: Collection[str] = ()) -> None:
        self._application = application
        self._names = {*LOOPBACK, *names}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or hand on and add the headers."""
        if scope["type"] == "lifespan":
            await self._application(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        headers = Headers(scope=scope)
        answer: ASGIApp = self._application
        if not self._is_known(headers.getlist("host")):
            answer = PlainTextResponse("This server is not known by that name (Host).", 400)
        elif _is_foreign(headers) and not _is_visit(scope, headers):
            answer = PlainTextResponse("Only this server's own pages may ask (Origin).", 403)
        await answer(scope, receive, send_with_headers)

    def _is_known(self, hosts: list[str]) -> bool:
        named = _HOST.fullmatch(hosts[0].lower()) if len(hosts) == 1 else None
        return named is not None and named["name"] in self._names


def _is_foreign(headers: Headers) -> bool:
    """Whether a page of another origin asks, by what its browser says; programs send neither header."""
    own = [f"{scheme}://{headers['host'].lower()}" for scheme in ("http", "https")]
    return any(origin.lower() not in own for origin in headers.getlist("origin")) or any(
        site.lower() not in ("same-origin", "none") for site in headers.getlist("sec-fetch-site")
    )


def _is_visit(scope: Scope, headers: Headers) -> bool:
    """Whether somebody follows a link to one of the pages, from a mail or another page: nothing is read or changed."""
    return (
        scope.get("method") == "GET"
        and headers.getlist("sec-fetch-mode") == ["navigate"]
        and headers.getlist("sec-fetch-dest") == ["document"]
        and "origin" not in headers
        and not scope["path"].startswith("/api")
    )
