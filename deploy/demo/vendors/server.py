"""One server on this machine that plays all vendors: `/dingtalk/…`, `/wecom/…`, `/wechat/…`, `/sms/…`, `/oidc/…`.

Under `/control/` tests script faults, push the vendors' clock on and read the journal; a demonstration leaves it off.
"""

import socket
import struct
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from deploy.demo.vendors import faults
from deploy.demo.vendors.dingtalk import DingTalk
from deploy.demo.vendors.faults import TAKEN, Fault, Kind, Script
from deploy.demo.vendors.journal import Journal
from deploy.demo.vendors.oidc import Oidc
from deploy.demo.vendors.sms import Sms
from deploy.demo.vendors.wechat import WeChat
from deploy.demo.vendors.wecom import WeCom
from deploy.demo.vendors.wire import Reply, Request, answer
from deploy.demo.vendors.world import World

LARGEST = 256 * 1024
DRIP_SECONDS = 0.05
HANG_SECONDS = 60.0
Handler = Callable[[Request], Reply]
KINDS = (("dingtalk", DingTalk), ("wecom", WeCom), ("wechat", WeChat), ("sms", Sms))


class Vendors:
    """The vendors and what happens to them."""

    def __init__(self, journal: Journal, *, control: bool = False) -> None:
        self.journal, self.world, self.script = journal, World(), Script()
        self.closing = threading.Event()
        self.requests: list[str] = []
        self.routes: dict[str, Handler] = {}
        self.oidc = Oidc(self.world)
        for name, kind in KINDS:
            routes: Mapping[str, Handler] = kind(self.world).routes
            self.routes |= {f"/{name}{path}": handler for path, handler in routes.items()}
        self.routes |= {f"/oidc{path}": handler for path, handler in self.oidc.routes.items()}
        if control:
            self.routes |= {
                "/control/faults": self._add_fault,
                "/control/advance": self._advance,
                "/control/reset": self._reset,
                "/control/journal": self._read,
            }

    def handle(self, request: Request) -> tuple[Reply, Fault | None]:
        """Answer a request, and say what goes wrong on the way. What is taken is on disk before the answer leaves."""
        handler = self.routes.get(request.path)
        if handler is None:
            return answer({"errcode": 404, "errmsg": "no such address"}, status=404), None
        self.requests.append(request.path)
        fault = self.script.next(request.path)
        if fault is not None and fault.kind not in TAKEN:
            return fault.reply(), fault
        with self.world.lock:
            reply = handler(request)
        if reply.taken is not None:
            self.journal.take(reply.taken, agent=request.headers.get("user-agent", ""))
        return reply, fault

    def _add_fault(self, request: Request) -> Reply:
        try:
            self.script.add(faults.read(request.json()))
        except (TypeError, ValueError) as error:
            return answer({"error": str(error)}, status=400)
        return answer({"ok": True})

    def _advance(self, request: Request) -> Reply:
        self.world.ahead += float(request.json().get("seconds") or 0)
        return answer({"now": self.world.now()})

    def _reset(self, _: Request) -> Reply:
        self.begin_again()
        return answer({"ok": True})

    def begin_again(self) -> None:
        """Forget every message, fault, token and counter."""
        self.world.begin_again()
        self.script.clear()
        self.journal.clear()
        self.requests.clear()

    def _read(self, _: Request) -> Reply:
        return answer({"messages": self.journal.newest()})


class VendorHandler(BaseHTTPRequestHandler):
    """Carries requests to the vendors and their answers back, whole or not."""

    server: "VendorServer"

    def do_GET(self) -> None:
        """Answer a GET."""
        self._play(b"")

    def do_POST(self) -> None:
        """Answer a POST."""
        size = int(self.headers.get("content-length") or 0)
        if size > LARGEST:
            self.send_error(413)
            return
        self._play(self.rfile.read(size))

    def _play(self, body: bytes) -> None:
        parts = urlsplit(self.path)
        heads = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, parts.path, dict(parse_qsl(parts.query)), heads, body)
        reply, fault = self.server.vendors.handle(request)
        if fault is None or fault.kind is Kind.RESET_AFTER:
            self._say(reply)
        else:
            self._fail(reply, fault)
        if fault is not None and fault.kind is Kind.RESET_AFTER:
            self._reset()

    def _fail(self, reply: Reply, fault: Fault) -> None:
        if fault.kind is Kind.HANG:
            self.server.vendors.closing.wait(HANG_SECONDS)
        elif fault.kind is Kind.DRIP:
            self._drip()
        elif fault.kind is Kind.RESET:
            self._reset()
        elif fault.kind is Kind.CUT:
            self._say(
                Reply(reply.body[: len(reply.body) // 2], 200, {"Content-Length": str(len(reply.body))})
            )
        else:
            self._say(reply)

    def _say(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)
        self.wfile.flush()

    def _drip(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not self.server.vendors.closing.wait(DRIP_SECONDS):
            self.wfile.write(b"z")
            self.wfile.flush()

    def _reset(self) -> None:
        """Hang up so that the other side sees a reset, no end."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing: the journal tells."""


class VendorServer(ThreadingHTTPServer):
    """The server, on this machine only."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, vendors: Vendors, port: int = 0, handler: type[VendorHandler] = VendorHandler) -> None:
        super().__init__(("127.0.0.1", port), handler)
        self.vendors = vendors

    @property
    def url(self) -> str:
        """Give the address of the vendors."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, *_: object) -> None:
        """A sender that hangs up is no error of the vendors."""
