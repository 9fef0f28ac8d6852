"""单位与人员: the tree and its people; one person with posts, delegations, accounts and open work."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import Query, Response

from api.organisation_acts import PERSON_ACTS
from api.organising import looker_of
from api.pages.routers import pages_router
from api.pages.visitor import Page
from api.views import people as views
from api.views.looker import Looker
from api.views.people_shapes import PersonDetails, UnitNode
from api.views.security import sign_ins_view
from domain.directory.organisation import UnitCard
from domain.organisation import commands as c
from domain.organisation.second_yes import waiting_for_my_yes
from domain.organisation.seeing import MOST_FOUND, OVER_SIGN_INS, Eyes, changes_seen, find_people
from domain.organisation.who_may import offices_of
from domain.words import UnitKind

router = pages_router()
HERE = "/organisation"
UNIT_ACTS = (
    (c.RenameUnit, "rename", "更名"),
    (c.MoveUnit, "move", "调整隶属"),
    (c.SetDailyPatrol, "daily-patrol", "每日巡查"),
    (c.RetireUnit, "retire", "停用"),
)


@router.get(HERE)
def overview(
    page: Page,
    unit: str = "",
    q: Annotated[str, Query(title="查找内容", max_length=60)] = "",
    *,
    left: Annotated[bool, Query(title="含离岗")] = False,
) -> Response:
    """The tree and the people of one unit; on the phone a way down, at the desk side by side."""
    look = looker_of(page.reader)
    tops = views.tree(look.eyes)
    own = look.eyes.own_institution
    here = (
        look.unit(unit) if unit else (look.eyes.directory.units[own.id] if not tops else _start(look, tops))
    )
    node = next(n for n in _every(tops, look) if n.code == here.code)
    below = None if q else here
    found = find_people(look.eyes, q=q, unit=below, active=None if left else True)
    if here.kind == UnitKind.AUTHORITY and not q:
        found = [person for person in found if person.unit_id == here.id]
    rows = [views.row(look.eyes, person) for person in found]
    return page.render(
        "organisation/overview.html",
        tops=tops,
        node=node,
        trail=_trail(look, here),
        rows=rows,
        more=len(rows) == MOST_FOUND,
        q=q,
        left=left,
        may=_may_add(look, here),
        who_adds=f"由{offices_of(c.AddPerson)}录入。",
        knows=look.eyes.knows_unit(here),
        waiting_accounts=len(waiting_for_my_yes(look.connection, look.eyes)),
        audits=bool(page.roles & OVER_SIGN_INS),
    )


@router.get(HERE + "/changes")
def changes(page: Page) -> Response:
    """变更记录: who changed what of the organisation, newest first."""
    look = looker_of(page.reader)
    lines = [
        views.change_line(look.eyes, line)
        for line in changes_seen(page.reader.connection, look.eyes, None, 200)
    ]
    return page.render("organisation/changes.html", lines=lines)


@router.get(HERE + "/sign-ins")
def tries(page: Page) -> Response:
    """登录记录, for those who administer and audit."""
    return page.render("organisation/sign_ins.html", rows=sign_ins_view(page.reader, limit=200))


@router.get(HERE + "/people/{key}")
def person(key: str, page: Page) -> Response:
    """One person."""
    look = looker_of(page.reader)
    card = look.person(key)
    seen = views.details(look.eyes, look.connection, look.store, card)
    lines = []
    if look.eyes.manages(card):
        found = changes_seen(look.connection, look.eyes, card.id, 20)
        lines = [views.change_line(look.eyes, line) for line in found]
    return page.render(
        "organisation/person.html", person=seen, acts=acts_of(seen), lines=lines, mine=card.id == look.eyes.me
    )


@router.get(HERE + "/people/{key}/work")
def work(key: str, page: Page) -> Response:
    """名下未办结, and who would act if the person were gone."""
    look = looker_of(page.reader)
    card = look.person(key)
    work = views.work_view(look.work_of(card))
    return page.render("organisation/open_work.html", person=card, work=work)


def acts_of(seen: PersonDetails) -> list[tuple[str, str]]:
    """(address, label) of the acts with a form of their own that the reader may press on this person."""
    offered = ("details", "posts", "accounts", "move", "leave") if seen.active else ("come-back",)
    return [
        (address, PERSON_ACTS[address].label) for address in offered if PERSON_ACTS[address].act in seen.may
    ]


def _every(nodes: list[UnitNode], look: Looker) -> Iterator[UnitNode]:
    for node in nodes or views.tree(look.eyes, with_retired=True):
        yield node
        if node.units:
            yield from _every(node.units, look)


def _start(look: Looker, tops: list[UnitNode]) -> UnitCard:
    """Where one begins: who oversees at the top, everybody else at their own institution."""
    top = look.unit(tops[0].code)
    oversees = any(look.eyes.may(change, top) for change in (c.RenameUnit,)) or len(tops[0].units) > 1
    return top if oversees else look.eyes.own_institution


def _trail(look: Looker, here: UnitCard) -> list[UnitCard]:
    """The units above, the top one first, as far as the reader sees them."""
    units = look.eyes.directory.units
    above = [units[int(part)] for part in here.path.split("/") if part and int(part) in units]
    return [unit for unit in above[:-1] if look.eyes.sees_unit(unit)]


def _may_add(look: Looker, here: UnitCard) -> list[tuple[str, str, str]]:
    """(address, label, look of the button) of what may be added or changed here."""
    eyes, code = look.eyes, here.code
    found = []
    if eyes.may(c.AddPerson, here):
        found.append((f"{HERE}/new/person?unit={code}", "新增人员", "quiet"))
    kinds = {
        UnitKind.AUTHORITY: ("institution", "新增单位"),
        UnitKind.INSTITUTION: ("department", "新增科室"),
    }
    kind, label = kinds.get(UnitKind(here.kind), ("department", "新增下级科室"))
    child = UnitCard(0, here.id, kind, "", "", "", "", here.path, None)
    if Eyes(eyes.directory.with_unit(child), eyes.me, eyes.at).may(c.CreateUnit, child):
        found.append((f"{HERE}/new/unit?parent={code}&unit_kind={kind}", label, "quiet"))
    for change, name, label in UNIT_ACTS:
        if here.parent_id is not None and eyes.may(change, here):
            shape = "plain" if change is c.RetireUnit else "quiet"
            found.append((f"{HERE}/units/{code}/{name}", label, shape))
    return found
