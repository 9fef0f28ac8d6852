"""What reaches a vendor and what it answers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Request:
    """One request, read whole. Header names are in lower case."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> dict[str, Any]:
        """Read the body as an object; anything else is an empty one."""
        try:
            found = json.loads(self.body or b"{}")
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


@dataclass(frozen=True)
class Message:
    """What a reader sees: a card has a button, a text may have none. `shown` is false when the vendor swallows it."""

    app: str
    to: tuple[str, ...]
    kind: str
    title: str
    text: str
    button: str = ""
    link: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    shown: bool = True


@dataclass(frozen=True)
class Reply:
    """An answer, and the message that was taken with it."""

    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    taken: Message | None = None


def answer(payload: Mapping[str, Any], *, taken: Message | None = None, status: int = 200) -> Reply:
    """Answer in JSON."""
    text = json.dumps(payload, ensure_ascii=False).encode()
    return Reply(text, status, {"Content-Type": "application/json; charset=utf-8"}, taken)


def code(number: int, words: str, **more: object) -> Reply:
    """Answer with a code, always as HTTP 200."""
    return answer({"errcode": number, "errmsg": words, **more})
