"""Word templates (文书模板) of an authority's papers: download, upload, try, put in force, back to the shipped."""

from typing import Annotated

from fastapi import APIRouter, File, Form, Path, Response, UploadFile

from api.current import At, Key, Reading, TheStore, Who
from api.files import WORD, word_file
from api.problems import binary
from api.views.paper_templates import TemplatesView, templates_view
from domain.fields import WRITTEN_PLAINLY
from domain.organisation import change_organisation, commands as c
from domain.organisation.uploading import upload_template, whose_papers
from domain.queries import reading
from domain.queries.paper_templates import edition_file, editions, shipped_file, tried
from domain.store.base import Store
from domain.words import PaperKind

router = APIRouter(prefix="/paper-templates", tags=["papers"])
TemplateId = Annotated[int, Path(title="模板", ge=1, le=2**31 - 1), WRITTEN_PLAINLY]


@router.get("", summary="文书模板")
def listed(reader: Reading) -> TemplatesView:
    """The editions of my authority's templates by kind, and the placeholders that one may show."""
    return templates_view(*editions(reader))


@router.post("", status_code=201, summary="上传文书模板")
def upload(
    file: Annotated[UploadFile, File(title="模板文件")],
    kinds: Annotated[list[PaperKind], Form(title="文种", min_length=1, max_length=len(PaperKind))],
    store: TheStore,
    who: Who,
    at: At,
    key: Key = None,
) -> TemplatesView:
    """Keep a .docx of at most 5 MB as an edition for each kind; it is tried on an example and is not in force yet."""
    upload_template(store, file.file, file.filename or "", kinds, by=who, at=at, key=key)
    return _shown(store, who, at)


@router.get("/shipped/file", summary="系统自带模板", response_class=Response, responses=binary(WORD))
def shipped(reader: Reading) -> Response:
    """The template that comes with the system: where an own one begins."""
    return word_file(shipped_file(reader), "shipped.docx")


@router.post("/use", summary="启用文书模板")
def use(said: c.UsePaperTemplate, store: TheStore, who: Who, at: At, key: Key = None) -> TemplatesView:
    """Put editions in force, each for its kind, in the place of the one before."""
    _press(store, who, at, said, key)
    return _shown(store, who, at)


@router.get("/{template}/file", summary="模板文件", response_class=Response, responses=binary(WORD))
def file(template: TemplateId, reader: Reading) -> Response:
    """The file of an edition as it was uploaded, byte for byte."""
    one, body = edition_file(reader, template)
    return word_file(body, f"{one.kind}-{one.edition}.docx")


@router.get("/{template}/preview", summary="模板试套", response_class=Response, responses=binary(WORD))
def preview(template: TemplateId, reader: Reading) -> Response:
    """The edition filled with an invented paper."""
    return word_file(tried(reader, template), f"preview-{template}.docx")


@router.post("/end", summary="恢复随附模板")
def end(said: c.EndPaperTemplate, store: TheStore, who: Who, at: At, key: Key = None) -> TemplatesView:
    """Back to the shipped template for its kind; what was signed keeps its own."""
    _press(store, who, at, said, key)
    return _shown(store, who, at)


def _press(store: Store, who: Who, at: At, change: c.Change, key: str | None) -> None:
    with store.asking() as connection:
        unit = whose_papers(store.directory(connection), who, at)
    change_organisation(store, unit.code, change, by=who, at=at, key=key)


def _shown(store: Store, who: Who, at: At) -> TemplatesView:
    with reading(store, who, at) as reader:
        return templates_view(*editions(reader))
