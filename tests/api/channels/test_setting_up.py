"""An office sets up its channels: paste the robot's address, test, done. By page and by JSON, and refused clearly."""

import re
from typing import Any

import pytest

from tests.api.pages.browser import Browser
from tests.api.site import PASSWORD, Site

ROBOT = "https://oapi.dingtalk.com/robot/send?access_token=0123456789abcdefCANARY77"
WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7aaa-4bc4-97a0-CANARY88"
APP = {
    "kind": "dingwork",
    "name": "钉钉",
    "account": "dingkey",
    "secret": "CANARY-secret-99",
    "place": "1001",
}
SECRETS = ("0123456789abcdefCANARY77", "CANARY88", "CANARY-secret-99")


def make(site: Site, **said: Any) -> dict[str, Any]:
    answer = site.ask("office", "POST", "/api/channels", json={**APP, **said})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def test_a_robots_address_is_pasted_and_its_secret_never_seen_again(site: Site) -> None:
    answer = site.ask(
        "admin", "POST", "/api/channels/paste", json={"address": ROBOT, "sign": "SEC-0123456789"}
    )
    assert answer.status_code == 201
    made = answer.json()
    assert (made["kind"]["code"], made["name"]) == ("dingrobot", "钉钉群机器人")
    assert made["secrets"] == {"place": "…RY77", "sign": "…6789"}
    assert (made["base_url"], made["trial"]) == ("https://oapi.dingtalk.com", None)
    second = site.ask("office", "POST", "/api/channels/paste", json={"address": WECOM, "name": "安全群"})
    assert second.json()["kind"]["code"] == "wecomrobot"
    listed = site.ask("office", "GET", "/api/channels")
    assert [each["name"] for each in listed.json()["items"]] == ["钉钉群机器人", "安全群"]
    assert not any(secret in listed.text + answer.text + second.text for secret in SECRETS)
    assert {kind["kind"]["code"] for kind in listed.json()["kinds"]} > {"smsgw", "mail", "wechatmp"}


REFUSED = [
    ({"kind": "pigeon"}, "kind", "种类"),
    ({"name": ""}, "name", "名称"),
    ({"name": "很" * 31}, "name", "名称"),
    ({"secret": ""}, "secret", "请填写应用密钥"),
    ({"secret": "with blanks in"}, "secret", "连续的英文"),
    ({"account": ""}, "account", "请填写应用标识"),
    ({"good": "0"}, "good", "没有“good”"),
    ({"base_url": "ftp://x"}, "base_url", "https://主机"),
    ({"base_url": "https://u:p@host"}, "base_url", "不带账号"),
    ({"kind": "webhook", "account": "", "place": "", "base_url": ""}, "base_url", "请填写接口地址"),
    ({"kind": "mail", "place": "smtp.x.cn", "mode": "tls9"}, "mode", "只能填 starttls"),
    ({"unknown": 1}, "unknown", ""),
]


@pytest.mark.parametrize(("change", "field", "says"), REFUSED)
def test_wrong_input_is_refused_naming_the_field(
    site: Site, change: dict[str, Any], field: str, says: str
) -> None:
    answer = site.ask("office", "POST", "/api/channels", json=APP | change)
    assert answer.status_code == 422
    assert field in answer.text
    assert says in answer.text
    assert "CANARY" not in answer.text


@pytest.mark.parametrize(
    "address", ["", "hello", "https://oapi.dingtalk.com/robot/send", "https://[", "http://x/y?key=1"]
)
def test_what_is_no_robots_address_is_refused(site: Site, address: str) -> None:
    answer = site.ask("office", "POST", "/api/channels/paste", json={"address": address})
    assert answer.status_code == 422
    assert "address" in answer.text


def test_only_the_desk_and_the_administrator_of_the_authority_set_up_channels(site: Site) -> None:
    made = make(site)
    for who in ("leader", "chief1", "officer1", "nurse1", "auditor"):
        assert site.ask(who, "GET", "/api/channels").status_code == 403
        assert site.ask(who, "POST", "/api/channels", json=APP | {"name": "x"}).status_code == 403
        assert site.ask(who, "POST", f"/api/channels/{made['id']}/close").status_code == 403
        assert site.ask(who, "GET", "/api/deliveries/failed").status_code == 403
    assert "卫健委经办人或系统管理员" in site.ask("nurse1", "GET", "/api/channels").text


