"""Every page of the application, and what it does when one is refused."""

from fastapi import FastAPI
from starlette.routing import Route

from api.pages import (
    assets,
    channels,
    delegates,
    foreign,
    foreign_admin,
    hazard,
    mine,
    my_channels,
    notices,
    organisation,
    organisation_acts,
    points,
    refusals,
    reporting,
    second_step,
    security,
    shell,
    signin,
    told,
)
from api.pages.acting import routes as acting
from api.pages.desk import boards, closing, ledger, system

ROUTERS = (
    assets.router,
    signin.router,
    foreign.router,
    foreign_admin.router,
    mine.router,
    notices.router,
    told.router,
    hazard.router,
    acting.router,
    reporting.router,
    shell.router,
    points.router,
    channels.router,
    my_channels.router,
    ledger.router,
    boards.router,
    closing.router,
    system.router,
    organisation.router,
    organisation_acts.router,
    security.router,
    delegates.router,
    second_step.router,
)


def install(app: FastAPI) -> None:
    """Add the pages; menus show what is routed."""
    for router in ROUTERS:
        app.include_router(router)
    refusals.install(app)
    app.state.routed = routed()


def routed() -> frozenset[str]:
    """The plain addresses that answer a GET."""
    return frozenset(route.path for router in ROUTERS for route in router.routes if isinstance(route, Route))
