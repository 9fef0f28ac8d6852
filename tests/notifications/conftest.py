"""Receivers and the post office."""

from collections.abc import Iterator

import pytest

from notifications.settings import NotifySettings
from tests.notifications.post_office import PostOffice
from tests.notifications.sinks import Inbox, Mailbox, http_sink, smtp_sink
from tests.world import World


@pytest.fixture(scope="session")
def running_sink() -> Iterator[Inbox]:
    with http_sink() as inbox:
        yield inbox


@pytest.fixture
def inbox(running_sink: Inbox) -> Inbox:
    running_sink.received.clear()
    return running_sink


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with smtp_sink() as found:
        yield found


@pytest.fixture
def office(world: World, inbox: Inbox) -> PostOffice:
    return PostOffice(
        world, inbox, NotifySettings(public_url="https://bihuan.example", allow_loopback=True, paced=False)
    )


@pytest.fixture
def office_with_mail(world: World, inbox: Inbox, mailbox: Mailbox) -> PostOffice:
    smtp = f"mailto://127.0.0.1:{mailbox.port}?mode=insecure&from=bot@bihuan.invalid"
    settings = NotifySettings(
        public_url="https://bihuan.example", allow_loopback=True, smtp_url=smtp, paced=False
    )
    return PostOffice(world, inbox, settings, mailbox)
