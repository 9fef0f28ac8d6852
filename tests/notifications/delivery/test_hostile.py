"""What a hostile reviewer asks of delivery: leavers, holidays, wrong clocks, bombs, wrong names, exhausted robots."""

import gzip
import ssl
from pathlib import Path

import pytest

from deploy.demo.vendors.faults import Kind
from domain import outside
from domain.channels.kinds import MAIL_PORTS, ChannelKind, fill
from domain.errors import WrongInput
from domain.outside import AllowedHosts, OutsideError, call
from tests.domain.test_outside import somebody_who_answers
from tests.notifications.delivery.counter import Counter
from tests.notifications.sinks import http_sink, self_signed
from tests.world import on

HERE = AllowedHosts(loopback=True)


def test_who_has_left_is_owed_nothing_any_more_and_is_nobodys_incident(counter: Counter) -> None:
    """One notice is still owed when its reader leaves, another waits for its second try."""
    counter.open("wecomapp")
    counter.order("fixer1", "wecomapp")
    counter.exchange.fault(Kind.STATUS, "/wecom", number=500)
    counter.office.owe("fixer1", urgency="urgent")
    counter.pass_once()
    assert counter.tried("fixer1") == [("wecomapp", "waiting")]
    counter.office.owe("fixer1")
    counter.office.sql("UPDATE person SET active = false WHERE key = 'fixer1'")
    counter.until_quiet(on("2026-11-24 12:30"))
    assert counter.tried("fixer1") == [("wecomapp", "set_aside")]
    assert counter.office.attempts()[0]["outcome"] == "此人已离岗"
    assert counter.office.rows("SELECT * FROM notice_owed") == [], "settled by the list in the app alone"
    assert counter.office.incidents() == {}
    assert counter.came() == []


def test_a_night_of_a_holiday_ends_in_the_morning_and_what_is_urgent_does_not_wait(counter: Counter) -> None:
    """国庆: 2026-10-01 to 07 nobody works; a message still goes in the morning, not after the holiday."""
    counter.open("dingwork")
    counter.order("officer1", "dingwork")
    for wall, owed, goes in (
        ("10-01 22:00", "normal", 0),
        ("10-02 03:00", "urgent", 1),
        ("10-02 07:29", "", 0),
        ("10-02 07:30", "", 1),
        ("10-04 12:00", "normal", 1),
    ):
        if owed:
            counter.office.owe("officer1", urgency=owed)
        assert counter.pass_once(on(f"2026-{wall}")).sent == goes, wall


def test_a_vendor_whose_clock_is_hours_off_refuses_a_signature_and_the_next_channel_carries_it(
    counter: Counter,
) -> None:
    counter.open("dingrobot")
    counter.open("wecomapp")
    counter.order("officer1", "dingrobot:13800000001", "wecomapp")
    counter.exchange.time_passes(2 * 3600)
    counter.office.owe("officer1")
    counter.until_quiet()
    assert counter.tried("officer1") == [("dingrobot", "set_aside"), ("wecomapp", "sent")]
    assert "本机的时钟" in counter.office.attempts()[0]["outcome"]


def test_a_robot_whose_budget_is_spent_keeps_the_rest_for_later_and_says_so(counter: Counter) -> None:
    counter.open("wecomrobot")
    people = counter.office.crowd(25)
    counter.office.owe_ids(people, urgency="urgent")
    assert counter.pass_once().sent == 20
    assert counter.pass_once().sent == 0
    assert counter.office.states() == {"sent": 20, "waiting": 5}
    assert len(counter.came()) == 20


BOMB = gzip.compress(b"0" * 10_000_000)
HEAD = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    "answer",
    [
        HEAD + b"Content-Length: 10000000\r\n\r\n" + b"x" * 10_000_000,
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + (b"40000\r\n" + b"x" * 0x40000 + b"\r\n") * 40,
        HEAD + b"X-Long: " + b"x" * 10_000_000 + b"\r\n\r\n",
    ],
)
def test_an_answer_without_end_is_not_read_to_its_end(answer: bytes) -> None:
    with somebody_who_answers(answer) as port, pytest.raises(OutsideError):
        call("POST", f"http://127.0.0.1:{port}/x", allowed=HERE, seconds=10)


def test_a_packed_bomb_is_never_unpacked() -> None:
    head = HEAD + f"Content-Encoding: gzip\r\nContent-Length: {len(BOMB)}\r\n\r\n".encode()
    with somebody_who_answers(head + BOMB) as port:
        answer = call("POST", f"http://127.0.0.1:{port}/x", allowed=HERE, seconds=10)
    assert len(answer.body) == len(BOMB) < 20_000


def test_a_certificate_for_another_name_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody vouches for it, but for the number, not for the name that was asked for."""
    certificate = self_signed(tmp_path)
    monkeypatch.setattr(outside, "_trust", lambda: ssl.create_default_context(cafile=str(certificate)))
    with http_sink(certificate) as inbox:
        port = inbox.url.rpartition(":")[2]
        assert call("POST", f"https://127.0.0.1:{port}/ok", allowed=HERE, seconds=5, body=b"{}").status == 200
        with pytest.raises(OutsideError):
            call("POST", f"https://localhost:{port}/ok", allowed=HERE, seconds=5, body=b"{}")
        assert len(inbox.received) == 1, "nothing was said to the other name"


@pytest.mark.parametrize(
    "base",
    [
        "https://钉钉.中国",
        "https://\uff4fapi.dingtalk.com",
        "https://oapi.dingtalk.com@evil.example",
        "https://a b",
        "gopher://x",
    ],
)
def test_a_host_in_letters_that_may_deceive_is_refused_when_it_is_written(base: str) -> None:
    said = {"account": "a", "secret": "s", "place": "1"}
    with pytest.raises(WrongInput, match="接口地址应写作"):
        fill(ChannelKind.DINGWORK, base, said)


@pytest.mark.parametrize(
    "place",
    [
        "db.example.cn:5432",
        "smtp.example.cn:0",
        "smtp.x.cn:99999",
        "smtp.x.cn/x",
        "邮局.cn",
        "a@b.cn",
        "[::1]:25",
    ],
)
def test_mail_goes_to_the_ports_of_mail_alone(place: str) -> None:
    with pytest.raises(WrongInput, match="邮件服务器应写作"):
        fill(ChannelKind.MAIL, "", {"account": "a@x.cn", "place": place})
    for port in MAIL_PORTS:
        assert fill(ChannelKind.MAIL, "", {"account": "a@x.cn", "place": f"smtp.x.cn:{port}"}).settings
