"""Fixtures every test may use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from spreadsheets.workbook import Reader

ROOT = Path(__file__).parents[1]
(ROOT / ".cache").mkdir(exist_ok=True)  # pytest's temporary folders go there
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real and adversarial workbooks beside the checkout; its tests are skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not here; the synthetic twin of this test runs instead")
    return SHARED


@pytest.fixture(scope="session")
def reader() -> Iterator[Reader]:
    """One pool of reading children for all tests."""
    with Reader() as pool:
        yield pool
