"""The reads. Whatever a person reads goes through a `Reader`, filtered in SQL by what he may see.

Reading order: reader, ledger, tasks, timeline, evidence, health; `due` is the sweep's.
"""

from domain.queries.due import Due, due
from domain.queries.evidence import evidence_shown
from domain.queries.health import what_is_missing
from domain.queries.ledger import Order, Page, Wanted, page
from domain.queries.reader import Reader, reading
from domain.queries.tasks import Task, tasks
from domain.queries.timeline import Entry, timeline

__all__ = [
    "Due",
    "Entry",
    "Order",
    "Page",
    "Reader",
    "Task",
    "Wanted",
    "due",
    "evidence_shown",
    "page",
    "reading",
    "tasks",
    "timeline",
    "what_is_missing",
]
