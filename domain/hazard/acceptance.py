"""The acceptance of a 重大 by its 验收组: who has not signed yet, and when what is signed is enough."""

from collections.abc import Iterable

from domain.calendar import day_of
from domain.cases.case import Case
from domain.hazard.people import the_group, the_group_leader
from domain.words import Line, Role

OFFICIALS_NEEDED = 2


def outstanding(case: Case, passed: Iterable[int]) -> tuple[int, ...]:
    """Members of the 验收组, still with us, who have not signed."""
    signed, people = frozenset(passed), case.directory.people
    return tuple(p for p in the_group(case) if p not in signed and people[p].active)


def enough_officials(case: Case, passed: Iterable[int]) -> bool:
    """浙江条例 25: two officials of the commission have signed."""
    officials = {*case.post(Role.DESK), *case.post(Role.LEADER), *case.post(Role.HEAD)}
    return len(officials & set(passed)) >= OFFICIALS_NEEDED


def may_end_the_round(case: Case) -> tuple[int, ...]:
    """Who may end an acceptance without members that have not signed: the 组长, once two officials have."""
    ready = case.line is Line.MAJOR and enough_officials(case, case.hazard.passed_by)
    return the_group_leader(case) if ready else ()


def look_back_name(case: Case, person: int) -> str:
    """The name under which a person's look back is kept: of 重大 there is one for each of the policy's days."""
    since = (day_of(case.at) - day_of(case.hazard.closed_at or case.hazard.acted_at)).days
    turn = sum(since >= days for days in case.policy.look_back.major_days) if case.line is Line.MAJOR else 1
    return f"looked_back:{turn}:{person}"
