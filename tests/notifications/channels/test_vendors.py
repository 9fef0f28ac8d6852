"""The vendors as a process of their own would steer them, and what no plugin of ours ever asks of them."""

import http.client
import json
from typing import Any

from tests.notifications.channels.exchange import Exchange


def ask(exchange: Exchange, path: str, said: Any, size: str | None = None) -> tuple[int, dict[str, Any]]:
    connection = http.client.HTTPConnection("127.0.0.1", exchange.server.server_address[1], timeout=60)
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    connection.request("POST", path, body, {"Content-Length": size} if size else {})
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    return answer.status, json.loads(text) if text.startswith(b"{") else {}


def token(exchange: Exchange, app: str) -> str:
    return exchange.server.vendors.world.token(app)


def test_faults_the_clock_and_the_journal_answer_over_the_wire(exchange: Exchange) -> None:
    fault = {"kind": "errcode", "path": "/dingtalk/robot", "number": 130101, "times": 2}
    assert ask(exchange, "/control/faults", fault)[0] == 200
    assert ask(exchange, "/control/faults", {"kind": "nonsense"})[0] == 400
    assert ask(exchange, "/control/faults", {"kind": "html", "odd": 1})[0] == 400
    assert [exchange.send("dingrobot").ok for _ in range(3)] == [False, False, True]
    before = ask(exchange, "/control/advance", {"seconds": 0})[1]["now"]
    assert ask(exchange, "/control/advance", {"seconds": 600})[1]["now"] - before >= 600
    assert len(ask(exchange, "/control/journal", {})[1]["messages"]) == 1
    assert ask(exchange, "/control/reset", {})[0] == 200
    assert exchange.messages == []
    assert exchange.send("dingrobot").ok
    assert ask(exchange, "/dingtalk/robot/send", {}, size="9999999")[0] == 413


def test_dingtalk_refuses_what_does_not_fit(exchange: Exchange) -> None:
    at = "/dingtalk/robot/send?access_token=robot-plain"
    assert ask(exchange, at, {"msgtype": "feedCard"})[1]["errcode"] == 400105
    assert ask(exchange, at, {"msgtype": "text", "text": {}})[1]["errcode"] == 40035
    assert ask(exchange, at, {"msgtype": "text", "text": {"content": "x" * 20_000}})[1]["errcode"] == 400002
    assert ask(exchange, at, {"msgtype": "text", "text": {"content": "好"}})[1]["errcode"] == 0
    signed = "/dingtalk/robot/send?access_token=robot-signed&timestamp=1&sign=x"
    assert ask(exchange, signed, {})[1]["errmsg"] == "invalid timestamp"
    work = f"/dingtalk/topapi/message/corpconversation/asyncsend_v2?access_token={token(exchange, 'dingtalk:dingkey')}"
    assert ask(exchange, work, b"not json")[1]["errcode"] == 40
    assert ask(exchange, work, {"agent_id": 7})[1]["errcode"] == 41
    assert ask(exchange, work, {"agent_id": 1001})[1]["sub_code"] == "40035"
    people = ",".join(f"p{n}" for n in range(101))
    assert ask(exchange, work, {"agent_id": 1001, "userid_list": people})[1]["sub_code"] == "40035"
    assert ask(exchange, work, {"agent_id": 1001, "userid_list": "a"})[1]["sub_code"] == "400002"


def test_dingtalk_swallows_beyond_five_hundred_a_day(exchange: Exchange) -> None:
    exchange.server.vendors.world.sent["dingtalk:nurse1"].extend([exchange.server.vendors.world.now()] * 500)
    outcome = exchange.send("dingwork")
    exchange.time_passes(3)
    assert "143105" in exchange.ask("dingwork", outcome.receipt).detail
    exchange.time_passes(86_400)
    assert exchange.send("dingwork").ok
    assert exchange.messages[0]["shown"]


def test_wecom_refuses_what_does_not_fit_and_swallows_beyond_thirty_a_minute(exchange: Exchange) -> None:
    at = f"/wecom/cgi-bin/message/send?access_token={token(exchange, 'wecom')}"
    one = {"agentid": 1000002, "touser": "nurse1"}
    for said, code in (
        ({"msgtype": "news", "news": {}}, 40008),
        ({"msgtype": "text", "text": {}}, 44004),
        ({"msgtype": "markdown", "markdown": {"content": "字" * 1366}}, 40058),
        ({"msgtype": "textcard", "textcard": {"title": "t"}}, 40058),
        ({"msgtype": "template_card", "template_card": {"card_type": "text_notice"}}, 42014),
    ):
        assert ask(exchange, at, one | said)[1]["errcode"] == code
    found = [exchange.send("wecomapp", data={"id": n}).ok for n in range(31)]
    assert all(found)
    assert [each["shown"] for each in exchange.messages] == [False] + [True] * 30


def test_wechat_refuses_long_empty_broken_and_pictured_fields(exchange: Exchange) -> None:
    at = f"/wechat/cgi-bin/message/template/send?access_token={token(exchange, 'wechat')}"
    fields: list[dict[str, Any]] = [
        {},
        {"thing1": {"value": "长" * 21}},
        {"thing1": {}},
        {"thing1": {"value": "a\nb"}},
        {"thing1": {"value": "👀"}},
    ]
    for data in fields:
        said = {"touser": "nurse1", "template_id": "tmpl-hazard", "data": data}
        assert ask(exchange, at, said)[1]["errcode"] == 47003


def test_the_gateway_refuses_strangers_stale_calls_and_empty_texts(exchange: Exchange) -> None:
    assert ask(exchange, "/sms/send", {})[1]["code"] == "unknown_key"
    exchange.time_passes(400)
    stale = exchange.send("smsgw")
    assert (stale.final, "不认密钥" in stale.detail) == (True, True)
