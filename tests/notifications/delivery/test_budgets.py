"""Robots and apps are asked no more than their vendors bear, by all workers together, and nobody sleeps."""

import threading
import time

from deploy.demo.vendors.faults import Kind
from notifications.delivery.budget import take
from tests.notifications.delivery.counter import Counter

MINUTE_AND_MORE = 90


def a_minute_passes(counter: Counter) -> None:
    """Here and at the vendor."""
    counter.exchange.time_passes(MINUTE_AND_MORE)
    counter.office.sql(
        "UPDATE channel_pace SET taken = (SELECT coalesce(array_agg(t - make_interval(secs => :s)), '{}')"
        " FROM unnest(taken) t), resting_until = resting_until - make_interval(secs => :s)",
        s=MINUTE_AND_MORE,
    )
    counter.office.sql(
        "UPDATE attempt SET next_try_at = next_try_at - make_interval(secs => :s)", s=MINUTE_AND_MORE
    )


def four_workers(counter: Counter) -> None:
    workers = [threading.Thread(target=counter.pass_once) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def test_a_robot_is_asked_twenty_times_a_minute_by_four_workers_and_never_refuses(counter: Counter) -> None:
    counter.open("dingrobot")
    people = counter.office.crowd(50)
    counter.office.sql("DELETE FROM reach")
    counter.office.owe_ids(people)
    begun = time.monotonic()
    for minute in range(1, 4):
        four_workers(counter)
        assert len(counter.came("dingrobot")) == min(20 * minute, 50)
        a_minute_passes(counter)
    four_workers(counter)
    assert time.monotonic() - begun < 30, "nobody sleeps"
    assert len(counter.came("dingrobot")) == 50
    assert counter.office.states() == {"sent": 50}
    assert not any("130101" in (a["outcome"] or "") for a in counter.office.attempts())
    assert {a["tries"] for a in counter.office.attempts()} == {1}, "waiting for a turn is no try"


def test_a_robot_that_is_shut_rests_as_a_whole_and_what_waits_is_sent_after(counter: Counter) -> None:
    channel = counter.open("dingrobot")
    for _ in range(21):  # somebody else has used the robot up
        counter.exchange.send("dingrobot", login="robot-signed", secret="SEC0a1b2c3d4e5f")
    before = len(counter.came("dingrobot"))
    for who in ("officer1", "deputy1", "chief1"):
        counter.office.owe(who)
    counter.pass_once()
    pace = counter.office.rows(
        "SELECT extract(epoch FROM resting_until - clock_timestamp()) AS s FROM channel_pace WHERE channel_id = :c",
        c=channel,
    )
    assert 590 < pace[0]["s"] <= 600
    asked = counter.exchange.requests.count("/dingtalk/robot/send")
    for _ in range(3):
        counter.office.time_passes()
        counter.pass_once()
    assert counter.exchange.requests.count("/dingtalk/robot/send") == asked, "nobody asks a robot that rests"
    for _ in range(10):
        a_minute_passes(counter)
    counter.pass_once()
    assert len(counter.came("dingrobot")) == before + 3


def test_an_app_that_is_asked_too_often_rests_while_other_channels_go_on(counter: Counter) -> None:
    counter.open("wecomapp")
    counter.open("smsgw")
    counter.order("officer1", "wecomapp", "smsgw:13800000001")
    counter.order("deputy1", "smsgw:13800000002")
    counter.exchange.fault(Kind.ERRCODE, "/wecom/cgi-bin/message", number=45009)
    counter.office.owe("officer1", "deputy1")
    done = counter.pass_once()
    assert (done.sent, done.given_back) == (1, 1), "a rest costs no try"
    assert counter.came("sms")[0]["to"] == ["13800000002"]


def test_taking_gives_the_seconds_until_there_is_room(counter: Counter) -> None:
    engine = counter.world.store.engine
    assert [take(engine, 7, 2) for _ in range(2)] == [0.0, 0.0]
    assert 70 < take(engine, 7, 2) <= 77 + 10
