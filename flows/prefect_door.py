"""Stands before Prefect's server: only pages of its own, asked for by a name of this machine, get through.

A page opened in any browser of this machine can send requests to 127.0.0.1; a foreign name that is made to point
here (DNS rebinding) makes them look like our own. Whoever gets through still needs the installation's password.
"""

import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

THIS_MACHINE = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:\d+)?", re.IGNORECASE)
WRONG_NAME, FOREIGN_PAGE = 421, 403

# Prefect's pages make scripts and styles of their own and call nothing but this server; nobody may frame them.
SAFE = {
    b"x-frame-options": b"DENY",
    b"content-security-policy": (
        b"default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        b"img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; connect-src 'self'; "
        b"object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    ),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
}

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


class Door:
    """An ASGI application around another."""

    def __init__(self, inside: Application) -> None:
        self.inside = inside

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or let through and close every answer to frames and foreign scripts."""
        if scope["type"] == "lifespan":
            await self.inside(scope, receive, send)
            return
        headers: dict[str, str] = {}
        for name, value in scope["headers"]:  # one said twice is neither
            told = headers.get(name.decode("latin-1"))
            headers[name.decode("latin-1")] = ",".join(filter(None, (told, value.decode("latin-1"))))
        refused = refusal(headers)
        if refused is None:
            await self.inside(scope, receive, _closed_to_others(send))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await _say(send, *refused)


def refusal(headers: Mapping[str, str]) -> tuple[int, str] | None:
    """Why a request with these headers (names in lower case) is refused: its status and a sentence, or None."""
    host, origin = headers.get("host", ""), headers.get("origin")
    if not THIS_MACHINE.fullmatch(host):
        return WRONG_NAME, "Prefect 只在本机打开：请用 http://127.0.0.1:端口 (open it on this machine)"
    foreign_origin = origin is not None and origin not in {f"http://{host}", f"https://{host}"}
    reaches_in = headers.get("sec-fetch-mode", "navigate") != "navigate"
    if foreign_origin or (headers.get("sec-fetch-site") == "cross-site" and reaches_in):
        return FOREIGN_PAGE, "这个请求来自其他网站，未予办理 (a page of another site)"
    return None


def _closed_to_others(send: Send) -> Send:
    async def closed(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            kept = [(name, value) for name, value in message.get("headers", ()) if name.lower() not in SAFE]
            message = {**message, "headers": [*kept, *SAFE.items()]}
        await send(message)

    return closed


async def _say(send: Send, status: int, words: str) -> None:
    body = words.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", b"%d" % len(body))]
    await _closed_to_others(send)({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
