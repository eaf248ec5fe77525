"""Fixtures every test may use."""

from __future__ import annotations

from pathlib import Path

import pytest

(Path(__file__).parents[1] / ".cache").mkdir(exist_ok=True)  # pytest's temporary folders go there
SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real and adversarial workbooks beside the checkout; its tests are skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not here; the synthetic twin of this test runs instead")
    return SHARED
