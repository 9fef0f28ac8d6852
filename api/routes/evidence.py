"""Photos and papers: uploaded once, named by their content, shown only to those who see their hazard."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, File, Form, Query, Response, UploadFile
from fastapi.responses import FileResponse, StreamingResponse
from pydantic import BaseModel

from api.current import At, Reading, TheStore, Who
from api.ids import Digest
from api.problems import binary
from api.views.evidence import pages_shown
from domain.darkroom.limits import MOST_PAGES
from domain.errors import NotAllowed, NotFound
from domain.evidence.files import keep
from domain.evidence.originals import original as original_of
from domain.evidence.showing import copy_of
from domain.evidence.vault import DamagedError
from domain.fields import WRITTEN_PLAINLY, Instant
from domain.queries import evidence_shown
from domain.store.base import Store
from domain.store.secrets import SealedForOthersError

router = APIRouter(prefix="/evidence", tags=["evidence"])
# A file is only ever looked at: it runs nothing, loads nothing and is in no frame. A browser may keep it, for this
# sign-in alone: whoever signs in next on the same phone asks anew.
AS_A_FILE = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, max-age=604800, immutable",
    "Vary": "Cookie, Authorization",
}

A_FILE = binary("image/jpeg", "application/octet-stream")


class EvidenceView(BaseModel):
    """A kept file: `hash` is what a command's `photos` take; `size` in bytes, pixels for a picture.

    `pages`: how many pictures show it, 1 for a photo.
    """

    hash: str
    kind: str
    size: int
    width: int | None
    height: int | None
    pages: int


@router.post("", status_code=201, summary="上传照片或文件")
def upload(
    file: Annotated[UploadFile, File(title="文件")],
    store: TheStore,
    who: Who,
    at: At,
    taken_at: Annotated[Instant | None, Form(title="拍摄时间")] = None,
) -> EvidenceView:
    """Keep a photo (JPEG, PNG, WebP, HEIC, AVIF) or PDF of at most 20 MB. `taken_at`: the phone's word."""
    claimed: datetime | None = taken_at
    return EvidenceView.model_validate(vars(keep(store, file.file, by=who, at=at, taken_at=claimed)))


@router.get("/{digest}", summary="查看照片或文件", response_class=FileResponse, responses=A_FILE)
def show(
    digest: Digest,
    reader: Reading,
    size: Annotated[Literal["large", "small"], Query(title="大小")] = "large",
    page: Annotated[int, Query(title="页", ge=1, le=MOST_PAGES), WRITTEN_PLAINLY] = 1,
    *,
    original: Annotated[bool, Query(title="原始文件")] = False,
) -> Response:
    """A copy without the place, device and author of a photo; of a PDF, a picture of a page. `size=small` for lists.

    `original=true` gives the file as it came, to whoever sent it and to the commission's case team.
    """
    found = evidence_shown(reader, digest)
    if original and not found.original:
        raise NotAllowed("原始文件只供上传人和卫健委办案人员调取，请查看照片副本。")
    if original:
        return _to_be_kept(reader.store, digest)
    if page > pages_shown(reader.store, digest):
        raise NotFound("这份文件没有这一页。")
    return FileResponse(
        copy_of(reader.store, digest, size if page == 1 else "large", page), headers=AS_A_FILE
    )


def _to_be_kept(store: Store, digest: str) -> Response:
    """The file as it came, to be kept and not opened here; first read once whole: nothing damaged goes out."""
    for _ in _whole(store, digest):
        pass
    named = {"Content-Disposition": f'attachment; filename="{digest[:12]}.bin"'}
    return StreamingResponse(
        _whole(store, digest), media_type="application/octet-stream", headers=AS_A_FILE | named
    )


def _whole(store: Store, digest: str) -> Iterator[bytes]:
    try:
        yield from original_of(store, digest)
    except (DamagedError, SealedForOthersError) as error:
        raise NotFound(f"{str(error).rstrip('。')}，请联系管理员。") from None
