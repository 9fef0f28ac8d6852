"""The post office with vendors beside it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.notifications.channels.exchange import Exchange, running_vendors
from tests.notifications.delivery.counter import Counter, open_counter
from tests.notifications.sinks import Inbox
from tests.world import World


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exchange]:
    with running_vendors(Path(tmp_path_factory.mktemp("vendors")) / "messages.jsonl") as exchange:
        yield exchange


@pytest.fixture
def exchange(running: Exchange) -> Exchange:
    running.begin_again()
    return running


@pytest.fixture
def counter(world: World, inbox: Inbox, exchange: Exchange) -> Counter:
    return open_counter(world, inbox, exchange)
