"""Static files: read once, gzipped once, named by their hash so that browsers may keep them for a year."""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Request, Response

from domain.errors import NotFound

ROOT = Path(__file__).parents[1] / "static"
SHOWN = {".css", ".js", ".svg", ".png", ".webmanifest", ".woff2"}
LONG = "public, max-age=31536000, immutable"
BRIEF = "public, max-age=300"
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Asset:
    """A file as it is sent: raw and gzipped; `mark` is the beginning of its SHA-256."""

    kind: str
    raw: bytes
    small: bytes
    mark: str


@cache
def assets() -> dict[str, Asset]:
    """Every file that may be asked for, by its path under `api/static`."""
    files = (path for path in sorted(ROOT.rglob("*")) if path.suffix in SHOWN)
    return {path.relative_to(ROOT).as_posix(): _read(path) for path in files}


def asset(name: str) -> str:
    """The address of a static file, with its hash; a name that is not there is a fault of the template."""
    return f"/static/{name}?v={assets()[name].mark}"


def _read(path: Path) -> Asset:
    raw = path.read_bytes()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    text = kind.startswith("text/") or "javascript" in kind or "xml" in kind
    small = gzip.compress(raw, 9, mtime=0)
    return Asset(f"{kind}; charset=utf-8" if text else kind, raw, small, hashlib.sha256(raw).hexdigest()[:12])


@router.get("/static/{name:path}")
def static(name: str, request: Request) -> Response:
    """The file, gzipped for whoever takes it; for long when the address carries its hash."""
    found = assets().get(name)
    if found is None:
        raise NotFound("没有这个文件。")
    named = request.query_params.get("v") == found.mark
    headers = {
        "Cache-Control": LONG if named else BRIEF,
        "ETag": f'"{found.mark}"',
        "Vary": "Accept-Encoding",
    }
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(found.small, media_type=found.kind, headers={**headers, "Content-Encoding": "gzip"})
    return Response(found.raw, media_type=found.kind, headers=headers)


@router.get("/favicon.ico")
def favicon(request: Request) -> Response:
    """Browsers ask for it unasked."""
    return static("icon.svg", request)
