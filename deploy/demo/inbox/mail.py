"""A mailbox that takes what SMTP brings, on this machine only. Recipients called `no-…` do not exist."""

import socketserver
from email import message_from_bytes
from email.policy import default

from deploy.demo.vendors.journal import Journal
from deploy.demo.vendors.wire import Message

LARGEST = 1024 * 1024
LONGEST_LINE = 4096


class MailServer(socketserver.ThreadingTCPServer):
    """Listens for mail."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port: int, journal: Journal) -> None:
        super().__init__(("127.0.0.1", port), _Dialogue)
        self.journal = journal


class _Dialogue(socketserver.StreamRequestHandler):
    """One SMTP session."""

    server: MailServer
    timeout = 60

    def handle(self) -> None:
        """Answer one command after another until the sender quits."""
        self.recipients: list[str] = []
        self._say(220, "demo mailbox")
        while line := self.rfile.readline(LONGEST_LINE):
            verb, _, rest = line.decode("utf-8", "replace").strip().partition(" ")
            if verb.upper() == "QUIT":
                self._say(221, "bye")
                return
            self._answer(verb.upper(), rest)

    def _answer(self, verb: str, rest: str) -> None:
        if verb in {"HELO", "EHLO", "NOOP"}:
            self._say(250, "demo mailbox")
        elif verb in {"MAIL", "RSET"}:
            self.recipients = []
            self._say(250, "OK")
        elif verb == "RCPT":
            self._recipient(rest)
        elif verb == "DATA" and self.recipients:
            self._say(354, "go ahead")
            self._take(self._data())
        else:
            self._say(503 if verb == "DATA" else 502, "not now")

    def _recipient(self, rest: str) -> None:
        address = rest.partition(":")[2].strip().partition(">")[0].lstrip("<")
        if not address or address.startswith("no-"):
            self._say(550, "no such mailbox")
            return
        self.recipients.append(address)
        self._say(250, "OK")

    def _data(self) -> bytes | None:
        """Read a mail up to its lone full stop; None for one that is too large."""
        mail, size = [], 0
        while (line := self.rfile.readline(LONGEST_LINE)) and line not in (b".\r\n", b".\n"):
            size += len(line)
            if size <= LARGEST:
                mail.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(mail) if size <= LARGEST else None

    def _take(self, mail: bytes | None) -> None:
        if mail is None:
            self._say(552, "too large")
            return
        read = message_from_bytes(mail, policy=default)
        body = read.get_body(("plain", "html"))
        text = str(body.get_content()).strip() if body is not None else ""
        title = str(read["Subject"] or "")
        self.server.journal.take(Message("mail", tuple(self.recipients), "mail", title, text))
        self._say(250, "OK")

    def _say(self, code: int, words: str) -> None:
        self.wfile.write(f"{code} {words}\r\n".encode())
