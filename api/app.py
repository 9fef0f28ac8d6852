"""The web application: routes, errors and the envelope around them."""

from collections.abc import Callable
from datetime import datetime

from fastapi import APIRouter, FastAPI

from api import errors
from api.envelope import Envelope
from api.outside import Outside
from api.pages.install import install as install_pages
from api.routes import (
    actions,
    boards,
    channels,
    deliveries,
    evidence,
    hazards,
    ledger_views,
    lifecycle,
    likely,
    mine,
    my_channels,
    notices,
    organisation,
    people,
    points,
    probes,
    profile,
    security,
    session,
    sign_in_services,
    system,
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


def build_app(
    store: Store,
    *,
    now: Callable[[], datetime] = clock.now,
    demo: bool = False,
    outside: Outside | None = None,
) -> FastAPI:
    """The application on a store. `now` gives legal time; `demo`: printed passwords count, cookies go over HTTP.

    `outside`: which sign-in services may be asked, and what this system's own address is to them.
    """
    app = FastAPI(title="Bihuan 闭环", version="0.1.0", description=ABOUT, docs_url=None, redoc_url=None)
    app.state.store, app.state.now = store, now
    app.state.demo, app.state.outside = demo, outside or Outside()
    everything = APIRouter(prefix="/api")
    for part in PARTS:
        everything.include_router(part)
    app.include_router(everything)
    app.include_router(probes.router)
    errors.install(app)
    install_pages(app)
    app.add_middleware(Envelope)
    return app
