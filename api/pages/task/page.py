"""任务: the checklist on the phone, two taps when all is well; and the list of a day."""

from datetime import date
from functools import cache
from typing import Any
from urllib.parse import urlencode

from fastapi import Response
from pydantic import BaseModel, Field, create_model

from api.errors import status_of
from api.pages.address import asked_of_us
from api.pages.forms import Form
from api.pages.routers import pages_router
from api.pages.uploads import keep_files
from api.pages.visitor import Page, Sent, SentVisit, Visit
from api.views.tasks import line_view, offered, task_view, task_views
from domain.calendar import day_of
from domain.cases.perform import perform
from domain.errors import NotPossible, Refusal, WrongInput
from domain.fields import Note
from domain.queries.mine import Rows
from domain.queries.patrols import (
    Tally,
    TaskFilter,
    lines_of,
    one_task,
    sees_any_task,
    tally,
    tasks_listed,
)
from domain.task.case import TaskCase
from domain.task.checklist import checklist
from domain.task.commands import Answer, Finding, HandIn, Waive
from domain.task.words import Found, TaskState

router = pages_router()
ITEM = "item-"
ALREADY = "这份巡查已经完成或免办。您发现的问题仍在下面，请用“随手拍”上报"


@cache
def sheet_of(name: str) -> type[BaseModel]:
    """The form of a checklist: one part for each of its items."""
    parts: dict[str, Any] = {f"{ITEM}{item.code}": (Finding, ...) for item in checklist(name).items}
    return create_model("Sheet", **parts, note=(Note, Field("", title="说明")))


@router.get("/tasks")
def listed(page: Page) -> Response:
    """How a day went; each number opens its list."""
    form = Form(TaskFilter, asked_of_us(page.request.query_params.multi_items(), TaskState))
    wanted = form.read() or TaskFilter()
    try:
        found = tasks_listed(page.reader, wanted)
        counted = tally(page.reader, wanted.model_copy(update={"state": None, "cursor": None}))
    except Refusal as refusal:
        form.refuse(refusal)
        found, counted = Rows[TaskCase]([], None), []
    return page.render(
        "task/list.html",
        status_of_form(form),
        tasks=task_views(found.items, page.reader),
        tabs=_tabs(wanted, counted),
        form=form,
        more=wanted.model_copy(update={"cursor": found.next_cursor}).query() if found.next_cursor else "",
        day=_days(wanted, day_of(page.at)),
        any_at_all=bool(found.items) or sees_any_task(page.reader),
    )


def _days(wanted: TaskFilter, today: date) -> str:
    """The day or days that are shown, in words; nothing for every day."""
    if wanted.day_to:
        return f"{wanted.day or ''} 至 {wanted.day_to}".strip()
    if wanted.state is TaskState.MISSED and not wanted.day:
        return ""
    return (wanted.day or today).isoformat()


def _tabs(wanted: TaskFilter, counted: list[Tally]) -> list[tuple[str, str, str, bool]]:
    """(address, label, count, whether one is there): all of the days, then each state."""
    asked = wanted.model_dump(mode="json", exclude_none=True, include={"day", "day_to", "unit"})
    label = "全部" if wanted.day_to else "当日"
    tabs = [(f"/tasks?{urlencode(asked)}", label, "", wanted.state is None)]
    for one in counted:
        address = f"/tasks?{urlencode({**asked, 'state': str(one.state)})}"
        tabs.append((address, one.state.label, str(one.count), wanted.state == one.state))
    return tabs


def status_of_form(form: Form[Any]) -> int:
    """200, or 422 where something in the address is wrong."""
    return 422 if form.errors or form.refusal else 200


@router.get("/t/{task}")
def one(page: Page, task: str) -> Response:
    """A task: its checklist to go through, or what was found."""
    case = one_task(page.reader, task)
    form: Form[BaseModel] = Form(sheet_of(case.task.checklist))
    form.start_with(
        **{f"{ITEM}{item.code}.found": str(Found.RIGHT) for item in checklist(case.task.checklist).items}
    )
    return _shown(page, case, form, Form(Waive), 200)


@router.post("/t/{task}/hand_in")
def hand_in(page: Sent, task: str) -> Response:
    """Everything at once, or the sheet again with all that was typed and shot."""
    case = one_task(page.reader, task)
    form: Form[BaseModel] = Form(sheet_of(case.task.checklist), page.typed)
    kept = keep_files(page, form)
    said, status = form.read(), 422
    if said is not None and kept:
        try:
            done = perform(
                page.store,
                task,
                answers_of(said),
                by=page.who,
                at=page.at,
                version=page.version,
                key=page.key,
            )
        except Refusal as refusal:
            case = one_task(page.reader, task)
            no_more = None if str(HandIn.action) in offered(case, page.reader) else NotPossible(ALREADY)
            form.refuse(_at_its_item(refusal, case), no_more=no_more)
            status = status_of(refusal)
        else:
            return page.go(f"/t/{done.ref}", said="已完成。")
    return _shown(page, case, form, Form(Waive), status, typed=True)


@router.post("/t/{task}/waive")
def waive(page: Sent, task: str) -> Response:
    """免办, with a reason."""
    case = one_task(page.reader, task)

    def save(said: Waive) -> Response:
        perform(page.store, task, said, by=page.who, at=page.at, version=page.version, key=page.key)
        return page.go(f"/t/{task}", said="已免办。")

    blank: Form[BaseModel] = Form(sheet_of(case.task.checklist))
    return page.submit(Waive, save, lambda form, status: _shown(page, case, blank, form, status))


def answers_of(said: BaseModel) -> HandIn:
    """The sheet as the command that it means."""
    written = said.model_dump()
    note = written.pop("note")
    answers = [Answer(item=name.removeprefix(ITEM), **found) for name, found in written.items()]
    return HandIn(answers=answers, note=note)


def _at_its_item(refusal: Refusal, case: TaskCase) -> Refusal:
    """A complaint about the n-th answer stands at the item on the sheet."""
    field = (refusal.field or "").split(".")
    if not isinstance(refusal, WrongInput) or len(field) != len(("answers", "n", "name")):
        return refusal
    item = checklist(case.task.checklist).items[int(field[1])]
    return WrongInput(refusal.detail, field=f"{ITEM}{item.code}.{field[2]}")


def _shown(
    page: Visit | SentVisit,
    case: TaskCase,
    form: Form[BaseModel],
    waiving: Form[Waive],
    status: int,
    *,
    typed: bool = False,
) -> Response:
    may = offered(case, page.reader)
    return page.render(
        "task/page.html",
        status,
        task=task_view(case, page.reader),
        may=may,
        typed=typed,
        form=form,
        waiving=waiving,
        prefix=ITEM,
        found=[(str(word), word.label) for word in Found],
        missed=case.task.state == TaskState.MISSED,
        lines=[line_view(case, line) for line in lines_of(page.reader, case)],
    )
