"""Asks our own public address, as a phone does, and says which line the proxy in front of us lacks."""

import http.client
import json
import ssl
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

from api.envelope import MARK
from api.outside import PUBLIC_URL
from deploy.finding import GOOD, WARNING, WRONG, Finding

PATIENCE = 20
FORGED = "203.0.113.77"  # an address of documentation (RFC 5737): nobody's
PHOTO = 20_000_000
FILES = "配置见 deploy/proxy/"


@dataclass(frozen=True)
class Answer:
    """What came back; `ours` when our own mark stands on it."""

    status: int
    ours: bool
    body: bytes


def look_at_the_public_address(environ: Mapping[str, str]) -> Iterator[Finding]:
    """Nothing without one; what does not arrive as it was sent is named with the line that mends it."""
    public = environ.get(PUBLIC_URL, "").rstrip("/")
    if not public:
        return
    place = urlsplit(public)
    context, untrusted = _certificate(place)
    if untrusted:
        yield Finding(WARNING, f"{public} 的证书本机不认：{untrusted} (certificate not trusted here)")
    try:
        seen = _ask(place, context, "GET", "/seen", headers={"X-Forwarded-For": FORGED})
    except (OSError, http.client.HTTPException) as error:
        yield Finding(WRONG, f"{public} 打不开：{error}（代理没有运行，或本机不能访问它）(cannot be reached)")
        return
    if not seen.ours:
        why = "代理没有转到本系统（proxy_pass），或中间另有设备应答"
        yield Finding(
            WRONG, f"{public} 回答的不是本系统（{seen.status}）：{why}；{FILES} (somebody else answers)"
        )
        return
    missing = [*_missing(place, json.loads(seen.body)), *_body(place, context)]
    for text in missing:
        yield Finding(WRONG, f"{public} 的代理：{text}；{FILES}")
    if not missing:
        yield Finding(
            GOOD, f"{public} 到达本系统，域名、HTTPS、来访地址和照片大小都对 (the proxy keeps what we need)"
        )


def _missing(place: SplitResult, seen: dict[str, Any]) -> Iterator[str]:
    if seen["host"].lower() != place.netloc.lower():
        yield f"没有保留 Host（到达时为“{seen['host']}”），会有人登录不了：proxy_set_header Host $http_host;"
    if not seen["forwarded_for"]:
        yield "没有告知来访地址：proxy_set_header X-Forwarded-For $remote_addr;"
    elif seen["forwarded_for"] == FORGED:
        yield "照搬来访者自己写的地址，谁都能冒充：proxy_set_header X-Forwarded-For $remote_addr;"
    elif seen["address"] != seen["forwarded_for"]:
        yield f"它说的来访地址没有采用：运行 up 时设置 BIHUAN_TRUSTED_PROXIES={seen['address']}"
    elif place.scheme == "https" and not seen["https"]:
        yield "没有告知是 HTTPS：proxy_set_header X-Forwarded-Proto $scheme;"


def _body(place: SplitResult, context: ssl.SSLContext | None) -> Iterator[str]:
    """One photo as large as may be; without a session we refuse it ourselves."""
    body = bytes(PHOTO)
    try:
        answer = _ask(place, context, "POST", "/api/evidence", body=body)
    except (OSError, http.client.HTTPException) as error:
        yield f"传不上 20 MB 的照片：{error}；client_max_body_size 480m;"
        return
    if not answer.ours:
        yield f"拦下了 20 MB 的照片（{answer.status}）：client_max_body_size 480m;"


def _certificate(place: SplitResult) -> tuple[ssl.SSLContext | None, str]:
    """How to speak to it, and why its certificate is not trusted on this machine."""
    if place.scheme != "https":
        return None, ""
    context = ssl.create_default_context()
    try:
        with closing(_line(place, context)) as line:
            line.connect()
    except ssl.SSLCertVerificationError as error:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # nothing secret is sent
        return context, error.verify_message
    except OSError:
        return context, ""
    return context, ""


def _line(place: SplitResult, context: ssl.SSLContext | None) -> http.client.HTTPConnection:
    host = place.hostname or ""
    if context is None:
        return http.client.HTTPConnection(host, place.port or 80, timeout=PATIENCE)
    return http.client.HTTPSConnection(host, place.port or 443, timeout=PATIENCE, context=context)


def _ask(
    place: SplitResult,
    context: ssl.SSLContext | None,
    method: str,
    path: str,
    *,
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
) -> Answer:
    """One request; who refuses a body early may hang up while we still send it."""
    with closing(_line(place, context)) as line:
        line.connect()
        with suppress(BrokenPipeError, ConnectionResetError, ssl.SSLError):
            line.request(method, place.path.rstrip("/") + path, body, headers or {})
        answer = line.getresponse()
        return Answer(answer.status, answer.headers.get(MARK) is not None, answer.read())
