"""Refusals over HTTP: RFC 9457 problem details with a Chinese `detail` and a stable `code`. Nothing internal leaks."""

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DataError, InterfaceError, OperationalError, TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException

from api.wrong_input import complaints
from domain import errors as refused
from domain.errors import FirstThis, Refusal, Stale, TooManyTries

logger = logging.getLogger("bihuan.api")
PROBLEM = "application/problem+json"
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
TITLES = {
    400: "请求无法识别",
    401: "请先登录",
    403: "没有权限",
    404: "没有找到",
    405: "不支持这种请求",
    409: "现在不能办理",
    413: "内容过大",
    422: "填写有误",
    429: "请稍候",
    500: "系统出错",
    503: "暂时不能办理",
}
BY_STATUS = {
    400: ("bad_request", "请求内容无法识别，请检查后重试。"),
    404: ("not_found", "没有这个地址，接口说明见 /openapi.json。"),
    405: ("wrong_method", "这个地址不支持这种请求方法，接口说明见 /openapi.json。"),
    413: ("too_large", "提交的内容过大：文件不超过 20 MB，其他请求不超过 1 MB。"),
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


def _refusal(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refusal)  # noqa: S101 - registered for it
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


def _wrong_input(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for it
    found = complaints(error.errors())
    detail = "".join(complaint["detail"] for complaint in found[:3])
    return problem(422, "wrong_input", detail, field=found[0]["field"], errors=found)


def _http(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it
    code, detail = BY_STATUS.get(error.status_code, ("refused", "请求未能办理。"))
    headers = dict(error.headers) if error.headers else None
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
