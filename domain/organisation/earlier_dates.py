"""Earlier dates after a calendar changed: they take time away that was promised, so a person says yes to each."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select

from domain.cases.recalculation import recalculate
from domain.directory.organisation import Actor, Directory
from domain.directory.unconfirmed import why_not_by_post
from domain.errors import NotFound
from domain.fields import Reference
from domain.kinds import HAZARD as HAZARDS
from domain.roles import COMMISSION
from domain.store.base import Store
from domain.tables.core import HAZARD

WHY = "放假安排确认，经同意提前"


class AgreeToEarlier(BaseModel):
    """同意期限提前: the hazards, by ref, whose dates are reckoned with the calendar in force."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    hazards: Annotated[list[Reference], Field(title="隐患", min_length=1, max_length=500)]


def is_theirs_to_move(directory: Directory, by: Actor, unit_id: int, at: datetime) -> bool:
    """Whether somebody is of the commission that stands above a unit: 经办, 委分管, 委主要."""
    if by.waits_for_a_yes:
        return False
    above = directory.authority_of(unit_id).id
    held = directory.roles_of(by.person_id or 0, at)
    return any(unit == above and role in COMMISSION for unit, role in held)


def agree_to_earlier(store: Store, said: AgreeToEarlier, *, by: Actor, at: datetime) -> int:
    """Reckon the dates of these hazards anew, earlier ones too; gives how many moved. NotFound, NotAllowed.

    All are asked for before any is moved; each is a line of its own record, with who agreed.
    """
    refs = list(dict.fromkeys(said.hazards))
    with store.asking() as connection:
        directory = store.directory(connection)
        rows = connection.execute(select(HAZARD).where(HAZARD.c.ref.in_(refs)).order_by(HAZARD.c.id)).all()
    seen = [row for row in rows if HAZARDS.may_see(row, directory, by, at)]
    if len(seen) < len(refs):
        known = {row.ref for row in seen}
        missing = next(ref for ref in refs if ref not in known)
        raise NotFound(f"没有隐患“{missing}”，或您无权查看，请刷新页面后再选。", field="hazards")
    if not all(is_theirs_to_move(directory, by, row.unit_id, at) for row in seen):
        raise why_not_by_post(by, "期限提前由该单位上级卫健委的经办人、分管或主要负责人同意。")
    key = directory.people[by.person_id or 0].key
    return sum(recalculate(store, row.id, at=at, why=WHY, agreed_by=key) for row in seen)
