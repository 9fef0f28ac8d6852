"""The frame of every page: templates, what they may use, and the answer as HTML."""

import base64
import binascii
import gzip
import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.cookies import keep
from api.pages.assets import asset
from domain import clock
from domain.calendar import day_of, last_day
from domain.kinds import page_of
from domain.tables import Paper
from domain.words import PaperKind

CARE = "bihuan-care"
SAID = "bihuan-said"
TEMPLATES = Path(__file__).parents[1] / "templates"
WORTH_GZIP = 1000
LONGEST_SAID = 300


def as_day(at: datetime) -> str:
    """2026-11-30: the day of a moment."""
    return day_of(at).isoformat()


def as_last_day(at: datetime) -> str:
    """2026-11-30: the day that a deadline closes."""
    return last_day(at).isoformat()


def as_amount(number: Decimal) -> str:
    """3.8: an exact amount without idle zeros."""
    return f"{number.normalize():f}"


def paper_kind(paper: Paper) -> str:
    """What a paper is called, such as 督办函."""
    return PaperKind(paper.kind).label


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(asset=asset, paper_kind=paper_kind, page_of=page_of)
    made.filters.update(
        moment=clock.in_words, short=clock.in_short, day=as_day, last_day=as_last_day, amount=as_amount
    )
    made.globals["ui"] = made.get_template("macros.html").module
    return made


environment = _environment()


def render(request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
    """A template as an answer, gzipped for whoever takes it; `page` is None for somebody not signed in."""
    said = _said(request)
    context = {"page": None, "request": request, "said": said, "care": has_care(request), **values}
    body = environment.get_template(template).render(context).encode()
    answer = HTMLResponse(status_code=status, headers={"Vary": "Accept-Encoding, Cookie"})
    if len(body) > WORTH_GZIP and "gzip" in request.headers.get("accept-encoding", ""):
        body = gzip.compress(body, 5)
        answer.headers["Content-Encoding"] = "gzip"
    answer.body = body
    answer.headers["Content-Length"] = str(len(body))
    if said:
        answer.delete_cookie(SAID, path="/")
    return answer


def has_care(request: Request) -> bool:
    """Whether this person reads in 关怀模式."""
    return request.cookies.get(CARE) == "1"


def keep_said(answer: Response, text: str, request: Request) -> None:
    """Let the next page show a sentence once."""
    packed = base64.urlsafe_b64encode(json.dumps(text[:LONGEST_SAID]).encode()).decode()
    keep(request, answer, SAID, packed, seconds=60)


def _said(request: Request) -> str:
    """The sentence that the last answer left for this page."""
    try:
        text = json.loads(base64.urlsafe_b64decode(request.cookies.get(SAID, "IiI=")))
    except (ValueError, binascii.Error):
        return ""
    return text[:LONGEST_SAID] if isinstance(text, str) else ""
