"""The core function of each row of the timetable: what it does when Prefect is left out."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from domain.audit.anchors import cast_anchor
from domain.evidence.orphans import clear_orphans
from flows.checking import check_all
from flows.context import Context, Core
from flows.following import follow_all
from flows.sweep import advance_all
from notifications.anchors import tell_anchors
from notifications.delivery import ask_receipts, deliver

LONGEST_GATHERING = 3.0
PAUSE = 1.0
"""The first notice goes out at once; what a person is owed within the next second shares one message."""
PATIENCE = 1.0
"""Sends that take longer go on beside us: one that hangs shall not hold up the next wake-up."""


def deliver_all(context: Context, at: datetime, run: str | None) -> dict[str, Any]:  # noqa: ARG001 - attempts name no run
    """Deliver until a round finds nothing to do. Several at once share the work: claims skip what is locked."""
    context.sweeping.wait(LONGEST_GATHERING)
    totals: Counter[str] = Counter()
    while any((counts := _round(context, at)).values()):
        totals.update(counts)
        context.leave_if_asked()
    return dict(+totals)


def _round(context: Context, at: datetime) -> dict[str, int]:
    return asdict(deliver(context.store, context.sender, at=at, patience=PATIENCE, pause=PAUSE))


def ask_all(context: Context, at: datetime, run: str | None) -> dict[str, Any]:  # noqa: ARG001 - the vendor's time only
    """Ask the vendors how far the messages came that they took."""
    return {
        name: count
        for name, count in asdict(ask_receipts(context.store, context.sender, at=at)).items()
        if count
    }


def anchor_all(context: Context, at: datetime, run: str | None) -> dict[str, Any]:  # noqa: ARG001 - it writes no journal
    """Cast the day's anchor, and tell an address outside what it has not taken yet."""
    counts = {"anchors": cast_anchor(context.store, at), "told": tell_anchors(context.store, context.sender)}
    return {name: count for name, count in counts.items() if count}


def clear_all(context: Context, at: datetime, run: str | None) -> dict[str, Any]:  # noqa: ARG001 - machine time only
    """Clear away the photos whose report never came."""
    return {"files": clear_orphans(context.store)}


CORES: Mapping[str, Core] = {
    "advance_hazards": advance_all,
    "deliver_notices": deliver_all,
    "ask_receipts": ask_all,
    "follow_changes": follow_all,
    "check_journal": check_all,
    "anchor_journal": anchor_all,
    "clear_orphans": clear_all,
}
