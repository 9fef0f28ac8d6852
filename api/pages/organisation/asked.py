"""One act of 单位与人员 about to be asked for: on whom or what, what is known already, and where its form goes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from api.organisation_acts import PERSON_ACTS, UNIT_ACTS
from api.pages.organisation.overview import HERE
from api.views import people as views
from api.views.looker import Looker
from api.views.people_shapes import WorkView
from api.views.profile import facts_typed
from domain.directory.organisation import PersonCard, UnitCard
from domain.errors import NotFound
from domain.organisation import commands as c
from domain.organisation.seeing import details_of
from domain.store.organisation import version_of_unit
from domain.words import UnitKind

NO_PAGE = "没有这个页面。"


@dataclass(frozen=True)
class Asked:
    """`target` is a code or key, None for what is new; `start` fills the form; `work` is what a leaver hands on."""

    change: type[c.Change]
    target: str | None
    action: str
    title: str
    back: str
    where: UnitCard
    person: PersonCard | None = None
    version: int | None = None
    start: Mapping[str, str | None] = field(default_factory=dict)
    work: WorkView | None = None


def to_add(look: Looker, what: str, said: Mapping[str, str]) -> Asked:
    """A new unit or person."""
    change: type[c.Change]
    if what == "person":
        change, title = c.AddPerson, "新增人员"
        where = look.unit(said.get("unit", look.eyes.own_institution.code))
    elif what == "unit":
        title = "新增单位" if said.get("unit_kind") == UnitKind.INSTITUTION else "新增科室"
        change, where = c.CreateUnit, look.unit(said.get("parent", ""))
    else:
        raise NotFound(NO_PAGE)
    return Asked(change, None, f"{HERE}/new/{what}", title, f"{HERE}?unit={where.code}", where)


def on_unit(look: Looker, code: str, act: str) -> Asked:
    """An act on a unit."""
    unit, change = look.unit(code), UNIT_ACTS.get(act)
    if change is None:
        raise NotFound(NO_PAGE)
    back, version, start = f"{HERE}?unit={unit.code}", None, {}
    if change is c.RenameUnit:
        start = {"name": unit.name, "short_name": unit.short_name}
    if change is c.DescribeUnit:
        back, start = f"/units/{unit.code}", facts_typed(look, unit)
        version = version_of_unit(look.connection, unit.id)
    action = f"{HERE}/units/{code}/{act}"
    return Asked(change, unit.code, action, change.label, back, unit, version=version, start=start)


def on_person(look: Looker, key: str, act: str) -> Asked:
    """An act on a person."""
    person, change = look.person(key), PERSON_ACTS.get(act)
    if change is None:
        raise NotFound(NO_PAGE)
    kept, work, start = details_of(look.connection, person.id), None, {}
    if change is c.ChangePerson:
        start = {"name": kept.name}
        start |= {"phone": kept.phone, "email": kept.email} if look.eyes.may_call(person) else {}
    if change in (c.Leave, c.MovePerson):
        work = views.work_view(look.work_of(person))
    back, where = f"{HERE}/people/{key}", look.eyes.directory.units[person.unit_id]
    return Asked(change, key, f"{back}/{act}", change.label, back, where, person, kept.version, start, work)
