"""Accepted is not delivered: what a vendor took is asked for, and what it lost falls back."""

import pytest

from deploy.demo.vendors.faults import Kind
from notifications.delivery import SealedTokens, ask_receipts
from tests.notifications.delivery.counter import Counter
from tests.notifications.post_office import NOON


def ask(counter: Counter) -> tuple[int, int]:
    counter.office.sql("UPDATE attempt SET ask_at = clock_timestamp() WHERE ask_at IS NOT NULL")
    done = ask_receipts(counter.world.store, counter.sender, at=NOON, settings=counter.settings)
    return done.asked, done.lost


def reached(counter: Counter) -> list[tuple[str, str | None]]:
    return [(a["state"], a["reached"]) for a in counter.office.attempts()]


@pytest.mark.parametrize(("userid", "known"), [("officer1", "delivered"), ("reads-officer1", "read")])
def test_a_work_notice_is_followed_until_it_is_read(counter: Counter, userid: str, known: str) -> None:
    counter.open("dingwork")
    counter.order("officer1", f"dingwork:{userid}")
    counter.office.owe("officer1")
    counter.pass_once()
    assert reached(counter) == [("sent", None)]
    assert ask(counter) == (1, 0)
    assert reached(counter) == [("sent", "pending")]
    counter.exchange.time_passes(3)
    ask(counter)
    assert reached(counter) == [("sent", known)]
    for _ in range(4):
        ask(counter)
    assert ask(counter) == (0, 0), "nobody asks for ever"
    assert reached(counter) == [("sent", known)]


def test_what_the_vendor_lost_goes_by_the_next_channel(counter: Counter) -> None:
    counter.open("dingwork")
    counter.open("smsgw")
    counter.order("officer1", "dingwork:no-such", "smsgw:13800000001")
    counter.office.owe("officer1")
    counter.pass_once()
    counter.exchange.time_passes(3)
    assert ask(counter) == (1, 1)
    assert reached(counter)[0] == ("set_aside", "failed")
    counter.pass_once()
    assert counter.came("sms")[0]["to"] == ["13800000001"]
    assert counter.tried("officer1") == [("dingwork", "set_aside"), ("smsgw", "sent")]


def test_a_vendor_that_cannot_answer_is_asked_again_and_one_that_never_tells_is_not(counter: Counter) -> None:
    counter.open("dingwork")
    counter.open("wecomapp")
    counter.order("officer1", "dingwork")
    counter.order("deputy1", "wecomapp")
    counter.office.owe("officer1", "deputy1")
    counter.pass_once()
    counter.exchange.fault(Kind.STATUS, "/dingtalk/topapi", number=500)
    assert ask(counter) == (2, 0)
    assert sorted(reached(counter)) == [("sent", "pending"), ("sent", "unknown")]
    assert ask(counter)[0] == 1


def test_workers_share_a_token_that_the_database_keeps_sealed(counter: Counter) -> None:
    counter.open("dingwork")
    counter.order("officer1", "dingwork")
    counter.order("deputy1", "dingwork")
    counter.office.owe("officer1", "deputy1")
    counter.pass_once()
    assert counter.exchange.requests.count("/dingtalk/gettoken") == 1
    token = next(iter(counter.exchange.server.vendors.world.tokens.values()))[0]
    (kept,) = counter.office.rows("SELECT key, token FROM vendor_token")
    assert token.encode() not in bytes(kept["token"])
    tokens = SealedTokens(counter.world.store)
    assert tokens.get(kept["key"]) == token
    counter.exchange.server.vendors.world.revoke()
    counter.office.owe("officer1", urgency="urgent")
    counter.office.sql("DELETE FROM person_pace")
    assert counter.pass_once().sent == 1, "a token that is refused is fetched anew"
    tokens.put("short", "t", -1)
    assert tokens.get("short") is None
    tokens.put("other", "t", 60)
    tokens.forget("other")
    assert tokens.get("other") is None
    counter.office.sql("UPDATE vendor_token SET token = 'sealed by somebody else'")
    assert tokens.get(kept["key"]) is None


def test_an_app_that_says_too_often_is_asked_once_a_rest_and_no_question_is_used_up(counter: Counter) -> None:
    counter.open("dingwork")
    people = ["officer1", "deputy1", "chief1"]
    for person in people:
        counter.order(person, "dingwork")
    counter.office.owe(*people)
    counter.pass_once()
    counter.exchange.time_passes(3)
    counter.exchange.fault(Kind.ERRCODE, "/dingtalk/topapi", number=90018, times=9)
    for _ in range(5):
        counter.office.sql("UPDATE channel_pace SET resting_until = clock_timestamp()")
        assert ask(counter) == (1, 0)
        assert ask(counter) == (0, 0), "it rests"
    assert {a["asked"] for a in counter.office.attempts()} == {0}
    counter.exchange.server.vendors.script.clear()
    counter.office.sql("UPDATE channel_pace SET resting_until = clock_timestamp()")
    assert ask(counter) == (3, 0)
    assert reached(counter) == [("sent", "delivered")] * 3
    # A limit that never ends uses them up after a day, so that nobody asks for ever.
    counter.exchange.fault(Kind.ERRCODE, "/dingtalk/topapi", number=90018, times=99)
    counter.office.sql("UPDATE attempt SET finished_at = finished_at - interval '2 days'")
    for _ in range(9):
        counter.office.sql("UPDATE channel_pace SET resting_until = clock_timestamp()")
        ask(counter)
    counter.office.sql("UPDATE channel_pace SET resting_until = clock_timestamp()")
    assert ask(counter) == (0, 0)
