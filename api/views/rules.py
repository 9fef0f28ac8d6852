"""The rules of an authority as they are shown by program."""

from datetime import date, datetime

from pydantic import BaseModel

from api.views.calendars import EarlierView, moved_view
from api.views.parts import word_view
from api.views.shapes import UnitView, WordView
from domain.queries.policies import Rules, RulesEdition, dates_under, rules_of
from domain.queries.reader import Reader


class SettingView(BaseModel):
    """A value of the rules in words: `shipped` with the release, `now` in force; `parts`: several, in order."""

    path: str
    label: str
    parts: str
    source: str
    shipped: str
    now: str


class RuleChangeView(BaseModel):
    """What an edition changes."""

    label: str
    was: str
    becomes: str


class RulesEditionView(BaseModel):
    """An edition; `since`: the first day (Asia/Shanghai) on which new hazards freeze it. Legal time."""

    id: int
    edition: int
    state: WordView
    changes: list[RuleChangeView]
    because: str
    since: date
    made_by: str
    made_at: datetime
    released_by: str
    released_at: datetime | None


class RulesView(BaseModel):
    """The rules of my authority; `version` names what a hazard of today freezes."""

    unit: UnitView
    version: str
    settings: list[SettingView]
    editions: list[RulesEditionView]


class PreviewView(BaseModel):
    """What the waiting edition would move if open hazards were under it: none is moved by its release."""

    edition: int | None
    dates: list[EarlierView]


def rules_view(reader: Reader) -> RulesView:
    """The rules as whoever keeps them sees them."""
    found = rules_of(reader)
    return RulesView(
        unit=UnitView(code=found.authority.code, name=found.authority.name),
        version=found.policy.version,
        settings=[SettingView(**vars(one)) for one in found.settings],
        editions=[_edition(one) for one in found.editions],
    )


def preview_view(reader: Reader, found: Rules) -> PreviewView:
    """Of the waiting edition; empty while none waits."""
    waiting = found.waiting
    dates = dates_under(reader, waiting, found.authority) if waiting else []
    return PreviewView(edition=waiting.edition if waiting else None, dates=[moved_view(one) for one in dates])


def _edition(one: RulesEdition) -> RulesEditionView:
    taken = {name: getattr(one, name) for name in RulesEditionView.model_fields}
    changes = [RuleChangeView(label=label, was=was, becomes=becomes) for label, was, becomes in one.changes]
    return RulesEditionView(**{**taken, "state": word_view(one.state), "changes": changes})
