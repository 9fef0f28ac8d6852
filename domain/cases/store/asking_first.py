"""What a press is asked before the table: has somebody acted since it was shown, are its photos there."""

from sqlalchemy import Connection, select

from domain.actions import Action
from domain.cases.case import Case
from domain.cases.store import rows
from domain.commands import Command
from domain.directory.organisation import Actor
from domain.errors import Stale, WrongInput
from domain.kinds import KINDS
from domain.tables.core import JOURNAL


def refuse_if_stale(connection: Connection, case: Case, version: int | None) -> None:
    """Stale only when a person acted since: the clock's reminders do not take the page out of anybody's hand."""
    row = case.row
    by_person = row.terms.get("person", [0])[0]
    if version is None or by_person <= version <= row.version:
        return
    mine = (JOURNAL.c.case_id == row.id) & (JOURNAL.c.seq == by_person)
    last = connection.execute(select(JOURNAL.c.actor_id, JOURNAL.c.action).where(mine)).one()
    label = KINDS[case.kind].state_shown(case)
    hidden = last.action in (Action.REPORT, Action.REPORT_UP)
    who = "上报人" if hidden else case.directory.name_of(last.actor_id)
    detail = (
        f"{who}刚刚已“{Action(last.action).timeline}”，现为“{label}”。请查看后再办，您填写的内容没有丢失。"
    )
    raise Stale(detail, state=row.state, version=row.version, won_by=who)


def refuse_unknown_photos(connection: Connection, case: Case, command: Command, by: Actor) -> None:
    """Raise WrongInput for photos that this person did not upload and the case does not have."""
    shown = command.photos_shown()
    known = () if command.action is Action.REPORT else case.photos
    missing = rows.missing_evidence(connection, shown, by.person_id, known) if shown else []
    if missing:
        field = command.field_of_photo(missing[0])
        raise WrongInput("有照片尚未上传成功，请重新上传后再提交。", field=field)
