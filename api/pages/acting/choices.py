"""Whom and what one may name in a form: people and units that fit this hazard."""

from collections.abc import Callable, Iterable

from domain.calendar import day_of
from domain.cases.case import Case
from domain.cases.on_behalf import why_not_entered_for
from domain.cases.steps import Act
from domain.commands import ProposeMeasure
from domain.criteria import criteria_in_force
from domain.directory.organisation import Actor
from domain.errors import Refusal
from domain.hazard.checks.papers import kind_suits_the_proposer, no_open_paper_of_the_kind
from domain.hazard.people import desk
from domain.hazard.worked_on import barred
from domain.roles import COMMISSION
from domain.subcategories import Subcategory, of
from domain.words import Category, Line, PaperKind, Role, UnitKind

Options = list[tuple[str, str]]
LITERALS = {
    "on_site": "现场",
    "photos": "看照片",
    "paper": "书面",
    "listing": "挂牌",
    "lifting": "摘牌",
    "county": "县级",
    "city": "市级",
    "province": "省级",
    "immediate": "立即整改",
    "simple": "简单整改",
    "parts": "需配件或小修",
    "budget": "需采购或预算",
    "project": "需立项施工",
    "unit": "本单位",
    "authority": "卫健委",
}


def people_options(case: Case, people: Iterable[int]) -> Options:
    """People by key, shown by name with their first post or their department."""
    cards = (case.directory.people[person] for person in dict.fromkeys(people))
    return sorted(((card.key, _called(case, card.id)) for card in cards), key=lambda row: row[1])


def _called(case: Case, person: int) -> str:
    name, more = case.directory.people[person].name, _office(case, person)
    if case.directory.name_of(person) != name:  # a namesake in the house
        more = f"{more}，{case.directory.people[person].key}"
    return f"{name}（{more}）"


def _office(case: Case, person: int) -> str:
    posts = [role for _, role in case.directory.roles_of(person, case.at) if role is not Role.STAFF]
    return posts[0].label if posts else case.directory.units[case.directory.people[person].unit_id].name


def staff(case: Case) -> Options:
    """The unit's own people."""
    return people_options(case, case.directory.people_of(case.hazard.unit_id))


def staff_without_an_account(case: Case) -> Options:
    """For whom 经办 may enter what came on paper."""
    own = case.directory.people_of(case.hazard.unit_id)
    return people_options(case, {p for p in own if why_not_entered_for(case, p) is None})


def staff_but_the_fixer(case: Case) -> Options:
    """Whom one may hand it on to: another of the unit's people; for the commission also another unit."""
    own = case.directory.people_of(case.hazard.unit_id) - {case.hazard.fixer_id}
    return people_options(case, own) + ([] if case.line is Line.UNIT else other_units(case))


def other_units(case: Case) -> Options:
    """The other institutions under the same authority."""
    top = case.directory.authority_of(case.hazard.unit_id)
    return sorted(
        (unit.code, unit.name)
        for unit in case.directory.units.values()
        if unit.kind == UnitKind.INSTITUTION
        and unit.id != case.hazard.unit_id
        and unit.path.startswith(top.path)
    )


def commission(case: Case) -> Options:
    """The commission's officials who are no fixers."""
    return people_options(case, _of_the_commission(case, *COMMISSION))


def commission_and_experts(case: Case) -> Options:
    """Officials and experts who are no fixers."""
    return people_options(case, _of_the_commission(case, *COMMISSION, Role.EXPERT))


def leaders(case: Case) -> Options:
    """包案领导: a leader of the commission."""
    return people_options(case, _of_the_commission(case, Role.LEADER, Role.HEAD))


def _of_the_commission(case: Case, *roles: Role) -> list[int]:
    return [person for role in roles for person in case.post(role) if person not in barred(case)]


def criteria(case: Case) -> Options:
    """判定清单 in force when it was found, by code."""
    return [(item.code, item.text) for item in criteria_in_force(day_of(case.hazard.found_at))]


def subcategories(case: Case) -> Options:
    """小类: those of the hazard's own category first."""
    own = Category(case.hazard.category)
    ordered = [*of(own), *(each for each in Subcategory if each.category is not own)]
    return [(str(each), each.in_full) for each in ordered]


PICKERS: dict[str, Callable[[Case], Options]] = {
    "register.subcategory": subcategories,
    "assign.to": staff,
    "assign.helpers": staff,
    "accept.fixer": staff,
    "accept.helpers": staff,
    "accept_for.helpers": staff,
    "accept_for.fixer": staff,
    "reassign.to": staff_but_the_fixer,
    "upgrade.panel": commission_and_experts,
    "downgrade.panel": commission_and_experts,
    "name_group.leader": commission,
    "name_group.members": commission_and_experts,
    "list.leader": leaders,
    "upgrade.criterion": criteria,
    "on_behalf_of": staff_without_an_account,
}
"""(action.field, or a field of every action) -> whom it may name; a reference without a picker is typed."""


def papers_to_propose(case: Case, person: int) -> Options:
    """The kinds of papers that this person may propose here now."""
    return [(str(kind), kind.label) for kind in PaperKind if _may_propose(case, person, kind)]


def _may_propose(case: Case, person: int, kind: PaperKind) -> bool:
    command, act = ProposeMeasure(kind=kind, because=kind.label), Act(Actor(person), None, 0)
    try:
        kind_suits_the_proposer(case, command, act)
        no_open_paper_of_the_kind(case, command, act)
    except Refusal:
        return False
    return True


def may_record_for_others(case: Case, person: int) -> bool:
    """代录 is 经办's alone, and only where somebody has no account."""
    return person in desk(case) and bool(staff_without_an_account(case))
