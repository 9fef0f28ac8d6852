"""How the system itself stands: policies, calendar years, the timetable, deliveries that failed, open incidents."""

from dataclasses import dataclass

from domain.audit.anchors import AnchorCode, latest_codes
from domain.calendar import day_of, missing_year_warning
from domain.directory.organisation import UnitCard
from domain.incidents import open_incidents
from domain.policy import Policy
from domain.queries.deliveries import FailedDelivery, failed_deliveries
from domain.queries.reader import Reader
from domain.roles import RUNNING
from domain.running import TimetableRow, timetable_rows
from domain.store.policies import policy_on, released_policies
from domain.tables import Incident
from domain.words import UnitKind


@dataclass(frozen=True)
class PolicyInForce:
    """The policy that new hazards of an authority's units freeze."""

    authority: UnitCard
    policy: Policy


@dataclass(frozen=True)
class CalendarYear:
    """A year and whether its official notice is in the data."""

    year: int
    official: bool


@dataclass(frozen=True)
class SystemState:
    """Everything on one page. `organisation` is its version: it rises with every change of units and people."""

    policies: list[PolicyInForce]
    years: list[CalendarYear]
    calendar: str
    warning: str | None
    timetable: list[TimetableRow]
    failed: list[FailedDelivery]
    incidents: list[Incident]
    anchors: list[AnchorCode]
    organisation: int


def system_state(reader: Reader) -> SystemState:
    """The state as it is now; raises a Refusal for whoever does not run or oversee the system."""
    reader.refuse_without(RUNNING, "系统运行情况由系统管理员、审计管理员和卫健委查看。")
    calendar = reader.calendar
    return SystemState(
        policies=_policies(reader),
        years=_years(reader),
        calendar=calendar.version,
        warning=missing_year_warning(reader.at, calendar),
        timetable=timetable_rows(reader.connection),
        failed=failed_deliveries(reader.connection),
        incidents=open_incidents(reader.connection),
        anchors=latest_codes(reader.connection),
        organisation=reader.directory.version,
    )


def _policies(reader: Reader) -> list[PolicyInForce]:
    tops = [unit for unit in reader.directory.units.values() if unit.kind == UnitKind.AUTHORITY]
    released, today = released_policies(reader.connection), day_of(reader.at)
    return [PolicyInForce(unit, policy_on(released, reader.directory, unit.id, today)) for unit in tops]


def _years(reader: Reader) -> list[CalendarYear]:
    """The published years, this one and the next."""
    calendar, this = reader.calendar, day_of(reader.at).year
    years = sorted(calendar.official_years | {this, this + 1})
    return [CalendarYear(year, not calendar.is_provisional(year)) for year in years]
