"""`python paused.py MOMENT MARKER ingest …`: khoso, pausing at a moment of its work so that it can be killed there."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import warehouse.load
import warehouse.publish
from cli.command import main

#: Moment -> (module, function before whose end the pause comes).
MOMENTS = {
    "transaction": (warehouse.load, "insert_details"),
    "copying": (warehouse.publish, "_copy"),
    "swapping": (warehouse.publish, "_swap"),
}


def pausing(real: Callable[..., Any], marker: Path) -> Callable[..., Any]:
    def paused(*args: Any, **named: Any) -> Any:
        result = real(*args, **named)
        marker.touch()
        time.sleep(30)
        return result

    return paused


if __name__ == "__main__":
    module, name = MOMENTS[sys.argv[1]]
    setattr(module, name, pausing(getattr(module, name), Path(sys.argv[2])))
    sys.exit(main(sys.argv[3:]))
