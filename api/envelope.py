"""What surrounds every request and answer: how much may be sent, and headers that hold for all answers."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from domain.store.evidence import MOST_BYTES

UPLOADS = "/api/evidence"
MOST_BYTES_OF_JSON = 1024 * 1024
MULTIPART_AROUND_A_FILE = 64 * 1024
TOO_LARGE = 413


class Envelope:
    """ASGI middleware: a body is counted while it arrives, so that nothing huge is read or spooled first."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting its bytes; add the headers to the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        is_upload = scope["path"] == UPLOADS
        left = MOST_BYTES + MULTIPART_AROUND_A_FILE if is_upload else MOST_BYTES_OF_JSON
        announced = Headers(scope=scope).get("content-length", "0")
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

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "same-origin"
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self.app(scope, counted, with_headers)
