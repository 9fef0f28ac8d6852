"""Pauses, quiet hours, addresses, settings and what leaves no trace in a log."""

import logging
from datetime import datetime, time, timedelta

import pytest

from domain.channels.cards import ChannelCard
from domain.channels.hosts import check_mail_host
from domain.channels.kinds import ChannelKind
from domain.clock import SITE_ZONE
from domain.errors import WrongInput
from domain.outside import is_loopback
from notifications.addresses import digits_of, our_mail, url_of
from notifications.channels.answers import by_status
from notifications.quiet_hours import QuietHours
from notifications.quiet_logs import guard, strike_addresses
from notifications.retry import LONGEST_WAIT, MOST_TRIES, wait_before_next_try
from notifications.settings import NotifySettings, from_environment

OPEN = NotifySettings(
    smtp_url="mailtos://bot:secret@example.cn?mode=starttls", webhook_hosts=frozenset({"oa.example.cn"})
)


@pytest.mark.parametrize(
    ("asked", "wait"), [(None, 60), ("0", 60), ("9999999", 60), ("Tue, 01 Dec", 60), ("120", 120)]
)
def test_who_sends_too_much_rests_though_nobody_says_how_long(asked: str | None, wait: float) -> None:
    assert by_status(429, asked).wait == wait
    assert by_status(500, None).wait is None


HERE = ("localhost", "127.0.0.1", "0.0.0.0", "127.1", "2130706433", "0x7f000001")  # noqa: S104 - never bound


@pytest.mark.parametrize("host", [*HERE, "localhost.", "ip6-localhost"])
def test_a_mail_server_on_this_machine_is_refused_when_it_is_saved(host: str) -> None:
    for place in (host, f"{host}:465"):
        with pytest.raises(WrongInput, match="本系统所在的机器") as refused:
            check_mail_host(place, {})
        assert refused.value.field == "place"
    check_mail_host("smtp.example.cn:465", {})


def test_pauses_triple_up_to_twenty_minutes_and_end_after_eight_tries() -> None:
    pauses = [wait_before_next_try(tries, 0.5) for tries in range(1, MOST_TRIES)]
    assert pauses[:4] == [
        timedelta(seconds=5),
        timedelta(seconds=15),
        timedelta(seconds=45),
        timedelta(seconds=135),
    ]
    assert pauses[-1] == LONGEST_WAIT
    assert wait_before_next_try(MOST_TRIES, 0.5) is None


def test_chance_spreads_a_pause_by_a_fifth() -> None:
    assert wait_before_next_try(1, 0.0) == timedelta(seconds=4)
    assert wait_before_next_try(1, 1.0) == timedelta(seconds=6)


def test_a_receiver_may_ask_for_more_patience_but_not_for_ever() -> None:
    assert wait_before_next_try(1, 0.5, timedelta(minutes=10)) == timedelta(minutes=10)
    assert wait_before_next_try(1, 0.5, timedelta(days=9)) == timedelta(hours=1)


@pytest.mark.parametrize(
    ("wall", "quiet"), [("20:59", False), ("21:00", True), ("02:00", True), ("07:29", True), ("07:30", False)]
)
def test_the_night_is_quiet_by_the_clock_of_shanghai(wall: str, *, quiet: bool) -> None:
    at = datetime.combine(datetime(2026, 11, 24, tzinfo=SITE_ZONE), time.fromisoformat(wall), SITE_ZONE)
    assert QuietHours().cover(at) is quiet


def test_a_pause_at_noon_does_not_cross_midnight() -> None:
    noon = QuietHours(time(12), time(14))
    assert noon.cover(datetime(2026, 11, 24, 13, tzinfo=SITE_ZONE))
    assert not noon.cover(datetime(2026, 11, 24, 23, tzinfo=SITE_ZONE))


def card(kind: ChannelKind, base_url: str = "", **settings: str) -> ChannelCard:
    return ChannelCard(1, 1, kind, "通道", base_url, settings, {}, 1)


