"""How often a person is written to, on the real database: windows, three a day, the digest, the night."""

from tests.notifications.delivery.counter import Counter
from tests.world import on


def diary(counter: Counter, *lines: tuple[str, str, int]) -> None:
    """(moment, what is owed then: `normal`, `urgent` or nothing, messages that go out)."""
    for wall, owed, goes in lines:
        if owed:
            counter.office.owe("officer1", urgency=owed)
        done = counter.pass_once(on(f"2026-11-{wall}"))
        assert done.sent == goes, wall


def test_one_message_a_window_three_a_day_and_the_rest_in_the_digest(counter: Counter) -> None:
    counter.open("dingwork")
    counter.order("officer1", "dingwork")
    diary(
        counter,
        ("24 09:00", "normal", 1),
        ("24 09:01", "normal", 0),  # within the window of five minutes
        ("24 09:04", "normal", 0),
        ("24 09:05", "", 1),  # both in one
        ("24 10:00", "normal", 0),  # the last of the day waits for 17:00
        ("24 12:00", "normal", 0),
        ("24 16:59", "", 0),
        ("24 17:00", "", 1),
        ("24 17:30", "normal", 0),
        ("24 23:00", "", 0),
        ("25 07:29", "", 0),
        ("25 07:30", "", 1),
        ("25 09:00", "normal", 1),
    )
    sizes = [len(attempt["notices"]) for attempt in counter.office.attempts()]
    assert sizes == [1, 2, 2, 1, 1]
    assert [m["title"] == "待办摘要" for m in counter.came()] == [False, True, True, False, False]


def test_what_is_urgent_waits_for_neither_window_nor_cap_nor_morning_but_for_its_own_window(
    counter: Counter,
) -> None:
    counter.open("dingwork")
    counter.order("officer1", "dingwork")
    diary(
        counter,
        ("24 09:00", "normal", 1),
        ("24 09:01", "urgent", 1),
        ("24 09:02", "urgent", 0),
        ("24 09:06", "", 1),
        ("24 22:00", "normal", 0),
        ("24 22:01", "urgent", 1),
        ("25 07:30", "", 1),
    )
    night = counter.office.attempts()[3]
    assert (len(night["notices"]), night["urgent"]) == (1, True)


def test_with_something_urgent_by_day_goes_whatever_else_is_owed(counter: Counter) -> None:
    counter.open("dingwork")
    counter.order("officer1", "dingwork")
    diary(counter, ("24 09:00", "normal", 1), ("24 09:01", "normal", 0), ("24 09:02", "urgent", 1))
    assert [len(attempt["notices"]) for attempt in counter.office.attempts()] == [1, 2]


def test_a_person_without_channel_reads_it_in_the_app_at_once_at_night_too(counter: Counter) -> None:
    counter.office.owe("officer1")
    done = counter.pass_once(on("2026-11-24 23:00"))
    assert (done.planned, done.in_app) == (1, 1)
