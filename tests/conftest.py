"""Fixtures every test may use."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from spreadsheets.read.workbook import Reader

if TYPE_CHECKING:
    from province_site import Site

ROOT = Path(__file__).parents[1]
(ROOT / ".cache").mkdir(exist_ok=True)
os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(ROOT / ".cache"))  # a folder of its own for each run, none outside
SHARED = ROOT.parent / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--soak`: `make soak` runs the slow checks too."""
    parser.addoption("--soak", action="store_true", help="run the slow checks too")


def pytest_configure(config: pytest.Config) -> None:
    """Name the marker of slow checks."""
    config.addinivalue_line("markers", "soak: a slow check, run by `make soak` alone")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave slow checks out where nobody asked for them."""
    if not config.getoption("--soak"):
        for item in items:
            if item.get_closest_marker("soak"):
                item.add_marker(pytest.mark.skip(reason="slow; `make soak` runs it"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real and adversarial workbooks beside the checkout; its tests are skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not here; the synthetic twin of this test runs instead")
    return SHARED


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A small province with its quality pages; half a minute to make."""
    from province_site import made_site

    return made_site(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def reader() -> Iterator[Reader]:
    """One pool of reading children for all tests."""
    with Reader() as pool:
        yield pool
