"""导入: upload a ledger, see what becomes of each line, decide for all rows of a kind, take it in, take it back."""

from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import Path, Response
from pydantic import BaseModel, ConfigDict, Field

from api.files import excel_file
from api.pages.forms import Form, whole_number
from api.pages.imports.answers import answers_for_all, answers_in
from api.pages.imports.shown import Shown, show, shown_list
from api.pages.multipart import was_left_out
from api.pages.routers import pages_router
from api.pages.uploads import NO_ROOM
from api.pages.visitor import Page, Sent, SentVisit, Visit
from domain.errors import NotReady, TooLarge, WrongInput
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
COLUMN = "column:"


class Uploaded(BaseModel):
    """The form of the list."""

    model_config = ConfigDict(extra="forbid")

    file: Annotated[str, Field(title="台账文件")] = ""


class Nothing(BaseModel):
    """A form whose fields are read by their names: one for each question, one for each column."""


class Undecided(BaseModel):
    """Which decision is taken back."""

    model_config = ConfigDict(extra="forbid")

    key: str = Field(title="决定", max_length=300)


class Undone(BaseModel):
    """Why an import is taken back."""

    model_config = ConfigDict(extra="forbid")

    reason: Reason = Field(title="理由")


@dataclass(frozen=True)
class _Refused:
    """The forms of the page, each as it was sent where it was refused; `wrong`: what was answered wrong."""

    plain: Form[Any] = field(default_factory=lambda: Form(Nothing))
    deciding: Form[Nothing] = field(default_factory=lambda: Form(Nothing))
    columns: Form[Nothing] = field(default_factory=lambda: Form(Nothing))
    undo: Form[Undone] = field(default_factory=lambda: Form(Undone))
    wrong: list[str] = field(default_factory=list)


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
    answers = answers_in(page.typed)
    wrong: list[str] = []

    def save(_said: Nothing) -> Response:
        try:
            every = answers | answers_for_all(page.typed, answers)
            if not every:
                raise NotReady("请先选择怎样办理，再按“按所选重新判断”。")
            decide(page.store, ref, every, by=page.who, at=page.at)
        except WrongInput as refusal:
            wrong.append(refusal.field or "")
            raise
        return page.go(f"/import/{ref}", said=f"已记下 {len(every)} 项决定，并重新判断了每一行。")

    def again(form: Form[Nothing], status: int) -> Response:
        return _shown(page, ref, _Refused(deciding=form, wrong=wrong), status=status)

    return page.submit(Nothing, save, again)


@router.post("/import/{ref}/undecide")
def undecided(page: Sent, ref: Ref) -> Response:
    """Take a decision back; what it decided is asked again."""

    def save(said: Undecided) -> Response:
        decide(page.store, ref, {said.key: ""}, by=page.who, at=page.at)
        return page.go(f"/import/{ref}", said="已撤回这项决定，并重新判断了每一行。")

    return page.submit(Undecided, save, lambda form, status: _shown(page, ref, _Refused(form), status=status))


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

    return page.submit(
        Nothing, save, lambda form, status: _shown(page, ref, _Refused(columns=form), status=status)
    )


@router.post("/import/{ref}/take-in")
def taken_in(page: Sent, ref: Ref) -> Response:
    """Take in what may be taken in; long ones go on from page to page."""

    def save(_said: Nothing) -> Response:
        begin_taking_in(page.store, ref, by=page.who, at=page.at)
        ended = take_in(page.store, ref, by=page.who, at=page.at, batches=BATCHES)
        return page.go(f"/import/{ref}", said=_said_of(page, ref) if ended else "")

    return page.submit(Nothing, save, lambda form, status: _shown(page, ref, _Refused(form), status=status))


@router.post("/import/{ref}/take-back")
def taken_back(page: Sent, ref: Ref) -> Response:
    """Take the whole import back, while nobody has acted on any of it."""

    def save(said: Undone) -> Response:
        begin_taking_back(page.store, ref, said.reason, by=page.who, at=page.at)
        ended = take_back(page.store, ref, by=page.who, at=page.at, batches=BATCHES)
        return page.go(f"/import/{ref}", said="已撤销导入，编号保留。" if ended else "")

    return page.submit(
        Undone, save, lambda form, status: _shown(page, ref, _Refused(undo=form), status=status)
    )


@router.post("/import/{ref}/forget")
def forgotten(page: Sent, ref: Ref) -> Response:
    """Take a check away of which nothing was taken in."""

    def save(_said: Nothing) -> Response:
        forget_ledger(page.store, ref, by=page.who, at=page.at)
        return page.go("/import", said="已删除这次预检和文件。")

    return page.submit(Nothing, save, lambda form, status: _shown(page, ref, _Refused(form), status=status))


def _listed(page: Visit, form: Form[Uploaded], status: int = 200) -> Response:
    most = MOST_BYTES // 1024 // 1024
    return page.render("imports/list.html", status, form=form, imports=shown_list(page), most=most)


def _shown(
    page: Visit,
    ref: str,
    refused: _Refused | None = None,
    *,
    ruling: str = "",
    after: str = "",
    status: int = 200,
) -> Response:
    only = next((one for one in Ruling if one == ruling), None)
    seen: Shown = show(page, ref, only, whole_number(after) or 0)
    forms = refused or _Refused()
    return page.render("imports/import.html", status, it=seen, forms=forms, stages=Stage)


def _said_of(page: SentVisit, ref: str) -> str:
    counts = import_seen(page.store, ref, page.who, page.at).counts
    waiting = [(one, counts.get(one, 0)) for one in (Ruling.ASKED, Ruling.REFUSED)]
    left = "、".join(f"{many} 行{one.label}" for one, many in waiting if many)
    more = f"还有 {left}，没有写入：可下载标注了问题的表格，改好后再上传。" if left else ""
    return f"已导入 {counts.get(Ruling.TAKEN_IN, 0)} 条隐患。{more}"


def _too_large() -> str:
    return f"文件超过 {MOST_BYTES // 1024 // 1024} MB，请另存为 .xlsx，或分成几个文件上传。"
