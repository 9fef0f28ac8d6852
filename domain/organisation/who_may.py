"""Who may change the organisation: one small table. What is not here is refused.

A keeper (安全管理员, 主要负责人) manages those who stand strictly below him in his own unit, so that nobody
reaches a higher post, or another's sign-in, through the people he manages. Nobody manages himself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from domain.errors import NotAllowed
from domain.organisation import commands as c
from domain.rules.organisation import Directory, PersonCard, UnitCard
from domain.words import AUTHORITY_ROLES, Role, UnitKind

RANKS = (Role.STAFF, Role.DEPARTMENT_HEAD, Role.OFFICER, Role.DEPUTY, Role.CHIEF)
COMMISSION = frozenset({Role.DESK, Role.LEADER, Role.HEAD})
OF_THE_COMMISSION = AUTHORITY_ROLES | {Role.ADMIN}


@dataclass(frozen=True)
class Ask:
    """Who asks for what: the unit it happens at, the person it concerns, the role it gives or ends."""

    directory: Directory
    by: int
    at: datetime
    unit: UnitCard
    person: PersonCard | None = None
    role: Role | None = None

    def roles_at(self, person: int, institution: int) -> frozenset[Role]:
        """What a person is at an institution and its departments."""
        held = self.directory.roles_of(person, self.at)
        return frozenset(r for u, r in held if self.directory.institution_of(u).id == institution)


Who = Callable[[Ask], bool]


def admin(ask: Ask) -> bool:
    """系统管理员"""
    return any(role is Role.ADMIN for _, role in ask.directory.roles_of(ask.by, ask.at))


def keeper(ask: Ask) -> bool:
    """本单位安全管理员、主要负责人"""
    institution = ask.directory.institution_of(ask.unit.id)
    if institution.kind != UnitKind.INSTITUTION:
        return False
    mine = ask.roles_at(ask.by, institution.id) & {Role.OFFICER, Role.CHIEF}
    if not mine:
        return False
    top = max(RANKS.index(role) for role in mine)
    theirs = ask.roles_at(ask.person.id, institution.id) if ask.person else frozenset()
    higher = ask.person is not None and any(
        role in OF_THE_COMMISSION for _, role in ask.directory.roles_of(ask.person.id, ask.at)
    )
    concerned = theirs | ({ask.role} if ask.role else frozenset())
    return not higher and all(role in RANKS and RANKS.index(role) < top for role in concerned)


def keeper_of_the_unit(ask: Ask) -> bool:
    """本单位安全管理员、主要负责人（限单位）"""
    return ask.unit.kind == UnitKind.INSTITUTION and keeper(ask)


def keeper_of_the_department(ask: Ask) -> bool:
    """本单位安全管理员、主要负责人（限科室）"""
    return ask.unit.kind == UnitKind.DEPARTMENT and keeper(ask)


def commission(ask: Ask) -> bool:
    """卫健委经办人、负责人"""
    above = ask.directory.authority_of(ask.unit.id).id
    return any(u == above and r in COMMISSION for u, r in ask.directory.roles_of(ask.by, ask.at))


def commission_for_an_institution(ask: Ask) -> bool:
    """卫健委经办人、负责人（限单位）"""
    return ask.unit.kind == UnitKind.INSTITUTION and commission(ask)


def commission_for_a_head(ask: Ask) -> bool:
    """卫健委经办人、负责人（为单位主要负责人）"""
    if ask.person is None or not commission(ask):
        return False
    institution = ask.directory.institution_of(ask.person.unit_id)
    return Role.CHIEF in ask.roles_at(ask.person.id, institution.id)


def himself(ask: Ask) -> bool:
    """本人"""
    return ask.person is not None and ask.person.id == ask.by


STAFF_ACTS = (admin, keeper)
WHO_MAY: dict[type[c.Change], tuple[Who, ...]] = {
    c.CreateUnit: (admin, keeper_of_the_department, commission_for_an_institution),
    c.RenameUnit: (admin, keeper_of_the_department, commission_for_an_institution),
    c.MoveUnit: (admin, keeper_of_the_department),
    c.DescribeUnit: (admin, keeper_of_the_unit, commission_for_an_institution),
    c.RetireUnit: (admin, keeper_of_the_department),
    c.AddPerson: STAFF_ACTS,
    c.ChangePerson: (himself, *STAFF_ACTS),
    c.MovePerson: STAFF_ACTS,
    c.GivePost: STAFF_ACTS,
    c.EndPost: STAFF_ACTS,
    c.Delegate: (himself, *STAFF_ACTS, commission_for_a_head),
    c.EndDelegation: (himself, *STAFF_ACTS, commission_for_a_head),
    c.Leave: STAFF_ACTS,
    c.ComeBack: STAFF_ACTS,
    c.CreateAccount: STAFF_ACTS,
    c.DisableAccount: STAFF_ACTS,
    c.EnableAccount: STAFF_ACTS,
    c.ResetPassword: STAFF_ACTS,
    c.RemoveSecondFactor: STAFF_ACTS,
    c.GiveBindingCode: (himself, *STAFF_ACTS),
    c.BindIdentity: STAFF_ACTS,
    c.ReleaseIdentity: (himself, *STAFF_ACTS),
}


def may(change: type[c.Change], ask: Ask) -> bool:
    """Whether the table allows it; nobody manages himself."""
    who = WHO_MAY[change]
    if himself(ask) and himself not in who:
        return False
    return any(allows(ask) for allows in who)


def offices_of(change: type[c.Change]) -> str:
    """Who may, in words."""
    return "、".join((allows.__doc__ or "").strip() for allows in WHO_MAY[change])


def refuse_who_may_not(change: type[c.Change], ask: Ask) -> None:
    """Raise NotAllowed, saying who may."""
    if may(change, ask):
        return
    if himself(ask):
        raise NotAllowed(f"不能为本人办理“{change.label}”，请由其他有权人员办理。")
    offices = offices_of(change)
    above = "；主要负责人、分管负责人和同级人员由其上级或系统管理员办理" if keeper in WHO_MAY[change] else ""
    raise NotAllowed(f"“{change.label}”由{offices}办理{above}。")
