"""The reads. Whatever a person reads goes through a `Reader`, filtered in SQL by what they may see.

Reading order: reader, ledger, tasks, timeline, evidence, likely, points, habits, health; `due` is the sweep's.
"""

from domain.queries.due import Due, due
from domain.queries.evidence import evidence_shown, taken_at
from domain.queries.habits import frequent_categories, recent_places
from domain.queries.hazard_filter import Counted, HazardFilter, Order
from domain.queries.health import what_is_missing
from domain.queries.ledger import Page, every_page, how_many, page
from domain.queries.likely import Described, Likely, likely, likely_to_be
from domain.queries.merged import Merged, merged
from domain.queries.mine import Pressed, Rows, copied, done, reported
from domain.queries.points import PointCard, point, points
from domain.queries.reader import Reader, reading
from domain.queries.tasks import Task, TaskPage, task_page, tasks, tasks_at
from domain.queries.timeline import Entry, timeline

__all__ = [
    "Counted",
    "Described",
    "Due",
    "Entry",
    "HazardFilter",
    "Likely",
    "Merged",
    "Order",
    "Page",
    "PointCard",
    "Pressed",
    "Reader",
    "Rows",
    "Task",
    "TaskPage",
    "copied",
    "done",
    "due",
    "every_page",
    "evidence_shown",
    "frequent_categories",
    "how_many",
    "likely",
    "likely_to_be",
    "merged",
    "page",
    "point",
    "points",
    "reading",
    "recent_places",
    "reported",
    "taken_at",
    "task_page",
    "tasks",
    "tasks_at",
    "timeline",
    "what_is_missing",
]
