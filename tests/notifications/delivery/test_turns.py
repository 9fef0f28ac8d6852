"""The first notice goes out at once; what comes within the pause is gathered into one message."""

import time
from collections.abc import Mapping
from typing import Any

from notifications.delivery import Delivered
from notifications.outcome import Outcome
from notifications.sender import AppriseSender
from tests.notifications.post_office import PostOffice

PAUSE = 0.3


class SomebodyPressesMeanwhile(AppriseSender):
    """While the first message is on its way, its reader comes to be owed two more."""

    def __init__(self, office: PostOffice) -> None:
        super().__init__(office.settings, seconds=2)
        self.office, self.more = office, 2

    def send(self, url: str, title: str, body: str, *, data: Mapping[str, Any]) -> Outcome:
        while self.more:
            self.more -= 1
            self.office.owe("officer1")
        return super().send(url, title, body, data=data)


def test_what_comes_within_the_pause_is_one_message_after_it(office: PostOffice) -> None:
    office.reach("officer1")
    office.owe("officer1")
    office.sender = SomebodyPressesMeanwhile(office)
    begun = time.monotonic()
    assert office.pass_once(pause=PAUSE) == Delivered(planned=3, sent=2)
    assert time.monotonic() - begun >= 2 * PAUSE, (
        "looked at once, after the pause, and once more to find nothing"
    )
    assert [len(attempt["notices"]) for attempt in office.attempts()] == [1, 2]


def test_a_pass_that_finds_nothing_waits_for_nothing(office: PostOffice) -> None:
    begun = time.monotonic()
    assert office.pass_once(pause=60) == Delivered()
    assert time.monotonic() - begun < 60
