"""文书模板: what an office prints its papers with; downloaded, edited in Word, uploaded, tried, put in force."""

from itertools import groupby
from typing import Annotated, Any

from fastapi import Path, Response
from pydantic import BaseModel, ConfigDict, Field

from api.files import word_file
from api.pages.forms import Form
from api.pages.routers import pages_router
from api.pages.visitor import Page, Sent, SentVisit, Visit
from domain.errors import NotFound, WrongInput
from domain.fields import WRITTEN_PLAINLY
from domain.organisation import change_organisation, commands as c
from domain.organisation.template_commands import Kinds
from domain.organisation.uploading import upload_template, whose_papers
from domain.papers.placeholders import PLACEHOLDERS
from domain.queries.paper_templates import (
    KINDS,
    Edition,
    TemplateState,
    by_kind,
    edition_file,
    editions,
    shipped_file,
    tried,
)
from domain.words import PaperKind

router = pages_router()
HERE = "/paper-templates"
Kind = Annotated[str, Path(title="文种", max_length=24)]
TemplateId = Annotated[int, Path(title="模板", ge=1, le=2**31 - 1), WRITTEN_PLAINLY]


class Upload(BaseModel):
    """A file, and the kinds of papers that it is for."""

    model_config = ConfigDict(extra="forbid")

    kinds: Kinds = Field(title="文种")
    file: str = Field(default="", title="模板文件")


@router.get(HERE)
def listed(page: Page) -> Response:
    """What is in force for each kind, what waits, and a form to upload."""
    return _listed(page, Form(Upload), 200)


@router.post(HERE)
def upload(page: Sent) -> Response:
    """Keep what was uploaded; what must be changed in the file is told beside it."""

    def save(said: Upload) -> Response:
        files = page.files.get("file", [])
        if not files:
            raise WrongInput("请选择要上传的模板文件（.docx）。", field="file")
        upload_template(
            page.store,
            files[0].file,
            files[0].filename or "",
            said.kinds,
            by=page.who,
            at=page.at,
            key=page.key,
        )
        return page.go(HERE, said="模板检查通过，已保存。请先试套，再启用。")

    return page.submit(Upload, save, lambda form, status: _listed(page, form, status))


@router.post(HERE + "/use")
def use(page: Sent) -> Response:
    """Put in force what was tried."""

    def save(said: c.UsePaperTemplate) -> Response:
        _press(page, said)
        return page.go(HERE, said="已启用。此后签发的文书按新模板套打，已签发的不变。")

    return page.submit(c.UsePaperTemplate, save, lambda form, status: _listed(page, form, status))


@router.get(HERE + "/shipped.docx")
def shipped(page: Page) -> Response:
    """Where an own template begins."""
    return word_file(shipped_file(page.reader), "shipped.docx")


@router.get(HERE + "/{kind}")
def history(page: Page, kind: Kind) -> Response:
    """Every edition of one kind: who uploaded it, who put it in force, from when until when."""
    found = next((one for one in KINDS if one == kind), None)
    if found is None:
        raise NotFound("没有这个文种的模板。")
    unit, every = editions(page.reader)
    return page.render(
        "setting_up/paper_template.html", kind=found, unit=unit, editions=by_kind(every)[found]
    )


@router.get(HERE + "/{template}/file.docx")
def file(page: Page, template: TemplateId) -> Response:
    """An edition as it was uploaded."""
    one, body = edition_file(page.reader, template)
    return word_file(body, f"{one.kind}-{one.edition}.docx")


@router.get(HERE + "/{template}/preview.docx")
def preview(page: Page, template: TemplateId) -> Response:
    """An edition filled with an invented paper."""
    return word_file(tried(page.reader, template), f"preview-{template}.docx")


@router.post(HERE + "/end")
def end(page: Sent) -> Response:
    """Back to the shipped one."""

    def save(said: c.EndPaperTemplate) -> Response:
        _press(page, said)
        return page.go(HERE, said="已恢复系统自带模板。已签发的文书不变。")

    return page.submit(c.EndPaperTemplate, save, lambda form, status: _listed(page, form, status))


def _press(page: SentVisit, change: c.Change) -> None:
    unit = whose_papers(page.reader.directory, page.who, page.at)
    change_organisation(page.store, unit.code, change, by=page.who, at=page.at, key=page.key)


def _listed(page: Visit, form: Form[Any], status: int) -> Response:
    unit, every = editions(page.reader)
    return page.render(
        "setting_up/paper_templates.html",
        status,
        unit=unit,
        kinds=[(kind, _in_force(mine), mine) for kind, mine in by_kind(every).items()],
        waiting=_waiting(every),
        choices=[(str(kind), kind.label) for kind in KINDS],
        placeholders=PLACEHOLDERS,
        form=form,
    )


def _in_force(found: list[Edition]) -> Edition | None:
    return next((one for one in found if one.state is TemplateState.IN_FORCE), None)


def _waiting(found: list[Edition]) -> list[list[Edition]]:
    """What was uploaded after all that began, the files that came together as one; the latest first."""
    newest: dict[PaperKind, Edition] = {}
    for one in found:
        newest.setdefault(one.kind, one)
    waiting = [one for one in newest.values() if one.state is TemplateState.WAITING]
    waiting.sort(key=lambda one: (one.kept_at, one.hash), reverse=True)
    return [list(group) for _, group in groupby(waiting, key=lambda one: (one.kept_at, one.hash))]
