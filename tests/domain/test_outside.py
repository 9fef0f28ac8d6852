"""One request outside: to places that were named, in time, whole, and silent about itself."""

import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from domain.outside import AllowedHosts, OutsideError, TookTooLongError, call
from tests.notifications.sinks import http_sink, self_signed

HERE = AllowedHosts(loopback=True)
DRIPS = 2000
WHOLE_DRIP = 20
"""Seconds; all drops would take twice as long."""


@contextmanager
def somebody_who_answers(answer: bytes, *, pause: float = 0.0) -> Iterator[int]:
    """A listener that reads once, then says this, a byte at a time when there is a pause."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            client, _ = server.accept()
            with client:
                client.recv(65536)
                try:
                    for byte in answer if pause else [answer]:
                        client.sendall(bytes([byte]) if isinstance(byte, int) else byte)
                        time.sleep(pause)
                except OSError:
                    return

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        thread.join(2)


def test_a_whole_answer_comes_back_with_its_headers() -> None:
    with somebody_who_answers(
        b"HTTP/1.1 418 No\r\nX-Said: yes\r\nContent-Length: 6\r\n\r\n\xe4\xbd\xa0\xe5\xa5\xbd"
    ) as port:
        answer = call("POST", f"http://127.0.0.1:{port}/x", allowed=HERE, seconds=5, body=b"x")
    assert (answer.status, answer.headers["x-said"], answer.text()) == (418, "yes", "你好")


def test_a_dripping_answer_is_cut_by_one_clock_for_all_steps() -> None:
    begun = time.monotonic()
    with (
        somebody_who_answers(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"z" * DRIPS, pause=0.02) as port,
        pytest.raises(TookTooLongError),
    ):
        call("GET", f"http://127.0.0.1:{port}/x", allowed=HERE, seconds=0.3)
    assert time.monotonic() - begun < WHOLE_DRIP


def test_a_handshake_that_drips_is_cut_too() -> None:
    begun = time.monotonic()
    with (
        somebody_who_answers(b"\x16\x03\x03\x40\x00" + b"\0" * DRIPS, pause=0.02) as port,
        pytest.raises(OutsideError),
    ):
        call("GET", f"https://127.0.0.1:{port}/x", allowed=HERE, seconds=0.3)
    assert time.monotonic() - begun < WHOLE_DRIP


def test_no_time_left_is_no_request() -> None:
    with pytest.raises(TookTooLongError):
        call("GET", "http://127.0.0.1:9/x", allowed=HERE, seconds=0)


def test_a_certificate_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    with http_sink(self_signed(tmp_path)) as inbox:
        url = inbox.url.replace("jsons", "https", 1)
        with pytest.raises(OutsideError, match="连接失败"):
            call("POST", f"{url}/ok", allowed=HERE, seconds=5, body=b"{}")
        assert inbox.received == []


def test_nobody_there_and_no_such_name_are_failures() -> None:
    for url in ("http://127.0.0.1:9/x", "http://nobody.invalid/x"):
        with pytest.raises(OutsideError, match="连接失败"):
            call(
                "GET",
                url,
                allowed=AllowedHosts(relays=frozenset({"nobody.invalid"}), loopback=True),
                seconds=3,
            )


def test_nothing_of_an_address_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(1)
    for name in ("httpcore2.connection", "httpcore2.http11"):
        logging.getLogger(name).setLevel(1)
    with somebody_who_answers(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") as port:
        call(
            "GET",
            f"http://127.0.0.1:{port}/canary-1?token=canary-2",
            allowed=HERE,
            seconds=5,
            headers={"X-Key": "canary-3"},
        )
    assert "canary" not in caplog.text
