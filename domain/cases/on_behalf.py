"""For whom somebody acts: themselves, the person they are a delegate of, or (代录) a person without an account."""

from domain.cases.case import Case
from domain.cases.seats import and_the_post_above, climb_from
from domain.cases.steps import Lifecycle
from domain.commands import Command
from domain.directory.organisation import Actor
from domain.errors import NotAllowed, WrongInput
from domain.roles import COMMISSION
from domain.words import Role


def stands_in_at_the_unit(case: Case, actor: Actor, for_id: int | None, *, entered: bool) -> bool:
    """Whether somebody of the commission acts here as the delegate of somebody of the unit (代录, `entered`, does not).

    What they did for the unit the commission's own eyes must judge: they neither verify nor close it.
    """
    if for_id is None or actor.person_id is None or entered:
        return False
    of_it = case.directory.belongs_to_authority
    return of_it(actor.person_id, case.at) and not of_it(for_id, case.at)


def principal_of(case: Case, table: Lifecycle, command: Command, actor: Actor) -> int | None:
    """The person for whom `actor` does this, or None when they do it for themselves."""
    if command.on_behalf_of is None:
        return table.principal(case, command.action, actor)
    if actor.person_id not in and_the_post_above(case, climb_from(case, Role.DESK)):
        raise NotAllowed("只有卫健委经办人可以代录。")
    if command.scan is None:
        raise WrongInput("代录须上传对方签字的纸质材料扫描件。", field="scan")
    person = case.directory.find_person(command.on_behalf_of, field="on_behalf_of")
    if (refusal := why_not_entered_for(case, person)) is not None:
        raise refusal
    return person


def why_not_entered_for(case: Case, person: int) -> NotAllowed | None:
    """Why nobody may enter an act for this person from paper (settled point 17); None when 经办 may."""
    directory = case.directory
    if person in directory.with_account:
        return NotAllowed("代录只用于没有账号的人员；此人有账号，请由本人办理，或由本人委托他人代办。")
    posts = directory.roles_of(person, case.at)
    if any(role in COMMISSION for _, role in posts):
        return NotAllowed("卫健委负责人、经办人的签署和决定不得代录；请由本人办理，或由本人委托他人代办。")
    headed = (unit for unit, role in posts if role is Role.CHIEF)
    if any(directory.people_of(unit) & directory.with_account for unit in headed):
        return NotAllowed(
            "该单位已有账号，主要负责人的签署和决定不得代录；请为其开通账号，或由本人委托他人代办。"
        )
    return None
