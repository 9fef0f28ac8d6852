"""Every keeper against every sign-in, in every relation, for every act: the rule and the oracle agree in each cell."""

from datetime import timedelta

import pytest

from domain.directory.organisation import Dated, Directory, PersonCard
from domain.organisation.commands import CHANGES, PersonChange
from domain.organisation.who_may import WHO_MAY, Ask, may
from domain.words import Role
from tests import stage
from tests.oracle.keeping import (
    AT_THE_TOP,
    COMMISSION,
    ELSEWHERE,
    FOR_A_HEAD,
    HERE,
    IN_THE_UNIT,
    OWN_ACTS,
    Post,
    Whose,
    all_sign_ins,
    everybody,
    keeps,
)
from tests.world import LONG_AGO, on

ROLES = dict(
    zip(IN_THE_UNIT, (Role.STAFF, Role.DEPARTMENT_HEAD, Role.OFFICER, Role.DEPUTY, Role.CHIEF), strict=True)
)
ROLES |= dict(
    zip(AT_THE_TOP, (Role.DESK, Role.LEADER, Role.HEAD, Role.EXPERT, Role.AUDITOR, Role.ADMIN), strict=True)
)
UNITS = {HERE: "001", ELSEWHERE: "002", COMMISSION: "000"}
ACTS = sorted(act for act, change in CHANGES.items() if issubclass(change, PersonChange))
ONE_OF_EACH = list({WHO_MAY[CHANGES[act]]: act for act in ACTS}.values())
"""Acts whose keepers are written alike are answered alike."""
NOW = on("2026-11-02 09:00")
KEEPER, WHOSE, PRINCIPAL = 1001, 1002, 1003
COUNTY = stage.directory()
MOMENTS = {"现在": (LONG_AGO, None), "以后": (NOW + timedelta(days=1), None)}


def told(by: Post, whose: Whose, since: str) -> Directory:
    """The county with the two and, where there is one, the principal; second posts begin `since`."""
    begins, ends = MOMENTS[since]
    homes = {KEEPER: by.place, WHOSE: whose.home, PRINCIPAL: next(iter(whose.for_others), by).place}
    people = {
        n: PersonCard(n, f"x{n}", f"x{n}", stage.UNIT_IDS[UNITS[home]], "", active=True)
        for n, home in homes.items()
    }
    posts = {seat: list(held) for seat, held in COUNTY.posts.items()}

    def hold(post: Post, dated: Dated) -> None:
        posts.setdefault((stage.UNIT_IDS[UNITS[post.place]], ROLES[post.role]), []).append(dated)

    hold(by, Dated(KEEPER, LONG_AGO, None))
    for post in whose.held:
        hold(post, Dated(WHOSE, begins, ends))
    for post in whose.for_others:
        hold(post, Dated(PRINCIPAL, LONG_AGO, None))
    given = {PRINCIPAL: [Dated(WHOSE, begins, ends)]} if whose.for_others else {}
    return Directory(1, COUNTY.units, {**COUNTY.people, **people}, posts, given, {})


def lets(directory: Directory, by: int, whom: int) -> set[str]:
    person = directory.people[whom]
    ask = Ask(directory, by, NOW, directory.units[person.unit_id], person)
    alike = {WHO_MAY[CHANGES[act]]: may(CHANGES[act], ask) for act in ONE_OF_EACH}
    return {act for act in ACTS if alike[WHO_MAY[CHANGES[act]]]}


@pytest.mark.parametrize("since", MOMENTS)
def test_the_rule_and_the_oracle_agree_on_who_keeps_whose_sign_in(since: str) -> None:
    asked, wrong = 0, []
    for by in everybody():
        for whose in all_sign_ins():
            got = lets(told(by, whose, since), KEEPER, WHOSE)
            expected = {act for act in ACTS if keeps(by, whose, act)}
            if since == "以后" and by.place == COMMISSION and by.role in {"经办", "委分管", "委主要"}:
                expected -= FOR_A_HEAD  # not a head yet
            asked += len(ACTS)
            if got != expected:
                wrong.append((by, whose, sorted(got ^ expected)))
    assert not wrong, wrong[:5]
    assert asked > 40_000


def test_nobody_keeps_their_own_sign_in_but_for_what_is_their_own() -> None:
    for by in everybody():
        directory = told(by, Whose(HERE, frozenset({by})), "现在")
        assert lets(directory, WHOSE, WHOSE) == OWN_ACTS, by
