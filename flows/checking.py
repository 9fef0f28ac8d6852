"""The audit: what differs from first principles becomes an incident, and closes once it is healed."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from domain import clock
from domain.audit.anchors import broken_anchors
from domain.audit.cases import Difference, audit_clocks, verify_chains
from domain.audit.rows import strays, wrong_policies
from domain.cases.recalculation import recalculate
from domain.incidents import close_all_but, close_incident, open_incident
from domain.kinds import KINDS as KINDS_OF_CASES
from domain.organisation.journal import broken_lines
from domain.organisation.sealing import differing_rows
from domain.signing_in.chain import broken_sign_ins
from flows.context import Context
from flows.following import LEFT_TO_ANOTHER, keep_up_with_the_world
from flows.timetable import ROWS

ORGANISATION = "broken_organisation_chain", "organisation_journal"
ANCHORS = "broken_anchor", "anchor"
ROWS_ASTRAY = "rows_astray", "hazard"
SIGN_INS = "broken_sign_ins", "sign_in"
KINDS = (
    "broken_chain",
    "changed_row",
    "wrong_index",
    "unreadable",
    "missed_clock",
    "no_next_moment",
    "no_holder",
    "wrong_next_moment",
)
HEALED = frozenset({"wrong_next_moment", "wrong_index"})
PASSES_TO_FIRE = 2
SHORTEST_GRACE = 10.0  # machine seconds: a demonstration's two passes end before a run is picked up


def check_all(context: Context, at: datetime, run: str | None) -> dict[str, Any]:  # noqa: ARG001 - it writes no journal
    """Recalculate when the world changed, then verify every chain and every open hazard's clocks.

    While another pass recalculates, nothing is audited: what it has not yet reached would count as a difference.
    """
    kept_up = keep_up_with_the_world(context, at)
    if kept_up is None:
        return LEFT_TO_ANOTHER
    grace = max(PASSES_TO_FIRE * ROWS["advance_hazards"].cadence(), SHORTEST_GRACE)
    late = timedelta(seconds=grace * clock.rate())
    found = []
    for difference in chain(verify_chains(context.store), audit_clocks(context.store, at, late)):
        context.leave_if_asked()
        found.append(difference)
    record(context, found)
    check_whole(context)
    heal(context, found, at)
    return {**kept_up, **Counter(difference.kind for difference in found)}


def record(context: Context, found: list[Difference]) -> None:
    """Open an incident for each difference and close those no longer found."""
    with context.engine.begin() as connection:
        for difference in found:
            open_incident(
                connection, difference.kind, difference.ref, difference.detail, case_id=difference.case_id
            )
        for kind in KINDS:
            close_all_but(
                connection, kind, {difference.ref for difference in found if difference.kind == kind}
            )


def check_whole(context: Context) -> None:
    """One incident each while the organisation, the sign-ins or the anchors are not as the record says."""
    with context.engine.begin() as connection:
        for incident, found in (
            (ORGANISATION, chain(broken_lines(connection), differing_rows(connection))),
            (ROWS_ASTRAY, chain(strays(connection), wrong_policies(connection))),
            (SIGN_INS, broken_sign_ins(connection)),
            (ANCHORS, broken_anchors(connection)),
        ):
            broken = next(iter(found), None)
            if broken is None:
                close_incident(connection, *incident)
            else:
                open_incident(connection, *incident, broken)


def heal(context: Context, found: list[Difference], at: datetime) -> None:
    """Repair the indexes of a hazard that the sweep would pass by; the incident stays until the next audit."""
    for difference in found:
        if difference.kind in HEALED:
            recalculate(
                context.store,
                difference.case_id,
                at=at,
                why="下一时点与复算不符",
                kind=KINDS_OF_CASES[difference.case_kind],
            )