def webhook(base_url: str, settings: NotifySettings, **secrets: str) -> str | None:
    return url_of(card(ChannelKind.WEBHOOK, base_url), secrets, "officer1", settings)


@pytest.mark.parametrize(
    "base_url",
    [
        "https://evil.example/in",
        "http://127.0.0.1:8080",
        "http://[::1]/x",
        "http://[::ffff:127.0.0.1]/x",
        "http://0.0.0.0/x",
        "http://localhost/x",
        "file:///etc/passwd",
        "http://[broken",
        "https://oa.example.cn@evil.example/",
    ],
)
def test_a_webhook_goes_nowhere_the_office_did_not_name(base_url: str) -> None:
    assert webhook(base_url, OPEN) is None


def test_a_webhook_names_the_person_in_its_path_and_bears_its_key() -> None:
    assert webhook("https://oa.example.cn/in", OPEN) == "jsons://oa.example.cn/in/officer1"
    url = webhook("https://oa.example.cn/in", OPEN, secret="s3cret&x") or ""
    assert url.endswith("/officer1?+Authorization=Bearer%20s3cret%26x")


def test_this_machine_is_reached_only_when_allowed() -> None:
    allowed = NotifySettings(allow_loopback=True)
    assert webhook("http://127.0.0.1:8080", allowed) == "json://127.0.0.1:8080/officer1"
    assert webhook("https://oa.example.cn/x", allowed) is None
    assert not is_loopback("oa.example.cn")


@pytest.mark.parametrize(
    "email", ["a@x.cn,b@x.cn", "a@x.cn&cc=b@x.cn b", "Li <a@x.cn>", "a@x.cn\nBcc: b@x.cn", "nobody", ""]
)
def test_a_mail_address_is_one_mailbox_or_none(email: str) -> None:
    assert our_mail(email, OPEN) is None
    assert url_of(card(ChannelKind.MAIL, account="bot@x.cn", place="smtp.x.cn"), {}, email, OPEN) is None


def test_a_mail_address_cannot_add_a_setting() -> None:
    way = our_mail("a&cc=b@x.cn", OPEN)
    assert way is not None
    assert "to=a%26cc%3Db%40x.cn&" in way.url
    assert our_mail("li@example.cn", NotifySettings()) is None


def test_a_mail_server_of_the_office_is_written_as_apprise_reads_it() -> None:
    server = card(ChannelKind.MAIL, account="bot@x.cn", place="smtp.x.cn:465", mode="ssl")
    url = url_of(server, {"secret": "p@ss/word"}, "li@y.cn", OPEN) or ""
    assert url.startswith("mailtos://bot:p%40ss%2Fword@x.cn:465?smtp=smtp.x.cn&mode=ssl&from=")
    assert url.endswith("&from=bot%40x.cn&local=no&to=li%40y.cn&format=text&sender=%E9%97%AD%E7%8E%AF")


def test_a_mail_server_on_this_machine_is_reached_only_when_allowed() -> None:
    here = card(ChannelKind.MAIL, account="bot@x.cn", place="127.0.0.1:25", mode="insecure")
    assert url_of(here, {}, "li@y.cn", OPEN) is None
    assert url_of(here, {}, "li@y.cn", NotifySettings(allow_loopback=True)) is not None


ROBOT, APP = {"place": "TOKEN"}, {"account": "APP", "place": "7"}


