"""Use (停用) as readers may know it: of a hazard its whole record, of a place no more than what its door says."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row

from api.views.parts import person_view, seat_view, word_view
from api.views.shapes import (
    DecisionView,
    OutOfUseView,
    PersonView,
    ResumeRequestView,
    SuspensionView,
    UnitView,
)
from domain.cases.case import Case
from domain.hazard.holders import use_holder
from domain.queries.out_of_use import OutOfUse
from domain.use import OUT_OF_USE, Scope, Use
from domain.words import Role

SAID = ("what", "since", "moved_out", "for_good", "suspended_at", "number", "photos", "resumed_at")


def use_of(case: Case, records: list[Row[Any]]) -> dict[str, Any]:
    """What a hazard's view says of use."""
    use, found = Use(case.hazard.use), [_record(case, row) for row in records]
    return {
        "use": use,
        "use_label": use.label,
        "use_holder": seat_view(case, use_holder(case)),
        "suspension": found[-1] if found and use in OUT_OF_USE else None,
        "suspensions": found,
    }


def out_of_use_view(found: OutOfUse) -> OutOfUseView:
    """A place out of use."""
    return OutOfUseView(
        use=found.use,
        use_label=found.use.label,
        scope=word_view(found.scope),
        unit=UnitView(code=found.unit.code, name=found.unit.name),
        place=found.place,
        what=found.what,
        since=found.since,
        body=found.body,
        number=found.number or None,
        hazard=found.ref,
    )


def stopped_views(found: Iterable[OutOfUse]) -> list[OutOfUseView]:
    """Places out of use."""
    return [out_of_use_view(one) for one in found]


def _record(case: Case, row: Row[Any]) -> SuspensionView:
    """One time out of use, with the names of its day."""
    names = row.names or {}
    return SuspensionView(
        **{name: getattr(row, name) for name in SAID},
        scope=word_view(Scope(row.scope)),
        ordered_by=_named(case, row.ordered_by, names.get("signer")),
        ordered_as=Role(row.ordered_as).label,
        body=names.get("body"),
        resumed_by=person_view(case, row.resumed_by),
        requests=[_request(case, one) for one in row.requests],
    )


def _request(case: Case, asked: dict[str, Any]) -> ResumeRequestView:
    decided = asked.get("decided")
    return ResumeRequestView(
        by=_named(case, asked["by"], asked["name"]),
        at=asked["at"],
        done=asked["done"],
        photos=asked["photos"],
        decided=_decision(case, decided) if decided else None,
    )


def _decision(case: Case, told: dict[str, Any]) -> DecisionView:
    said = {name: told[name] for name in ("granted", "at", "said", "conditions", "photos") if name in told}
    return DecisionView(**said, by=_named(case, told["by"], told["name"]))


def _named(case: Case, person: int | None, name: str | None) -> PersonView | None:
    """A person by the name of that day."""
    found = person_view(case, person)
    return found and PersonView(key=found.key, name=name or found.name)
