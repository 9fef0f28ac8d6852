"""Each filter of the ledger as a condition in SQL. A figure counts by the very conditions its list is filtered by."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Text,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    or_,
    select,
)

from domain.calendar import at_time, day_of, end_of
from domain.hazard.escalation import WORKING
from domain.hazard.sheets import RECTIFICATION_SHEET
from domain.queries.definitions import COUNTED, Condition, is_open, is_overdue
from domain.queries.hazard_filter import IN_FIVE, Counted, HazardFilter, PlanPart
from domain.queries.past import has_been, reported_at_shown, source_shown, stood, was_in_hand
from domain.queries.reader import Reader, shares
from domain.queries.searching import holds_the_words
from domain.queries.spelled import one_of
from domain.roles import AUTHORITY_ROLES
from domain.tables.core import HAZARD, PAPER
from domain.use import Use
from domain.words import (
    Listing,
    PaperState,
    Role,
    State,
    UnitKind,
)

WAITS = {state: wait.clock for state, wait in RECTIFICATION_SHEET.items() if wait and wait.clock}
"""The clock of each state's own wait."""
LISTED = (Listing.LISTED, Listing.LIFTING)
OF_A_PAPER = (("paper_state", "state"), ("paper_kind", "kind"))
"""Filters that one and the same paper must meet."""


def conditions(reader: Reader, wanted: HazardFilter) -> list[Condition]:
    """What a hazard must be to belong to the list; the reader's scope comes on top."""
    asked = wanted.model_dump(exclude_defaults=True, include=FILTERS)
    if "as_of" in asked:
        asked["stood"] = (asked.pop("state", []), asked.pop("as_of"))
    on_paper = [PAPER.c[column] == asked.pop(name) for name, column in OF_A_PAPER if asked.get(name)]
    found = [CONDITIONS[name](reader, value) for name, value in asked.items() if value not in (None, [])]
    return [*found, *([_has_paper(*on_paper)] if on_paper else [])]


def _when(condition: Condition, *, yes: bool) -> Condition:
    """The condition or its contrary; what cannot be said of a hazard is not so."""
    return condition if yes else ~func.coalesce(condition, false())


def _one_of(name: str) -> Callable[[Reader, Any], Condition]:
    return lambda _reader, values: one_of(HAZARD.c[name], values)


def _is(name: str) -> Callable[[Reader, Any], Condition]:
    return lambda _reader, value: HAZARD.c[name] == value


def _from(moment: ColumnElement[Any]) -> Callable[[Reader, date], Condition]:
    return lambda _reader, day: moment >= at_time(day, "00:00")


def _to(moment: ColumnElement[Any]) -> Callable[[Reader, date], Condition]:
    return lambda _reader, day: moment < end_of(day)


def _last_day_from(moment: ColumnElement[Any]) -> Callable[[Reader, date], Condition]:
    """Of a deadline, which ends at 24:00: that is no moment of the day after."""
    return lambda _reader, day: moment > at_time(day, "00:00")


def _last_day_to(moment: ColumnElement[Any]) -> Callable[[Reader, date], Condition]:
    return lambda _reader, day: moment <= end_of(day)


def _plan_has(_reader: Reader, parts: list[PlanPart]) -> Condition:
    written = (func.coalesce(HAZARD.c.plan[str(part)].astext, literal("")) != "" for part in parts)
    return and_(*written)


def _in_the_subtree(reader: Reader, text: str) -> Condition:
    by_code = (
        unit for unit in reader.directory.units.values() if unit.code == text
    )  # retired ones keep their past
    top = next(by_code, None) or reader.directory.find_unit(text, field="unit")
    below = [unit.id for unit in reader.directory.units.values() if unit.path.startswith(top.path)]
    of = "department_id" if top.kind == UnitKind.DEPARTMENT else "unit_id"
    return one_of(HAZARD.c[of], below)


def _due_within(reader: Reader, days: int) -> Condition:
    last = end_of(day_of(reader.at) + timedelta(days=days))
    return and_(one_of(HAZARD.c.state, WORKING), HAZARD.c.rectify_by > reader.at, HAZARD.c.rectify_by <= last)


def _has_paper(*conditions: Condition) -> Condition:
    """Asked once for all, not for each hazard anew."""
    return HAZARD.c.id.in_(select(PAPER.c.hazard_id).where(*conditions))


def _to_sign(reader: Reader, by: str) -> Condition:
    """A paper or a listing waits for a signature: anybody's, or mine and my principals'."""
    proposed, listing = PAPER.c.state == PaperState.PROPOSED, HAZARD.c.listing == Listing.PROPOSED
    if by == "anyone":
        return or_(_has_paper(proposed), listing)
    mine = _has_paper(proposed, shares(PAPER.c.holders, reader.scope.people))
    return or_(mine, and_(listing, one_of(HAZARD.c.unit_id, _where_they_sign_listings(reader))))


def _where_they_sign_listings(reader: Reader) -> list[int]:
    """The institutions whose listings wait for the reader: 委主要 signs, an empty post falls to 委分管."""
    directory, at = reader.directory, reader.at
    authorities = {unit.id: directory.authority_of(unit.id).id for unit in directory.units.values()}
    signers = {
        top: directory.holders(top, Role.HEAD, at) or directory.holders(top, Role.LEADER, at)
        for top in set(authorities.values())
    }
    return [unit for unit, top in authorities.items() if reader.scope.people & set(signers[top])]


