"""Refusals that reach a page unhandled: not signed in leads to the sign-in page, everything else is a calm page."""

import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from api.current import session_person, token_of
from api.pages import frame
from api.pages.csrf import Expired
from api.pages.resending import ask_again, was_typed_here
from api.pages.visitor import FIRST, Visit
from api.problems import TITLES
from domain.errors import FirstThis, Refusal
from domain.queries import reading

FOR_PROGRAMS = ("/api/", "/static/", "/healthz", "/readyz", "/seen", "/openapi.json")
SIGN_IN = "/sign-in"
UNAUTHORIZED, UNAVAILABLE, NOT_FOUND, FORBIDDEN = 401, 503, 404, 403
KEPT = ("Retry-After", "Allow")
AWAY = (500, UNAVAILABLE)
FOUND = 302
ADVICE = {
    NOT_FOUND: "可能是链接有误，或这条内容不归您查看。",
    FORBIDDEN: "如果您认为应当由您办理，请联系本单位安全管理员。",
    UNAVAILABLE: "您已办结的内容都已保存，没有丢失；刚才这一步没有提交，请返回后再试一次。",
}


def to_sign_in(request: Request) -> Response:
    """The sign-in page, which leads back here; a form that was sent leads to where it was shown."""
    here = request.url.path
    if request.method == "GET" and request.url.query:
        here += f"?{request.url.query}"
    return RedirectResponse(f"{SIGN_IN}?next={quote(here, safe='/')}", FOUND)


def install(app: FastAPI) -> None:
    """Let each known handler speak HTML to pages and JSON to programs."""
    for kind, handler in list(app.exception_handlers.items()):
        app.add_exception_handler(kind, _for_pages(handler))


def _for_pages(handler: Callable[..., Any]) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def answer(request: Request, error: Exception) -> Response:
        said: Response = handler(request, error)
        if request.url.path.startswith(FOR_PROGRAMS) or not said.body:
            return said
        waits = isinstance(error, FirstThis) and error.duty not in FIRST
        too_late = said.status_code == UNAUTHORIZED or isinstance(error, Expired) or waits
        if too_late and was_typed_here(request):
            return await ask_again(
                request, said.status_code, error.detail if isinstance(error, FirstThis) else ""
            )
        if said.status_code == UNAUTHORIZED:
            return to_sign_in(request)
        if isinstance(error, FirstThis) and error.duty in FIRST:
            return RedirectResponse(FIRST[error.duty], FOUND)
        return await run_in_threadpool(_page, request, error, said)

    return answer


def _page(request: Request, error: Exception, said: Response) -> Response:
    """The refusal as a page, with the person's menu when the database can say who they are."""
    problem, status = json.loads(bytes(said.body)), said.status_code
    no_such_address = status == NOT_FOUND and not isinstance(error, Refusal)
    detail = "没有这个页面。" if no_such_address else problem["detail"]
    values = {
        "title": TITLES.get(status, "未能办理"),
        "detail": detail,
        "advice": ADVICE.get(status, ""),
        "is_away": status in AWAY,
    }
    answer = _for_whom(request, status, values)
    kept = {name: said.headers[name] for name in KEPT if name in said.headers}
    answer.headers.update(kept)
    return answer


def _for_whom(request: Request, status: int, values: dict[str, Any]) -> Response:
    store, token = request.app.state.store, token_of(request)
    who = session_person(store, token) if token and status not in AWAY else None
    if who is None:
        return frame.render(request, "refused.html", status, **values)
    with reading(store, who, request.app.state.now()) as reader:
        visit = Visit(request, reader, token or "")
        if status == NOT_FOUND:
            values["advice"] += f"现在登录的是{visit.me.name}；要换人登录，请先在“我的”里退出，再打开链接。"
        return visit.render("refused.html", status, **values)
