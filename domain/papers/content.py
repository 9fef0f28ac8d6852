"""What a paper says, the same for its page, its PDF and its Word file; frozen and hashed when it is signed."""

import base64
import hashlib
import json
from datetime import date

from pydantic import BaseModel, ConfigDict

EDITION = 1
"""The edition of the layout that is in force; a signed paper keeps its own."""
CODE_BYTES = 10


class Content(BaseModel):
    """One paper. `number`, `signer` and `signed_on` are empty while it is a draft; days are of Asia/Shanghai.

    `body` issues it, `to` receives it; `paragraphs` are its text, `facts` (label, value) a table below the text.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    edition: int = EDITION
    ref: str
    kind: str
    title: str
    body: str
    number: str = ""
    to: str
    paragraphs: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()
    closing: str = ""
    signer: str = ""
    signed_on: date | None = None
    cc: tuple[str, ...] = ()
    contact: str = ""

    def hash(self) -> bytes:
        """SHA-256 of what it says: sorted JSON in UTF-8."""
        said = json.dumps(
            self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        return hashlib.sha256(said.encode()).digest()


def said_on_paper(day: date) -> str:
    """A day as papers write it: Arabic digits without leading zeros, e.g. 2026年3月26日 (GB/T 9704)."""
    return f"{day.year}年{day.month}月{day.day}日"


def check_code(hashed: bytes) -> str:
    """What whoever holds the paper types to check it: the beginning of its hash, in groups of four."""
    letters = base64.b32encode(hashed[:CODE_BYTES]).decode()
    return "-".join(letters[n : n + 4] for n in range(0, len(letters), 4))


def beginning_of_hash(code: str) -> bytes | None:
    """The bytes that a check code stands for, typed in any case and spacing; None when it is none."""
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    try:
        found = base64.b32decode(letters)
    except ValueError:
        return None
    return found if len(found) == CODE_BYTES else None
