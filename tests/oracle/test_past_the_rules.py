"""The same cells a third time, in plain SQL past everything written in Python: what the database itself refuses."""

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from domain.words import Line, State
from tests import scenes
from tests.api.site import Site
from tests.databases import administrator
from tests.oracle.lives import Scene, all_scenes, live
from tests.oracle.situation import Situation
from tests.oracle.table import KEEPS_FIXERS_OUT
from tests.scenes import scene
from tests.world import PEOPLE

ON_USE = {"resume_use", "refuse_resume"}
DECIDES = sorted(
    KEEPS_FIXERS_OUT - ON_USE - {"refuse_lifting"}
)  # which refuses the closing in the same press
CLOSINGS = {"approve_closure", "refuse_closure"}
LINE = text(
    "INSERT INTO journal (case_id, seq, action, actor_id, for_id, to_state, at, data, previous, hash) "
    "SELECT id, version + 1, :action, :actor, :principal, state, acted_at, '{}', head, head "
    "FROM hazard WHERE ref = :ref"
)
CHECK_VIOLATION = "23514"


def refused(site: Site, ref: str, action: str, who: str, principal: str | None = None) -> bool:
    """Whether the database turns the line down; nothing of it stays either way."""
    people = site.world.people
    said = {
        "action": action,
        "actor": people[who],
        "principal": people[principal] if principal else None,
        "ref": ref,
    }
    with site.world.store.engine.connect() as connection:
        try:
            connection.execute(LINE, said)
        except DBAPIError as error:
            return getattr(error.orig, "sqlstate", "") == CHECK_VIOLATION or pytest.fail(str(error))
        finally:
            connection.rollback()
    return False


def in_question() -> list[Scene]:
    """Where something is verified, closed, lifted or given more time."""
    states = {"verifying", "verified", "closed"}
    return [s for s in all_scenes() if s.situation.state in states or s.situation.asks_for_more_time]


def test_the_database_refuses_every_fixer_whatever_they_decide(site: Site) -> None:
    site.world.delegate("fixer1", "clinic2", "2026-11-01 00:00", "2027-01-01 00:00")
    asked = 0
    for one in in_question():
        ref = live(site, one)
        now = replace(one.situation, stands_in={"clinic2": "fixer1"})
        for action in DECIDES:
            for who in PEOPLE:
                asked += 1
                assert refused(site, ref, action, who) == is_barred(now, action, who), (
                    f"{one.name} {action} {who}"
                )
        for action in DECIDES:
            assert refused(site, ref, action, "head", principal="fixer1"), "for a fixer is by a fixer"
    assert asked > 1000


def is_barred(now: Situation, action: str, who: str) -> bool:
    """Rule 3; above 单位级 a verifier never closes (9.9 is of 单位级 only); 9.24 of what was put right at once."""
    verified = action in CLOSINGS and now.line != "单位级" and who in now.passed
    at_once = action == "close_on_spot" and now.at_once and who == now.reporter
    return who in now.fixers() or verified or at_once


def test_the_database_lets_neither_a_fixer_nor_who_asked_decide_on_use_and_nobody_before_it_is_asked(
    site: Site,
) -> None:
    for one in all_scenes({f"{line}-{name}" for line in Line for name in ("suspended", "resuming")}):
        ref = live(site, one)
        out = one.situation.fixers() | one.situation.asked
        for who in PEOPLE:
            barred = who in out or not one.situation.asked
            for action in sorted(ON_USE):
                assert refused(site, ref, action, who) == barred, f"{one.name} {action} {who}"
        if one.situation.asked:
            assert refused(site, ref, "resume_use", "head", principal=min(one.situation.asked))


WITHOUT_CONSENT = "UPDATE hazard SET use = 'in_use', suspended = NULL WHERE ref = :ref"
ENDING = "UPDATE hazard SET state = 'dismissed' WHERE ref = :ref"
ANOTHER_ORDER = (
    "UPDATE suspension s SET scope = 'whole' FROM hazard h WHERE h.id = s.hazard_id AND h.ref = :ref"
)
NO_ORDER = "DELETE FROM suspension s USING hazard h WHERE h.id = s.hazard_id AND h.ref = :ref"


@pytest.mark.parametrize(
    ("scene", "statement", "code"),
    [
        ("unit-suspended", WITHOUT_CONSENT, CHECK_VIOLATION),
        ("unit-suspended", ENDING, CHECK_VIOLATION),
        ("unit-resuming", ENDING, CHECK_VIOLATION),
        ("unit-suspended", ANOTHER_ORDER, "23001"),
        ("unit-resuming", NO_ORDER, "23001"),
    ],
)
def test_the_database_keeps_what_is_out_of_use_out_of_use_and_its_order_as_it_was_given(
    site: Site, scene: str, statement: str, code: str
) -> None:
    ref = live(site, all_scenes({scene})[0])
    with administrator(site.world.store.engine).connect() as connection:
        with pytest.raises(DBAPIError) as caught:
            connection.execute(text(statement), {"ref": ref})
        connection.rollback()
    assert getattr(caught.value.orig, "sqlstate", "") == code


@pytest.mark.parametrize("listing", ["listed", "lifting"])
def test_the_database_closes_nothing_that_is_listed(site: Site, listing: str) -> None:
    stage = scene(Line.MAJOR, State.VERIFIED)
    case = stage.now(f"{scenes.DAY} 12:00")
    ref = live(site, Scene("major-verified", stage, case, Situation("重大", "verified", {})))
    close = text("UPDATE hazard SET state = 'closed', closing_kind = 'rectified' WHERE ref = :ref")
    with site.world.store.engine.connect() as connection:
        connection.execute(
            text("UPDATE hazard SET listing = :listing WHERE ref = :ref"), {"listing": listing, "ref": ref}
        )
        with pytest.raises(DBAPIError) as caught:
            connection.execute(close, {"ref": ref})
    assert getattr(caught.value.orig, "sqlstate", "") == CHECK_VIOLATION
    assert site.world.hazard(ref).state == "verified"
