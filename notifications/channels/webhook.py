"""A JSON webhook: Apprise's own plugin and payload, sent over a connection that can be cut.

The stock transport follows proxies and netrc files of the machine, hides the receiver's status and its
Retry-After, and cannot be stopped when an answer drips in byte by byte.
"""

import base64
import http.client
import json
import socket
import ssl
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from apprise.plugins.custom_json import NotifyJSON

from domain.outside import is_loopback
from domain.unreachable import why
from notifications.channels.answers import REDIRECT, SUCCESS, by_status
from notifications.outcome import Outcome

CONNECT_SECONDS = 5
ANSWER_SECONDS = 10


class Webhook(NotifyJSON):
    """`json://` and `jsons://`. Set `data` before `notify()`; read `outcome` after it.

    `asked`: the message went out whole.
    """

    request_rate_per_sec = 0

    def __init__(self, **parts: Any) -> None:  # noqa: ANN401 - Apprise hands over whatever a URL holds
        super().__init__(**parts)  # type: ignore[no-untyped-call] # Apprise has no types
        self.data: Mapping[str, Any] = {}
        self.may_reach_loopback = False
        self.outcome = Outcome(ok=False, detail="未发出")
        self.asked = False
        self._socket: socket.socket | None = None

    def send(self, body: str, title: str = "", *_: Any, **__: Any) -> bool:  # noqa: ANN401 - as Apprise calls it
        """Post one message without redirects; the outcome tells what the receiver answered."""
        message = {"version": self.json_version, "type": "info", "title": title, "message": body}
        try:
            self.outcome = self._post(json.dumps(message | dict(self.data), ensure_ascii=False).encode())
        except (OSError, http.client.HTTPException) as error:
            self.outcome = Outcome(ok=False, detail=f"连接失败：{why(error)}", lost=self.asked)
        except ValueError:  # a header or path that HTTP cannot carry
            self.outcome = Outcome(ok=False, detail="地址不可用，请检查其中有没有多余的符号", final=True)
        return self.outcome.ok

    def stop(self) -> None:
        """Cut the connection, so that the thread waiting on it ends."""
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def _post(self, body: bytes) -> Outcome:
        """Send the bytes and read the status line and headers; the body of an answer means nothing to us."""
        with closing(self._connection()) as connection:
            connection.connect()
            self._socket = connection.sock
            if is_loopback(self._socket.getpeername()[0]) and not self.may_reach_loopback:
                return Outcome(ok=False, detail="地址指向本机，未获允许", final=True)
            self._socket.settimeout(ANSWER_SECONDS)
            connection.request(self.method, self._target(), body, self._headers())
            self.asked = True
            answer = connection.getresponse()
            with closing(answer):
                if SUCCESS <= answer.status < REDIRECT:
                    return Outcome(ok=True, detail="对方接口已收下")
                refusal = by_status(answer.status, answer.headers.get("Retry-After"))
                return replace(refusal, wait=None)  # an address of one person: others' do not rest with it

    def _connection(self) -> http.client.HTTPConnection:
        """Make a connection of our own for one message."""
        if not self.secure:
            return http.client.HTTPConnection(self.host, self.port, timeout=CONNECT_SECONDS)
        context = ssl.create_default_context()
        if not self.verify_certificate:
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return http.client.HTTPSConnection(self.host, self.port, timeout=CONNECT_SECONDS, context=context)

    def _target(self) -> str:
        """Give the path and query that the URL asks for."""
        query = f"?{urlencode(self.params)}" if self.params else ""
        return (self.fullpath or "/") + query

    def _headers(self) -> dict[str, str]:
        """Give the headers that the URL asks for beside ours."""
        own = {"User-Agent": self.app_id, "Content-Type": "application/json; charset=utf-8"}
        if self.user:
            own["Authorization"] = _basic(self.user, self.password or "")
        return {**own, "Connection": "close", **self.headers}


def _basic(user: str, password: str) -> str:
    """Write user and password as HTTP wants them."""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
