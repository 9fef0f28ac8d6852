"""Units, and the journal of every change of the organisation."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.current import Key, UnitNamed
from api.organisation_acts import UNIT_ACTS
from api.organising import Looking, Pressing, route_acts
from api.views import people as views
from api.views.people_shapes import ChangedView, ChangesView, UnitNode, WaitingAccountView
from domain.fields import Lines
from domain.organisation import commands as c
from domain.organisation.second_yes import waiting_for_my_yes
from domain.organisation.seeing import changes_seen

router = APIRouter(tags=["organisation"])


@router.get("/units", summary="单位树")
def units(
    looking: Looking, *, with_retired: Annotated[bool, Query(title="含已停用")] = False
) -> list[UnitNode]:
    """The units I see, as a tree."""
    return views.tree(looking.eyes, with_retired=with_retired)


@router.post("/units", status_code=201, summary="新增单位或科室")
def create(said: c.CreateUnit, response: Response, press: Pressing, key: Key = None) -> ChangedView:
    """Below an authority, an institution or a department."""
    done = press.make(None, said, key)
    response.headers["Location"] = f"/api/units/{done.target}"
    return done


@router.get("/units/{unit}", summary="一个单位")
def one(unit: UnitNamed, looking: Looking) -> UnitNode:
    """A unit with those below it."""
    code = looking.unit(unit).code
    pending = views.tree(looking.eyes, with_retired=True, with_acts=True)
    while pending:
        node = pending.pop()
        if node.code == code:
            return node
        pending += node.units
    raise AssertionError


@router.get("/organisation/changes", summary="组织变更记录")
def changes(looking: Looking, limit: Annotated[Lines, Query(title="每页条数")] = 100) -> ChangesView:
    """The newest changes that I see, from what to what."""
    lines = changes_seen(looking.connection, looking.eyes, None, limit)
    return ChangesView(items=[views.change_line(looking.eyes, line) for line in lines])


@router.get("/organisation/waiting-accounts", summary="待同意的账号")
def waiting_accounts(looking: Looking) -> list[WaitingAccountView]:
    """Sign-ins with a post that wait for a second yes which may be mine, the longest waiting first."""
    found = waiting_for_my_yes(looking.connection, looking.eyes)
    return [views.waiting_account(looking.eyes, one) for one in found]


route_acts(router, "/units/{unit}", "单位代码", UNIT_ACTS)
