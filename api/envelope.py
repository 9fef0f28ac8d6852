"""What surrounds every request and answer: how much may be sent, and headers that hold for all answers."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from domain.store.evidence import MOST_BYTES

UPLOADS = "/api/evidence"
MOST_BYTES_OF_JSON = 1024 * 1024
MULTIPART_AROUND_A_FILE = 64 * 1024
TOO_LARGE = 413
MOST_BYTES_OF_A_FORM = 3 * MOST_BYTES
"""A form with its photos, sent by a browser without scripts; with scripts each photo goes up by itself."""
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
HEADERS = {
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
        too_much = announced.isdigit() and int(announced) > left

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


def most_bytes(path: str, kind: str) -> int:
    """How much a request may send: one file, a form with photos, or anything else."""
    if path == UPLOADS:
        return MOST_BYTES + MULTIPART_AROUND_A_FILE
    if not path.startswith("/api/") and kind.startswith("multipart/form-data"):
        return MOST_BYTES_OF_A_FORM
    return MOST_BYTES_OF_JSON
