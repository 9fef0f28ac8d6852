"""Every page of the application, and what it does when one is refused."""

from fastapi import FastAPI
from starlette.routing import Route

from api.pages import assets, refusals
from api.pages.acting import routes as acting
from api.pages.desk import boards, closing, ledger, papers, system
from api.pages.hazard import dossier, evidence, form, page as hazard, paper, told
from api.pages.imports import page as imports
from api.pages.me import (
    bindings,
    channels as my_channels,
    delegates,
    notices,
    overview as me,
    security,
    tasks,
)
from api.pages.official import frozen, tables as official, trends
from api.pages.organisation import acts as organisation_acts, agreeing, overview as organisation, profile
from api.pages.report import page as report, points, shell
from api.pages.setting_up import calendar, channels, paper_templates, rules, services
from api.pages.sign_in import code, external, password
from api.pages.task import page as task

ROOMS = (
    (assets,),
    (password, code, external),
    (tasks, me, notices, my_channels, security, bindings, delegates),
    (hazard, told, dossier, paper, form, acting, evidence),
    (task,),
    (report, shell, points),
    (ledger, boards, closing, papers, system),
    (trends, frozen, official),
    (imports,),
    (organisation, organisation_acts, agreeing, profile),
    (channels, services, paper_templates, calendar, rules),
)
"""The modules of each folder; within one, an address comes before the pattern that would take it."""
ROUTERS = [module.router for room in ROOMS for module in room]


def install(app: FastAPI) -> None:
    """Add the pages; menus show what is routed."""
    for router in ROUTERS:
        app.include_router(router)
    refusals.install(app)
    app.state.routed = routed()


def routed() -> frozenset[str]:
    """The plain addresses that answer a GET."""
    return frozenset(route.path for router in ROUTERS for route in router.routes if isinstance(route, Route))
