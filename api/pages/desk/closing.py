"""成批销号: one list, and still one command for each hazard; what is refused keeps its place and says why."""

from dataclasses import dataclass, replace
from itertools import islice
from typing import Annotated

from fastapi import Response
from pydantic import BaseModel, ConfigDict, Field

from api.pages.acting.offers import why_not
from api.pages.forms import Form
from api.pages.routers import pages_router
from api.pages.visitor import Page, Sent, SentVisit, Visit
from domain.actions import Action, button
from domain.cases.case import Case
from domain.cases.perform import perform
from domain.commands import ApproveClosure, CloseOnSpot, Command
from domain.directory.organisation import Actor
from domain.errors import KeyReused, NotReady, Refusal
from domain.fields import Note, Reference
from domain.queries import HazardFilter, Order
from domain.queries.ledger import every_page
from domain.words import State

router = pages_router()
AT_ONCE = 50
WAITING = HazardFilter(
    open=True,
    mine=True,
    state=[State.VERIFIED, State.REPORTED, State.VERIFYING],
    order=Order.OLDEST,
)
PAGES_READ = 10
CLOSINGS: dict[Action, type[Command]] = {
    Action.APPROVE_CLOSURE: ApproveClosure,
    Action.CLOSE_ON_SPOT: CloseOnSpot,
}


class Batch(BaseModel):
    """What is sent: the rows that were shown, those chosen, and one opinion for all of them."""

    model_config = ConfigDict(extra="forbid")

    shown: Annotated[list[Reference], Field(title="显示的隐患", max_length=AT_ONCE)] = []
    hazard: Annotated[list[Reference], Field(title="勾选的隐患", max_length=AT_ONCE)] = []
    opinion: Annotated[Note, Field(title="销号意见", max_length=200)] = ""


@dataclass(frozen=True)
class Item:
    """A hazard that may be closed by this person now, by which button; or what became of it."""

    case: Case
    action: Action
    verb: str
    done: str = ""
    refused: str = ""


@router.get("/closing")
def closing(page: Page) -> Response:
    """What this person may close now, the longest waiting first."""
    items, more = _waiting(page)
    return page.render("desk/closing.html", items=items, more=more, form=Form(Batch), sent=False)


@router.post("/closing")
def close(page: Sent) -> Response:
    """Close the chosen ones, each by a command of its own; every row says what became of it, in its place."""

    def carry_out(said: Batch) -> Response:
        if not said.hazard:
            raise NotReady("请先勾选要销号的隐患。")
        items = [_closed(page, ref, said) for ref in dict.fromkeys([*said.shown, *said.hazard])]
        form = Form(Batch, {"opinion": [said.opinion]})
        return page.render("desk/closing.html", items=items, more=False, form=form, sent=True)

    def again(form: Form[Batch], status: int) -> Response:
        items, more = _waiting(page)
        return page.render("desk/closing.html", status, items=items, more=more, form=form, sent=False)

    return page.submit(Batch, carry_out, again)


def _waiting(page: Visit) -> tuple[list[Item], bool]:
    found = [case for some in islice(every_page(page.reader, WAITING), PAGES_READ) for case in some]
    longest_first = sorted(found, key=lambda case: case.hazard.terms["state"][1])
    mine = (item for case in longest_first if (item := _item(case, page.who)))
    items = list(islice(mine, AT_ONCE + 1))  # whether a button is theirs costs more to say than to show
    return items[:AT_ONCE], len(items) > AT_ONCE


def _item(case: Case, who: Actor) -> Item | None:
    """The hazard with the button that closes it; None when this person has none."""
    action = _action(case)
    return Item(case, action, button(action, case.line)) if why_not(case, action, who) is None else None


def _action(case: Case) -> Action:
    """立查立改 closes from where it was reported; everything else once it is verified."""
    verified = case.hazard.state in (State.VERIFIED, State.CLOSED)
    return Action.APPROVE_CLOSURE if verified else Action.CLOSE_ON_SPOT


def _closed(page: SentVisit, ref: str, said: Batch) -> Item:
    """One row after the press: closed, refused, or left alone."""
    case = page.reader.one(ref)
    action = _action(case)
    item = Item(case, action, button(action, case.line))
    if ref not in said.hazard:
        return item
    command = CLOSINGS[action](**({"opinion": said.opinion} if said.opinion else {}))
    try:
        perform(
            page.store,
            ref,
            command,
            by=page.who,
            at=page.at,
            version=page.number(f"version-{ref}"),
            key=f"{page.key}:{ref}" if page.key else None,
        )
    except KeyReused:
        return _done(page, item, "；改写的意见没有再记")
    except Refusal as refusal:
        return replace(item, refused=refusal.detail)
    return _done(page, item)


def _done(page: SentVisit, item: Item, besides: str = "") -> Item:
    after = page.reader.one(item.case.hazard.ref)
    return replace(item, case=after, done=f"已销号，编号 {after.hazard.number}{besides}。")
