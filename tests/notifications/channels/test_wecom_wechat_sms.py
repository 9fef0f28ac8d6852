"""WeCom, WeChat and text messages: who was not reached, what fits, and whose call it is."""

import pytest

from tests.notifications.channels.exchange import DATA, LINK, Exchange


def test_a_reader_unknown_to_wecom_is_a_failure_though_the_code_is_nought(exchange: Exchange) -> None:
    outcome = exchange.send("wecomapp", to="nurse1 left-li")
    assert (outcome.ok, outcome.final, outcome.undelivered) == (False, True, ("left-li",))
    assert "left-li" in outcome.detail
    assert exchange.messages[0]["to"] == ["nurse1"]


def test_nobody_known_is_81013_for_good(exchange: Exchange) -> None:
    outcome = exchange.send("wecomapp", to="left-li")
    assert (outcome.ok, outcome.final) == (False, True)
    assert "81013" in outcome.detail


def test_a_text_card_and_a_template_card(exchange: Exchange) -> None:
    assert exchange.send("wecomapp").ok
    assert exchange.send("wecomapp", style="card").ok
    card, text = exchange.messages
    assert (text["kind"], text["button"], text["link"]) == ("textcard", "去处理", LINK)
    assert text["text"] == "请今天改完并拍照：住院楼3层，防火门被占用，已超期2天。\n消息编号 41"
    assert (card["kind"], card["button"], card["link"]) == ("card", "去处理", LINK)
    assert card["rows"] == [["地点", "住院楼3层"], ["期限", "11月25日"]]


def test_without_a_link_it_is_a_text(exchange: Exchange) -> None:
    assert exchange.send("wecomapp", "无需再办，已销号。", data={"id": 1}).ok
    assert exchange.messages[0]["text"] == "催办：住院楼3层\n无需再办，已销号。\n消息编号 1"


def test_a_robot_of_wecom_names_people_and_links(exchange: Exchange) -> None:
    assert exchange.send("wecomrobot").ok
    assert exchange.send("wecomrobot", style="card").ok
    card, markdown = exchange.messages
    assert markdown["text"].endswith(f"[去处理]({LINK})\n<@nurse1>")
    assert card["title"] == "催办：住院楼3层"


def test_a_robot_of_wecom_beyond_twenty_rests_a_minute(exchange: Exchange) -> None:
    assert [exchange.send("wecomrobot").ok for _ in range(20)] == [True] * 20
    outcome = exchange.send("wecomrobot")
    assert (outcome.ok, outcome.final, outcome.wait) == (False, False, 60)
    exchange.time_passes(61)
    assert exchange.send("wecomrobot").ok


def test_a_template_takes_the_words_it_names_each_cut_to_its_kind(exchange: Exchange) -> None:
    data = {**DATA, "values": {"hazard": "防火门被占用" * 9 + "\n👀", "state": "已超期两天多"}}
    outcome = exchange.send(
        "wechatmp", data=data, fields="thing1:hazard,phrase2:state,thing3:nothing,thing4:title"
    )
    assert outcome.ok, outcome
    shown = exchange.messages[0]
    assert shown["rows"] == [
        ["thing1", ("防火门被占用" * 9)[:19] + "…"],
        ["phrase2", "已超期两天"],
        ["thing3", "无"],
        ["thing4", "催办：住院楼3层"],
    ]
    assert shown["link"] == LINK


def test_a_retry_of_a_template_message_is_shown_once(exchange: Exchange) -> None:
    assert [exchange.send("wechatmp").ok for _ in range(2)] == [True, True]
    assert [each["shown"] for each in exchange.messages] == [False, True]


@pytest.mark.parametrize(("who", "code"), [("left-li", "43004"), ("no-body", "40003")])
def test_who_does_not_follow_is_told_elsewhere(exchange: Exchange, who: str, code: str) -> None:
    outcome = exchange.send("wechatmp", to=who)
    assert (outcome.final, code in outcome.detail) == (True, True)


def test_a_text_message_keeps_its_link_and_its_signature(exchange: Exchange) -> None:
    assert exchange.send("smsgw", f"请今天改完。{'很长' * 400}{LINK}", sign="临澄卫健").ok
    text = exchange.messages[0]["text"]
    assert text.startswith("【临澄卫健】请今天改完。")
    assert text.endswith(f"… {LINK}")
    assert len(text) <= 335


def test_a_gateway_has_its_own_words_for_yes_and_never(exchange: Exchange) -> None:
    refused = exchange.send("smsgw", to="12345")
    assert (refused.ok, refused.final, "invalid_mobile" in refused.detail) == (False, True, True)
    assert exchange.send("smsgw", to="12345", never="blacklist").final
    assert not exchange.send("smsgw", good="ACCEPTED").final
    assert exchange.send("smsgw", good="ACCEPTED", never="0").final
    assert not exchange.send("smsgw", good="ACCEPTED").ok


def test_a_gateway_that_knows_the_number_of_a_message_shows_it_once(exchange: Exchange) -> None:
    assert [exchange.send("smsgw").receipt for _ in range(2)] == ["sms-41", "sms-41"]
    assert [each["shown"] for each in exchange.messages] == [False, True]


def test_a_number_told_too_often_asks_for_a_minute(exchange: Exchange) -> None:
    found = [exchange.send("smsgw", data={"id": n}) for n in range(11)]
    assert [each.wait for each in found] == [None] * 10 + [60]
