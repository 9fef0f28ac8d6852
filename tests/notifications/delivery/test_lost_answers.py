"""An answer that was lost ends in one copy more at most, and nobody is said not to have been reached."""

import pytest

from deploy.demo.vendors.faults import Kind
from notifications.delivery import ask_receipts
from tests.notifications.channels.exchange import SENDING
from tests.notifications.delivery.counter import Counter
from tests.notifications.post_office import NOON

ADDRESSES = {
    "dingrobot": "13800000001",
    "dingwork": "officer1",
    "wecomrobot": "officer1",
    "wecomapp": "officer1",
    "wechatmp": "officer1",
    "smsgw": "13800000001",
}


def begin(counter: Counter, kind: str, address: str = "") -> None:
    counter.open(kind)
    counter.order("officer1", f"{kind}:{address or ADDRESSES[kind]}")


def passes(counter: Counter, times: int = 10) -> None:
    for _ in range(times):
        counter.pass_once()
        counter.exchange.time_passes(60)
        counter.office.time_passes()
        counter.office.sql("UPDATE attempt SET ask_at = clock_timestamp() WHERE ask_at IS NOT NULL")
        ask_receipts(counter.world.store, counter.sender, at=NOON, settings=counter.settings)


@pytest.mark.parametrize(
    ("kind", "lost"), [*((kind, Kind.RESET) for kind in sorted(ADDRESSES)), ("dingwork", Kind.CUT)]
)
def test_one_lost_answer_is_no_loss(counter: Counter, kind: str, lost: Kind) -> None:
    begin(counter, kind)
    counter.exchange.fault(lost, SENDING[kind])
    counter.office.owe("officer1")
    passes(counter, 3)
    seen = [each for each in counter.came() if each["shown"]]
    assert 1 <= len(seen) <= 2
    assert counter.office.states() == {"sent": 1}
    assert counter.office.incidents() == {}


@pytest.mark.parametrize("kind", sorted(ADDRESSES))
def test_a_vendor_that_never_answers_gives_two_copies_at_most_and_no_false_word(
    counter: Counter, kind: str
) -> None:
    begin(counter, kind)
    counter.exchange.fault(Kind.RESET, SENDING[kind], times=99)
    counter.office.owe("officer1")
    passes(counter)
    assert len([each for each in counter.came() if each["shown"]]) <= 2
    (words,) = counter.office.incidents().values()
    assert words.startswith("不能确认officer1是否收到消息")
    assert counter.office.rows("SELECT 1 FROM notice WHERE kind = 'undelivered'") == []


def test_the_next_channel_carries_what_may_have_been_lost_once(counter: Counter) -> None:
    counter.open("dingrobot")
    counter.open("smsgw")
    counter.order("officer1", "dingrobot:13800000001", "smsgw:13800000001")
    counter.exchange.fault(Kind.RESET, SENDING["dingrobot"], times=99)
    counter.office.owe("officer1")
    passes(counter, 4)
    assert counter.tried("officer1") == [("dingrobot", "set_aside"), ("smsgw", "sent")]
    assert len(counter.came()) == 2
    assert counter.office.incidents() == {}


@pytest.mark.parametrize("userid", ["officer1", "old-officer1"])
def test_a_retry_that_dingtalk_forbids_means_that_the_reader_has_it(counter: Counter, userid: str) -> None:
    begin(counter, "dingwork", userid)
    counter.open("smsgw")
    counter.order("officer1", f"dingwork:{userid}", "smsgw:13800000001")
    counter.exchange.fault(Kind.RESET, SENDING["dingwork"])
    counter.office.owe("officer1")
    passes(counter, 4)
    assert counter.tried("officer1") == [("dingwork", "sent")]
    assert len([each for each in counter.came() if each["shown"]]) == 1
    assert counter.office.incidents() == {}


def test_what_was_never_asked_for_is_not_lost(counter: Counter) -> None:
    """A token that could not be fetched is no message that may have arrived."""
    begin(counter, "wecomapp")
    counter.exchange.fault(Kind.RESET, "/wecom/cgi-bin/gettoken", times=5)
    counter.office.owe("officer1")
    passes(counter, 7)
    assert counter.office.states() == {"sent": 1}
    assert [a["lost"] for a in counter.office.attempts()] == [None]
