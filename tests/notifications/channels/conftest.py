"""The vendors, on a real wire."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.notifications.channels.exchange import Exchange, running_vendors


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exchange]:
    with running_vendors(Path(tmp_path_factory.mktemp("vendors")) / "messages.jsonl") as exchange:
        yield exchange


@pytest.fixture
def exchange(running: Exchange) -> Exchange:
    running.begin_again()
    return running
