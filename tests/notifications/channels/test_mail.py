"""Mail: each refusal by its code, a sender of any name, and the same number at every try."""

import socket
from typing import Any

import pytest

from domain.channels.cards import ChannelCard
from domain.channels.kinds import ChannelKind
from notifications.addresses import our_mail, url_of
from notifications.channels.mail import refused
from notifications.sender import AppriseSender
from notifications.settings import NotifySettings
from tests.notifications.sinks import Mailbox

CODES = [
    (421, "4.3.2 closing", False, "繁忙"),
    (450, "4.2.1 mailbox busy", False, "暂时"),
    (451, "4.7.1 greylisted", False, "稍后"),
    (452, "4.2.2 mailbox full", False, "已满"),
    (454, "4.7.0 temporary", False, "稍后"),
    (530, "5.7.0 sign in", True, "权限"),
    (535, "5.7.8 wrong password", True, "授权码"),
    (535, "authentication failed", True, "授权码"),
    (550, "5.1.1 unknown", True, "没有这个邮箱"),
    (550, "unknown", True, "没有这个邮箱"),
    (552, "5.2.2 full", True, "已满"),
    (550, "4.2.2 says two things", True, "没有这个邮箱"),
    (554, "", True, "拒收"),
    (599, "5.9.9 never seen", True, "拒绝"),
    (499, "never seen", False, "暂时"),
    (250, "a yes where none fits", False, "暂时"),
]
NAMES = [
    "闭环",
    '卫健委（安办）, "值班"',
    "Bihuan, Inc. (on duty)",
    'a "b" <c@d.cn>; e\\f',
    "值班\r\nBcc: x@y.cn",
    "安😀" * 30,
]


@pytest.mark.parametrize(("code", "said", "final", "words"), CODES)
def test_a_refusal_is_read_by_its_code(code: int, said: str, words: str, *, final: bool) -> None:
    outcome = refused(code, said.encode())
    assert (outcome.ok, outcome.final) == (False, final)
    assert words in outcome.detail
    assert str(code) in outcome.detail


@pytest.mark.parametrize("name", NAMES)
def test_a_mail_leaves_whatever_the_sender_is_called(mailbox: Mailbox, name: str) -> None:
    smtp = f"mailto://127.0.0.1:{mailbox.port}?mode=insecure&from=bot@bihuan.invalid"
    settings = NotifySettings(sender_name=name, smtp_url=smtp, allow_loopback=True)
    way = our_mail("li@bihuan.invalid", settings)
    assert way is not None
    sender = AppriseSender(settings)
    assert [sender.send(way.url, "催办", "请今天改完。", data={"id": 7}).ok for _ in range(2)] == [True, True]
    (_, first), (recipients, again) = mailbox.mails
    (shown,) = first["From"].addresses
    assert recipients == ["li@bihuan.invalid"]
    assert shown.addr_spec == "bot@bihuan.invalid"
    assert first["Bcc"] is None
    assert name.split(maxsplit=1)[0].strip('",')[:3] in str(first["From"])
    assert first["Message-ID"] == again["Message-ID"], "a mail program may know it again"


@pytest.mark.parametrize(("allowed", "came"), [(False, 0), (True, 1)])
def test_a_name_that_turns_out_to_be_this_machine_is_told_nothing(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, came: int, *, allowed: bool
) -> None:
    find = socket.getaddrinfo

    def named(host: str, *more: Any, **terms: Any) -> Any:
        return find("127.0.0.1" if host == "mail.bihuan.invalid" else host, *more, **terms)

    monkeypatch.setattr(socket, "getaddrinfo", named)
    said = {
        "account": "bot@bihuan.invalid",
        "place": f"mail.bihuan.invalid:{mailbox.port}",
        "mode": "insecure",
    }
    settings = NotifySettings(allow_loopback=allowed)
    url = url_of(
        ChannelCard(1, 1, ChannelKind.MAIL, "邮件", "", said, {}, 1), {}, "li@bihuan.invalid", settings
    )
    assert url is not None
    outcome = AppriseSender(settings).send(url, "催办", "请今天改完。", data={})
    assert (outcome.ok, outcome.final, len(mailbox.mails)) == (allowed, not allowed, came)
    assert ("指向本机" in outcome.detail) == (not allowed)
