"""Photos and papers: uploaded once, named by their content, shown only to those who see their hazard."""

from pathlib import Path as FilePath
from typing import Annotated

from fastapi import APIRouter, Path, UploadFile
from fastapi.responses import FileResponse
from pydantic import BaseModel

from api.current import At, Reading, TheStore, Who
from domain.errors import NotFound
from domain.queries import evidence_shown
from domain.store.evidence import keep, path_of
from domain.store.pictures import PDF, make_showable

router = APIRouter(prefix="/evidence", tags=["evidence"])
Digest = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
# A file is only ever looked at: it runs nothing, loads nothing and is in no frame.
AS_A_FILE = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, max-age=3600",
}


class EvidenceView(BaseModel):
    """A kept file: `hash` is what a command's `photos` take; `size` in bytes, pixels for a picture."""

    hash: str
    kind: str
    size: int
    width: int | None
    height: int | None


@router.post("", status_code=201, summary="上传照片或文件")
def upload(file: UploadFile, store: TheStore, who: Who, at: At) -> EvidenceView:
    """Keep a photo (JPEG, PNG, WebP) or PDF of at most 20 MB."""
    return EvidenceView.model_validate(vars(keep(store, file.file, by=who, at=at)))


@router.get("/{digest}", summary="查看照片或文件", response_class=FileResponse)
def show(digest: Digest, reader: Reading) -> FileResponse:
    """The file itself to whoever uploaded it; to others a copy without the place, device and author of a photo."""
    found = evidence_shown(reader, digest)
    original = path_of(reader.store, digest)
    if not original.exists():
        raise NotFound("文件不在存储中，请联系管理员。")
    if found.kind == PDF:
        return FileResponse(original, media_type=PDF, filename=f"{digest[:12]}.pdf", headers=AS_A_FILE)
    if found.own:
        return FileResponse(original, media_type=found.kind, headers=AS_A_FILE)
    return FileResponse(_copy(original), media_type="image/jpeg", headers=AS_A_FILE)


def _copy(original: FilePath) -> FilePath:
    """The copy for showing, made when first asked for."""
    shown = original.parent.parent / "shown" / original.parent.name / f"{original.name}.jpg"
    if not shown.exists():
        make_showable(original, shown)
    return shown
