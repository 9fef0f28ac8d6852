"""Who may change the organisation: one small table. What is not here is refused.

What a person's sign-in reaches (`domain.organisation.keeping`) decides who keeps it. Nobody manages themselves.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from domain.cases.called import called, name_of
from domain.directory.organisation import Directory, PersonCard, UnitCard
from domain.errors import NotAllowed
from domain.organisation import commands as c
from domain.organisation.keeping import Held, keeps_as_administrator, keeps_at_the_unit, reach_of
from domain.roles import COMMISSION, ENTRUSTED
from domain.words import Role, UnitKind


@dataclass(frozen=True)
class Ask:
    """Who asks for what: the unit it happens at, the person it concerns, the role it gives or ends."""

    directory: Directory
    by: int
    at: datetime
    unit: UnitCard
    person: PersonCard | None = None
    role: Role | None = None

    @property
    def reached(self) -> Held:
        """All that is at stake: where it happens, the role it gives, and what the person's sign-in opens."""
        here = self.directory.institution_of(self.unit.id).id
        asked = {(here, self.role or Role.STAFF)}
        if self.person is None:
            return frozenset(asked)
        return reach_of(self.directory, self.person.id, self.at, by=self.by) | asked


Who = Callable[[Ask], bool]


@called("系统管理员")
def admin(ask: Ask) -> bool:
    """Whoever administers every unit that this reaches."""
    return keeps_as_administrator(ask.directory, ask.by, ask.reached, ask.at)


@called("系统管理员（限未任职人员）")
def admin_for_who_has_no_post(ask: Ask) -> bool:
    """The administrator, for somebody whom nothing is entrusted to."""
    if ask.person is None or not admin(ask):
        return False
    held = ask.directory.roles_to_come(ask.person.id, ask.at)
    return not any(role in ENTRUSTED for _, role in held)


@called("系统管理员（限科室）")
def admin_for_a_department(ask: Ask) -> bool:
    """Who would be under another commission tomorrow is not the administrator's to say."""
    return ask.unit.kind == UnitKind.DEPARTMENT and admin(ask)


@called("本单位安全管理员、主要负责人")
def keeper(ask: Ask) -> bool:
    """An officer or head of this unit who stands above all that this reaches."""
    return keeps_at_the_unit(ask.directory, ask.by, ask.unit.id, ask.reached, ask.at)


@called("本单位安全管理员、主要负责人（限单位）")
def keeper_of_the_unit(ask: Ask) -> bool:
    """The same, where the unit itself is changed."""
    return ask.unit.kind == UnitKind.INSTITUTION and keeper(ask)


@called("本单位安全管理员、主要负责人（限科室）")
def keeper_of_the_department(ask: Ask) -> bool:
    """The same, where a department is changed."""
    return ask.unit.kind == UnitKind.DEPARTMENT and keeper(ask)


@called("卫健委经办人、负责人")
def commission(ask: Ask) -> bool:
    """经办, 委分管, 委主要 of the authority above this unit."""
    above = ask.directory.authority_of(ask.unit.id).id
    return any(u == above and r in COMMISSION for u, r in ask.directory.roles_of(ask.by, ask.at))


@called("卫健委经办人、负责人")
def commission_above(ask: Ask) -> bool:
    """Of the authority of this unit, or of one above it."""
    held = ask.directory.roles_of(ask.by, ask.at)
    return any(r in COMMISSION and ask.unit.path.startswith(ask.directory.units[u].path) for u, r in held)


@called("系统管理员（为所在主管部门）")
def admin_for_its_papers(ask: Ask) -> bool:
    """Whoever administers the authority whose papers they are."""
    return ask.unit.kind == UnitKind.AUTHORITY and admin(ask)


@called("卫健委经办人、负责人（为本机关）")
def commission_for_its_papers(ask: Ask) -> bool:
    """The authority's own people, for its own papers."""
    return ask.unit.kind == UnitKind.AUTHORITY and commission(ask)


@called("卫健委分管、主要负责人（为本机关）")
def leaders_for_its_rules(ask: Ask) -> bool:
    """委分管, 委主要 of the authority, for its own rules."""
    held = ask.directory.roles_of(ask.by, ask.at)
    return ask.unit.kind == UnitKind.AUTHORITY and any((ask.unit.id, role) in held for role in LEADING)


@called("系统管理员（为最上级主管部门）")
def admin_at_the_top(ask: Ask) -> bool:
    """Whoever administers the authority above which there is none: the days are the same for all below it."""
    return ask.unit.parent_id is None and admin_for_its_papers(ask)


