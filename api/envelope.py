"""What surrounds every request and answer: how much may be sent, and headers that hold for all answers."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import problem
from domain.evidence.files import MOST_BYTES

UPLOADS = "/api/evidence"
MOST_BYTES_OF_JSON = 1024 * 1024
MULTIPART_AROUND_A_FILE = 64 * 1024
TOO_LARGE = 413
LONGEST_LENGTH = 20
"""Digits of a length that are read: Python refuses to read thousands of them."""
TWO_LENGTHS = (
    "请求同时写了 Content-Length 和 Transfer-Encoding，无法判断内容到哪里为止，未予办理。请只写一个。"
)
MOST_BYTES_OF_A_FORM = 24 * MOST_BYTES
"""A form with its photos, read to its end so that nothing typed is lost; `api/pages/multipart.py` keeps less."""
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
MARK = "X-Bihuan"
"""Stands on every answer of ours. Without it somebody between answered: a proxy, a firewall, a hotspot's portal."""
HEADERS = {
    MARK: "1",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=()",
}
FOR_A_YEAR = "max-age=31536000"


class Envelope:
    """ASGI middleware: a body is counted while it arrives, so that nothing huge is read or spooled first.

    HEAD is answered as GET would be, without the body: scanners of mail and chats ask so whether a link lives.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting its bytes; add the headers to the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        left = most_bytes(scope["path"], asked.get("content-type", ""))
        announced = asked.get("content-length", "0")
        too_much = announced.isdecimal() and int(announced[:LONGEST_LENGTH]) > left

        async def counted() -> Message:
            nonlocal left
            if too_much:
                raise HTTPException(TOO_LARGE)
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise HTTPException(TOO_LARGE)
            return message

        only_head = scope["method"] == "HEAD"

        async def with_headers(message: Message) -> None:
            if only_head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("Content-Security-Policy", POLICY)
                if scope["scheme"] == "https":
                    headers["Strict-Transport-Security"] = FOR_A_YEAR
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self.app({**scope, "method": "GET"} if only_head else scope, counted, with_headers)


class OneLength:
    """ASGI middleware: refuses a request that says twice how long it is, and hangs up.

    Whoever stands before us may have believed the other length: what follows could be anybody's request.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on when it has one length."""
        asked = Headers(scope=scope) if scope["type"] == "http" else {}
        if "transfer-encoding" in asked and "content-length" in asked:
            answer = problem(400, "bad_request", TWO_LENGTHS, {"Connection": "close"})
            await answer(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def most_bytes(path: str, kind: str) -> int:
    """How much a request may send: one file, a form with photos, or anything else."""
    if path == UPLOADS:
        return MOST_BYTES + MULTIPART_AROUND_A_FILE
    if not path.startswith("/api/") and kind.startswith("multipart/form-data"):
        return MOST_BYTES_OF_A_FORM
    return MOST_BYTES_OF_JSON
