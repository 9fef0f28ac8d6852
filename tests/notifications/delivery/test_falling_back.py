"""What follows a refusal: the vendor's own rule, the next channel, the superior, an incident. Never silence."""

import pytest

from deploy.demo.vendors.faults import Kind
from domain.channels.cards import set_active
from domain.queries.deliveries import failed_deliveries
from notifications.delivery.claims import Claimed
from notifications.delivery.falling_back import superiors_of
from notifications.delivery.marks import judge
from notifications.outcome import Outcome
from tests.notifications.delivery.counter import Counter
from tests.notifications.post_office import NOON, PostOffice
from tests.stage import IDS, KEYS, directory
from tests.task.test_daily_patrol import sweep, switch
from tests.world import on

ATTEMPT = Claimed(1, 1, 1, 1)
# (what the vendor says) -> (what becomes of the attempt, seconds it waits at least, at most).
JUDGED = [
    (Outcome(ok=True), ("sent", 0, 0)),
    (Outcome(ok=False, final=True), ("set_aside", 0, 0)),
    (Outcome(ok=False), ("waiting", 4, 6)),
    (Outcome(ok=False, wait=600.0), ("waiting", 0, 0)),
    (Outcome(ok=False, wait=600.0, final=True), ("set_aside", 0, 0)),
    (Outcome(ok=False, wait=40_000.0), ("waiting", 0, 0)),  # the channel rests for an hour at most
    (Outcome(ok=False, unreadable=True), ("waiting", 4, 6)),
]


@pytest.mark.parametrize(("outcome", "becomes"), JUDGED)
def test_an_outcome_decides_alone(outcome: Outcome, becomes: tuple[str, int, int]) -> None:
    state, least, most = becomes
    marked = judge(ATTEMPT, outcome)
    assert marked.state == state
    assert least <= marked.wait <= most


def test_the_eighth_failure_is_the_last() -> None:
    assert judge(Claimed(1, 1, 1, 7), Outcome(ok=False)).state == "waiting"
    assert judge(Claimed(1, 1, 1, 8), Outcome(ok=False)).state == "set_aside"


ABOVE = [
    ("fixer1", ["dept1", "officer1", "deputy1", "chief1", "office", "office2", "leader", "head"]),
    ("dept1", ["officer1", "deputy1", "chief1", "office", "office2", "leader", "head"]),
    ("officer1", ["deputy1", "chief1", "office", "office2", "leader", "head"]),
    ("chief1", ["office", "office2", "leader", "head"]),
    ("clinic2", ["clinic1", "clinic1", "office", "office2", "leader", "head"]),
    ("clinic1", ["office", "office2", "leader", "head"]),
    ("office", ["leader", "head"]),
    ("head", []),
]


@pytest.mark.parametrize(("who", "above"), ABOVE)
def test_superiors_stand_above_the_highest_post_of_a_person(who: str, above: list[str]) -> None:
    found = superiors_of(directory(), IDS[who], on("2026-11-24 12:00"))
    assert [KEYS[person] for person in found] == above


def test_a_channel_that_never_takes_it_hands_over_to_the_next_until_the_superior_is_told(
    counter: Counter,
) -> None:
    for kind in ("dingwork", "wecomapp", "smsgw"):
        counter.open(kind)
    counter.order("officer1", "wecomapp:no-such", "smsgw:13800000009")
    counter.order("deputy1", "dingwork")
    counter.exchange.fault(Kind.STATUS, "/sms/", times=99, number=500)
    counter.office.owe("officer1")
    counter.until_quiet()
    assert counter.tried("officer1") == [("wecomapp", "set_aside"), ("smsgw", "set_aside")]
    assert [a["tries"] for a in counter.office.attempts() if a["channel"] == "smsgw"] == [8]
    (told,) = counter.came("dingwork")
    assert told["to"] == ["deputy1"]
    assert "请当面或电话告知officer1：住院楼5层东侧疏散走道" in told["text"]
    subject = f"person:{counter.world.people['officer1']}"
    detail = counter.office.incidents()[subject]
    assert detail.startswith("officer1未收到消息（smsgw）")
    assert detail.endswith("；已告知deputy1")


def test_the_superior_is_told_once_and_again_only_after_the_person_was_reached(counter: Counter) -> None:
    counter.open("wecomapp")
    counter.order("officer1", "wecomapp:no-such")
    for _ in range(3):
        counter.office.owe("officer1", urgency="urgent")
        counter.office.sql("UPDATE person_pace SET urgent_free_at = NULL, free_at = NULL")
        counter.pass_once()
        (detail,) = counter.office.incidents().values()
        assert detail.endswith("；已告知deputy1"), "however often officer1 is missed"
    told = "SELECT count(*) AS n FROM notice WHERE kind = 'undelivered'"
    assert counter.office.rows(told) == [{"n": 1}]
    counter.order("officer1", "wecomapp")
    counter.office.owe("officer1", urgency="urgent")
    counter.office.sql("UPDATE person_pace SET urgent_free_at = NULL, free_at = NULL")
    counter.pass_once()
    assert counter.office.incidents() == {}
    counter.order("officer1", "wecomapp:left-us")
    counter.office.owe("officer1", urgency="urgent")
    counter.office.sql("UPDATE person_pace SET urgent_free_at = NULL, free_at = NULL")
    counter.pass_once()
    assert counter.office.rows(told) == [{"n": 2}]


