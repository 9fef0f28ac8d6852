"""Incidents: what a person must look at. At most one open of a kind and subject; its times are counted."""

from sqlalchemy import Connection, func, select, update
from sqlalchemy.dialects.postgresql import insert

from domain.tables import Incident
from domain.tables.core import INCIDENT

UNDELIVERED, UNCONFIRMED = "undelivered", "unconfirmed"
_OPEN = INCIDENT.c.closed_at.is_(None)


def of_person(person_id: int) -> str:
    """Name a person as the subject of an incident."""
    return f"person:{person_id}"


def open_incident(
    connection: Connection, kind: str, subject: str, detail: str, *, case_id: int | None = None
) -> None:
    """Open an incident, or count it once more when one of this kind and subject is open."""
    row = insert(INCIDENT).values(kind=kind, subject=subject, detail=detail[:2000], case_id=case_id)
    again = row.on_conflict_do_update(
        index_elements=["kind", "subject"],
        index_where=_OPEN,
        set_={
            "times": INCIDENT.c.times + 1,
            "detail": row.excluded.detail,
            "case_id": func.coalesce(row.excluded.case_id, INCIDENT.c.case_id),
        },
    )
    connection.execute(again)


def close_incident(connection: Connection, kind: str, subject: str) -> bool:
    """Close the open incident of this kind and subject; says whether there was one."""
    this = (INCIDENT.c.kind == kind) & (INCIDENT.c.subject == subject) & _OPEN
    return bool(
        connection.execute(update(INCIDENT).where(this).values(closed_at=func.clock_timestamp())).rowcount
    )


def close_all_but(connection: Connection, kind: str, subjects: set[str]) -> int:
    """Close the open incidents of a kind whose subjects are no longer found; gives how many."""
    gone = (INCIDENT.c.kind == kind) & _OPEN & INCIDENT.c.subject.not_in(subjects)
    return connection.execute(update(INCIDENT).where(gone).values(closed_at=func.clock_timestamp())).rowcount


def open_incidents(connection: Connection, limit: int = 200) -> list[Incident]:
    """The open incidents, oldest first."""
    found = connection.execute(select(INCIDENT).where(_OPEN).order_by(INCIDENT.c.id).limit(limit))
    return list(found)  # type: ignore[arg-type] # rows look like incidents
