"""Photos and papers: uploaded once, named by their content, shown only to those who see their hazard."""

from datetime import datetime
from pathlib import Path as FilePath
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Path, UploadFile
from fastapi.responses import FileResponse
from pydantic import AwareDatetime, BaseModel

from api.current import At, Reading, TheStore, Who
from domain.errors import NotAllowed, NotFound
from domain.queries import evidence_shown
from domain.store.evidence import SHOWN_PIXELS, copy_of, keep, path_of
from domain.store.pictures import PDF, make_showable

router = APIRouter(prefix="/evidence", tags=["evidence"])
Digest = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
# A file is only ever looked at: it runs nothing, loads nothing and is in no frame. A browser may keep it, for this
# sign-in alone: whoever signs in next on the same phone asks anew.
AS_A_FILE = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, max-age=604800, immutable",
    "Vary": "Cookie, Authorization",
}


class EvidenceView(BaseModel):
    """A kept file: `hash` is what a command's `photos` take; `size` in bytes, pixels for a picture."""

    hash: str
    kind: str
    size: int
    width: int | None
    height: int | None


@router.post("", status_code=201, summary="上传照片或文件")
def upload(
    file: UploadFile,
    store: TheStore,
    who: Who,
    at: At,
    taken_at: Annotated[AwareDatetime | None, Form()] = None,
) -> EvidenceView:
    """Keep a photo (JPEG, PNG, WebP) or PDF of at most 20 MB. `taken_at`: when the phone says it was taken."""
    claimed: datetime | None = taken_at
    return EvidenceView.model_validate(vars(keep(store, file.file, by=who, at=at, taken_at=claimed)))


@router.get("/{digest}", summary="查看照片或文件", response_class=FileResponse)
def show(
    digest: Digest, reader: Reading, size: Literal["large", "small"] = "large", *, original: bool = False
) -> FileResponse:
    """A copy without the place, device and author of a photo; `size=small` for lists.

    `original=true` gives the file as it came, to whoever sent it and to the commission's case team.
    """
    found = evidence_shown(reader, digest)
    path = path_of(reader.store, digest)
    if not path.exists():
        raise NotFound("文件不在存储中，请联系管理员。")
    if original and not found.original:
        raise NotAllowed("原始文件只供上传人和卫健委办案人员调取，请查看照片副本。")
    if original:
        return FileResponse(
            path, media_type="application/octet-stream", filename=f"{digest[:12]}.bin", headers=AS_A_FILE
        )
    if found.kind == PDF:
        return FileResponse(path, media_type=PDF, filename=f"{digest[:12]}.pdf", headers=AS_A_FILE)
    return FileResponse(_copy(path, copy_of(reader.store, digest, size), size), headers=AS_A_FILE)


def _copy(original: FilePath, shown: FilePath, size: str) -> FilePath:
    """The copy for showing, made when first asked for."""
    if not shown.exists():
        make_showable(original, shown, SHOWN_PIXELS[size])
    return shown
