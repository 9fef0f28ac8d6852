"""For whom somebody acts: himself, the person he is a delegate of, or (代录) a person without an account."""

from domain.commands import Command
from domain.errors import NotAllowed, WrongInput
from domain.rules.case import Case
from domain.rules.organisation import Actor
from domain.rules.people import desk
from domain.rules.steps import Lifecycle


def principal_of(case: Case, table: Lifecycle, command: Command, actor: Actor) -> int | None:
    """The person for whom `actor` does this, or None when he does it for himself."""
    if command.on_behalf_of is None:
        return table.principal(case, command.action, actor, command)
    if actor.person_id not in desk(case):
        raise NotAllowed("只有卫健委经办人可以代录。")
    if command.scan is None:
        raise WrongInput("代录须上传对方签字的纸质材料扫描件。", field="scan")
    return case.directory.find_person(command.on_behalf_of, field="on_behalf_of")
