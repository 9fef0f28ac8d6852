"""One form for each action: shown to whoever may press it, sent once however often it is sent."""

from http import HTTPStatus
from typing import Any

from fastapi import Response

from api.errors import status_of
from api.pages.acting.beside import beside
from api.pages.acting.choices import may_record_for_others
from api.pages.acting.doubts import doubt_about
from api.pages.acting.offers import why_not
from api.pages.acting.recipes import ASIDE, RECIPES, Recipe
from api.pages.acting.widgets import Widget, widgets
from api.pages.forms import Form, fields_of
from api.pages.routers import pages_router
from api.pages.uploads import keep_files
from api.pages.visitor import Page, Sent, SentVisit, Visit
from api.signing import asks_for_proof, refuse_unproven_signature
from domain.actions import Action
from domain.cases.case import Case
from domain.cases.perform import perform
from domain.commands import Command
from domain.errors import KeyReused, NotFound, Refusal
from domain.hazard.letters.editing import as_called, what_may_be_edited
from domain.hazard.table import TABLE_OF
from domain.queries import likely_to_be, reading
from domain.queries.papers import Sheet, sheet_of
from domain.tables import Paper
from domain.words import PaperState

router = pages_router()
CONFIRMED = "_confirmed"
WITH_THE_SHEET = frozenset({Action.SIGN_MEASURE, Action.EDIT_MEASURE})


@router.get("/h/{hazard}/{name}")
def ask(page: Page, hazard: str, name: str) -> Response:
    """The form of an action, or why it may not be done now."""
    case, recipe = page.reader.one(hazard), recipe_of(name)
    refusal = why_not(case, name, page.who)
    if refusal is not None:
        return page.render(
            "hazard/act_refused.html", status_of(refusal), case=case, recipe=recipe, refusal=refusal
        )
    form = Form(recipe.command)
    form.start_with(**{k: v[-1] for k, v in page.asked.items() if k in recipe.command.model_fields})
    form.start_with(paper=paper_for(page, case, recipe))
    form.start_with(**as_it_stands(case, recipe.action, form.value("paper")))
    return show(page, case, name, form)


@router.post("/h/{hazard}/{name}")
def press(page: Sent, hazard: str, name: str) -> Response:
    """Carry it out, or show the form again with everything typed."""
    case, recipe = page.reader.one(hazard), recipe_of(name)
    form = Form(recipe.command, page.typed)
    shown = fields_shown(case, recipe, page)
    form.hidden = {field for field, _ in fields_of(recipe.command)} - {w.name for w in shown}
    kept = keep_files(page, form)
    said = form.read()
    status = 422
    if said is not None and kept:
        doubt = None if CONFIRMED in page.typed else doubt_about(page.reader, case, said)
        if doubt:
            form.refusal = doubt
            form.typed[CONFIRMED] = ["1"]
            return show(page, case, name, form, status)
        try:
            refuse_unproven_signature(page.request, page.reader, case, said, page.proof)
            return _done(page, case, recipe, said)
        except Refusal as refusal:
            if isinstance(refusal, KeyReused):
                case = page.reader.one(hazard)
                form.refuse(refusal, no_more=why_not(case, name, page.who))
            else:
                form.refuse(refusal)
            status = status_of(refusal)
    return show(page, case, name, form, status)


def recipe_of(name: str) -> Recipe:
    """The form with this address; raises NotFound."""
    if name not in RECIPES:
        raise NotFound("没有这个办理页面。")
    return RECIPES[name]


def show(page: Visit, case: Case, name: str, form: Form[Command], status: int = 200) -> Response:
    """The form with what was typed, else with what the policy suggests."""
    recipe = RECIPES[name]
    fields = fields_shown(case, recipe, page)
    if status == HTTPStatus.OK and not isinstance(page, SentVisit):
        form.start_with(**{w.name: w.start for w in fields})
    values: dict[str, Any] = {
        "case": case,
        "recipe": recipe,
        "title": recipe.name(case),
        "fields": [w for w in fields if not w.aside],
        "aside": [w for w in fields if w.aside],
        "unasked": form.typed_besides(w.name for w in fields),
        "paper": (paper := _paper(case, form.value("paper"))),
        "sheet": _sheet(page, case, recipe, paper),
        "beside": beside(case, paper) if paper and paper.state == PaperState.PROPOSED else [],
        "prove": _must_prove(case, recipe, paper),
        "action": f"/h/{case.hazard.ref}/{name}",
        "alike": likely_to_be(page.reader, case) if recipe.action is Action.REGISTER else [],
        "main_of": case.hazard.ref,
    }
    return page.render("hazard/act.html", status, form=form, **values)


def fields_shown(case: Case, recipe: Recipe, page: Visit) -> list[Widget]:
    """What this person is asked: 代录 only of whoever may record for others."""
    may = may_record_for_others(case, page.reader.person)
    return [w for w in widgets(recipe, case, page.reader.person) if may or w.name not in ASIDE]


def paper_for(page: Visit, case: Case, recipe: Recipe) -> str | None:
    """The paper that a form without one means: the first that waits for this person, else one they may act on."""
    table = TABLE_OF[recipe.action]
    found = [part for part in table.parts(case, recipe.action) if part.paper]
    mine = [part.paper for part in found if table.why_not(part, recipe.action, page.who) is None]
    held = [paper for paper in mine if paper and page.reader.scope.people & set(paper.holders)]
    return next((str(paper.seq) for paper in held or mine if paper), None)


def _paper(case: Case, text: str) -> Paper | None:
    return next((paper for paper in case.papers if str(paper.seq) == text), None)


def _sheet(page: Visit, case: Case, recipe: Recipe, paper: Paper | None) -> Sheet | None:
    """What is about to be signed or changed, to be read beside the form."""
    if recipe.action not in WITH_THE_SHEET or paper is None or paper.state != PaperState.PROPOSED:
        return None
    return sheet_of(page.reader, case, paper.seq)


def _must_prove(case: Case, recipe: Recipe, paper: Paper | None) -> bool:
    """Whether whoever signs this paper names their password once more."""
    return recipe.action is Action.SIGN_MEASURE and paper is not None and asks_for_proof(case, paper.kind)


def as_it_stands(case: Case, action: Action, seq: str) -> dict[str, str]:
    """What the draft says now, to be changed; of a 约谈 how it was called."""
    paper = _paper(case, seq)
    if action is Action.EDIT_MEASURE and paper and paper.state == PaperState.PROPOSED:
        return what_may_be_edited(case, paper)
    return as_called(case, paper) if action is Action.RECORD_MEETING and paper else {}


def _done(page: SentVisit, case: Case, recipe: Recipe, said: Command) -> Response:
    """One press, then the hazard's page, or 待办 for whoever handed it out of their sight."""
    done = perform(
        page.store, case.hazard.id, said, by=page.who, at=page.at, version=page.version, key=page.key
    )
    told = f"已办理：{recipe.name(case)}。"
    with reading(page.store, page.who, page.at) as after:
        try:
            after.one(done.case_id)
        except NotFound:
            return page.go("/", said=told)
    return page.go(f"/h/{done.ref}", said=told)
