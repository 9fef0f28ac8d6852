"""The Word templates of authorities: which one is in force, and the bytes of an edition."""

from sqlalchemy import ColumnElement, Connection, bindparam, select

from domain.errors import NotFound
from domain.tables.core import PAPER_FILE, PAPER_TEMPLATE

IN_FORCE: ColumnElement[bool] = PAPER_TEMPLATE.c.begun_at.is_not(None) & PAPER_TEMPLATE.c.ended_at.is_(None)
CHOSEN = (
    select(PAPER_TEMPLATE.c.id)
    .where(
        PAPER_TEMPLATE.c.unit_id == bindparam("template_of"),
        PAPER_TEMPLATE.c.kind == bindparam("template_kind"),
        IN_FORCE,
    )
    .scalar_subquery()
)
"""The edition in force of a body (`template_of`) for a kind (`template_kind`); null: the shipped one."""


def template_in_force(connection: Connection, unit_id: int, kind: str) -> int | None:
    """The edition with which this body makes such papers now; None: the shipped one."""
    asked = {"template_of": unit_id, "template_kind": kind}
    found: int | None = connection.execute(select(CHOSEN), asked).scalar()
    return found


def template_file(connection: Connection, template_id: int) -> bytes:
    """The file of an edition, byte for byte as it was uploaded."""
    kept = PAPER_TEMPLATE.join(PAPER_FILE, PAPER_FILE.c.hash == PAPER_TEMPLATE.c.file_hash)
    found = connection.execute(
        select(PAPER_FILE.c.body).select_from(kept).where(PAPER_TEMPLATE.c.id == template_id)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound("没有这个文书模板。")
    return bytes(found)
