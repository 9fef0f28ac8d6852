"""How the system stands, as JSON."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel

from api.current import Reading
from api.views.channels import ChannelView, channel_view
from api.views.shapes import UnitView
from domain.channels import may_set_up
from domain.policy import in_words
from domain.queries.channels import channel_states
from domain.queries.system import PolicyInForce, system_state

router = APIRouter(tags=["system"])


class PolicyTermView(BaseModel):
    """One thing a policy sets, in words."""

    label: str
    value: str


class PolicyView(BaseModel):
    """The policy that new hazards of an authority's units freeze."""

    authority: UnitView
    name: str
    title: str
    edition: str
    version: str
    listing_mode: str
    terms: list[PolicyTermView]


class YearView(BaseModel):
    """A calendar year; provisional until its official notice is in the data."""

    year: int
    official: bool


class PassView(BaseModel):
    """A row of the timetable: its last completed pass, machine time; `late_seconds` when it is late.

    `unscheduled_seconds`: how long Prefect has not run it though it should; the watchdog does the work.
    """

    name: str
    every_seconds: float
    last: datetime
    by: str
    late_seconds: int | None
    unscheduled_seconds: int | None


class FailedView(BaseModel):
    """A message that was set aside, or waits for its next try; machine time."""

    person: str
    channel: str
    state: str
    label: str
    tries: int
    outcome: str
    next_try_at: datetime | None


class IncidentView(BaseModel):
    """Something a person must look at."""

    kind: str
    subject: str
    detail: str
    times: int
    opened_at: datetime


class AnchorView(BaseModel):
    """存证: the code over everything on record at `at` (legal time); `told_at` (machine time) once kept outside."""

    at: datetime
    lines: int
    code: str
    told_at: datetime | None


class SystemView(BaseModel):
    """Policies, calendar, timetable, failed deliveries, open incidents, the organisation's version.

    `channels`, each with its latest trial, for those who set them up; `POST /api/channels/{channel}/trial` tries one.
    """

    policies: list[PolicyView]
    years: list[YearView]
    calendar: str
    warning: str | None
    timetable: list[PassView]
    failed: list[FailedView]
    incidents: list[IncidentView]
    channels: list[ChannelView]
    anchors: list[AnchorView]
    organisation: int


@router.get("/system", summary="系统运行情况")
def system(reader: Reading) -> SystemView:
    """For whoever runs or oversees the system."""
    state = system_state(reader)
    may_set = may_set_up(reader.directory, reader.who, reader.at)
    return SystemView(
        policies=[_policy(one) for one in state.policies],
        years=[YearView(year=one.year, official=one.official) for one in state.years],
        calendar=state.calendar,
        warning=state.warning,
        timetable=[
            PassView(
                name=row.name,
                every_seconds=row.every.total_seconds(),
                last=row.last,
                by=row.by,
                late_seconds=round(row.late.total_seconds()) if row.late else None,
                unscheduled_seconds=round(row.unscheduled.total_seconds()) if row.unscheduled else None,
            )
            for row in state.timetable
        ],
        failed=[FailedView.model_validate(vars(one), extra="ignore") for one in state.failed],
        incidents=[
            IncidentView(
                kind=i.kind, subject=i.subject, detail=i.detail, times=i.times, opened_at=i.opened_at
            )
            for i in state.incidents
        ],
        channels=[channel_view(one) for one in channel_states(reader)] if may_set else [],
        anchors=[AnchorView.model_validate(one._asdict()) for one in state.anchors],
        organisation=state.organisation,
    )


def _policy(found: PolicyInForce) -> PolicyView:
    policy = found.policy
    return PolicyView(
        authority=UnitView(code=found.authority.code, name=found.authority.name),
        name=policy.name,
        title=policy.title,
        edition=policy.edition,
        version=policy.version,
        listing_mode=policy.listing_mode,
        terms=[PolicyTermView(label=label, value=value) for label, value in in_words(policy)],
    )
