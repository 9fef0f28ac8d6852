"""How the web listens: half-open requests end and hinder nobody, one request has one length, named proxies count."""

import socket
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from starlette.testclient import TestClient

from api import listening
from api.app import build_app
from api.envelope import MARK
from api.listening import PacedProtocol
from api.proxies import trusted_proxies
from domain.store.settings import StartError
from tests.serving import serve
from tests.world import World

GET = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
HALF = {
    "nothing": b"",
    "half a head": b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: 1",
    "half a body": b"POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    b"Content-Length: 900\r\n\r\n{",
    "half a second request": GET + b"GET /healthz HTTP/1.1\r\nHo",
}
SHORT = 0.6


@pytest.fixture
def port(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A web server that waits for less time than a real one."""
    monkeypatch.setattr(listening, "HEAD_SECONDS", SHORT)
    monkeypatch.setattr(listening, "BODY_SECONDS", SHORT)
    monkeypatch.setattr(listening, "MOST_WAITED_FOR", 40)
    serving = serve(build_app(world.store), http=PacedProtocol)
    yield serving.port
    serving.stop()


def said(port: int, data: bytes) -> bytes:
    """What the server says until it hangs up."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        line.sendall(data)
        heard = b""
        with suppress(ConnectionResetError):
            while more := line.recv(65536):
                heard += more
        return heard


@pytest.mark.parametrize("half", HALF)
def test_a_request_that_does_not_come_ends(port: int, half: str) -> None:
    heard = said(port, HALF[half])  # ends by itself, or the line's own limit raises
    assert heard.count(b"200 OK") == HALF[half].count(GET)


def test_300_half_open_requests_hinder_nobody_and_are_few(port: int) -> None:
    slow = [socket.create_connection(("127.0.0.1", port), timeout=60) for _ in range(300)]
    for line in slow:
        line.sendall(HALF["half a head"])
    assert b"200 OK" in said(port, GET.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
    for line in slow:
        with line, suppress(ConnectionResetError):
            assert line.recv(10) == b""
    assert not listening._waited_for  # noqa: SLF001 - nobody is waited for any more


def test_a_slow_body_that_goes_on_is_taken(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        line.sendall(
            b"POST /api/session HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 60000\r\n\r\n"
        )
        for _ in range(6):
            line.sendall(b" " * 10_000)
            time.sleep(SHORT / 3)  # the pace is what is tried
        assert b"application/problem+json" in line.recv(65536)


def test_a_request_with_two_lengths_is_refused_and_the_line_closed(port: int) -> None:
    both = (
        b"POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"0\r\n\r\n" + GET
    )
    heard = said(port, both)
    assert heard.startswith(b"HTTP/1.1 400 ")
    assert "只写一个" in heard.decode()
    assert b"200 OK" not in heard, "what follows is nobody's request"


def test_every_answer_carries_our_mark(world: World) -> None:
    client = TestClient(build_app(world.store), raise_server_exceptions=False)
    for path in (
        "/healthz",
        "/",
        "/nowhere",
        "/api/me",
        "/api/nowhere",
        "/static/app.css",
        "/sw.js",
        "/report/shell",
    ):
        assert client.get(path).headers.get(MARK), path


@pytest.mark.parametrize(
    ("said", "public", "trusted"),
    [
        ("", "", []),
        ("", "http://bihuan.example.cn", []),
        ("", "https://bihuan.example.cn", ["127.0.0.1", "::1"]),
        ("none", "https://bihuan.example.cn", []),
        (" 10.0.0.0/24, 10.1.0.7 ", "", ["10.0.0.0/24", "10.1.0.7"]),
    ],
)
def test_a_proxy_is_believed_when_there_must_be_one_or_it_is_named(
    said: str, public: str, trusted: list[str]
) -> None:
    environ = {"BIHUAN_TRUSTED_PROXIES": said, "BIHUAN_NOTIFY_PUBLIC_URL": public}
    assert trusted_proxies(environ) == trusted


@pytest.mark.parametrize("said", ["*", "0.0.0.0/0", "::/0", "proxy.example.cn", "10.0.0.1/8"])
def test_everybody_is_never_believed(said: str) -> None:
    with pytest.raises(StartError, match="BIHUAN_TRUSTED_PROXIES"):
        trusted_proxies({"BIHUAN_TRUSTED_PROXIES": said})
