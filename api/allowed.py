"""Which methods an address knows: what `Allow` says (RFC 9110), over all routes of the address."""

from fastapi import FastAPI, Request
from starlette.routing import Match

VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def allowed(request: Request) -> list[str]:
    """The methods that this address answers; none when there is no such address."""
    app: FastAPI = request.app
    known = [verb for verb in VERBS if _answers(app, request.url.path, verb)]
    as_get = ["HEAD"] if "GET" in known else []
    return [*known, *as_get, "OPTIONS"] if known else []


def _answers(app: FastAPI, path: str, verb: str) -> bool:
    scope = {"type": "http", "path": path, "method": verb, "headers": [], "root_path": ""}
    return any(route.matches(dict(scope))[0] == Match.FULL for route in app.router.routes)
