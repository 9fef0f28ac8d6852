"""Pauses, quiet hours, addresses, settings and what leaves no trace in a log."""

import logging
from datetime import datetime, time, timedelta

import pytest

from domain.clock import SITE_ZONE
from domain.outside import is_loopback
from notifications.addresses import Channel, addresses
from notifications.quiet_hours import QuietHours
from notifications.quiet_logs import guard, strike_addresses
from notifications.retry import LONGEST_WAIT, MOST_TRIES, wait_before_next_try
from notifications.settings import NotifySettings, from_environment

OPEN = NotifySettings(
    smtp_url="mailtos://bot:secret@example.cn?mode=starttls", webhook_hosts=frozenset({"oa.example.cn"})
)


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
def test_the_night_is_quiet_by_the_clock_of_shanghai(wall: str, quiet: bool) -> None:  # noqa: FBT001
    at = datetime.combine(datetime(2026, 11, 24, tzinfo=SITE_ZONE), time.fromisoformat(wall), SITE_ZONE)
    assert QuietHours().cover(at) is quiet


def test_a_pause_at_noon_does_not_cross_midnight() -> None:
    noon = QuietHours(time(12), time(14))
    assert noon.cover(datetime(2026, 11, 24, 13, tzinfo=SITE_ZONE))
    assert not noon.cover(datetime(2026, 11, 24, 23, tzinfo=SITE_ZONE))


def test_a_person_is_tried_by_webhook_and_then_by_mail() -> None:
    ways = addresses("li@example.cn", "jsons://oa.example.cn/in", OPEN)
    assert [way.channel for way in ways] == [Channel.WEBHOOK, Channel.MAIL]
    assert "to=li%40example.cn" in ways[1].url


def test_a_person_without_channel_has_only_the_list_in_the_app() -> None:
    assert addresses("", "", OPEN) == ()
    assert addresses("li@example.cn", "", NotifySettings()) == ()


@pytest.mark.parametrize(
    "webhook",
    [
        "jsons://evil.example/in",
        "json://127.0.0.1:8080/x",
        "json://[::1]/x",
        "json://[::ffff:127.0.0.1]/x",
        "json://0.0.0.0/x",
        "json://localhost/x",
        "https://oa.example.cn/in",
        "file:///etc/passwd",
        "json://[broken",
        "json://oa.example.cn@evil.example/",
    ],
)
def test_a_webhook_goes_nowhere_the_office_did_not_name(webhook: str) -> None:
    assert addresses("", webhook, OPEN) == ()


def test_this_machine_is_reached_only_when_allowed() -> None:
    allowed = NotifySettings(allow_loopback=True)
    assert len(addresses("", "json://127.0.0.1:8080/x", allowed)) == 1
    assert addresses("", "json://oa.example.cn/x", allowed) == ()
    assert not is_loopback("oa.example.cn")


@pytest.mark.parametrize(
    "email", ["a@x.cn,b@x.cn", "a@x.cn&cc=b@x.cn b", "Li <a@x.cn>", "a@x.cn\nBcc: b@x.cn", "nobody"]
)
def test_a_mail_address_is_one_mailbox_or_none(email: str) -> None:
    assert addresses(email, "", OPEN) == ()


def test_a_mail_address_cannot_add_a_setting() -> None:
    assert "to=a%26cc%3Db%40x.cn&" in addresses("a&cc=b@x.cn", "", OPEN)[0].url


def test_secrets_are_not_shown_with_the_settings_or_an_address() -> None:
    assert "secret" not in repr(OPEN) + repr(addresses("li@example.cn", "", OPEN))


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
