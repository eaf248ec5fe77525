"""A control server asked whether it answers and what of its schedules is paused."""

from __future__ import annotations

import base64
import http.client
import json
import urllib.error
import urllib.request
import uuid
from typing import Any

_SECONDS = 5


class NoAnswer(Exception):
    """The server does not answer, or not to this credential; the text says how."""


def paused(url: str, pair: str) -> list[str]:
    """Names of the deployments that are paused, of the server whose API is at `url`; `pair`: user:secret, or "".

    Raises NoAnswer.
    """
    headers = {"Content-Type": "application/json", "Prefect-Csrf-Client": str(uuid.uuid4())}
    if pair:
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    _asked(f"{url}/health", headers)
    try:
        token = _asked(f"{url}/csrf-token?client={headers['Prefect-Csrf-Client']}", headers)
        headers["Prefect-Csrf-Token"] = token["token"]
    except NoAnswer:
        pass  # a server that asks for none has none
    return sorted(each["name"] for each in _asked(f"{url}/deployments/filter", headers, b"{}") if each["paused"])


def _asked(url: str, headers: dict[str, str], body: bytes | None = None) -> Any:
    request = urllib.request.Request(url, body, headers)  # noqa: S310  the operator's own address
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
            return json.load(answer)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NoAnswer(str(error)) from None
