"""The page of one hazard: what to do and by when first, its record last (process page, section 6)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from fastapi import Response

from api.pages.acting.doubts import older_than_the_assignment
from api.pages.acting.offers import Offer, offers
from api.pages.acting.recipes import RECIPES
from api.pages.hazard.story import in_words, stretches
from api.pages.routers import pages_router
from api.pages.visitor import Page, Visit
from api.views.answers import TaskView, task_views
from api.views.hazard import hazard_view, moment_view
from api.views.shapes import OutOfUseView
from api.views.use import stopped_views
from domain.actions import Action
from domain.cases.case import Case
from domain.commands import FilePlan
from domain.errors import NotPossible
from domain.hazard.labels import date_stands, state_shown, time_left
from domain.hazard.paper_table import MEASURE
from domain.hazard.papers import ACTS_ON_A_PAPER
from domain.hazard.waits import unfired
from domain.queries import Reader, merged, tasks_at, timeline
from domain.queries.forms import forms_offered
from domain.queries.out_of_use import out_of_use_at
from domain.queries.papers import may_read
from domain.queries.patrols import task_in_which
from domain.titles import titles
from domain.words import State, state_label

router = pages_router()
MOMENTS_SHOWN = 4
STEPS = (
    State.REPORTED,
    State.REGISTERED,
    State.ASSIGNED,
    State.RECTIFYING,
    State.VERIFYING,
    State.VERIFIED,
    State.CLOSED,
)
STUCK = (
    ("申请延期", ("request_extension",), ""),
    ("不归我管", ("decline", "reassign"), ""),
    ("缺钱缺件", ("report_progress",), "?blocker=money"),
)
"""What somebody who cannot go on may press: the label, the forms of which the first that is offered opens, and how."""
OF_THE_WORK = frozenset({"accept", "submit", "report_progress", "file_plan"})
OF_PAPERS = frozenset(map(str, ACTS_ON_A_PAPER))
OF_USE = frozenset({"suspend_use", "request_resume", "resume_use", "refuse_resume"})
OF_THE_LISTING = frozenset({"list", "decline_listing", "publish", "lift", "lift-close", "refuse_lifting"})
TOGETHER = {"register": "register-assign", "upgrade": "upgrade-assign", "lift": "lift-close"}


@dataclass(frozen=True)
class Buttons:
    """The forms that may be opened now, by where they stand on the page; `sheets`: the papers that may be read."""

    first: tuple[str, str] | None
    stuck: list[tuple[str, str]]
    more: list[Offer]
    of_papers: dict[int, list[Offer]]
    sheets: frozenset[int]
    of_the_listing: list[Offer]
    of_use: list[Offer]
    refused: list[tuple[str, str]]


@router.get("/h/{hazard}")
def one(page: Page, hazard: str) -> Response:
    """A hazard by ref or official number."""
    case = page.reader.one(hazard)
    tasks = tasks_at(page.reader, case)
    mine = task_views(tasks, page.reader)
    values: dict[str, Any] = {
        "case": case,
        "hazard": hazard_view(case, page.reader),
        "date": time_left(tasks[0].due_at, case.at) if tasks else date_stands(case.hazard, case.at),
        "task": mine[0] if mine else None,
        "moments": [moment_view(case, moment) for moment in unfired(case)[:MOMENTS_SHOWN]],
        "merged": merged(page.reader, case),
        "stopped": stopped_at(page.reader, case),
        "found_in": task_in_which(page.reader, case.hazard.ref),
        "plan_titles": titles(FilePlan),
        "steps": steps_of(case),
        "forms": forms_offered(page.reader, case),
        "doubt": older_than_the_assignment(page.reader, case, case.hazard.after_photos),
        "buttons": buttons_of(page, case, mine),
        "record": stretches(
            in_words(entry, case.directory) for entry in reversed(timeline(page.reader, case))
        ),
    }
    return page.render("hazard/page.html", **values)


def stopped_at(reader: Reader, case: Case) -> list[OutOfUseView]:
    """What is out of use where it is: by its own order, by that of another hazard there, or of the whole unit."""
    hazard = case.hazard
    found = out_of_use_at(reader, hazard.unit_id, hazard.place, hazard.department_id)
    return stopped_views(found)


def steps_of(case: Case) -> list[tuple[str, str]]:
    """(label, past | now | ahead) of each state on the usual way; an unusual state stands alone."""
    state = State(case.hazard.state)
    if state not in STEPS:
        return [(state_shown(case), "now")]
    here = STEPS.index(state)
    when = [*["past"] * here, "now", *["ahead"] * (len(STEPS) - here - 1)]
    labels = [state_shown(case) if step is state else state_label(step, case.line) for step in STEPS]
    return list(zip(labels, when, strict=True))


def buttons_of(page: Visit, case: Case, mine: list[TaskView]) -> Buttons:
    """The first button is the first task's; what concerns a paper or the listing stands beside it."""
    every = list(offers(case, page.who))
    offered = {offer.name: offer for offer in every if offer.refusal is None}
    first = _first(case, offered, mine)
    taken = {first[2]} if first else set()
    stuck: list[tuple[str, str]] = []
    working = mine and mine[0].action in OF_THE_WORK
    for label, names, query in STUCK if working else ():
        if name := next((one for one in names if one in offered), None):
            stuck.append((f"/h/{case.hazard.ref}/{name}{query}", label))
    beside = OF_PAPERS | OF_THE_LISTING | OF_USE | taken
    return Buttons(
        first=first[:2] if first else None,
        stuck=stuck,
        more=[offer for name, offer in offered.items() if name not in beside],
        of_papers=_of_papers(page, case, offered),
        sheets=frozenset(paper.seq for paper in case.papers if may_read(page.reader, case, paper)),
        of_the_listing=[offer for name, offer in offered.items() if name in OF_THE_LISTING],
        of_use=[offer for name, offer in offered.items() if name in OF_USE],
        refused=list(why_not_the_others(every)),
    )


def why_not_the_others(every: list[Offer]) -> Iterator[tuple[str, str]]:
    """(buttons, reason): first what lacks a person or a condition, then the steps that this state does not have."""
    out_of_place: dict[str, list[str]] = {}
    for offer in every:
        if offer.refusal is None:
            continue
        if isinstance(offer.refusal, NotPossible):
            out_of_place.setdefault(offer.refusal.standing, []).append(offer.label)
        else:
            yield offer.label, offer.refusal.detail
    for standing, labels in out_of_place.items():
        yield "、".join(labels), f"{standing}，没有这一步。"


def _first(case: Case, offered: dict[str, Offer], mine: list[TaskView]) -> tuple[str, str, str] | None:
    """(address, label, name) of the one big button."""
    if not mine:
        return None
    task = mine[0]
    name = TOGETHER.get(task.action, task.action)
    name = name if name in offered else task.action
    address = f"/h/{case.hazard.ref}/{name}"
    if task.paper is not None:
        address += f"?paper={task.paper}"
    label = RECIPES[name].name(case) + (task.paper_kind.label if task.paper_kind else "")
    return address, label + ("，拍照" if name == Action.SUBMIT else ""), name


def _of_papers(page: Visit, case: Case, offered: dict[str, Offer]) -> dict[int, list[Offer]]:
    """What this person may do with each paper: the table is asked of that paper."""
    return {
        paper.seq: [
            offer
            for name, offer in offered.items()
            if name in OF_PAPERS
            and MEASURE.why_not(replace(case, paper=paper), offer.recipe.action, page.who) is None
        ]
        for paper in case.papers
    }
