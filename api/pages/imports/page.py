"""导入: upload a ledger, see what becomes of each line, decide for all rows of a kind, take it in, take it back."""

from typing import Annotated

from fastapi import Path, Response
from pydantic import BaseModel, ConfigDict, Field

from api.files import excel_file
from api.pages.forms import Form, whole_number
from api.pages.imports.shown import Shown, show, shown_list
from api.pages.multipart import was_left_out
from api.pages.routers import pages_router
from api.pages.uploads import NO_ROOM
from api.pages.visitor import Page, Sent, SentVisit, Visit
from domain.errors import NotReady, TooLarge
from domain.evidence.files import MOST_BYTES
from domain.fields import Reason
from domain.imports.deciding import correct, decide
from domain.imports.keeping import forget_ledger, keep_ledger
from domain.imports.marked import file_name, marked
from domain.imports.rows import Stage
from domain.imports.seeing import import_seen
from domain.imports.taking_back import begin_taking_back, take_back
from domain.imports.taking_in import begin_taking_in, take_in
from domain.intake.row import Ruling

router = pages_router()
Ref = Annotated[str, Path(title="导入编号", max_length=16)]
BATCHES = 4
"""So many at a press; a long ledger goes on by itself while its page is open, and whenever it is opened again."""
ANSWER, COLUMN, FOR_ALL = "answer:", "column:", "all:"


class Uploaded(BaseModel):
    """The form of the list."""

    model_config = ConfigDict(extra="forbid")

    file: Annotated[str, Field(title="台账文件")] = ""


class Nothing(BaseModel):
    """A form whose fields are read by their names: one for each question, one for each column."""


class Undone(BaseModel):
    """Why an import is taken back."""

    model_config = ConfigDict(extra="forbid")

    reason: Reason = Field(title="理由")


@router.get("/import")
def listed(page: Page) -> Response:
    """The imports of this person's commission or unit, and the form for another."""
    return _listed(page, Form(Uploaded))


@router.post("/import")
def upload(page: Sent) -> Response:
    """Check a ledger; nothing is written of any hazard."""

    def save(_said: Uploaded) -> Response:
        files = page.files.get("file", [])
        if not files:
            raise NotReady("请先选择台账文件。")
        if was_left_out(files[0]) or (files[0].size or 0) > MOST_BYTES:
            raise TooLarge(NO_ROOM if was_left_out(files[0]) else _too_large(), field="file")
        name = files[0].filename or ""
        ref = keep_ledger(page.store, files[0].file, name, by=page.who, at=page.at)
        return page.go(f"/import/{ref}")

    return page.submit(Uploaded, save, lambda form, status: _listed(page, form, status))


@router.get("/import/{ref}")
def shown(page: Page, ref: Ref, ruling: str = "", after: str = "") -> Response:
    """One import: counts, columns, questions, lines."""
    return _shown(page, ref, ruling=ruling, after=after)


@router.get("/import/{ref}/marked")
def sent_back(page: Page, ref: Ref) -> Response:
    """The workbook that was uploaded, its bad cells marked."""
    whole = import_seen(page.store, ref, page.who, page.at)
    with marked(page.store, whole) as path:
        body = path.open("rb")  # read on while it is sent, when its folder is gone
    return excel_file(body, file_name(whole))


@router.post("/import/{ref}/decide")
def decided(page: Sent, ref: Ref) -> Response:
    """Answer what is asked, each for all rows of its kind."""
    said = {
        name.removeprefix(ANSWER): next((text.strip() for text in texts if text.strip()), "")
        for name, texts in page.typed.items()
        if name.startswith(ANSWER)
    }
    kinds = {name.removeprefix(FOR_ALL) for name in page.typed if name.startswith(FOR_ALL)}
    answers = {key: text for key, text in said.items() if text}
    answers |= {f"{kind}:*": text for kind in kinds if (text := _for_all(kind, answers))}

    def save(_said: Nothing) -> Response:
        if not answers:
            raise NotReady("请先选择怎样办理，再按“按所选重新判断”。")
        decide(page.store, ref, answers, by=page.who, at=page.at)
        return page.go(f"/import/{ref}", said=f"已记下 {len(answers)} 项决定，并重新判断了每一行。")

    return page.submit(Nothing, save, lambda form, status: _shown(page, ref, form=form, status=status))


