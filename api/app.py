"""The web application: routes, errors and the envelope around them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.types import ASGIApp

from api import errors
from api.envelope import Envelope, OneLength
from api.outside import Outside
from api.pages.install import install as install_pages
from api.problems import document_refusals
from api.routes import (
    actions,
    boards,
    calendar,
    channels,
    deliveries,
    evidence,
    forms,
    frozen,
    hazards,
    ledger_views,
    lifecycle,
    likely,
    mine,
    my_channels,
    notices,
    official,
    organisation,
    paper_templates,
    papers,
    people,
    points,
    probes,
    profile,
    rules,
    security,
    seen,
    session,
    sign_in_services,
    system,
    tasks,
    trends,
)
from domain import clock
from domain.store.base import Store

ABOUT = (
    "卫生健康系统安全隐患闭环管理。时刻为 UTC，期限按北京时间计；错误为 RFC 9457 problem+json，"
    "`detail` 为中文，`code` 稳定不变。"
)
PARTS = (
    session.router,
    channels.router,
    my_channels.mine,
    my_channels.preview,
    deliveries.router,
    sign_in_services.router,
    likely.router,
    mine.router,
    notices.router,
    hazards.router,
    actions.router,
    ledger_views.router,
    frozen.router,
    official.router,
    trends.router,
    papers.router,
    forms.router,
    calendar.router,
    rules.router,
    paper_templates.router,
    tasks.router,
    boards.router,
    evidence.router,
    points.router,
    organisation.router,
    profile.router,
    people.router,
    security.router,
    lifecycle.router,
    system.router,
)
"""What answers below /api, in the order in which addresses are tried."""


class Application(FastAPI):
    """The envelope stands outside everything, our last word about an error too; `/openapi.json` tells of refusals."""

    def build_middleware_stack(self) -> ASGIApp:
        """The framework's own, within the envelope."""
        return Envelope(OneLength(super().build_middleware_stack()))

    def openapi(self) -> dict[str, Any]:
        """The document of every address; made once."""
        if self.openapi_schema is None:
            document_refusals(super().openapi())
        return super().openapi()


def build_app(
    store: Store,
    *,
    now: Callable[[], datetime] = clock.now,
    demo: bool = False,
    outside: Outside | None = None,
) -> FastAPI:
    """The application on a store; the arguments are those of `serve_store`."""
    return serve_store(with_routes(), store, now=now, demo=demo, outside=outside)


def with_routes() -> FastAPI:
    """Every address, its refusals and the pages; nothing behind them yet."""
    app = Application(title="Bihuan 闭环", version="0.1.0", description=ABOUT, docs_url=None, redoc_url=None)
    everything = APIRouter(prefix="/api")
    for part in PARTS:
        everything.include_router(part)
    app.include_router(everything)
    app.include_router(probes.router)
    app.include_router(seen.router)
    errors.install(app)
    install_pages(app)
    return app


def serve_store(
    app: FastAPI,
    store: Store,
    *,
    now: Callable[[], datetime] = clock.now,
    demo: bool = False,
    outside: Outside | None = None,
) -> FastAPI:
    """Put a store behind the addresses. `now` gives legal time; `demo`: printed passwords count, cookies go over HTTP.

    `outside`: which sign-in services may be asked, and what this system's own address is to them.
    """
    app.state.store, app.state.now = store, now
    app.state.demo, app.state.outside = demo, outside or Outside()
    return app
