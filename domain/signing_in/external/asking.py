"""Asking a service: one bounded request, JSON back, and a refusal that says what to do instead."""

import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from domain.errors import NotSignedIn
from domain.outside import AllowedHosts, OutsideError, call
from domain.signing_in.external.services import Service
from domain.store.secrets import Keyring

SECONDS = 8.0
OK = 200
STALE = frozenset({40014, 42001})
KEPT_SECONDS = 600.0


@dataclass(frozen=True)
class Asker:
    """A service and how it is reached."""

    service: Service
    keys: Keyring
    allowed: AllowedHosts

    def secret(self) -> str:
        """What this installation and the service share."""
        return self.service.secret(self.keys)

    def refused(self, why: object) -> NotSignedIn:
        """A refusal for the person; `why` is a code or a kind of fault, never what the service wrote."""
        return NotSignedIn(
            f"{self.service.name}没有确认您的身份（{why}）。请重新点开链接，或用登录名和密码登录。"
        )

    def get(self, url: str, query: Mapping[str, str] | None = None) -> dict[str, Any]:
        """GET JSON."""
        return self._read("GET", url + (f"?{urlencode(query)}" if query else ""), {}, b"")

    def post(self, url: str, payload: Mapping[str, str], query: Mapping[str, str]) -> dict[str, Any]:
        """POST JSON, get JSON."""
        kind = {"Content-Type": "application/json"}
        return self._read("POST", f"{url}?{urlencode(query)}", kind, json.dumps(payload).encode())

    def post_form(self, url: str, form: Mapping[str, str], headers: Mapping[str, str]) -> dict[str, Any]:
        """POST a form, get JSON."""
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        return self._read("POST", url, {**kind, **headers}, urlencode(form).encode())

    def code_of(self, found: Mapping[str, Any]) -> int:
        """The `errcode` of an answer; DingTalk's true one stands below 88."""
        try:
            code = int(found.get("errcode") or 0)
            return int(found["sub_code"]) if code == 88 and found.get("sub_code") else code  # noqa: PLR2004 - theirs
        except (TypeError, ValueError):
            raise self.refused("答复无法识别") from None

    def _read(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
        try:
            answer = call(method, url, allowed=self.allowed, seconds=SECONDS, headers=headers, body=body)
        except OutsideError as error:
            raise self.refused(str(error)) from None
        if answer.status != OK:
            raise self.refused(f"HTTP {answer.status}")
        try:
            found = json.loads(answer.text())
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise self.refused("答复无法识别")
        return found


class Kept:
    """What a service told and need not be asked again for ten minutes: its token, its addresses, its keys."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[Any, float]] = {}

    def get(self, key: str) -> Any:  # noqa: ANN401 - whatever was kept
        """What is kept, or None."""
        with self._lock:
            found, until = self._kept.get(key, (None, 0.0))
        return found if time.monotonic() < until else None

    def put(self, key: str, value: Any) -> Any:  # noqa: ANN401 - whatever is to be kept
        """Keep it; gives it back."""
        with self._lock:
            self._kept[key] = (value, time.monotonic() + KEPT_SECONDS)
        return value

    def forget(self, key: str) -> None:
        """Ask anew next time."""
        with self._lock:
            self._kept.pop(key, None)


kept = Kept()
