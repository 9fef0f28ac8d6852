"""A case as somebody may know it: who reported it is kept from whoever must not learn it."""

from copy import copy
from dataclasses import replace
from types import SimpleNamespace
from typing import cast

from domain.cases.case import Case
from domain.directory.organisation import Actor
from domain.directory.unconfirmed import hides_its_report
from domain.tables import Hazard


def as_known_to(case: Case, who: Actor) -> Case:
    """The case as this sign-in may know it: nobody's report, where it must not show whose."""
    if not case.confides or not hides_its_report(case.hazard, who):
        return case
    hazard = copy(case.hazard)
    hazard.reporter_id = None
    return replace(case, row=hazard)


def without_reporter(case: Case) -> Case:
    """The case without its reporter: what others learn must be the same whoever reported."""
    if not case.confides:
        return case
    hazard = SimpleNamespace(**{**vars(case.hazard), "reporter_id": None})
    return replace(case, row=cast("Hazard", hazard))
