"""The hash chain of one hazard's journal: each line's hash covers what was done and the hash before it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

GENESIS = b"\x00" * 32
# Made once: every press needs it.
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
COVERED = (
    "seq", "action", "actor_id", "for_id", "account_id", "from_state", "to_state", "at", "data",
    "clock", "since", "rung",
)  # fmt: skip


def hash_of(ref: str, entry: Mapping[str, Any], previous: bytes) -> bytes:
    """SHA-256 over the previous hash, the hazard's ref and every covered field in a canonical form.

    A line's seal is covered where it has one; lines written before there were seals have none.
    """
    body = {name: _plain(entry[name]) for name in COVERED}
    if entry.get("seal"):
        body["seal"] = bytes(entry["seal"]).hex()
    return hashlib.sha256(previous + _CANONICAL.encode([ref, body]).encode()).digest()


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a journal column holds
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else value
