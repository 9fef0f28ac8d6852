"""DingTalk: signed once, named in the text, silent for ten minutes, and asked what became of it."""

from notifications.outcome import Reached
from tests.notifications.channels.exchange import DATA, LINK, Exchange

PLAIN = {**DATA, "link": ""}


def test_a_signed_robot_takes_the_signature_after_one_decoding(exchange: Exchange) -> None:
    for _ in range(5):  # the sum ends in "=" and often holds "+" and "/"
        outcome = exchange.send("dingrobot", login="robot-signed", secret="SEC0a1b2c3d4e5f")
        assert outcome.ok, outcome
    wrong = exchange.send("dingrobot", login="robot-signed", secret="SECother")
    assert (wrong.ok, wrong.final) == (False, True)
    assert "加签密钥不对" in wrong.detail


def test_a_card_has_one_button_and_names_people_in_its_text_too(exchange: Exchange) -> None:
    assert exchange.send("dingrobot", to="13800000000 13900000000").ok
    shown = exchange.messages[0]
    assert (shown["button"], shown["link"], shown["title"]) == ("去处理", LINK, "催办：住院楼3层")
    assert shown["to"] == ["13800000000", "13900000000"]
    assert shown["text"].endswith("@13800000000 @13900000000")
    assert LINK not in shown["text"]


def test_without_a_link_or_by_wish_it_is_markdown(exchange: Exchange) -> None:
    assert exchange.send("dingrobot", "无需再办，已销号。", data=PLAIN).ok
    assert exchange.send("dingrobot", style="markdown").ok
    linked, plain = exchange.messages
    assert plain["button"] == linked["button"] == ""
    assert f"[去处理]({LINK})" in linked["text"]


def test_a_robot_that_wants_its_keyword_says_so_for_good(exchange: Exchange) -> None:
    outcome = exchange.send("dingrobot", login="robot-keyword")
    assert (outcome.final, "关键词" in outcome.detail) == (True, True)
    assert exchange.send("dingrobot", "【闭环】请今天改完。", login="robot-keyword").ok


def test_the_twenty_first_in_a_minute_shuts_the_robot_for_ten(exchange: Exchange) -> None:
    assert [exchange.send("dingrobot").ok for _ in range(20)] == [True] * 20
    outcome = exchange.send("dingrobot")
    assert (outcome.ok, outcome.final, outcome.wait) == (False, False, 600)
    exchange.time_passes(599)
    assert exchange.send("dingrobot").wait == 600
    exchange.time_passes(2)
    assert exchange.send("dingrobot").ok
    assert exchange.send("dingrobot", login="robot-signed", secret="SEC0a1b2c3d4e5f").ok, (
        "another robot is free"
    )


def test_the_same_reminder_twice_a_day_reaches_the_reader_twice(exchange: Exchange) -> None:
    first = exchange.send("dingwork", data={**DATA, "id": 1})
    second = exchange.send("dingwork", data={**DATA, "id": 2})
    exchange.time_passes(3)
    assert exchange.ask("dingwork", first.receipt).reached is Reached.DELIVERED
    assert exchange.ask("dingwork", second.receipt).reached is Reached.DELIVERED


def test_a_retry_of_one_message_is_swallowed_and_the_reader_has_it_already(exchange: Exchange) -> None:
    again = [exchange.send("dingwork") for _ in range(2)]
    exchange.time_passes(3)
    found = [exchange.ask("dingwork", each.receipt) for each in again]
    assert [each.reached for each in found] == [Reached.DELIVERED, Reached.DELIVERED]
    assert [each["shown"] for each in exchange.messages] == [False, True]


def test_a_result_is_pending_then_delivered_read_or_failed(exchange: Exchange) -> None:
    sent = {who: exchange.send("dingwork", to=who) for who in ("nurse1", "reads-all", "no-body")}
    assert all(outcome.ok for outcome in sent.values()), "DingTalk takes them all"
    assert exchange.ask("dingwork", sent["nurse1"].receipt, to="nurse1").reached is Reached.PENDING
    exchange.time_passes(3)
    found = {who: exchange.ask("dingwork", outcome.receipt, to=who) for who, outcome in sent.items()}
    assert [each.reached for each in found.values()] == [Reached.DELIVERED, Reached.READ, Reached.FAILED]
    assert "没有这个接收人" in found["no-body"].detail


def test_a_result_that_cannot_be_had_is_pending_with_the_reason(exchange: Exchange) -> None:
    assert exchange.ask("dingwork", "123").reached is Reached.PENDING
    assert "400002" in exchange.ask("dingwork", "123").detail
    dead = exchange.sender.ask("dingwork://k:s@1/u?base=http://127.0.0.1:9", "123")
    assert (dead.reached, "连接失败" in dead.detail) == (Reached.PENDING, True)


def test_who_never_says_is_unknown(exchange: Exchange) -> None:
    assert exchange.ask("wecomapp", "msg").reached is Reached.UNKNOWN
    assert exchange.sender.ask("json://127.0.0.1:9/x", "1").reached is Reached.UNKNOWN


def test_a_notice_without_a_link_is_markdown_and_numbered(exchange: Exchange) -> None:
    assert exchange.send("dingwork", "无需再办，已销号。", data={**PLAIN, "id": 7}).ok
    assert exchange.messages[0]["text"].endswith("无需再办，已销号。\n\n消息编号 7")


def test_the_keyword_of_a_robot_stands_in_every_message(exchange: Exchange) -> None:
    assert exchange.send("dingrobot", login="robot-keyword", keyword="闭环").ok
    assert exchange.send("dingrobot", "无需再办。", data=PLAIN, login="robot-keyword", keyword="闭环").ok
    assert exchange.send("dingrobot", "很长" * 20_000, login="robot-keyword", keyword="闭环").ok
    assert exchange.send("dingrobot", "闭环：请看", login="robot-keyword", keyword="闭环").ok
    assert [each["text"].count("闭环") for each in exchange.messages] == [1, 1, 1, 1]