@called("卫健委经办人、负责人（为最上级机关）")
def commission_at_the_top(ask: Ask) -> bool:
    """Its own people."""
    return ask.unit.parent_id is None and commission_for_its_papers(ask)


@called("卫健委经办人、负责人（限单位）")
def commission_for_an_institution(ask: Ask) -> bool:
    """The same, where an institution is changed."""
    return ask.unit.kind == UnitKind.INSTITUTION and commission(ask)


@called("卫健委经办人、负责人（为单位主要负责人）")
def commission_for_a_head(ask: Ask) -> bool:
    """The same, for the head of a unit of theirs."""
    if ask.person is None or not commission(ask):
        return False
    institution = ask.directory.institution_of(ask.person.unit_id)
    return (institution.id, Role.CHIEF) in ask.directory.roles_of(ask.person.id, ask.at)


@called("本人")
def oneself(ask: Ask) -> bool:
    """Whoever it concerns."""
    return ask.person is not None and ask.person.id == ask.by


STAFF_ACTS = (admin, keeper)
OF_ITS_PAPERS = (commission_for_its_papers, admin_for_its_papers)
LEADING = (Role.LEADER, Role.HEAD)
OF_THE_CALENDAR = (commission_at_the_top, admin_at_the_top)
WHO_MAY: dict[type[c.Change], tuple[Who, ...]] = {
    c.CreateUnit: (admin, keeper_of_the_department, commission_for_an_institution),
    c.RenameUnit: (admin, keeper_of_the_department, commission_for_an_institution),
    c.MoveUnit: (admin_for_a_department, keeper_of_the_department, commission_for_an_institution),
    c.DescribeUnit: (admin, keeper_of_the_unit, commission_for_an_institution),
    c.SetDailyPatrol: (keeper_of_the_unit, commission_for_an_institution),
    c.RetireUnit: (admin, keeper_of_the_department),
    c.AddPerson: STAFF_ACTS,
    c.ChangePerson: (oneself, *STAFF_ACTS),
    c.MovePerson: STAFF_ACTS,
    c.GivePost: STAFF_ACTS,
    c.EndPost: STAFF_ACTS,
    c.Delegate: (oneself, admin_for_who_has_no_post, keeper, commission_for_a_head),
    c.EndDelegation: (oneself, *STAFF_ACTS, commission_for_a_head),
    c.Leave: STAFF_ACTS,
    c.ComeBack: STAFF_ACTS,
    c.CreateAccount: STAFF_ACTS,
    c.OpenSecondAccount: (oneself,),
    c.ConfirmAccount: (*STAFF_ACTS, commission_above),
    c.DisableAccount: STAFF_ACTS,
    c.EnableAccount: STAFF_ACTS,
    c.ResetPassword: STAFF_ACTS,
    c.RemoveSecondFactor: STAFF_ACTS,
    c.GiveBindingCode: (oneself, *STAFF_ACTS),
    c.BindIdentity: STAFF_ACTS,
    c.ReleaseIdentity: (oneself, *STAFF_ACTS),
    c.KeepPaperTemplate: OF_ITS_PAPERS,
    c.UsePaperTemplate: OF_ITS_PAPERS,
    c.EndPaperTemplate: OF_ITS_PAPERS,
    c.EnterYear: OF_THE_CALENDAR,
    c.ConfirmYear: OF_THE_CALENDAR,
    c.MakePolicy: (commission_for_its_papers,),
    c.ReleasePolicy: (leaders_for_its_rules,),
}


def may(change: type[c.Change], ask: Ask) -> bool:
    """Whether the table allows it; nobody manages themselves."""
    who = WHO_MAY[change]
    if oneself(ask) and oneself not in who:
        return False
    return any(allows(ask) for allows in who)


def offices_of(change: type[c.Change]) -> str:
    """Who may, in words."""
    return "、".join(name_of(allows) for allows in WHO_MAY[change])


def refuse_who_may_not(change: type[c.Change], ask: Ask) -> None:
    """Raise NotAllowed, saying who may."""
    if may(change, ask):
        return
    if oneself(ask):
        raise NotAllowed(f"不能为本人办理“{change.label}”，请由其他有权人员办理。")
    offices = offices_of(change)
    above = (
        "；主要负责人、分管负责人和同级人员，以及在其他单位任职或代人办理的，按其最高岗位由上级或系统管理员办理"
        if keeper in WHO_MAY[change]
        else ""
    )
    raise NotAllowed(f"“{change.label}”由{offices}办理{above}。")
