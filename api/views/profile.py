"""A unit's profile made visible for one reader: the facts, the posts, the departments, and its hazards in figures."""

from collections import Counter
from datetime import date

from api.views import people
from api.views.figures import figure_view, figures_view, unit_row_view
from api.views.hazard import moment_view
from api.views.looker import Looker
from api.views.parts import word_view
from api.views.profile_shapes import (
    DepartmentView,
    MarkView,
    NextView,
    PostView,
    UnitHazardsView,
    UnitProfile,
    YearView,
)
from api.views.shapes import OutOfUseView
from api.views.use import stopped_views
from domain.cases.case import Case
from domain.cases.clocks import Clock
from domain.directory.organisation import UnitCard
from domain.errors import NotAllowed
from domain.hazard.holders import holder
from domain.hazard.labels import date_stands, words_of
from domain.organisation.commands import CHANGES, UnitChange
from domain.queries import Reader, points
from domain.queries.out_of_use import out_of_use
from domain.queries.profile import Mark, UnitHazards, unit_hazards
from domain.store.organisation import facts_of, version_of_unit
from domain.words import Role, UnitKind

POSTS = {
    UnitKind.AUTHORITY: (Role.HEAD, Role.LEADER, Role.DESK),
    UnitKind.INSTITUTION: (Role.CHIEF, Role.DEPUTY, Role.OFFICER),
    UnitKind.DEPARTMENT: (Role.DEPARTMENT_HEAD,),
}
"""The posts that somebody should hold: at a unit the three persons whom the ladder climbs."""
OF_A_UNIT = [change for change in CHANGES.values() if issubclass(change, UnitChange)]


def known_unit(look: Looker, reader: Reader, code: str) -> UnitCard:
    """The unit whose profile is asked for; NotFound for a hidden one, NotAllowed for one known by name alone."""
    named = next((u for u in look.eyes.directory.units.values() if u.code == code), None)
    if named and (reader.sees_all_of(named) or look.eyes.knows_unit(named)):
        return named
    unit = look.unit(code)
    raise NotAllowed(f"“{unit.name}”的档案由其本级人员查看，您可以查看本单位的档案。")


def facts_typed(look: Looker, unit: UnitCard) -> dict[str, str]:
    """What is recorded of a unit, as its form shows it."""
    facts = facts_of(look.connection, unit.id).model_dump(mode="json", exclude_none=True)
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in facts.items()
    }


def hazards_of(reader: Reader, unit: UnitCard) -> UnitHazards | None:
    """Its hazards in figures; the commission's own are counted on its boards."""
    return None if unit.kind == UnitKind.AUTHORITY else unit_hazards(reader, unit)


def profile_view(look: Looker, reader: Reader, unit: UnitCard, hazards: UnitHazards | None) -> UnitProfile:
    """Everything of the unit that this reader may see."""
    facts = facts_of(look.connection, unit.id)
    own = points(reader, unit.code) if unit.active else []
    at_points = Counter(point.unit.id for point in own if point.active)
    staff = people.staff_below(look.eyes)
    parent = look.eyes.directory.units[unit.parent_id] if unit.parent_id else None
    return UnitProfile(
        unit=people.unit(unit),
        kind=word_view(UnitKind(unit.kind)),
        active=unit.active,
        parent=people.unit(parent) if parent else None,
        type_label=facts.unit_type.label if facts.unit_type else None,
        facts=facts,
        version=version_of_unit(look.connection, unit.id),
        may=[change.act for change in OF_A_UNIT if unit.active and look.eyes.may(change, unit)],
        people=staff[unit.id],
        posts=_posts(look, unit),
        departments=_departments(look, unit, staff, at_points),
        points=at_points.total(),
        out_of_use=_out_of_use(reader, unit),
        hazards=_hazards(reader, unit, hazards) if hazards else None,
    )


def _out_of_use(reader: Reader, unit: UnitCard) -> list[OutOfUseView]:
    """What may not be used there; the commission's boards count that of all its units."""
    if unit.kind == UnitKind.AUTHORITY:
        return []
    department = unit.id if unit.kind == UnitKind.DEPARTMENT else None
    whose = reader.directory.institution_of(unit.id).id
    return stopped_views(out_of_use(reader, [whose], department=department))


def _posts(look: Looker, unit: UnitCard) -> list[PostView]:
    return [_post(look, unit, role) for role in POSTS[UnitKind(unit.kind)]]


def _post(look: Looker, unit: UnitCard, role: Role) -> PostView:
    held = look.eyes.directory.holders(unit.id, role, look.eyes.at)
    return PostView(role=word_view(role), people=[people.person(look.eyes, one) for one in held])


def _departments(
    look: Looker, unit: UnitCard, staff: Counter[int], at_points: Counter[int]
) -> list[DepartmentView]:
    directory = look.eyes.directory
    whose = directory.institution_of(unit.id).id
    below = [u for u in directory.units.values() if u.path.startswith(unit.path) and u.id != unit.id]
    own = [u for u in below if u.active and directory.institution_of(u.id).id == whose]
    return [
        DepartmentView(
            unit=people.unit(one),
            heads=_post(look, one, Role.DEPARTMENT_HEAD).people,
            people=staff[one.id],
            points=at_points[one.id],
        )
        for one in sorted(own, key=lambda u: u.code)
    ]


def _hazards(reader: Reader, unit: UnitCard, found: UnitHazards) -> UnitHazardsView:
    return UnitHazardsView(
        whole=reader.sees_all_of(unit),
        row=unit_row_view(found.row) if found.row else None,
        first=figures_view(found.first),
        by_state=figures_view(found.by_state),
        closed_this_year=figure_view(found.closed),
        days_to_close=found.days,
        recurring=figures_view(found.recurring),
        by_year=[
            YearView(
                label=year.label,
                found=figure_view(year.found),
                closed=figure_view(year.closed),
                open=figure_view(year.open),
            )
            for year in found.years
        ],
        listed=figures_view(found.listed),
        listings=[_mark(mark) for mark in found.marks],
        next=[next_view(case, moment) for case, moment in found.next],
    )


def _mark(mark: Mark) -> MarkView:
    hazard = mark.case.hazard
    return MarkView(
        ref=hazard.ref,
        place=hazard.place,
        action=mark.action,
        label=mark.action.timeline,
        at=mark.at,
        number=mark.number,
        until=date.fromisoformat(mark.until) if mark.until else None,
    )


def next_view(case: Case, moment: Clock) -> NextView:
    """A hazard with its next moment."""
    seat = holder(case)
    return NextView(
        ref=case.hazard.ref,
        place=case.hazard.place,
        holder=seat.label(case.directory) if seat else None,
        time_left=words_of(date_stands(case.hazard, case.at)),
        moment=moment_view(case, moment),
    )
