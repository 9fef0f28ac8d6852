"""One request to a machine outside the house: bounded in time, size and place. No proxy, no redirect, no cookie.

Everything is sent over a connection of its own, to an address that was looked at before the first byte left.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import SplitResult, urlsplit

import httpcore2

from domain.errors import HasMessage
from domain.unreachable import why

CONNECT_SECONDS = 5.0
LARGEST_ANSWER = 256 * 1024


class OutsideError(HasMessage, Exception):
    """A request outside failed. `lost`: it went out whole, so that it may have been served though no answer came."""

    message = "连接失败"

    def __init__(self, said: str = "", *, lost: bool = False) -> None:
        super().__init__(said or self.message)
        self.lost = lost


class NotAdmittedError(OutsideError):
    """The address is none that we may call."""

    message = "地址未获允许"


class TookTooLongError(OutsideError):
    """The time for the whole request ran out."""

    message = "没有在限定时间内完成"


@dataclass(frozen=True)
class Answer:
    """What came back, whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    def text(self) -> str:
        """Read the body as UTF-8, whatever it claims to be."""
        return self.body.decode("utf-8", "replace")


@dataclass(frozen=True)
class AllowedHosts:
    """Which machines may be called: `hosts` by HTTPS, and this machine only when `loopback`.

    `relays` are named by the office itself: they may stand in its own network and speak plain HTTP.
    """

    hosts: frozenset[str] = frozenset()
    relays: frozenset[str] = frozenset()
    loopback: bool = False

    def check(self, url: str) -> SplitResult:
        """Give the parts of an address that may be called; raises `NotAdmittedError`."""
        try:
            parts = urlsplit(url)
            host, _ = (parts.hostname or "").lower(), parts.port
        except ValueError:
            raise NotAdmittedError from None
        ours = is_loopback(host)
        known = self.loopback if ours else host in self.hosts | self.relays
        plain = ours or host in self.relays
        if (
            not known
            or parts.username is not None
            or parts.scheme not in ({"http", "https"} if plain else {"https"})
        ):
            raise NotAdmittedError
        return parts

    def admits(self, host: str, number: str) -> bool:
        """Say whether a host that was named may really be this number."""
        address = ipaddress.ip_address(number.split("%", maxsplit=1)[0])
        address = getattr(address, "ipv4_mapped", None) or address
        if address.is_loopback or address.is_unspecified:
            return self.loopback
        if address.is_link_local or address.is_multicast or address.is_reserved:
            return False
        return address.is_global or host in self.relays


THIS_MACHINE = frozenset({"localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback"})


def is_loopback(host: str) -> bool:
    """Say whether this name or number means this machine itself."""
    host = host.rstrip(".")
    if host in THIS_MACHINE or host.endswith(".localhost"):
        return True
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        try:  # 127.1, 2130706433 and 0x7f000001 are the same machine
            number = ipaddress.IPv4Address(socket.inet_aton(host))
        except (OSError, UnicodeEncodeError):
            return False
    mapped = getattr(number, "ipv4_mapped", None) or number
    return bool(mapped.is_loopback or mapped.is_unspecified)


def call(
    method: str,
    url: str,
    *,
    allowed: AllowedHosts,
    seconds: float,
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
) -> Answer:
    """Send one request and give its whole answer within `seconds` of machine time; raises `OutsideError`."""
    host = (allowed.check(url).hostname or "").lower()
    until = time.monotonic() + seconds
    sent = {"Connection": "close", "User-Agent": "Bihuan", **(headers or {})}
    limits = {"connect": CONNECT_SECONDS, "read": seconds, "write": seconds, "pool": seconds}
    gate = _Gate(allowed, host, until)
    pool = httpcore2.ConnectionPool(ssl_context=_trust(), network_backend=gate)
    try:
        with (
            pool,
            pool.stream(
                method, url, headers=[*sent.items()], content=body, extensions={"timeout": limits}
            ) as answer,
        ):
            heads = {
                name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers
            }
            return Answer(answer.status, heads, _whole(answer.iter_stream()))
    except (httpcore2.TimeoutException, httpcore2.NetworkError, httpcore2.ProtocolError, OSError) as error:
        if time.monotonic() >= until:
            raise TookTooLongError(lost=gate.asked) from None
        raise OutsideError(f"连接失败：{why(error)}", lost=gate.asked) from None
    except (ValueError, TypeError):  # an address or header that HTTP cannot carry
        raise NotAdmittedError("地址不可用，请检查其中有没有多余的符号") from None


def _whole(chunks: Iterable[bytes]) -> bytes:
    found = bytearray()
    for chunk in chunks:
        found += chunk
        if len(found) > LARGEST_ANSWER:
            raise OutsideError("答复过大")
    return bytes(found)


@cache
def _trust() -> ssl.SSLContext:
    """The certificates this machine trusts; reading them takes 20 ms."""
    return ssl.create_default_context()


class _Gate(httpcore2.NetworkBackend):
    """Looks a name up, refuses numbers behind no door, and connects to the number it looked at.

    `asked`: a request went out, and its answer was waited for.
    """

    def __init__(self, allowed: AllowedHosts, host: str, until: float) -> None:
        self._allowed, self._host, self._until = allowed, host, until
        self._backend = httpcore2.SyncBackend()
        self.asked = False

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Try the numbers of a host in order."""
        numbers = list(
            dict.fromkeys(
                str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            )
        )
        if not all(self._allowed.admits(self._host, number) for number in numbers):
            raise NotAdmittedError("地址指向本机或内网，未获允许")
        for number in numbers:
            try:
                limit = _left(self._until, timeout)
                stream = self._backend.connect_tcp(number, port, limit, local_address, socket_options)
                return _Stream(stream, self._until, self)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                if number == numbers[-1]:
                    raise
        raise OutsideError


class _Stream(httpcore2.NetworkStream):
    """A stream on which every step counts against one end."""

    def __init__(self, stream: httpcore2.NetworkStream, until: float, gate: _Gate) -> None:
        self._stream, self._until, self._gate = stream, until, gate

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read within what is left."""
        self._gate.asked = True  # httpcore reads only once all is written
        return self._stream.read(max_bytes, _left(self._until, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write within what is left."""
        self._stream.write(buffer, _left(self._until, timeout))

    def close(self) -> None:
        """Hang up."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        """Shake hands within what is left."""
        secured = self._stream.start_tls(ssl_context, server_hostname, _left(self._until, timeout))
        return _Stream(secured, self._until, self._gate)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - as the library calls it
        """Hand the question on."""
        return self._stream.get_extra_info(info)


def _left(until: float, most: float | None) -> float:
    """Give the seconds left, at most `most`; raises the library's time-out when there are none."""
    left = until - time.monotonic()
    if left <= 0:
        raise httpcore2.ReadTimeout
    return left if most is None else min(left, most)
