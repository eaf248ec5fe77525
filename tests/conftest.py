"""Fixtures every test may use."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from spreadsheets.read.reader import Reader

if TYPE_CHECKING:
    import httpx
    from province_site import Site
    from served import Served

ROOT = Path(__file__).parents[1]
(ROOT / ".cache").mkdir(exist_ok=True)
os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(ROOT / ".cache"))  # a folder of its own for each run, none outside
SHARED = ROOT.parent / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--soak`: `make soak` runs the longest checks too. `--quick`: `make quick` leaves out what takes seconds."""
    parser.addoption("--soak", action="store_true", help="run the longest checks too")
    parser.addoption("--quick", action="store_true", help="leave out the slow tests")


def pytest_configure(config: pytest.Config) -> None:
    """Name the markers of what takes long."""
    config.addinivalue_line("markers", "soak: one of the longest checks, run by `make soak` alone")
    config.addinivalue_line("markers", "slow: takes seconds, left out by `make quick`")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the longest checks where nobody asked for them, and the slow ones where somebody is in a hurry."""
    if config.getoption("--quick"):
        slow = {item for item in items if item.get_closest_marker("slow") or item.get_closest_marker("soak")}
        config.hook.pytest_deselected(items=list(slow))
        items[:] = [item for item in items if item not in slow]
    elif not config.getoption("--soak"):
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
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """`khoso serve` where files are made for everybody to read, and a database was; half a minute to start."""
    from served import ADDED_NAME, served

    home = tmp_path_factory.mktemp("control") / "data"
    (home / "prefect").mkdir(parents=True)
    (home / "prefect" / "prefect.db").touch(0o644)
    more = {"KHOSO_ALLOWED_HOSTS": f"other.example.vn, {ADDED_NAME}", "PREFECT_SERVER_DATABASE_TIMEOUT": "60"}
    with served(home, home, **more) as running:
        yield running


@pytest.fixture(scope="session")
def operator(server: Served) -> Iterator[httpx.Client]:
    """A client of the control API that knows its credential."""
    with server.operator() as client:
        yield client


@pytest.fixture(scope="session")
def deployment(operator: httpx.Client) -> str:
    """One of the schedules, once it is there."""
    for _ in range(60):
        if found := operator.post("/deployments/filter", json={}).raise_for_status().json():
            return str(found[0]["id"])
        time.sleep(1)
    raise TimeoutError("no deployment was made")


@pytest.fixture(scope="session")
def reader() -> Iterator[Reader]:
    """One pool of reading children for all tests."""
    with Reader() as pool:
        yield pool
