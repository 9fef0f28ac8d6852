"""What every test may ask for: a real, empty, migrated database."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine

from domain.store.engine import make_engine
from tests import databases
from tests.browser.chromium import NO_BROWSER
from tests.world import World, build


def pytest_configure(config: pytest.Config) -> None:
    """Choose this run's names once, in the process that starts the workers."""
    if not hasattr(config, "workerinput"):
        databases.open_session()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what this run started."""
    if not hasattr(config, "workerinput"):
        databases.close_session()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The group that shares one Prefect server begins first: it waits long, and others work beside it."""
    items.sort(key=lambda item: item.get_closest_marker("xdist_group") is None)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say aloud when the browser's tests did not run."""
    skipped = terminalreporter.stats.get("skipped", [])
    if any(NO_BROWSER in str(report.longrepr) for report in skipped):
        terminalreporter.write_line(f"!! {NO_BROWSER} (no Chromium: install it)", red=True, bold=True)


@pytest.fixture(scope="session")
def database_url() -> URL:
    """The address of this worker's own database."""
    return databases.clone(os.environ.get("PYTEST_XDIST_WORKER", "alone"))


@pytest.fixture(scope="session")
def worker_engine(database_url: URL) -> Iterator[Engine]:
    """One engine for all tests of this worker."""
    engine = make_engine(database_url, "bihuan-test")
    yield engine
    engine.dispose()


@pytest.fixture
def engine(worker_engine: Engine) -> Iterator[Engine]:
    """A database whose tables are empty before the test and emptied after it."""
    yield worker_engine
    databases.empty(worker_engine)


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    """A small county in an empty database."""
    return build(engine, tmp_path)
