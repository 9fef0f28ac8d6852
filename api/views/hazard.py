"""A hazard as this reader may know it. The reporter is named to nobody."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from api.views.hazard_shapes import HazardView, PhotosView
from api.views.parts import people_view, person_view, seat_view, unit_view, word_view
from api.views.shapes import (
    CauseView,
    ExtensionView,
    ListingView,
    MeetingView,
    MomentView,
    PaperView,
    PersonView,
    PublicationView,
)
from api.views.use import use_of
from domain import clock
from domain.cases.case import Case
from domain.cases.clocks import Clock
from domain.hazard.holders import holder, listing_holder, supervisor
from domain.hazard.labels import (
    date_stands,
    is_overdue,
    reported_at_shown,
    rung_shown,
    source_shown,
    state_shown,
    what_happens,
    words_of,
)
from domain.hazard.waits import unfired
from domain.queries import Reader
from domain.queries.listings import listings
from domain.queries.papers import signed_for_as
from domain.queries.suspensions import suspensions
from domain.queries.timeline import signed_as
from domain.serving import PaperServedBy
from domain.subcategories import Subcategory
from domain.tables import Paper
from domain.words import Blocker, Category, ClosingKind, Level, Listing, PaperKind, PaperState

IN_SUPERVISION = frozenset({Listing.LISTED, Listing.LIFTING})
OF_THE_WORK = ("interim", "measures", "funds", "spent", "extensions", "round", "send_backs", "transfer")
OF_A_PAPER = (
    "seq",
    "because",
    "rung",
    "number",
    "signed_at",
    "served",
    "served_on",
    "acknowledged_at",
    "answer",
    "declined_because",
    "look_again",
)


def hazard_view(case: Case, reader: Reader) -> HazardView:
    """The hazard for this reader."""
    return hazard_views([case], reader)[0]


def hazard_views(cases: Sequence[Case], reader: Reader) -> list[HazardView]:
    """The hazards for this reader: what stands beside their rows is read at once, however many they are."""
    signed, listed = signed_as(reader, cases), listings(reader, cases)
    stopped = suspensions(reader, cases)
    return [
        HazardView(
            **_standing(case, reader),
            **_what_it_is(case, reader),
            **_the_work(case, signed.get(int(case.hazard.id or 0), {})),
            **_supervision(case, listed.get(int(case.hazard.id or 0), [])),
            **use_of(case, stopped.get(int(case.hazard.id or 0), [])),
        )
        for case in cases
    ]


def moment_view(case: Case, moment: Clock) -> MomentView:
    """A clock as people read it."""
    return MomentView(
        at=moment.due_at,
        when=clock.in_words(moment.due_at),
        what=what_happens(moment),
        why=moment.because,
        kind=moment.kind,
        told=people_view(case, moment.told),
    )


def _standing(case: Case, reader: Reader) -> dict[str, Any]:
    hazard, upcoming = case.hazard, next(iter(unfired(case)), None)
    return {
        "ref": hazard.ref,
        "number": hazard.number,
        "version": hazard.version,
        "state": hazard.state,
        "state_label": state_shown(case),
        "line": case.line,
        "line_label": case.line.label,
        "level": hazard.level,
        "level_label": Level(hazard.level).label,
        "suspected": hazard.suspected,
        "holder": seat_view(case, holder(case)),
        "supervisor": seat_view(case, supervisor(case)),
        "next_moment": moment_view(case, upcoming) if upcoming else None,
        "rung": hazard.rung,
        "rung_label": rung_shown(hazard) or None,
        "reported_by_me": reader.reported_it(hazard),
        "closing_kind": word_view(ClosingKind(hazard.closing_kind)) if hazard.closing_kind else None,
        "closed_at": hazard.closed_at,
    }


def _what_it_is(case: Case, reader: Reader) -> dict[str, Any]:
    hazard = case.hazard
    return {
        "unit": unit_view(case, hazard.unit_id),
        "department": unit_view(case, hazard.department_id),
        "place": hazard.place,
        "category": word_view(Category(hazard.category)),
        "subcategory": word_view(Subcategory(hazard.subcategory)) if hazard.subcategory else None,
        "description": hazard.description,
        "source": word_view(source_shown(case, to_the_authority=reader.is_of_the_authority)),
        "criterion": hazard.criterion,
        "found_at": hazard.found_at,
        "reported_at": reported_at_shown(case, to_the_authority=reader.is_of_the_authority),
        "photos": PhotosView(before=hazard.before_photos, after=hazard.after_photos),
    }


def _the_work(case: Case, signed: dict[int, str]) -> dict[str, Any]:
    hazard = case.hazard
    return {name: getattr(hazard, name) for name in OF_THE_WORK} | {
        "rectify_by": hazard.rectify_by,
        "rectify_because": next(iter(hazard.terms.get("rectify", ())[2:]), None),
        "first_rectify_by": hazard.first_rectify_by,
        "overdue": is_overdue(hazard, case.at),
        "time_left": words_of(date_stands(hazard, case.at)),
        "fixer": person_view(case, hazard.fixer_id),
        "helpers": people_view(case, hazard.helpers),
        "assigner": person_view(case, hazard.assigner_id),
        "blocker": word_view(Blocker(hazard.blocker)) if hazard.blocker else None,
        "cause": CauseView.of(hazard.cause) if hazard.cause else None,
        "plan": {k: v for k, v in hazard.plan.items() if k != "by"} if hazard.plan else None,
        "extension": _extension(case),
        "acceptance_group": people_view(case, hazard.panel),
        "passed_by": [
            PersonView(key=one.key, name=signed.get(person, one.name))
            for person, one in zip(hazard.passed_by, people_view(case, hazard.passed_by), strict=True)
        ],
    }


def _extension(case: Case) -> ExtensionView | None:
    asked = case.hazard.extension
    if not asked:
        return None
    return ExtensionView(until=asked["until"], reason=asked["reason"], by=person_view(case, asked["by"]))


def _listing(case: Case) -> ListingView | None:
    told = case.hazard.listed
    return ListingView(**{**told, "leader": person_view(case, told.get("leader"))}) if told else None


def _record(case: Case, row: Row[Any]) -> ListingView:
    """A listing that is or was in force, with the names of its day."""
    names = row.names or {}
    leader = person_view(case, row.leader_id)
    if leader and names.get("leader"):
        leader = PersonView(key=leader.key, name=names["leader"])
    return ListingView(
        number=row.number,
        level=row.level,
        until=row.until,
        leader=leader,
        listed_at=row.listed_at,
        listed_by=names.get("by") or (case.directory.name_of(row.listed_by) if row.listed_by else None),
        lifted_at=row.lifted_at,
        lifting_number=row.lifting_number,
        published=[PublicationView(**one) for one in row.published],
    )


def _supervision(case: Case, records: list[Row[Any]]) -> dict[str, Any]:
    listing = Listing(case.hazard.listing)
    return {
        "listed": listing in IN_SUPERVISION,
        "listing": listing,
        "listing_label": listing.label,
        "listing_holder": seat_view(case, listing_holder(case)),
        "listing_details": _listing(case),
        "listings": [_record(case, row) for row in records],
        "papers": [_paper(case, paper) for paper in case.papers],
    }


def _signer(case: Case, paper: Paper) -> PersonView | None:
    """Who signed it, by the name of that day."""
    found = person_view(case, paper.signer_id)
    return found and PersonView(key=found.key, name=(paper.names or {}).get("signer", found.name))


def _paper(case: Case, paper: Paper) -> PaperView:
    names = paper.names or {}
    return PaperView(
        **{name: getattr(paper, name) for name in OF_A_PAPER},
        kind=word_view(PaperKind(paper.kind)),
        state=word_view(PaperState(paper.state)),
        holder=people_view(case, paper.holders),
        signer=_signer(case, paper),
        served_way=word_view(PaperServedBy(paper.served_way)) if paper.served_way else None,
        acknowledged_by=signed_for_as(case, paper) or None,
        unit=names.get("unit"),
        body=names.get("body"),
        meeting=MeetingView(**paper.meeting) if paper.meeting else None,
    )
