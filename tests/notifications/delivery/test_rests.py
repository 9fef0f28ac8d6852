"""A robot or app that is asked too often rests as a whole, for an hour at most, and wakes with one message."""

import pytest
from sqlalchemy import text

from deploy.demo.vendors.faults import Kind
from notifications.delivery.claims import claim
from tests.notifications.channels.exchange import SENDING
from tests.notifications.delivery.counter import Counter

LIMITS = [
    ("dingwork", 90018),
    ("wecomapp", 45009),
    ("wecomapp", 45011),
    ("wechatmp", 45011),
    ("wecomapp", 45033),
]
CROWD = 12


def crowded(counter: Counter, kind: str) -> None:
    counter.open(kind)
    people = counter.office.crowd(CROWD)
    counter.office.sql("DELETE FROM reach")
    counter.office.sql(
        "INSERT INTO reach (person_id, channel_id, position, address, active)"
        " SELECT id, :channel, 1, key, true FROM person WHERE id = ANY(:people)",
        channel=counter.channels[kind],
        people=people,
    )
    counter.office.owe_ids(people)


def rest_ends(counter: Counter) -> None:
    counter.office.sql("UPDATE channel_pace SET resting_until = clock_timestamp()")
    counter.office.time_passes()


def asked(counter: Counter, kind: str) -> int:
    return sum(path.startswith(SENDING[kind]) for path in counter.exchange.requests)


@pytest.mark.parametrize(("kind", "code"), LIMITS)
def test_an_app_rests_wakes_with_one_message_and_no_try_is_lost(
    counter: Counter, kind: str, code: int
) -> None:
    crowded(counter, kind)
    counter.exchange.fault(Kind.ERRCODE, SENDING[kind], number=code, times=99)
    counter.pass_once()
    first = asked(counter, kind)
    assert first <= 8, "only what was on the wire at the same moment"
    counter.order("officer1", kind)
    counter.office.owe("officer1")
    for _ in range(3):
        counter.office.time_passes()
        counter.pass_once()
    assert asked(counter, kind) == first, "nothing new is sent into the limit"
    rest_ends(counter)
    counter.pass_once()
    assert asked(counter, kind) == first + 1, "one message tries whether it may"
    counter.exchange.server.vendors.script.clear()
    rest_ends(counter)
    counter.pass_once()
    assert counter.office.states() == {"sent": CROWD + 1}
    assert {a["tries"] for a in counter.office.attempts()} == {1}


def test_who_has_left_meanwhile_does_not_wake_an_app_that_nobody_asked(counter: Counter) -> None:
    crowded(counter, "wecomapp")
    counter.exchange.fault(Kind.ERRCODE, SENDING["wecomapp"], number=45009, times=99)
    counter.pass_once()
    first = asked(counter, "wecomapp")
    counter.office.sql(
        "UPDATE person SET active = false WHERE id = (SELECT person_id FROM attempt ORDER BY id LIMIT 1)"
    )
    rest_ends(counter)
    counter.pass_once()
    assert asked(counter, "wecomapp") == first + 1


@pytest.mark.parametrize("trouble", [Kind.RESET, Kind.HTML, Kind.EMPTY])
def test_an_app_that_gives_no_answer_when_it_is_woken_is_not_asked_by_all_in_turn(
    counter: Counter, trouble: Kind
) -> None:
    crowded(counter, "wecomapp")
    counter.exchange.fault(Kind.ERRCODE, SENDING["wecomapp"], number=45009, times=99)
    counter.pass_once()
    first = asked(counter, "wecomapp")
    counter.exchange.server.vendors.script.clear()
    counter.exchange.fault(trouble, SENDING["wecomapp"], times=99)
    for woken in (1, 2):
        rest_ends(counter)
        counter.pass_once()
        assert asked(counter, "wecomapp") == first + woken
    counter.exchange.server.vendors.script.clear()
    rest_ends(counter)
    counter.pass_once()
    assert "waiting" not in counter.office.states()


def test_a_claim_takes_no_more_than_its_batch_whatever_plan_is_chosen(counter: Counter) -> None:
    crowded(counter, "wecomapp")
    counter.office.sql(
        "INSERT INTO attempt (person_id, notices, channel_id, urgent, state, tries)"
        " SELECT id, '{}', :channel, false, 'waiting', 0 FROM person WHERE key LIKE 'p%'",
        channel=counter.channels["wecomapp"],
    )
    with counter.world.store.engine.begin() as connection:
        for plan in ("hashjoin", "mergejoin", "hashagg", "sort", "material", "indexscan", "bitmapscan"):
            connection.execute(text(f"SET LOCAL enable_{plan} = off"))
        held = [len(claim(connection, batch=batch).attempts) for batch in (1, 3)]
    assert held == [1, 3]


@pytest.mark.parametrize("kind", ["dingrobot", "wecomrobot", "smsgw"])
def test_a_rest_lasts_an_hour_at_most(counter: Counter, kind: str) -> None:
    counter.open(kind)
    counter.order("officer1", f"{kind}:13800000001")
    counter.exchange.fault(Kind.STATUS, SENDING[kind], number=429, headers={"Retry-After": "999999"})
    counter.office.owe("officer1")
    counter.pass_once()
    (pace,) = counter.office.rows(
        "SELECT extract(epoch FROM resting_until - clock_timestamp()) AS s FROM channel_pace"
    )
    assert 3500 < pace["s"] <= 3600
    assert counter.office.states() == {"waiting": 1}


def resting(counter: Counter, seconds: int, *ways: str) -> None:
    for kind in ("dingwork", "smsgw"):
        counter.open(kind)
    counter.order("officer1", *(ways or ("dingwork", "smsgw:13800000001")))
    counter.office.sql(
        "INSERT INTO channel_pace (channel_id, taken, because, resting_until)"
        " VALUES (:channel, '{}', 'x', clock_timestamp() + make_interval(secs => :seconds))",
        channel=counter.channels["dingwork"],
        seconds=seconds,
    )


@pytest.mark.parametrize(
    ("urgency", "seconds", "goes"),
    [("urgent", 60, True), ("normal", 600, False), ("normal", 3600, True)],
)
def test_what_is_urgent_or_would_wait_long_goes_by_the_next_channel(
    counter: Counter, urgency: str, seconds: int, *, goes: bool
) -> None:
    resting(counter, seconds)
    counter.office.owe("officer1", urgency=urgency)
    counter.pass_once()
    assert counter.office.states() == ({"sent": 1} if goes else {"waiting": 1})
    assert len(counter.came("sms")) == int(goes)


def test_what_has_waited_long_in_short_rests_goes_by_the_next_channel(counter: Counter) -> None:
    resting(counter, 60)
    counter.office.owe("officer1")
    counter.pass_once()
    counter.office.sql("UPDATE attempt SET created_at = created_at - interval '20 minutes'")
    counter.office.time_passes()
    counter.pass_once()
    assert len(counter.came("sms")) == 1


def test_without_another_channel_it_waits_and_after_a_day_it_is_an_incident(counter: Counter) -> None:
    resting(counter, 3600, "dingwork")
    counter.office.owe("officer1", urgency="urgent")
    counter.pass_once()
    assert counter.office.states() == {"waiting": 1}
    assert counter.office.incidents() == {}
    counter.office.sql("UPDATE attempt SET created_at = created_at - interval '25 hours'")
    counter.office.time_passes()
    counter.pass_once()
    assert counter.office.states()["set_aside"] == 1
    assert len(counter.office.incidents()) == 1
