"""People: found, read, added, changed, moved; posts, delegations and sign-ins of theirs."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.current import Key, PersonNamed
from api.organisation_acts import PERSON_ACTS
from api.organising import Looking, Pressing, route_acts
from api.views import people as views
from api.views.people_shapes import ChangedView, ChangesView, PeopleView, PersonDetails, WorkView
from domain.errors import NotAllowed
from domain.organisation import commands as c
from domain.organisation.seeing import MOST_FOUND, changes_seen, find_people
from domain.words import Role

router = APIRouter(prefix="/people", tags=["people"])


@router.get("", summary="查找人员")
def people(
    looking: Looking,
    q: Annotated[str, Query(title="查找内容", max_length=60)] = "",
    unit: Annotated[str | None, Query(title="单位")] = None,
    role: Annotated[Role | None, Query(title="岗位")] = None,
    *,
    with_left: Annotated[bool, Query(title="含离岗")] = False,
) -> PeopleView:
    """The people I see: by a part of name or key, below a unit, by role; `with_left` also those who left."""
    below = looking.unit(unit) if unit else None
    found = find_people(looking.eyes, q=q, unit=below, role=role, active=None if with_left else True)
    return PeopleView(items=[views.row(looking.eyes, p) for p in found], more=len(found) == MOST_FOUND)


@router.post("", status_code=201, summary="新增人员")
def add(said: c.AddPerson, response: Response, press: Pressing, key: Key = None) -> ChangedView:
    """With a first post and a sign-in when they are named; its temporary password is told this once."""
    done = press.make(None, said, key)
    response.headers["Location"] = f"/api/people/{done.target}"
    return done


@router.get("/{person}", summary="一个人员")
def one(person: PersonNamed, looking: Looking) -> PersonDetails:
    """Posts and delegations; sign-ins and open work for whoever manages the person; what I may do."""
    return views.details(looking.eyes, looking.connection, looking.store, looking.person(person))


@router.get("/{person}/work", summary="名下未办结")
def work(person: PersonNamed, looking: Looking) -> WorkView:
    """What hangs on the person, and who would act if they were gone."""
    return views.work_view(looking.work_of(looking.person(person)))


@router.get("/{person}/changes", summary="变更记录")
def changes(person: PersonNamed, looking: Looking) -> ChangesView:
    """What was changed about the person, for themselves and whoever manages them."""
    card = looking.person(person)
    if not looking.eyes.manages(card):
        raise NotAllowed("变更记录由本人和有权为其办理离岗的人员查看。")
    lines = changes_seen(looking.connection, looking.eyes, card.id)
    return ChangesView(items=[views.change_line(looking.eyes, line) for line in lines])


route_acts(router, "/{person}", "人员代号", PERSON_ACTS)
