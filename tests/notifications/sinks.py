"""Real receivers on this machine: an HTTP server whose path says how it behaves, and an SMTP server."""

import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID


@dataclass
class Inbox:
    """What came in: (path, payload), and the address it came to."""

    url: str = ""
    received: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    closing: threading.Event = field(default_factory=threading.Event)

    def add(self, path: str, payload: dict[str, Any]) -> None:
        with self.lock:
            self.received.append((path, payload))

    def ids(self, part: str = "") -> list[int]:
        return [payload["id"] for path, payload in self.received if part in path]

    def texts(self, part: str = "") -> list[str]:
        return [payload["message"] for path, payload in self.received if part in path]


class _Receiver(BaseHTTPRequestHandler):
    server: "_Server"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.inbox.add(self.path, json.loads(body))
        way = self.path.split("/")[1]
        if way.isdigit():
            self.send_response(int(way))
            self.send_header("Retry-After", "90")
            self.send_header("Location", f"{self.server.inbox.url.replace('json', 'http', 1)}/ok/redirected")
            self.end_headers()
            return
        if way == "slow":
            time.sleep(0.4)
        if way == "hang":
            self.server.inbox.closing.wait(30)
            return
        if way == "drip":
            self._drip()
            return
        self.send_response(200)
        self.end_headers()
        if way == "body":
            self.wfile.flush()
            self.server.inbox.closing.wait(30)

    def _drip(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not self.server.inbox.closing.wait(0.05):
            self.wfile.write(b"z")
            self.wfile.flush()

    def log_message(self, *_: object) -> None:
        """Say nothing on the terminal."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, inbox: Inbox) -> None:
        super().__init__(("127.0.0.1", 0), _Receiver)
        self.inbox = inbox

    def handle_error(self, *_: object) -> None:
        """A sender that hangs up is no error of ours."""


@contextmanager
def http_sink(certificate: Path | None = None) -> Iterator[Inbox]:
    """Run a receiver; its address is `inbox.url`, as `json://...`, or `jsons://...` with a certificate."""
    inbox = Inbox()
    with _Server(inbox) as server:
        inbox.url = f"{'jsons' if certificate else 'json'}://127.0.0.1:{server.server_address[1]}"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield inbox
        finally:
            inbox.closing.set()
            server.shutdown()
            thread.join()


def self_signed(folder: Path) -> Path:
    """Write a certificate for 127.0.0.1 that nobody vouches for, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    begins = datetime(2026, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, begins, begins + timedelta(days=9999))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path = folder / "certificate.pem"
    path.write_bytes(private + certificate.public_bytes(Encoding.PEM))
    return path


@dataclass
class Mailbox:
    """What mail came in, and the port it came to. Recipients `no-…` are refused, `later-…` put off."""

    port: int = 0
    mails: list[tuple[list[str], EmailMessage]] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - the name the library calls
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address.startswith("no-"):
            return f"550 {address} unknown here"
        if address.startswith("later-"):
            return "451 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - the same
        content = envelope.content
        assert isinstance(content, bytes)
        mail = message_from_bytes(content, policy=default)
        assert isinstance(mail, EmailMessage)
        self.mails.append((list(envelope.rcpt_tos), mail))
        return "250 OK"


@contextmanager
def smtp_sink() -> Iterator[Mailbox]:
    """Run an SMTP server; its port is `mailbox.port`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        mailbox = Mailbox(free.getsockname()[1])
    controller = Controller(mailbox, hostname="127.0.0.1", port=mailbox.port)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()
