"""Every channel against everything its vendor may do: only the vendor's own yes is a yes."""

import time
from typing import Any

import pytest

from deploy.demo.vendors.faults import Kind
from notifications.channels import codes, verdicts
from notifications.channels.verdicts import Table, Turn
from tests.notifications.channels.exchange import CHANNELS, DATA, SENDING, Exchange

NO_ANSWER: dict[Kind, tuple[dict[str, Any], bool, str]] = {
    Kind.HTML: ({}, False, "答复无法识别"),
    Kind.EMPTY: ({}, False, "答复无法识别"),
    Kind.NO_CODE: ({}, False, "答复无法识别"),
    Kind.HUGE: ({}, False, "答复过大"),
    Kind.STATUS: ({"number": 500}, False, "对方服务器出错（HTTP 500）"),
    Kind.REDIRECT: (
        {"headers": {"Location": "http://127.0.0.1:1/"}},
        True,
        "地址已变更，请填写新地址（HTTP 302）",
    ),
    Kind.RESET: ({}, False, "连接失败"),
    Kind.CUT: ({}, False, "连接失败"),
}
TABLES: dict[str, Table] = {
    "dingrobot": codes.DINGTALK_ROBOT,
    "dingwork": codes.DINGTALK,
    "wecomrobot": codes.WECOM,
    "wecomapp": codes.WECOM_SENDING,
    "wechatmp": codes.WECHAT,
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
        ("dingwork", "dingkey:dingsecret@2002", "41"),
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


@pytest.mark.parametrize("code", ["false", "0.4", "0.0", '"0"', "null", "[]", "-0.1"])
@pytest.mark.parametrize("channel", sorted(TABLES))
def test_only_the_whole_number_nought_is_a_yes(exchange: Exchange, channel: str, code: str) -> None:
    exchange.fault(Kind.BODY, SENDING[channel], words=f'{{"errcode": {code}, "access_token": "x"}}')
    outcome = exchange.send(channel)
    assert (outcome.ok, outcome.final, "无法识别" in outcome.detail) == (False, False, True)


@pytest.mark.parametrize("words", ['{"access_token": "x"}', '{"code": "OK"}'])
@pytest.mark.parametrize("channel", sorted(TABLES))
def test_a_token_is_no_yes_to_a_message(exchange: Exchange, channel: str, words: str) -> None:
    exchange.fault(Kind.BODY, SENDING[channel], words=words)
    assert not exchange.send(channel).ok


FINAL = {
    "dingrobot": (310000, 300001, 400013, 430101),
    "dingwork": (40, 41, 43, 33012, 40056, 60121, 50002, 41011, 48001),
    "wecomrobot": (93000, 40008, 44004, 45002, 40058),
    "wecomapp": (47001, 40007, 40056, 41011, 60020, 81013, 301002, 40031, 46004, 48002, 45008),
    "wechatmp": (41001, 40058, 47003, 40037, 43004, 45015, 48004, 40165),
}
SOON = {
    "dingrobot": (-1, 130101, 99999),
    "dingwork": (-1, 10, 15, 90002, 90018),
    "wecomapp": (-1, 45009, 45033),
    "wechatmp": (-1, 45009, 45011),
}


@pytest.mark.parametrize(
    ("channel", "code", "final"),
    [(c, code, True) for c, found in FINAL.items() for code in found]
    + [(c, code, False) for c, found in SOON.items() for code in found],
)
def test_what_no_further_try_can_mend_is_final(channel: str, code: int, *, final: bool) -> None:
    verdict = verdicts.judge(TABLES[channel], code)
    assert (verdict.turn is Turn.NEVER) is final
    words = verdicts.refused(verdict, code, '{"errmsg": "<b>no</b>"}').detail
    assert not set(words) & set('{}<>"')
    assert str(code) in words


@pytest.mark.parametrize("code", [40001, 40013, 40125, 41002, 41004, 40164])
def test_a_token_that_is_refused_for_good_says_what_to_correct(exchange: Exchange, code: int) -> None:
    exchange.fault(Kind.ERRCODE, "/wechat/cgi-bin/token", number=code)
    assert exchange.send("wechatmp").final


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_bare_link_in_somebodys_words_is_no_link_in_any_channel(exchange: Exchange, channel: str) -> None:
    words = "走道堆物，www.evil.example/a http://evil.example evil．example"
    values = {"hazard": words, "place": words}
    said = {**DATA, "values": values, "rows": [("隐患", words)]}
    for data in (said, {**said, "link": ""}):
        for style in ("card", "markdown"):
            assert exchange.send(channel, f"请看：{words}。{data['link']}", data=data, style=style).ok
    for shown in exchange.messages:
        text = shown["title"] + shown["text"] + "".join(value for _, value in shown["rows"])
        assert not any(link in text for link in ("evil.", "evil．", "www.", "http://evil")), text
