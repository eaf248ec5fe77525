"""`khoso serve` as an operator starts it, and a client that knows the credential."""

from __future__ import annotations

import base64
import re
import signal
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from khoso import COMMAND, ROOT, environment

from machine.settings import Home

#: A name beside loopback's that the tests' server answers to.
ADDED_NAME = "khoso.example.vn"
#: Method, path, body.
Attack = tuple[str, str, Any]


class _Patient(httpx.HTTPTransport):
    """Asks again where the server's database was busy, as Prefect's own client does."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        for _ in range(5):
            answer = super().handle_request(request)
            if answer.status_code != 503:
                break
            time.sleep(1)
        return answer


@dataclass
class Served:
    """A server that runs: its port, its process, its data root, and what it has printed once it has ended."""

    home: Home
    port: int
    process: subprocess.Popen[str]
    output: str = field(default="", init=False)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def credential(self) -> str:
        return self.home.credential.read_text(encoding="ascii").strip()

    @property
    def basic(self) -> str:
        """The credential as a header says it."""
        return f"Basic {base64.b64encode(self.credential.encode()).decode()}"

    def operator(self) -> httpx.Client:
        """A client with the credential and a token against forged requests."""
        headers = {"authorization": self.basic, "prefect-csrf-client": str(uuid.uuid4())}
        asked = {"client": headers["prefect-csrf-client"]}
        answer = httpx.get(f"{self.origin}/api/csrf-token", params=asked, headers=headers, timeout=60)
        headers["prefect-csrf-token"] = answer.raise_for_status().json()["token"]
        return httpx.Client(base_url=f"{self.origin}/api", headers=headers, timeout=60, transport=_Patient())


def attacks_on(deployment: str) -> list[Attack]:
    """What would read, change and run: the pull step is obeyed in every later scheduled run."""
    steps = {"pull_steps": [{"prefect.deployments.steps.run_shell_script": {"script": "true"}}]}
    return [
        ("GET", f"/api/deployments/{deployment}", None),
        ("GET", "/api/admin/settings", None),
        ("GET", "/api/csrf-token?client=0b3f6a52-0000-4000-8000-000000000000", None),
        ("POST", "/api/flow_runs/filter", {}),
        ("PATCH", f"/api/deployments/{deployment}", steps),
        ("POST", f"/api/deployments/{deployment}/create_flow_run", {}),
        ("DELETE", f"/api/deployments/{deployment}", None),
    ]


@contextmanager
def served(home: Path, named: Path, cwd: Path = ROOT, **more: str) -> Iterator[Served]:
    """Serve the data root `home`, named to the program as `named`, for as long as the block runs; stop by Ctrl-C."""
    printed = home.with_suffix(".out")
    with printed.open("w") as out:
        process = subprocess.Popen(
            [*COMMAND, "serve", "--port", "0"],
            env=environment(named, **more),
            cwd=cwd,
            stdout=out,
            stderr=subprocess.STDOUT,
            text=True,
        )
    try:
        server = Served(Home(home), _port(printed, process), process)
        yield server
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(180)  # a run that has begun is let come to its end
    server.output = printed.read_text(encoding="utf-8")


def _port(printed: Path, process: subprocess.Popen[str]) -> int:
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        told = printed.read_text(encoding="utf-8")
        if found := re.search(r"http://127\.0\.0\.1:([0-9]+)\. Stop", told):
            return int(found[1])
        assert process.poll() is None, told
        time.sleep(0.2)
    raise TimeoutError(printed.read_text(encoding="utf-8"))
