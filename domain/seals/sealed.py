"""What the record vouches for in every row: which columns, and a digest of them.

A column is decided by an act (its digest stands in the line of that act), derived (worked out anew by the rules of
this release and compared), or a machine's fact that nobody decided. A new column is appended to one of the tables
below; a digest says how many columns it covers, so what was sealed before the column came still verifies.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

DECIDED: dict[str, tuple[str, ...]] = {
    "hazard": (
        "ref", "number", "unit_id", "department_id", "policy", "level", "suspected", "category", "subcategory",
        "place", "description", "source", "criterion", "addressed_up", "taken_over", "fixed_on_spot", "reporter_id",
        "found_at", "reported_at", "before_photos", "after_photos", "duplicate_of", "state", "version", "acted_at",
        "terms", "fired", "rung", "fixers", "helpers", "fixer_id", "receiver_id", "assigner_id", "measures",
        "interim", "funds", "spent", "immediate", "rectify_by", "first_rectify_by", "round", "send_backs",
        "extensions", "extension", "blocker", "plan", "declined", "submitted_by", "submitted_at", "panel",
        "passed_by", "transfer", "closing_kind", "closed_at", "closed_by", "thin_staff", "listing", "listed",
        "cause",
        "original_number",
        "use", "suspended",
    ),
    "paper": (
        "hazard_id", "seq", "kind", "state", "because", "rung", "since", "since_at", "number", "signer_id",
        "signed_at", "served", "answer", "declined_because", "look_again", "names", "served_on", "meeting",
        "draft", "content", "content_hash", "pdf_hash", "served_way", "acknowledged_by", "acknowledged_at",
        "acknowledged_as", "template_id",
    ),
    "listing": (
        "hazard_id", "seq", "level", "number", "until", "leader_id", "listed_by", "listed_at", "lifted_by",
        "lifted_at", "lifting_number", "names", "published",
    ),
    "suspension": (
        "hazard_id", "seq", "scope", "what", "since", "moved_out", "for_good", "ordered_by", "ordered_as",
        "suspended_at", "number", "photos", "names", "requests", "resumed_by", "resumed_at",
    ),
    "task": (
        "ref", "unit_id", "department_id", "policy", "rule_id", "period", "title", "checklist", "edition", "due_at",
        "state", "version", "acted_at", "terms", "fired", "rung", "answers", "hazards", "done_by", "done_at",
    ),
    "task_rule": ("id", "unit_id", "checklist", "since", "until"),
    "unit": (
        "id", "parent_id", "kind", "code", "name", "short_name", "region", "path", "policy", "active", "version",
    ),
    "unit_facts": (
        "unit_id", "unit_type", "credit_code", "licence_number", "address", "legal_representative", "staff_count",
        "beds", "high_rise", "fire_key",
    ),
    "person": ("id", "key", "name", "unit_id", "phone", "email", "active", "version"),
    "post": ("id", "person_id", "unit_id", "role", "since", "until"),
    "delegation": ("id", "from_id", "to_id", "since", "until", "appointed_by", "reason"),
    "account": ("id", "person_id", "login", "active"),
    "paper_template": (
        "id", "unit_id", "kind", "edition", "name", "file_hash", "used", "kept_by", "kept_at", "begun_by", "begun_at",
        "ended_by", "ended_at",
    ),
    "frozen_table": (
        "id", "ref", "unit_id", "form", "title", "first_day", "last_day", "frozen_by", "frozen_at", "by_commission",
        "names", "rows", "content_hash",
    ),
    "calendar_edition": (
        "id", "unit_id", "year", "edition", "body", "source", "said", "left_out", "entered_by", "entered_at",
        "confirmed_by", "confirmed_at",
    ),
    "policy_edition": (
        "id", "unit_id", "edition", "body", "changes", "because", "since", "made_by", "made_at", "released_by",
        "released_at",
    ),
}  # fmt: skip
"""By table, in the order in which a digest takes them. Only ever appended to."""
SEALED = 16
"""Bytes of a digest that are kept: 128 bits."""
FOUR_PLACES = Decimal("0.0001")


def digest_of(table: str, row: Mapping[Any, Any], columns: int | None = None) -> bytes:
    """How many columns are covered (one byte) and the digest of their values; all of them unless told."""
    names = DECIDED[table][:columns]
    return _digest(table, len(names), [row[name] for name in names])


def digest_of_all(table: str, rows: Iterable[Mapping[Any, Any]], columns: int | None = None) -> bytes:
    """The same over every row that hangs on one hazard, in order."""
    names = DECIDED[table][:columns]
    return _digest(table, len(names), [[row[name] for name in names] for row in rows])


def digest_of_people(people: Iterable[int]) -> bytes:
    """Of a set of people."""
    return _digest("people", 1, sorted(people))


def _digest(table: str, columns: int, values: list[Any]) -> bytes:
    text = _CANONICAL.encode([table, values])
    return bytes([columns]) + hashlib.sha256(text.encode()).digest()[:SEALED]


def _plain(value: object) -> str:
    """A value as the database gives it back."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.quantize(FOUR_PLACES, ROUND_HALF_UP).normalize():f}"
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    raise TypeError(type(value).__name__)


# Made once: every press needs it.
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)
ROW, INVOLVED, PAPERS, LISTINGS, SUSPENSIONS = b"h", b"i", b"p", b"l", b"u"
PART = 1 + 1 + SEALED
"""Bytes of one part of a hazard's seal: what it covers, and its digest."""
HANGING = {PAPERS: "paper", LISTINGS: "listing", SUSPENSIONS: "suspension"}
"""The tables whose rows hang on a hazard, by the letter of their part."""


def parts_of(seal: bytes) -> dict[bytes, bytes]:
    """The digests of a hazard's seal by what they cover."""
    return {seal[n : n + 1]: seal[n + 1 : n + PART] for n in range(0, len(seal), PART)}
