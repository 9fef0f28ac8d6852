"""The inbox's addresses: its page, the webhooks of people, and the vendors behind them."""

import json
from importlib import resources
from typing import ClassVar
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit

from deploy.demo.inbox import door
from deploy.demo.inbox.page import page
from deploy.demo.inbox.people import Reader
from deploy.demo.vendors.server import VendorHandler
from deploy.demo.vendors.wire import Message, Reply, answer

SAFE = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
STYLE = resources.files(__package__).joinpath("style.css").read_bytes()


class InboxHandler(VendorHandler):
    """Shows the page, takes webhooks, and plays the vendors."""

    people: ClassVar[dict[str, Reader]] = {}

    def parse_request(self) -> bool:
        """Refuse other sites' names for this machine: a page elsewhere must not read messages under its own name."""
        if not super().parse_request():
            return False
        host = urlsplit(f"//{self.headers.get('Host', '')}").hostname or ""
        if host == "localhost" or host.replace(".", "").isdigit() or ":" in host:
            return True
        self.send_error(421)
        return False

    def do_GET(self) -> None:  # noqa: N802 - as the library calls it
        """Show the page or its style; the vendors answer the rest."""
        parts = urlsplit(self.path)
        if parts.path == "/":
            only = parse_qs(parts.query).get("to", [""])[0]
            text = page(self.server.vendors.journal.newest(), self.people, only)
            self._say(Reply(text, 200, {**SAFE, "Content-Type": "text/html; charset=utf-8"}))
        elif parts.path == "/style.css":
            self._say(Reply(STYLE, 200, {**SAFE, "Content-Type": "text/css; charset=utf-8"}))
        elif parts.path == door.PAGE:
            reply = door.ask(dict(parse_qsl(parts.query)), self.people)
            self._say(Reply(reply.body, reply.status, {**SAFE, **reply.headers}))
        elif parts.path == door.CHOSEN:
            self._say(door.choose(dict(parse_qsl(parts.query)), self.people, self.server.vendors.world))
        else:
            super().do_GET()

    def _play(self, body: bytes) -> None:
        """A path of one part is a person's webhook."""
        key = unquote(urlsplit(self.path).path.strip("/"))
        if "/" in key or not key:
            super()._play(body)
            return
        try:
            said = json.loads(body)
        except ValueError:
            self._say(answer({"error": "not JSON"}, status=400))
            return
        said = said if isinstance(said, dict) else {"message": said}
        words = {name: str(said.get(name) or "") for name in ("title", "message", "link")}
        text = words["message"].replace(words["link"], "").rstrip() if words["link"] else words["message"]
        message = Message("webhook", (key,), "text", words["title"], text, link=words["link"])
        self.server.vendors.journal.take(message)
        self._say(answer({}))
