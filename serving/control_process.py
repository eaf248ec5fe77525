"""The process of the control server: Prefect's application behind the gate, on a port its parent has taken.

`python -m serving.control_process DESCRIPTOR`; the credential comes in the environment, which other users cannot read.
"""

from __future__ import annotations

import os
import socket
import sys
import threading

import uvicorn

from machine.credential import make_private
from machine.settings import settings
from serving.gate import Gate

#: Seconds given to open connections when it is told to end: pages left open hold theirs for ever.
_GRACE = 5


def main() -> None:
    """Serve until told to stop. What it writes is for its owner alone."""
    os.umask(0o077)
    from prefect.settings import get_current_settings

    home = get_current_settings().home
    make_private(home)
    for written_before in home.glob("prefect.db*"):
        written_before.chmod(0o600)
    from prefect.server.api.server import create_app

    gate = Gate(create_app(final=True), settings().allowed_hosts)
    config = uvicorn.Config(gate, log_level="warning", timeout_graceful_shutdown=_GRACE)
    server = uvicorn.Server(config)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    server.run(sockets=[socket.socket(fileno=int(sys.argv[1]))])


def _end_with_parent() -> None:
    """A server whose parent was killed would keep the port from the next one, and nobody hears its last answers."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    os._exit(1)


if __name__ == "__main__":
    main()
