"""One message over a real wire: answered, refused, hanging, dripping, and silent in every log."""

import logging
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from notifications.outcome import Outcome
from notifications.sender import AppriseSender, place_of
from notifications.settings import NotifySettings
from notifications.workers import Workers
from tests.notifications.sinks import Inbox, Mailbox, http_sink, self_signed

HERE = NotifySettings(allow_loopback=True)
ENDLESS = 30.0
"""Seconds for which a receiver that hangs holds on."""


def send(url: str, *, seconds: float = 5.0, settings: NotifySettings = HERE) -> Outcome:
    return AppriseSender(settings, seconds=seconds).send(url, "催办：住院楼", "请今天改完。", data={"id": 7})


def test_a_webhook_receives_the_words_and_a_stable_id(inbox: Inbox) -> None:
    assert send(f"{inbox.url}/ok") == Outcome(ok=True, detail="对方接口已收下")
    assert inbox.received == [
        (
            "/ok",
            {"version": "1.0", "type": "info", "title": "催办：住院楼", "message": "请今天改完。", "id": 7},
        )
    ]


def test_a_query_and_a_password_reach_the_receiver(inbox: Inbox) -> None:
    assert send(f"{inbox.url.replace('://', '://bot:pass@')}/ok?-key=1").ok
    assert inbox.received[0][0] == "/ok?key=1"


@pytest.mark.parametrize(
    ("status", "final"), [(500, False), (503, False), (429, False), (408, False), (404, True), (401, True)]
)
def test_a_refusal_is_final_and_a_failure_is_not(inbox: Inbox, status: int, *, final: bool) -> None:
    outcome = send(f"{inbox.url}/{status}")
    assert (outcome.ok, outcome.final, outcome.wait) == (False, final, None)
    assert outcome.detail.endswith(f"（HTTP {status}）")
    assert outcome.retry_after == timedelta(seconds=90)


def test_a_redirect_is_not_followed(inbox: Inbox) -> None:
    assert send(f"{inbox.url}/302").final
    assert [path for path, _ in inbox.received] == ["/302"]


def come_back(workers: Workers[Any]) -> bool:
    """Wait for every thread to be free again, much less long than the receiver would hold it."""
    until = time.monotonic() + ENDLESS / 2
    while workers.busy and time.monotonic() < until:
        time.sleep(0.01)
    return workers.busy == 0


@pytest.mark.parametrize("way", ["hang", "drip"])
def test_an_answer_that_does_not_end_is_cut_in_time(inbox: Inbox, way: str) -> None:
    begun = time.monotonic()
    outcome = send(f"{inbox.url}/{way}", seconds=0.5)
    assert (outcome.ok, outcome.final, outcome.detail) == (False, False, "0.5 秒内没有完成")
    assert time.monotonic() - begun < ENDLESS / 2


def test_a_cut_send_gives_its_thread_back(inbox: Inbox) -> None:
    sender = AppriseSender(HERE, seconds=0.3)
    workers = sender._workers[place_of(inbox.url)]  # noqa: SLF001 - what must not leak is inside
    for way in ("drip", "hang", "drip"):
        sender.send(f"{inbox.url}/{way}", "", "x", data={"id": 1})
        assert come_back(workers)


def test_threads_that_never_come_back_do_not_multiply() -> None:
    workers: Workers[bool] = Workers(2)
    held = threading.Event()
    assert [workers.run(held.wait, 0.05) for _ in range(4)] == [None] * 4
    assert workers.busy == 2
    held.set()
    assert come_back(workers)
    assert workers.run(lambda: True, 5)


def test_a_body_that_never_ends_does_not_matter_once_the_answer_is_yes(inbox: Inbox) -> None:
    begun = time.monotonic()
    assert send(f"{inbox.url}/body", seconds=ENDLESS).ok
    assert time.monotonic() - begun < ENDLESS / 2


def test_a_name_that_leads_to_this_machine_is_refused_at_the_wire(inbox: Inbox) -> None:
    outcome = send(f"{inbox.url}/ok", settings=NotifySettings())
    assert outcome == Outcome(ok=False, detail="地址指向本机，未获允许", final=True)
    assert inbox.received == []


def test_nobody_listening_is_a_failure_to_be_retried() -> None:
    outcome = send("json://127.0.0.1:9/x")
    assert (outcome.ok, outcome.final, outcome.detail) == (
        False,
        False,
        "连接失败：对方没有开放这个端口，请检查地址和端口",
    )


@pytest.mark.parametrize("url", ["nonsense://x", "", "json://", "mailto://"])
def test_an_address_nobody_can_read_is_final(url: str) -> None:
    assert send(url).final


def test_a_header_that_would_begin_another_line_is_refused(inbox: Inbox) -> None:
    assert send(f"{inbox.url}/ok?+X-Note=a%0D%0AX-Other:%20b").final
    assert inbox.received == []


def test_a_certificate_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    with http_sink(self_signed(tmp_path)) as inbox:
        assert send(f"{inbox.url}/ok").detail == "连接失败：对方的证书不可信"
        assert inbox.received == []
        assert send(f"{inbox.url}/ok?verify=no").ok


def test_a_mail_goes_to_one_mailbox_in_plain_words(mailbox: Mailbox) -> None:
    url = f"mailto://127.0.0.1:{mailbox.port}?mode=insecure&from=闭环<bot@bihuan.invalid>&to=li@bihuan.invalid&format=text"
    assert send(url).ok
    (recipients, mail) = mailbox.mails[0]
    assert recipients == ["li@bihuan.invalid"]
    assert mail["Subject"] == "催办：住院楼"
    assert mail["X-Bihuan-Message"] == "7"
    assert mail.get_content_type() == "text/plain"
    assert "请今天改完。" in mail.get_content()


def test_a_second_mail_does_not_wait_for_the_first(mailbox: Mailbox) -> None:
    url = f"mailto://127.0.0.1:{mailbox.port}?mode=insecure&from=bot@bihuan.invalid&to=li@bihuan.invalid"
    begun = time.monotonic()
    assert [send(url).ok for _ in range(3)] == [True] * 3
    assert time.monotonic() - begun < 10  # stock pacing alone would take 11 s


def test_a_refused_recipient_is_told_without_secrets(mailbox: Mailbox) -> None:
    url = f"mailto://127.0.0.1:{mailbox.port}?mode=insecure&from=bot@bihuan.invalid&to=no-li@bihuan.invalid"
    outcome = send(url)
    assert not outcome.ok
    assert "550" in outcome.detail
    assert outcome.final
    assert mailbox.mails == []


@pytest.mark.parametrize("way", ["ok", "500", "hang", "302"])
def test_no_secret_reaches_a_log_at_any_level(
    inbox: Inbox, caplog: pytest.LogCaptureFixture, way: str
) -> None:
    caplog.set_level(1)
    logging.getLogger("apprise").setLevel(1)
    secret = "canary-9f3"
    outcome = send(
        f"{inbox.url.replace('://', f'://bot:{secret}@')}/{way}/{secret}?-token={secret}", seconds=0.5
    )
    assert secret not in caplog.text + outcome.detail
    dead = send(f"mailtos://bot:{secret}@bihuan.invalid:9?smtp=127.0.0.1&to=li@bihuan.invalid&mode=starttls")
    assert not dead.ok
    assert secret not in caplog.text + dead.detail
