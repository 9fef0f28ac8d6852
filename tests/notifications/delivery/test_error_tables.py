"""Over the vendors' whole error tables: what was refused is never marked sent, and each refusal has its own rule."""

import pytest

from deploy.demo.vendors.faults import Kind
from notifications.channels.codes import DINGTALK, DINGTALK_ROBOT, WECOM, WECOM_SENDING
from notifications.channels.verdicts import AGAIN, Table, Turn
from tests.notifications.channels.exchange import SENDING
from tests.notifications.delivery.counter import Counter

TABLES: dict[str, tuple[Table, str]] = {
    "dingrobot": (DINGTALK_ROBOT, "13800000001"),
    "dingwork": (DINGTALK, "officer1"),
    "wecomrobot": (WECOM, "officer1"),
    "wecomapp": (WECOM_SENDING, "officer1"),
}
BECOMES = {Turn.NEVER: "set_aside", Turn.AGAIN: "waiting", Turn.RENEW: "waiting"}
UNREADABLE = (Kind.HTML, Kind.EMPTY, Kind.NO_CODE, Kind.HUGE, Kind.RESET, Kind.CUT, Kind.REDIRECT)


def refused(counter: Counter, kind: str, fault: Kind, number: int = 0) -> dict[str, object]:
    """One message that meets this trouble at the sending address; gives its attempt."""
    counter.office.sql("DELETE FROM person_pace")
    counter.office.sql("UPDATE attempt SET finished_at = clock_timestamp() WHERE finished_at IS NULL")
    counter.office.sql("DELETE FROM channel_pace")
    counter.exchange.server.vendors.script.clear()
    counter.exchange.fault(fault, SENDING[kind], times=9, number=number)
    counter.office.owe("officer1")
    counter.pass_once()
    return counter.office.attempts()[-1]


@pytest.mark.parametrize("kind", ["dingrobot", "dingwork", "wecomapp"])
def test_no_code_of_the_table_is_taken_for_a_yes(counter: Counter, kind: str) -> None:
    table, address = TABLES[kind]
    counter.open(kind)
    counter.order("officer1", f"{kind}:{address}")
    for code, verdict in {**table, 987654: AGAIN}.items():
        attempt = refused(counter, kind, Kind.ERRCODE, code)
        assert attempt["state"] == BECOMES[verdict.turn], code
        assert str(code) in str(attempt["outcome"])
        resting = counter.office.rows("SELECT 1 FROM channel_pace WHERE resting_until > clock_timestamp()")
        assert bool(resting) == bool(verdict.wait), code
    assert "sent" not in counter.office.states()


@pytest.mark.parametrize("kind", sorted(TABLES))
def test_an_answer_that_cannot_be_read_is_no_yes(counter: Counter, kind: str) -> None:
    counter.open(kind)
    counter.order("officer1", f"{kind}:{TABLES[kind][1]}")
    for fault in UNREADABLE:
        assert refused(counter, kind, fault)["state"] != "sent", fault
