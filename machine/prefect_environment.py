"""What Prefect finds in the environment of every process of ours that imports it."""

from __future__ import annotations

import os

from machine.settings import Home


def prefect_environment(home: Home) -> dict[str, str]:
    """What Prefect must find in its environment before it is imported: our folder, no word to the outside."""
    folder = home.prefect
    return {
        "PREFECT_HOME": str(folder),
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_SERVER_UI_API_URL": "/api",
        "PREFECT_SERVER_UI_STATIC_DIRECTORY": str(folder / "ui"),
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
        "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
        # colours are escape sequences, which our standard error shows as marks
        "PREFECT_LOGGING_COLORS": "false",
        # `python -m prefect` would otherwise put the working folder before our packages
        "PYTHONSAFEPATH": "1",
    }


def prepare_prefect(home: Home) -> None:
    """Put Prefect's environment in place; what the operator has set stays. Call it before importing prefect."""
    os.umask(0o077)  # what it and its server write is their owner's alone
    for name, value in prefect_environment(home).items():
        os.environ.setdefault(name, value)
