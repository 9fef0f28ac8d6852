"""What every test may ask for: a real, empty, migrated database."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine

from domain.darkroom import asking
from domain.store.engine import make_engine
from tests import databases
from tests.browser.chromium import NO_BROWSER
from tests.deploy.proxies import NO_CADDY, NO_NGINX
from tests.no_curl import NO_CURL
from tests.world import World, build

MOST_TRIED_AGAIN = 3
UNTRACED = (
    "oracle/",
    "browser/",
    "domain/test_boards.py",
    "domain/test_every_path.py",
    "domain/test_every_round.py",
    "api/test_schemathesis.py",
    "api/test_the_reporter.py",
    "api/test_visibility.py",
    "api/pages/test_acting.py",
    "api/pages/test_another_sites_page.py",
    "api/pages/test_hostile.py",
    "api/pages/test_hostile_setting_up.py",
    "api/pages/test_tour.py",
    "notifications/delivery/test_a_flood.py",
    "test_the_",
)
"""They walk the same lines thousands of times, or read the source: traced for coverage they take thrice as long and
reach nothing new."""


def pytest_configure(config: pytest.Config) -> None:
    """Choose this run's names once, in the process that starts the workers."""
    os.environ.setdefault("BIHUAN_WEB_PROCESSES", "1")  # a house of a test serves few
    asking.KEPT = (*asking.KEPT, "COVERAGE_PROCESS_CONFIG")  # the darkroom's lines count as all others do
    if not hasattr(config, "workerinput"):
        databases.open_session()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what this run started."""
    if not hasattr(config, "workerinput"):
        databases.close_session()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The groups that share a house begin first: they wait long, and others work beside them."""
    here = Path(__file__).parent
    for item in items:
        if item.path.relative_to(here).as_posix().startswith(UNTRACED):
            item.add_marker("no_cover")
    items.sort(key=lambda item: item.get_closest_marker("xdist_group") is None)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A test that passes only when tried again has a race in it: a few are borne, and all are told."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    tried_again = reporter.stats.get("rerun", []) if reporter else []
    if len(tried_again) > MOST_TRIED_AGAIN and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say aloud when the tests of the browser, the proxy or the API's examples did not run."""
    tried_again = terminalreporter.stats.get("rerun", [])
    for report in tried_again:
        terminalreporter.write_line(f"!! 重试过 (tried again): {report.nodeid}", red=True, bold=True)
    if len(tried_again) > MOST_TRIED_AGAIN:
        most = f"!! 重试超过 {MOST_TRIED_AGAIN} 个，视为未通过 (more than {MOST_TRIED_AGAIN} were tried again: failed)"
        terminalreporter.write_line(most, red=True, bold=True)
    skipped = terminalreporter.stats.get("skipped", [])
    for what, name in ((NO_BROWSER, "Chromium"), (NO_NGINX, "nginx"), (NO_CADDY, "caddy"), (NO_CURL, "curl")):
        if any(what in str(report.longrepr) for report in skipped):
            terminalreporter.write_line(f"!! {what} (no {name}: install it)", red=True, bold=True)


@pytest.fixture(autouse=True)
def _same_umask() -> Iterator[None]:
    """A command that closes what it makes to other users closes nothing of the tests after it."""
    before = os.umask(0o022)
    os.umask(before)
    yield
    os.umask(before)


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