@router.post("/import/{ref}/columns")
def corrected(page: Sent, ref: Ref) -> Response:
    """Say what the columns mean."""
    meaning: dict[str, dict[str, str]] = {}
    for name, texts in page.typed.items():
        if name.startswith(COLUMN):
            place, _, column = name.removeprefix(COLUMN).partition(":")
            meaning.setdefault(place, {})[column] = texts[0]

    def save(_said: Nothing) -> Response:
        correct(page.store, ref, meaning, by=page.who, at=page.at)
        return page.go(f"/import/{ref}", said="已按改过的对应关系重新读取每一行。")

    return page.submit(Nothing, save, lambda form, status: _shown(page, ref, form=form, status=status))


@router.post("/import/{ref}/take-in")
def taken_in(page: Sent, ref: Ref) -> Response:
    """Take in what may be taken in; long ones go on from page to page."""

    def save(_said: Nothing) -> Response:
        begin_taking_in(page.store, ref, by=page.who, at=page.at)
        ended = take_in(page.store, ref, by=page.who, at=page.at, batches=BATCHES)
        return page.go(f"/import/{ref}", said=_said_of(page, ref) if ended else "")

    return page.submit(Nothing, save, lambda form, status: _shown(page, ref, form=form, status=status))


@router.post("/import/{ref}/take-back")
def taken_back(page: Sent, ref: Ref) -> Response:
    """Take the whole import back, while nobody has acted on any of it."""

    def save(said: Undone) -> Response:
        begin_taking_back(page.store, ref, said.reason, by=page.who, at=page.at)
        ended = take_back(page.store, ref, by=page.who, at=page.at, batches=BATCHES)
        return page.go(f"/import/{ref}", said="已撤销导入，编号保留。" if ended else "")

    return page.submit(Undone, save, lambda form, status: _shown(page, ref, form=form, status=status))


@router.post("/import/{ref}/forget")
def forgotten(page: Sent, ref: Ref) -> Response:
    """Take a check away of which nothing was taken in."""

    def save(_said: Nothing) -> Response:
        forget_ledger(page.store, ref, by=page.who, at=page.at)
        return page.go("/import", said="已删除这次预检和文件。")

    return page.submit(Nothing, save, lambda form, status: _shown(page, ref, form=form, status=status))


def _listed(page: Visit, form: Form[Uploaded], status: int = 200) -> Response:
    most = MOST_BYTES // 1024 // 1024
    return page.render("imports/list.html", status, form=form, imports=shown_list(page), most=most)


def _shown(
    page: Visit,
    ref: str,
    *,
    ruling: str = "",
    after: str = "",
    form: Form[Nothing] | Form[Undone] | None = None,
    status: int = 200,
) -> Response:
    only = next((one for one in Ruling if one == ruling), None)
    seen: Shown = show(page, ref, only, whole_number(after) or 0)
    undo = form if form is not None and form.model is Undone else Form(Undone)
    plain = form if form is not None and form.model is not Undone else Form(Nothing)
    return page.render("imports/import.html", status, it=seen, form=plain, undo=undo, stages=Stage)


def _for_all(kind: str, answers: dict[str, str]) -> str:
    """What was chosen for the first question of a kind."""
    return next((text for key, text in answers.items() if key.startswith(f"{kind}:")), "")


def _said_of(page: SentVisit, ref: str) -> str:
    done = import_seen(page.store, ref, page.who, page.at).counts.get(Ruling.TAKEN_IN, 0)
    return f"已导入 {done} 条隐患。"


def _too_large() -> str:
    return f"文件超过 {MOST_BYTES // 1024 // 1024} MB，请另存为 .xlsx，或分成几个文件上传。"
