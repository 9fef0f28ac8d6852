"""What a phone keeps so that 随手拍 opens without signal: an empty form and its files, named by their content."""

import hashlib
import json
import re
from functools import cache
from typing import Any

from fastapi import Request, Response

from api.pages import frame
from api.pages.assets import assets
from api.pages.forms import Form
from api.pages.report.choices import NOTHING
from api.pages.routers import pages_router
from domain.commands import Report

router = pages_router()
FILE = re.compile(r'(?:href|src)="(/static/[^"#]+)')
ALWAYS_ASK = "no-cache"


@router.get("/report/shell")
def shell(request: Request) -> Response:
    """The empty form: nothing in it is anybody's, so it is shown to everybody."""
    answer = frame.render(request, "report/shell.html", **_empty())
    answer.headers["Cache-Control"] = ALWAYS_ASK
    return answer


@router.get("/sw.js")
def worker() -> Response:
    """The service worker, with the version and the files of this release."""
    return Response(_worker(), media_type="text/javascript", headers={"Cache-Control": ALWAYS_ASK})


def _empty() -> dict[str, Any]:
    return {"form": Form(Report), "offered": NOTHING, "care": False, "said": ""}


@cache
def _worker() -> str:
    page = frame.environment.get_template("report/shell.html").render(page=None, **_empty())
    files = sorted(set(FILE.findall(page)))
    source = assets()["worker.js"].raw.decode()
    version = hashlib.sha256((page + source).encode()).hexdigest()[:12]
    return f"const VERSION = {json.dumps(version)}, FILES = {json.dumps(files)};\n{source}"