def test_a_superior_who_could_not_be_told_the_first_time_is_told_later(counter: Counter) -> None:
    counter.open("wecomapp")
    counter.order("officer1", "wecomapp:no-such")
    above = "role IN ('deputy', 'chief', 'desk', 'leader', 'head')"
    for post, ends in (("nobody", "'2020-01-02'"), ("deputy1", "NULL")):
        counter.office.sql(f"UPDATE post SET until = {ends} WHERE {above}")
        counter.office.owe("officer1", urgency="urgent")
        counter.office.sql("UPDATE person_pace SET urgent_free_at = NULL, free_at = NULL")
        counter.pass_once()
        (detail,) = counter.office.incidents().values()
        assert detail.endswith(f"；已告知{post}") == (post != "nobody")


def test_of_a_missed_task_the_superior_is_told_like_of_a_hazard(counter: Counter) -> None:
    for kind in ("wecomapp", "dingwork"):
        counter.open(kind)
    counter.order("dept1", "wecomapp:no-such")
    counter.order("officer1", "dingwork")
    counter.world.leave_post("fixer1", "staff")
    switch(counter.world, "chief1", "2026-11-02 08:00")
    sweep(counter.world, "2026-11-02 08:30")
    sweep(counter.world, "2026-11-03 00:01")
    counter.until_quiet(on("2026-11-03 10:00"))
    assert counter.tried("dept1") == [("wecomapp", "set_aside")]
    (told,) = counter.came("dingwork")
    assert told["to"] == ["officer1"]
    assert "请当面或电话告知dept1" in told["text"]


def test_nobody_above_hears_what_a_reporter_was_told_as_a_reporter(counter: Counter) -> None:
    counter.open("wecomapp")
    counter.order("nurse1", "wecomapp:no-such")
    counter.office.owe("nurse1", kind="closed")
    counter.pass_once()
    assert counter.office.rows("SELECT 1 FROM notice WHERE kind = 'undelivered'") == []
    assert counter.office.incidents() == {}, "when a message to somebody failed tells what it was about"


def test_at_the_top_there_is_still_an_incident(counter: Counter) -> None:
    counter.open("wecomapp")
    counter.order("head", "wecomapp:no-such")
    counter.office.owe("head")
    counter.pass_once()
    assert len(counter.office.incidents()) == 1


def test_the_clock_does_not_wait_for_delivery(counter: Counter) -> None:
    """The deadline never depends on delivery: with every channel dead a hazard climbs as on time."""
    counter.open("wecomapp")
    counter.exchange.fault(Kind.STATUS, times=10_000, number=500)
    ref = counter.world.report("nurse1", "2026-11-02 09:00")
    counter.pass_once(on("2026-11-02 09:01"))
    assert counter.world.sweep("2026-11-20 10:00") > 2
    rungs = [line.action for line in counter.world.journal(ref)]
    assert rungs[0] == "report"
    assert set(rungs[1:]) <= {"urge", "remind"}


def test_a_refused_message_is_never_marked_sent(office: PostOffice) -> None:
    office.reach("officer1", "404")
    office.owe("officer1")
    office.pass_once(NOON)
    assert set(office.states()) == {"set_aside"}


def test_whoever_has_no_way_at_all_is_a_failure_like_any_other(counter: Counter) -> None:
    counter.open("dingwork")
    counter.order("chief1", "dingwork")
    for who in ("deputy1", "officer1"):
        counter.order(who)
    counter.office.sql(
        "UPDATE account SET active = false FROM person WHERE person.id = person_id AND key = 'deputy1'"
    )
    counter.office.owe("deputy1", "officer1")
    counter.until_quiet()
    subject = f"person:{counter.world.people['deputy1']}"
    assert list(counter.office.incidents()) == [subject], "who can sign in reads it in the app"
    assert "没有登录账号" in counter.office.incidents()[subject]
    (told,) = counter.came("dingwork")
    assert "请当面或电话告知deputy1" in told["text"]
    counter.office.sql("UPDATE account SET active = true")
    counter.order("deputy1", "dingwork")
    counter.office.owe("deputy1", urgency="urgent")
    counter.office.sql("DELETE FROM person_pace")
    counter.pass_once()
    assert counter.office.incidents() == {}


def test_what_came_by_another_channel_or_was_read_is_no_failure(counter: Counter) -> None:
    for kind in ("wecomapp", "smsgw"):
        counter.open(kind)
    counter.order("officer1", "wecomapp:no-such", "smsgw:13800000001")
    counter.order("deputy1", "wecomapp:no-such")
    counter.office.owe("officer1", "deputy1")
    counter.until_quiet()
    with counter.world.store.engine.connect() as connection:
        assert [each.person for each in failed_deliveries(connection)] == ["deputy1"]
    counter.office.sql("UPDATE notice SET seen_at = at")
    with counter.world.store.engine.connect() as connection:
        assert failed_deliveries(connection) == []


def test_closing_a_channel_frees_at_once_what_waits_for_it(counter: Counter) -> None:
    for kind in ("dingwork", "smsgw"):
        counter.open(kind)
    counter.order("officer1", "dingwork", "smsgw:13800000001")
    counter.exchange.fault(Kind.ERRCODE, "/dingtalk/topapi", number=90018, times=9)
    counter.office.owe("officer1")
    counter.pass_once()
    assert counter.tried("officer1") == [("dingwork", "waiting")]
    with counter.world.store.engine.begin() as connection:
        set_active(connection, counter.channels["dingwork"], active=False, by=None)
    counter.pass_once()
    assert counter.tried("officer1") == [("dingwork", "set_aside"), ("smsgw", "sent")]