def _wait_late(_reader: Reader, late: bool) -> Condition:  # noqa: FBT001 - the value of a filter
    """The wait of its state has passed its time: its clock has fired in this term."""
    kind = case(*((HAZARD.c.state == state, clock) for state, clock in WAITS.items()), else_="-")
    term = func.concat(kind, ":", HAZARD.c.terms["state"][0].astext)
    return _when(HAZARD.c.fired.has_key(cast(term, Text)), yes=late)


def _kept_by(reader: Reader, keeper: str) -> Condition:
    """Somebody in this post, or of the commission, lets a wait of their own pass."""
    roles = AUTHORITY_ROLES if keeper == "authority" else {Role(keeper)}
    directory = reader.directory
    people = {
        dated.person_id
        for (_, role), posts in directory.posts.items()
        if role in roles
        for dated in posts
        if dated.holds(reader.at)
    }
    return shares(HAZARD.c.late_holders, people)


def _in_hand_from(_reader: Reader, day: date) -> Condition:
    """In hand at some time since this day: open now, or closed since."""
    since = and_(HAZARD.c.state == State.CLOSED, HAZARD.c.closed_at >= at_time(day, "00:00"))
    return or_(is_open(), since)


def _counted(reader: Reader, as_: Counted) -> Condition:
    return COUNTED[as_](reader.at)


_UNDER_CONTROL = or_(func.coalesce(HAZARD.c.interim, literal("")) != "", HAZARD.c.use != Use.IN_USE)
"""`domain.hazard.out_of_use.is_under_control` as a condition on rows."""
_BEGAN = cast(HAZARD.c.terms["state"][1].astext, DateTime(timezone=True))
"""When the present state began."""
CONDITIONS: dict[str, Callable[[Reader, Any], Condition]] = {
    "state": _one_of("state"),
    "stood": stood,
    "open": lambda _reader, yes: _when(is_open(), yes=yes),
    "unit": _in_the_subtree,
    "level": _is("level"),
    "line": _is("line"),
    "suspected": _is("suspected"),
    "category": _one_of("category"),
    "subcategory": _is("subcategory"),
    "source": lambda reader, sources: one_of(source_shown(reader), sources),
    "overdue": lambda reader, yes: _when(is_overdue(reader.at), yes=yes),
    "rung": _one_of("rung"),
    "due_within": _due_within,
    "interim": lambda _reader, yes: _when(_UNDER_CONTROL, yes=yes),
    "listed": lambda _reader, yes: _when(one_of(HAZARD.c.listing, LISTED), yes=yes),
    "listing": _one_of("listing"),
    "listing_level": lambda _reader, levels: one_of(HAZARD.c.listed["level"].astext, levels),
    "planned": lambda _reader, yes: _when(HAZARD.c.plan["state"].astext == "approved", yes=yes),
    "plan_has": _plan_has,
    "in_five": lambda reader, yes: _when(_plan_has(reader, IN_FIVE), yes=yes),
    "sent_back": lambda _reader, yes: _when(HAZARD.c.send_backs > 0, yes=yes),
    "lasting": lambda _reader, yes: _when(HAZARD.c.cause["measure"].astext != "", yes=yes),
    "funded": lambda _reader, yes: _when(HAZARD.c.funds > 0, yes=yes),
    "spent": lambda _reader, yes: _when(HAZARD.c.spent > 0, yes=yes),
    "paid": lambda _reader, yes: _when(func.coalesce(HAZARD.c.spent, HAZARD.c.funds) > 0, yes=yes),
    "use": _one_of("use"),
    "to_sign": _to_sign,
    "mine": lambda reader, yes: _when(shares(HAZARD.c.holders, reader.scope.people), yes=yes),
    "wait_late": _wait_late,
    "kept_by": _kept_by,
    "closing": _one_of("closing_kind"),
    "counted": _counted,
    "q": holds_the_words,
    "found_from": _from(HAZARD.c.found_at),
    "found_to": _to(HAZARD.c.found_at),
    "reported_from": lambda reader, day: reported_at_shown(reader) >= at_time(day, "00:00"),
    "reported_to": lambda reader, day: reported_at_shown(reader) < end_of(day),
    "first_due_from": _last_day_from(HAZARD.c.first_rectify_by),
    "first_due_to": _last_day_to(HAZARD.c.first_rectify_by),
    "due_from": _last_day_from(HAZARD.c.rectify_by),
    "due_to": _last_day_to(HAZARD.c.rectify_by),
    "waits_from": _from(_BEGAN),
    "waits_to": _to(_BEGAN),
    "closed_from": _from(HAZARD.c.closed_at),
    "closed_to": _to(HAZARD.c.closed_at),
    "in_hand_from": _in_hand_from,
    "in_hand_on": lambda reader, day: was_in_hand(reader, end_of(day)),
    "been": has_been,
}
FILTERS = {"as_of", *CONDITIONS, *(name for name, _ in OF_A_PAPER)}