def test_secrets_left_empty_stay_unless_the_address_changes(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BIHUAN_NOTIFY_WEBHOOK_HOSTS", "d.example")
    made = make(site)
    path = f"/api/channels/{made['id']}"
    said = {"name": "改名", "account": "dingkey", "place": "1001"}
    answer = site.ask("office", "PUT", path, json=said)
    assert (answer.status_code, answer.json()["secrets"]) == (200, {"secret": "…t-99"})
    moved = site.ask("office", "PUT", path, json=said | {"base_url": "https://d.example"})
    assert moved.status_code == 422, "an old secret is not sent to a new place"
    assert "重新填写密钥" in moved.text
    again = site.ask(
        "office", "PUT", path, json=said | {"base_url": "https://d.example", "secret": "new-secret-0001"}
    )
    assert again.json()["secrets"] == {"secret": "…0001"}
    twin = site.ask("office", "POST", "/api/channels", json=APP | {"name": "改名"})
    assert (twin.status_code, "已有叫" in twin.text) == (422, True)
    assert site.ask("office", "GET", "/api/channels/999").status_code == 404


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("https://evil.example", "加入设置 BIHUAN_NOTIFY_WEBHOOK_HOSTS"),
        ("https://oapi.dingtalk.com.evil.cn", "没有获准"),
        ("http://oapi.dingtalk.com", "https://"),
        ("http://127.0.0.1:9", "本机"),
    ],
)
def test_a_host_that_nobody_listed_is_refused_when_saved(site: Site, url: str, says: str) -> None:
    answer = site.ask("office", "POST", "/api/channels", json=APP | {"base_url": url})
    assert (answer.status_code, "base_url" in answer.text, says in answer.text) == (422, True, True)
    pasted = site.ask(
        "office", "POST", "/api/channels/paste", json={"address": f"{url}/robot/send?access_token=x1"}
    )
    assert pasted.status_code == 422


