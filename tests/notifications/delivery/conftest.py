"""The post office with vendors beside it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from tests.notifications.channels.exchange import Exchange, running_vendors
from tests.notifications.delivery.counter import Counter, open_counter
from tests.notifications.delivery.mortals import Mortals, mortals
from tests.notifications.sinks import Inbox
from tests.world import World


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exchange]:
    with running_vendors(Path(tmp_path_factory.mktemp("vendors")) / "messages.jsonl") as exchange:
        yield exchange


@pytest.fixture(scope="session")
def killed(database_url: URL) -> Iterator[Mortals]:
    with mortals(database_url.render_as_string(hide_password=False)) as made:
        yield made


@pytest.fixture
def exchange(running: Exchange) -> Exchange:
    running.begin_again()
    return running


@pytest.fixture
def counter(world: World, inbox: Inbox, exchange: Exchange) -> Counter:
    return open_counter(world, inbox, exchange)