@pytest.mark.parametrize(
    ("kind", "settings", "secrets", "address", "url"),
    [
        ("dingrobot", {}, ROBOT, "13800000001", "dingrobot://TOKEN/13800000001?base=https%3A%2F%2Fv"),
        ("dingrobot", {}, ROBOT | {"sign": "SEC"}, "", "dingrobot://TOKEN?base=https%3A%2F%2Fv&secret=SEC"),
        ("dingrobot", {}, ROBOT, "no number", None),
        ("wecomrobot", {}, ROBOT, "", "wecomrobot://TOKEN?base=https%3A%2F%2Fv"),
        ("dingwork", APP, {"secret": "S"}, "u1", "dingwork://APP:S@7/u1?base=https%3A%2F%2Fv"),
        ("dingwork", APP, {"secret": "S"}, "", None),
        ("wecomapp", APP, {"secret": "S"}, "u1", "wecomapp://APP:S@7/u1?base=https%3A%2F%2Fv"),
        (
            "wechatmp",
            APP | {"fields": "thing1:hazard"},
            {"secret": "S"},
            "o1",
            "wechatmp://APP:S@7/o1?base=https%3A%2F%2Fv&fields=thing1%3Ahazard",
        ),
        (
            "smsgw",
            {"account": "K"},
            {"secret": "S"},
            "13800000001",
            "smsgw://K:S@gateway/13800000001?base=https%3A%2F%2Fv",
        ),
        ("smsgw", {"account": "K"}, {"secret": "S"}, "", None),
    ],
)
def test_each_kind_of_channel_has_its_own_url(
    kind: str, settings: dict[str, str], secrets: dict[str, str], address: str, url: str | None
) -> None:
    assert url_of(card(ChannelKind(kind), "https://v", **settings), secrets, address, OPEN) == url


def test_secrets_are_not_shown_with_the_settings_or_a_way() -> None:
    assert "secret" not in repr(OPEN) + repr(our_mail("li@example.cn", OPEN))


def test_settings_come_from_the_environment() -> None:
    read = from_environment(
        {
            "BIHUAN_NOTIFY_SMTP_URL": "mailto://x",
            "BIHUAN_NOTIFY_WEBHOOK_HOSTS": " OA.example.cn, ",
            "BIHUAN_NOTIFY_ALLOW_LOOPBACK": "Yes",
            "BIHUAN_NOTIFY_PUBLIC_URL": "https://b.example.cn/",
        }
    )
    assert read.webhook_hosts == {"oa.example.cn"}
    assert read.allow_loopback
    assert read.link("habc") == "https://b.example.cn/h/habc"
    assert from_environment({}) == NotifySettings()


def test_messengers_say_nothing_in_any_log(caplog: pytest.LogCaptureFixture) -> None:
    guard()
    caplog.set_level(1)
    logging.getLogger("apprise").critical("POST https://oa.example.cn/in?token=canary")
    logging.getLogger("urllib3.connectionpool").debug(
        'https://oa.example.cn:443 "POST /in?token=canary HTTP/1.1"'
    )
    assert caplog.records == []
    logging.getLogger("urllib3.connectionpool").warning(
        "Retrying %s: %s", 1, "/in?token=canary url: /in?token=canary"
    )
    assert "url: ***" in caplog.text


def test_addresses_are_struck_out_of_a_line() -> None:
    assert strike_addresses('https://h.cn:443/in?t=1 "POST /in?t=1 HTTP/1.1" url: /in') == (
        'https://*** "POST *** HTTP/1.1" url: ***'
    )


PHONES = [
    ("138 0000 1240", "13800001240"),
    ("138-0000-1241", "13800001241"),
    ("１３８　００００　１２４２", "13800001242"),
    ("+86 138 0000 1243", "13800001243"),
    ("0086-13800001244", "13800001244"),
    ("8613800001245", "13800001245"),
    ("（0571）8888 6666", ""),
    ("（0571）88886666", ""),
    ("057188886666", ""),
    ("+86 571 8888 6666", ""),
    ("0086-571-88886666", ""),
    ("88886666", ""),
    ("12345", ""),
    ("4008001234", ""),
    ("0085291234567", "0085291234567"),
    ("138\u20130000\u20131246", "13800001246"),
    ("+852 9123 4567", "85291234567"),
    ("0571-88886666转802", ""),
    ("letters", ""),
]


@pytest.mark.parametrize(("written", "sent"), PHONES)
def test_a_phone_goes_to_a_gateway_as_digits(written: str, sent: str) -> None:
    assert digits_of(written) == sent
    url = url_of(card(ChannelKind.SMSGW, account="k"), {"secret": "s"}, written, OPEN)
    assert (url or "").partition("gateway/")[2].partition("?")[0] == sent
