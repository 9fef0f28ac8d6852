"""Every channel against everything its vendor may do: only the vendor's own yes is a yes."""

import time
from typing import Any

import pytest

from deploy.demo.vendors.faults import Kind
from notifications.channels import verdicts
from notifications.channels.verdicts import Table, Turn
from tests.notifications.channels.exchange import CHANNELS, SENDING, Exchange

NO_ANSWER: dict[Kind, tuple[dict[str, Any], bool, str]] = {
    Kind.HTML: ({}, False, "答复无法识别"),
    Kind.EMPTY: ({}, False, "答复无法识别"),
    Kind.NO_CODE: ({}, False, "答复无法识别"),
    Kind.HUGE: ({}, False, "答复过大"),
    Kind.STATUS: ({"number": 500}, False, "HTTP 500"),
    Kind.REDIRECT: ({"headers": {"Location": "http://127.0.0.1:1/"}}, True, "HTTP 302"),
    Kind.RESET: ({}, False, "连接失败"),
    Kind.CUT: ({}, False, "连接失败"),
}
TABLES: dict[str, Table] = {
    "dingrobot": verdicts.DINGTALK_ROBOT,
    "dingwork": verdicts.DINGTALK,
    "wecomrobot": verdicts.WECOM,
    "wecomapp": verdicts.WECOM_SENDING,
    "wechatmp": verdicts.WECHAT,
}
CODES = [(channel, code) for channel, table in TABLES.items() for code in [*sorted(table), 99999]]


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_good_day(exchange: Exchange, channel: str) -> None:
    outcome = exchange.send(channel)
    assert outcome.ok, outcome
    assert len(exchange.messages) == 1
    assert exchange.messages[0]["shown"]


@pytest.mark.parametrize("kind", list(NO_ANSWER))
@pytest.mark.parametrize("channel", CHANNELS)
def test_what_cannot_be_read_as_a_yes_is_a_no(exchange: Exchange, channel: str, kind: Kind) -> None:
    more, final, said = NO_ANSWER[kind]
    exchange.fault(kind, SENDING[channel], **more)
    outcome = exchange.send(channel)
    assert not outcome.ok
    assert outcome.final is final
    assert said in outcome.detail
    assert len(outcome.detail) <= 500
    assert exchange.requests.count(exchange.requests[-1]) == 1, "nothing is repeated within one attempt"
    assert exchange.send(channel).ok, "and the next attempt arrives"


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_reset_after_a_whole_yes_is_a_yes(exchange: Exchange, channel: str) -> None:
    exchange.fault(Kind.RESET_AFTER, SENDING[channel])
    assert exchange.send(channel).ok
    assert len(exchange.messages) == 1


@pytest.mark.parametrize("channel", CHANNELS)
def test_429_says_how_long_to_leave_the_app_alone(exchange: Exchange, channel: str) -> None:
    exchange.fault(Kind.STATUS, SENDING[channel], number=429, headers={"Retry-After": "75"})
    outcome = exchange.send(channel)
    assert (outcome.ok, outcome.final, outcome.wait) == (False, False, 75)


@pytest.mark.parametrize("kind", [Kind.HANG, Kind.DRIP])
@pytest.mark.parametrize("channel", ["dingwork", "smsgw"])
def test_an_answer_that_does_not_end_is_cut_by_the_clock_on_the_wall(
    exchange: Exchange, channel: str, kind: Kind
) -> None:
    exchange.begin_again(seconds=0.4)
    exchange.fault(kind, SENDING[channel])
    begun = time.monotonic()
    outcome = exchange.send(channel)
    assert (outcome.ok, outcome.final, outcome.detail) == (False, False, "0.4 秒内没有完成")
    assert time.monotonic() - begun < 1.5


@pytest.mark.parametrize(("channel", "code"), CODES)
def test_every_code_is_taken_as_its_table_says(exchange: Exchange, channel: str, code: int) -> None:
    renew = verdicts.judge(TABLES[channel], code).turn is Turn.RENEW
    exchange.fault(Kind.ERRCODE, SENDING[channel], number=code, words="refused", times=2 if renew else 1)
    outcome = exchange.send(channel)
    verdict = verdicts.judge(TABLES[channel], code)
    assert not outcome.ok
    assert outcome.final is (verdict.turn is Turn.NEVER)
    assert outcome.wait == verdict.wait
    assert str(code) in outcome.detail
    assert exchange.messages == []


@pytest.mark.parametrize("channel", ["dingwork", "wecomapp", "wechatmp"])
@pytest.mark.parametrize("code", [40014, 42001])
def test_a_token_refused_once_is_renewed_and_the_message_arrives(
    exchange: Exchange, channel: str, code: int
) -> None:
    assert exchange.send(channel).ok
    exchange.requests.clear()
    exchange.fault(Kind.ERRCODE, SENDING[channel], number=code)
    assert exchange.send(channel, data={"id": 42, "link": "https://bihuan.example/h/1"}).ok
    assert sum("token" in path for path in exchange.requests) == 1
    assert len(exchange.messages) == 2


@pytest.mark.parametrize("channel", ["dingwork", "wecomapp", "wechatmp"])
def test_a_token_is_fetched_once_and_renewed_when_the_vendor_ends_it(
    exchange: Exchange, channel: str
) -> None:
    for number in range(3):
        assert exchange.send(channel, data={"id": number, "link": "https://bihuan.example/h/1"}).ok
    assert sum("token" in path for path in exchange.requests) == 1
    exchange.time_passes(7201)  # the vendor's clock, not ours: only its refusal can tell us
    assert exchange.send(channel, data={"id": 4, "link": "https://bihuan.example/h/1"}).ok
    assert sum("token" in path for path in exchange.requests) == 2


@pytest.mark.parametrize(
    ("channel", "login", "said"),
    [
        ("dingrobot", "robot-gone", "300005"),
        ("dingwork", "dingkey:wrong@1001", "40089"),
        ("dingwork", "dingkey:dingsecret@2002", "50002"),
        ("wecomrobot", "no-such-key", "93000"),
        ("wecomapp", "wwcorp:wrong@1000002", "40001"),
        ("wecomapp", "wwother:wesecret@1000002", "40013"),
        ("wecomapp", "wwcorp:wesecret@7", "40056"),
        ("wechatmp", "wxapp:wrong@tmpl-hazard", "40125"),
        ("wechatmp", "wxapp:wxsecret@tmpl-other", "40037"),
        ("smsgw", "smskey:wrong@gateway", "401"),
    ],
)
def test_wrong_credentials_are_final(exchange: Exchange, channel: str, login: str, said: str) -> None:
    outcome = exchange.send(channel, login=login)
    assert (outcome.ok, outcome.final) == (False, True)
    assert said in outcome.detail
    assert "wrong" not in outcome.detail


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_hundred_and_twenty_signs_of_any_alphabet_arrive_within_every_limit(
    exchange: Exchange, channel: str
) -> None:
    body = "隐患👨‍👩‍👧é[点我](http://evil.example)**急**<b>" * 400
    assert exchange.send(channel, body).ok
    shown = exchange.messages[0]
    text = shown["text"] + "".join(value for _, value in shown["rows"])
    assert "\ufffd" not in text
    assert "隐患" in text
