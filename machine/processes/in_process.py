"""The protocol of children without a child: for tests, where starting one would cost more than what it does."""

from __future__ import annotations

import importlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any


class AskedHere:
    """Answers by a function of this process, "module:function", with no limits; what it raises, its caller gets."""

    is_alive = True

    def __init__(self, answer: str) -> None:
        module, _, function = answer.partition(":")
        self._answer = getattr(importlib.import_module(module), function)
        self.folder = Path(tempfile.mkdtemp(prefix="khoso-"))
        self._question = ""

    def ask(self, question: dict[str, Any]) -> None:
        """Take a question as a child would get it."""
        self._question = json.dumps(question)

    def answer(self, seconds: float) -> dict[str, Any]:
        """The answer as a child would have sent it, however long it takes."""
        found: dict[str, Any] = json.loads(json.dumps(self._answer(json.loads(self._question))))
        return found

    def kill(self) -> None:
        """There is nothing to end."""

    def stop(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)