def test_a_pasted_address_keeps_its_path(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIHUAN_NOTIFY_WEBHOOK_HOSTS", "ding.example.cn, wx.example.cn")
    for address, base in (
        ("https://ding.example.cn/gate/v1/robot/send?access_token=abc123", "https://ding.example.cn/gate/v1"),
        ("https://wx.example.cn:8443/qy/cgi-bin/webhook/send?key=abc123", "https://wx.example.cn:8443/qy"),
    ):
        said = {"address": address, "name": base[-9:], "keyword": "闭环"}
        made = site.ask("office", "POST", "/api/channels/paste", json=said)
        assert (made.status_code, made.json()["base_url"]) == (201, base)


def test_a_channel_that_is_closed_can_be_deleted_and_counts_no_more(site: Site) -> None:
    made = make(site)["id"]
    refused = site.ask("office", "DELETE", f"/api/channels/{made}")
    assert (refused.status_code, "先停用" in refused.text) == (409, True)
    for number in range(29):
        make(site, name=f"n{number}")
    full = site.ask("office", "POST", "/api/channels", json=APP | {"name": "one more"})
    assert (full.status_code, "最多 30 个" in full.text) == (409, True)
    site.ask("office", "POST", f"/api/channels/{made}/close")
    make(site, name="one more")
    left = site.ask("office", "DELETE", f"/api/channels/{made}").json()["items"]
    assert made not in [each["id"] for each in left]
    assert site.ask("office", "POST", f"/api/channels/{made}/open").status_code == 404
    site.ask("office", "POST", f"/api/channels/{left[0]['id']}/close")
    assert make(site, name=APP["name"])["id"] != made, "its name is free again"
    assert site.ask("officer1", "DELETE", f"/api/channels/{made}").status_code == 403


def test_the_accounts_of_many_are_entered_in_one_table(site: Site) -> None:
    made = make(site)["id"]
    lines = (
        "officer1\tding-001\nｄｅｐｕｔｙ1，ding-002\n  nurse1   ding-003\n没有这个人 x\nhead\nchief1\t中文\n"
    )
    answer = site.ask("office", "PUT", f"/api/channels/{made}/accounts", json={"lines": lines})
    assert answer.status_code == 200
    done = answer.json()
    assert done["saved"] == 3
    assert [(each["number"], each["why"][:4]) for each in done["refused"]] == [
        (4, "没有叫“"),
        (5, "缺一列："),
        (6, "平台账号"),
    ]
    (way,) = site.get("officer1", "/api/me/channels")["items"]
    assert (way["address"], way["open"], way["chosen"]) == ("ding-001", True, False)
    mine = {"ways": [{"channel": made}]}
    (way,) = site.ask("officer1", "PUT", "/api/me/channels", json=mine | {"password": PASSWORD}).json()[
        "items"
    ]
    assert (way["address"], way["chosen"]) == ("ding-001", True)
    (way,) = site.ask("officer1", "PUT", "/api/me/channels", json={"ways": [], "password": PASSWORD}).json()[
        "items"
    ]
    assert (way["address"], way["chosen"]) == ("ding-001", False)
    assert (
        site.ask("officer1", "PUT", f"/api/channels/{made}/accounts", json={"lines": "x y"}).status_code
        == 403
    )


def test_channels_are_closed_opened_and_put_in_order(site: Site) -> None:
    first, second = make(site)["id"], make(site, name="另一个")["id"]
    assert site.ask("office", "POST", f"/api/channels/{second}/up").status_code == 200
    assert [each["id"] for each in site.get("office", "/api/channels")["items"]] == [second, first]
    site.ask("office", "POST", f"/api/channels/{second}/up")
    assert site.ask("office", "POST", f"/api/channels/{first}/close").json()["active"] is False
    refused = site.ask("office", "POST", f"/api/channels/{first}/trial", json={"to": "u1"})
    assert (refused.status_code, "请先启用" in refused.text) == (409, True)
    assert site.ask("office", "POST", f"/api/channels/{first}/open").json()["active"] is True


def test_the_page_takes_a_robot_and_owes_its_trial(browser: Browser) -> None:
    browser.sign_in("office")
    assert "还没有通道" in browser.read("/channels")
    answer = browser.send("/channels/new", "/channels/paste", address=ROBOT, name="安全群")
    assert answer.status_code == 303
    where = answer.headers["location"]
    page = browser.read(where)
    assert "末四位 …RY77" in page
    assert "还没有测试过" in page
    assert browser.send(where, f"{where}/trial", to="").status_code == 303
    page = browser.read(where)
    assert "正在发送测试消息" in page
    assert 'hx-trigger="every 2s"' in browser.read(f"{where}/trial")
    again = browser.send(where, f"{where}/trial", to="")
    assert (again.status_code, "还没有结果" in again.text) == (409, True)
    for path in ("/channels", where, f"{where}/trial"):
        assert not any(secret in browser.read(path) for secret in SECRETS)


def test_the_page_keeps_what_was_typed_but_no_secret(browser: Browser) -> None:
    browser.sign_in("admin")
    shown = "/channels/new/dingwork"
    answer = browser.send(
        shown, shown, name="钉钉工作台", account="", secret="CANARY-secret-99", place="1001"
    )
    assert answer.status_code == 422
    assert "请填写应用标识" in answer.text
    assert 'value="钉钉工作台"' in answer.text
    assert "CANARY" not in answer.text
    assert "刚才填写的已加密保留" in answer.text
    (kept,) = re.findall(r'name="kept" value="([^"]+)"', answer.text)
    browser.sign_in("office")
    stolen = browser.send(shown, shown, name="x", account="k", secret="", place="1", kept=kept)
    assert "请填写应用密钥" in stolen.text, "what somebody else typed is nothing"
    browser.sign_in("admin")
    answer = browser.send(shown, shown, name="钉钉工作台", account="k", secret="", place="1001", kept=kept)
    where = answer.headers["location"]
    assert "末四位 …t-99" in browser.read(where)
    assert browser.send(where, where, name="新名", account="k2", place="1001").status_code == 303
    assert 'value="k2"' in browser.read(where)
    needs = browser.send(where, f"{where}/trial", to="")
    assert (needs.status_code, "测试收件人的平台账号" in needs.text) == (422, True)
    assert browser.send(where, f"{where}/close").status_code == 303
    assert "已停用" in browser.read("/channels")
    assert browser.send(where, f"{where}/open").status_code == 303
    other = browser.send(
        "/channels/new/mail", "/channels/new/mail", name="邮件", account="a@x.cn", place="smtp.x.cn"
    )
    assert browser.send("/channels", f"{other.headers['location']}/up").status_code == 303
    assert browser.client.get("/channels/new/pigeon").status_code == 404
    bad = browser.send("/channels/new", "/channels/paste", address="http://nowhere")
    assert (bad.status_code, "认不出这个地址" in bad.text) == (422, True)


def test_whoever_may_not_sees_a_calm_page(browser: Browser) -> None:
    browser.sign_in("officer1")
    for path in ("/channels", "/channels/new", "/channels/new/mail", "/channels/messages"):
        answer = browser.client.get(path)
        assert (answer.status_code, "卫健委经办人或系统管理员" in answer.text) == (403, True)
    assert "/channels" not in browser.read("/").replace("/me/channels", "")


def test_every_message_may_be_read_beforehand(browser: Browser, site: Site) -> None:
    browser.sign_in("office")
    page = browser.read("/channels/messages")
    assert "请今天改完并拍照：住院楼5层东侧走道" in page
    assert "举报" not in page
    items = site.get("nurse1", "/api/messages")["items"]
    assert len(items) == 19
    assert all(
        item["length"] <= 150 and "{" not in item["text"] and "[" not in item["text"] for item in items
    )
    (one,) = site.get("nurse1", "/api/messages", key="urge")["items"]
    assert one["card"]["button"] == "去处理"
