"""Refusals over HTTP: RFC 9457 problem details with a Chinese `detail` and a stable `code`. Nothing internal leaks."""

import logging
from functools import partial
from http import HTTPStatus
from typing import Any, cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from sqlalchemy.exc import DataError, InterfaceError, OperationalError, TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException

from api.allowed import allowed
from api.problems import PROBLEM, TITLES
from api.titles import title_asked
from api.wrong_input import complaints
from domain import errors as refused
from domain.errors import FirstThis, Refusal, Stale, TooManyTries

logger = logging.getLogger("bihuan.api")
STATUS: dict[type[Refusal], int] = {
    refused.WrongInput: 422,
    refused.KeyReused: 422,
    refused.NotPossible: 409,
    refused.NotReady: 409,
    refused.Stale: 409,
    refused.NotAllowed: 403,
    refused.FirstThis: 403,
    refused.NotFound: 404,
    refused.NotSignedIn: 401,
    refused.CodeNeeded: 401,
    refused.OtherPerson: 409,
    refused.TooLarge: 413,
    refused.TooManyTries: 429,
    refused.TryAgain: 503,
}
BY_STATUS = {
    400: ("bad_request", "请求内容无法识别，请检查后重试。"),
    404: ("not_found", "没有这个地址，接口说明见 /openapi.json。"),
    405: ("wrong_method", "这个地址不支持这种请求方法，接口说明见 /openapi.json。"),
    413: ("too_large", "提交的内容过大：每个文件最多 20 MB，一张表单合计最多 480 MB，其他请求最多 1 MB。"),
}
RETRY = {"Retry-After": "1"}


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal; 409 for one that has none of its own."""
    return next((STATUS[kind] for kind in type(refusal).__mro__ if kind in STATUS), 409)


def problem(
    status: int, code: str, detail: str, headers: dict[str, str] | None = None, **more: object
) -> JSONResponse:
    """One problem as application/problem+json; `more` are members of its own, None left out."""
    title = TITLES.get(status, "请求未能办理")
    body = {"type": f"urn:bihuan:problem:{code}", "title": title, "status": status, "code": code}
    extra = {name: value for name, value in more.items() if value is not None}
    return JSONResponse(
        {**body, "detail": detail, **extra}, status_code=status, media_type=PROBLEM, headers=headers
    )


def _refusal(_request: Request, given: Exception) -> JSONResponse:
    error = cast("Refusal", given)  # `install` registers it for these alone; likewise below
    more: dict[str, Any] = {"field": error.field}
    headers = None
    if isinstance(error, FirstThis):
        more |= {"first": error.duty}
    if isinstance(error, Stale):
        more |= {"state": error.state, "version": error.version, "won_by": error.won_by}
    if isinstance(error, TooManyTries):
        return problem(429, error.code, error.detail, {"Retry-After": str(error.seconds)})
    status = status_of(error)
    if status == HTTPStatus.UNAUTHORIZED:
        headers = {"WWW-Authenticate": "Bearer"}
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers = RETRY
    return problem(status, error.code, error.detail, headers, **more)


def _wrong_input(request: Request, given: Exception) -> JSONResponse:
    title_of = partial(title_asked, request.scope["route"].dependant)
    found = complaints(cast("RequestValidationError", given).errors(), title_of)
    detail = "".join(complaint["detail"] for complaint in found[:3])
    return problem(422, "wrong_input", detail, field=found[0]["field"], errors=found)


def _http(request: Request, given: Exception) -> Response:
    error = cast("HTTPException", given)
    code, detail = BY_STATUS.get(error.status_code, ("refused", "请求未能办理。"))
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(allowed(request))
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=headers)
    return problem(error.status_code, code, detail, headers)


def _database_away(request: Request, error: Exception) -> JSONResponse:
    logger.warning("database away during %s %s: %s", request.method, request.url.path, type(error).__name__)
    return problem(503, "database_away", "数据库暂时连不上，请稍后重试；您填写的内容没有提交。", RETRY)


def _unreadable(_request: Request, _error: Exception) -> JSONResponse:
    detail = "内容含有系统不能识别的字符或过大的数字，请检查后重试。"
    return problem(422, "wrong_input", detail)


def _unexpected(_request: Request, _error: Exception) -> JSONResponse:
    detail = "系统出错，已记录。请稍后重试；仍不行请联系管理员。"
    return problem(500, "internal_error", detail)


def install(app: FastAPI) -> None:
    """Answer every refusal and every fault in one form."""
    app.add_exception_handler(Refusal, _refusal)
    app.add_exception_handler(RequestValidationError, _wrong_input)
    app.add_exception_handler(HTTPException, _http)
    for away in (OperationalError, InterfaceError, PoolTimeoutError):
        app.add_exception_handler(away, _database_away)
    app.add_exception_handler(DataError, _unreadable)
    app.add_exception_handler(Exception, _unexpected)
