"""开始使用: what a house that begins still lacks, each step with the page where it is done."""

from urllib.parse import quote

from api.organising import looker_of
from api.pages.visitor import Visit
from domain.organisation.second_yes import waiting_for_my_yes
from domain.queries.first_steps import FirstStep, first_steps

WHERE = {
    FirstStep.COMMISSION: "/organisation/new/person?unit={unit}",
    FirstStep.INSTITUTIONS: "/organisation/new/unit?parent={unit}&unit_kind=institution",
    FirstStep.HEADS: "/organisation/new/person?unit={unit}&role=chief",
    FirstStep.CHANNEL: "/channels/new",
    FirstStep.DEPARTMENTS: "/organisation/new/unit?parent={unit}&unit_kind=department",
    FirstStep.OFFICER: "/organisation/new/person?unit={unit}&role=officer",
    FirstStep.STAFF: "/organisation?unit={unit}",
    FirstStep.POINTS: "/points",
}


def accounts_waiting_for(page: Visit) -> int:
    """How many sign-ins wait for the second yes of whoever looks: as many as their list shows."""
    look = looker_of(page.reader)
    return len(waiting_for_my_yes(look.connection, look.eyes))


def steps_of(page: Visit) -> list[tuple[str, str, bool]]:
    """(label, address, done) of each step of whoever looks; empty once the house is at work."""
    return [
        (step.what.label, WHERE[step.what].format(unit=quote(step.unit.code)), step.done)
        for step in first_steps(page.reader)
    ]
