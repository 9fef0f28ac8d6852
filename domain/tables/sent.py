"""When the reporter of a hazard sent it, in SQL: `domain.directory.unconfirmed.sent_at`."""

from sqlalchemy import DateTime, func

from domain.tables.core import HAZARD

SENT_AT = func.coalesce(
    HAZARD.c.terms["written_up"][2].astext.cast(DateTime(timezone=True)), HAZARD.c.reported_at
)
