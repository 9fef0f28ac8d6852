"""No secret in any log at any level; no message to a place nobody allowed."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from deploy.demo.vendors.faults import Kind
from domain.outside import AllowedHosts, NotAdmittedError, OutsideError, call
from notifications.channels import OWN, address, register
from notifications.sender import AppriseSender
from notifications.settings import NotifySettings
from tests.notifications.channels.exchange import CHANNELS, PLACES, SENDING, Exchange

CANARY = "canary/9f3+x="
TALKERS = (
    "",
    "apprise",
    "urllib3",
    "httpx2",
    "httpcore2",
    "httpcore2.connection",
    "httpcore2.http11",
    "httpx",
    "h11",
)


@contextmanager
def everything_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    levels = {name: logging.getLogger(name).level for name in TALKERS}
    for name in TALKERS:
        logging.getLogger(name).setLevel(1)
    caplog.set_level(1)
    try:
        yield
    finally:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


@pytest.mark.parametrize("kind", [None, Kind.STATUS, Kind.HTML, Kind.RESET, Kind.HANG])
@pytest.mark.parametrize("channel", CHANNELS)
def test_no_secret_reaches_a_log_or_an_outcome(
    exchange: Exchange, caplog: pytest.LogCaptureFixture, channel: str, kind: Kind | None
) -> None:
    exchange.begin_again(seconds=0.3)
    forms = address.forms_of(CANARY)
    login, _, place = PLACES[channel][0].rpartition("@")
    quoted = "canary%2F9f3%2Bx%3D"
    with everything_is_logged(caplog):
        if kind:
            exchange.fault(kind, "/", number=500)
        hidden = f"{login.split(':')[0]}:{quoted}@{place}" if login else quoted
        outcome = exchange.send(channel, login=hidden, secret=CANARY)
        assert not outcome.ok
        if kind is None:
            assert exchange.send(channel).ok
    assert not [form for form in forms if form in caplog.text + repr(outcome)]


def test_a_secret_that_the_vendor_repeats_is_struck_out(exchange: Exchange) -> None:
    exchange.fault(Kind.ERRCODE, SENDING["dingrobot"], number=310000, words="token robot-plain refused")
    assert "robot-plain" not in exchange.send("dingrobot").detail
    assert exchange.send("dingwork").ok
    token, _ = exchange.server.vendors.world.tokens["dingtalk:dingkey"]
    exchange.fault(Kind.ERRCODE, SENDING["dingwork"], number=50002, words=f"your token {token}")
    assert token not in exchange.send("dingwork").detail


def test_an_address_shows_nothing_of_itself(exchange: Exchange) -> None:
    for channel in CHANNELS:
        url = exchange.url(channel)
        found = address.read(url)
        assert found is not None
        assert address.read(found.url()) == found
        plugin = OWN[channel](found)
        assert plugin.url() == found.url()
        assert plugin.url(privacy=True) == f"{channel}://***/"
        assert not any(form in repr(found) for form in found.secrets())


@pytest.mark.parametrize(
    "url",
    [
        "dingwork://key:secret@1001",
        "dingwork://key@1001/nurse1",
        "dingrobot://",
        "wecomapp://corp:secret@/nurse1",
        "wechatmp://app:secret@template",
        "smsgw://key:secret@gateway",
        "dingrobot://[::1/x",
        "unknown://x",
    ],
)
def test_an_address_with_parts_missing_is_none(exchange: Exchange, url: str) -> None:
    outcome = exchange.sender.send(url, "t", "b", data={})
    assert (outcome.ok, outcome.final, outcome.detail) == (False, True, "通知地址无法识别")


@pytest.mark.parametrize(
    "base",
    [
        "http://127.0.0.1:9",
        "http://localhost:9",
        "http://[::1]:9",
        "http://0.0.0.0:9",
        "http://2130706433:9",
        "http://0x7f.1:9",
        "https://169.254.169.254",
        "https://example.com",
        "https://qyapi.weixin.qq.com.evil.example",
        "http://qyapi.weixin.qq.com",
        "https://user:pass@qyapi.weixin.qq.com",
        "ftp://qyapi.weixin.qq.com",
        "https://relay.example:99999",
        "https://[broken",
        "",
    ],
)
def test_a_place_nobody_allowed_gets_nothing(base: str) -> None:
    sender = AppriseSender(NotifySettings(webhook_hosts=frozenset({"relay.example"})), seconds=2)
    outcome = sender.send(f"smsgw://key:secret@gw/13800000000?base={base}", "t", "b", data={})
    assert (outcome.ok, outcome.final, outcome.detail) == (False, True, "地址未获允许")


@pytest.mark.parametrize("name", ["0x7f.1", "127.1", "localhost.", "localtest"])
def test_a_name_that_turns_out_to_be_this_machine_gets_nothing(exchange: Exchange, name: str) -> None:
    """The name is listed, as a rebinding DNS would have it; the number is looked at before anything is sent."""
    port = exchange.server.server_address[1]
    allowed = AllowedHosts(relays=frozenset({name}))
    with pytest.raises(OutsideError):
        call("POST", f"http://{name}:{port}/sms/send", allowed=allowed, seconds=2)
    assert exchange.requests == []


def test_which_numbers_a_named_host_may_be() -> None:
    allowed = AllowedHosts(hosts=frozenset({"vendor.example"}), relays=frozenset({"relay.example"}))
    listed = "8.8.8.8 10.1.2.3 100.64.0.1 127.0.0.1 ::1 ::ffff:127.0.0.1 0.0.0.0 169.254.169.254"
    numbers = [*listed.split(), "fe80::1%eth0", "fd00::1", "224.0.0.1", "240.0.0.1"]
    assert [number for number in numbers if allowed.admits("vendor.example", number)] == ["8.8.8.8"]
    assert [number for number in numbers if allowed.admits("relay.example", number)] == [
        "8.8.8.8",
        "10.1.2.3",
        "100.64.0.1",
        "fd00::1",
    ]
    assert AllowedHosts(loopback=True).admits("x", "127.0.0.1")


def test_a_header_that_breaks_the_line_is_refused(exchange: Exchange) -> None:
    with pytest.raises((NotAdmittedError, OutsideError)):
        call(
            "POST",
            f"{exchange.server.url}/sms/send",
            allowed=AllowedHosts(loopback=True),
            seconds=2,
            headers={"X-Key": "a\r\nX-Evil: 1"},
        )
    assert exchange.requests == []


def test_a_proxy_of_the_machine_is_not_asked(exchange: Exchange, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert exchange.send("dingrobot").ok


def test_apprise_itself_knows_our_schemes_once_told() -> None:
    register()
    register()
    assert set(OWN) == set(PLACES)
