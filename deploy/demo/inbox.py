"""The demonstration's inbox: a page on this machine that shows each message as it reached a person.

`python -m deploy.demo.inbox PORT FILE`: takes webhook messages, keeps them in FILE (one JSON a line), shows the newest.
"""

import contextlib
import json
import sys
import threading
from collections import deque
from collections.abc import Iterator
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from domain import clock

SHOWN = 200
LARGEST = 64 * 1024
PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta http-equiv="refresh" content="3">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>演示收件箱</title>
<style>body{{font:16px/1.6 system-ui,sans-serif;max-width:44rem;margin:1rem auto;padding:0 1rem;color:#222}}
li{{list-style:none;border-bottom:1px solid #ddd;padding:.6rem 0}}ul{{padding:0}}small{{color:#666}}</style>
<h1>演示收件箱</h1><p>消息如其送达，时间为演示时间；最新的在上面。共 {count} 条。</p><ul>{items}</ul></html>"""


class Inbox:
    """The messages received, newest first."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.lock = threading.Lock()
        known = list(_whole_lines(file)) if file.exists() else []
        self.count = len(known)
        self.newest: deque[dict[str, Any]] = deque(known, maxlen=SHOWN)

    def take(self, to: str, message: dict[str, Any]) -> None:
        """Keep one message."""
        kept = {"to": to, "at": clock.in_words(clock.now()), **message}
        with self.lock, self.file.open("a", encoding="utf-8") as out:
            out.write(json.dumps(kept, ensure_ascii=False) + "\n")
            self.newest.append(kept)
            self.count += 1

    def page(self) -> bytes:
        """The page with the newest messages."""
        with self.lock:
            items = "".join(map(_item, reversed(self.newest))) or "<li>还没有消息。</li>"
            return PAGE.format(count=self.count, items=items).encode()


def _whole_lines(file: Path) -> Iterator[dict[str, Any]]:
    """The messages kept; a line that a killed inbox left half written is passed over and ended."""
    text = file.read_text(encoding="utf-8", errors="replace")
    if text and not text.endswith("\n"):
        with file.open("a", encoding="utf-8") as out:
            out.write("\n")
    for line in text.split("\n"):  # not splitlines: a message may hold U+2028
        with contextlib.suppress(ValueError):
            yield json.loads(line)


def _item(message: dict[str, Any]) -> str:
    to, at = escape(message["to"]), escape(message["at"])
    title, text = escape(str(message.get("title") or "")), escape(str(message.get("message") or ""))
    return f"<li><small>{at} → <b>{to}</b></small><br><b>{title}</b><br>{text}</li>"


def make_server(port: int, inbox: Inbox) -> ThreadingHTTPServer:
    """The server, on this machine only."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(200, "text/html; charset=utf-8", inbox.page())

        def do_POST(self) -> None:
            size = int(self.headers.get("content-length") or 0)
            if size > LARGEST:
                self._answer(413, "application/json", b"{}")
                return
            try:
                message = json.loads(self.rfile.read(size))
            except ValueError:
                self._answer(400, "application/json", b"{}")
                return
            inbox.take(self.path.strip("/"), message if isinstance(message, dict) else {"message": message})
            self._answer(200, "application/json", b"{}")

        def _answer(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing: the page shows what came."""

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


if __name__ == "__main__":
    clock.install(clock.from_environment())
    make_server(int(sys.argv[1]), Inbox(Path(sys.argv[2]))).serve_forever()
