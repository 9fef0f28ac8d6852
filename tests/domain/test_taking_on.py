"""Whoever comes to hold a hazard is told of it once, whatever made them its holder."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update

from domain.cases.perform import advance
from domain.cases.recalculation import recalculate_all
from domain.commands import (
    Accept,
    Assign,
    ProposeMeasure,
    Register,
    ReportProgress,
    Submit,
    Upgrade,
)
from domain.messages import rendering
from domain.queries.facts import read_notices
from domain.tables.core import DELEGATION, NOTICE, PERSON, POST
from domain.words import PaperKind
from tests.scenes import DAY
from tests.stage import on
from tests.world import AFTER, LONG_AGO, World

NOON = f"{DAY} 12:00"


def waiting_for_the_officer(world: World) -> str:
    """Submitted: officer1 must verify it."""
    ref = world.report("nurse1", f"{DAY} 09:00", department="001-01")
    task = Register(assign=Assign(to="fixer1", measures="清理", due=on("2026-11-20 12:00").date()))
    world.press(ref, "officer1", f"{DAY} 09:10", task)
    world.press(ref, "fixer1", f"{DAY} 09:20", Accept())
    world.press(ref, "fixer1", f"{DAY} 09:30", Submit(result="已清理", photos=[AFTER]))
    return ref


def post(world: World, who: str, role: str, unit: str = "001", since: datetime = LONG_AGO) -> None:
    with world.store.engine.begin() as connection:
        row = {"person_id": world.people[who], "unit_id": world.units[unit], "role": role, "since": since}
        connection.execute(insert(POST).values(row))


def ends(world: World, who: str, role: str) -> None:
    with world.store.engine.begin() as connection:
        mine = (POST.c.person_id == world.people[who]) & (POST.c.role == role)
        connection.execute(update(POST).where(mine).values(until=on(f"{DAY} 11:00")))


def delegates(world: World, whom: str, who: str, since: str, until: str) -> None:
    with world.store.engine.begin() as connection:
        row: dict[str, Any] = {"from_id": world.people[whom], "to_id": world.people[who], "reason": "出差"}
        connection.execute(insert(DELEGATION).values(**row, since=on(since), until=on(until)))


def told_after(world: World, ref: str, at: str) -> list[tuple[str, str]]:
    """Who is told when everything is looked at anew, and again: nobody twice."""
    before = len(world.told(ref))
    for _ in range(2):
        recalculate_all(world.store, at=on(at), why="组织机构有变化")
    return world.told(ref)[before:]


def test_when_the_only_officer_s_post_ends_whoever_holds_it_then_is_told(world: World) -> None:
    ref = waiting_for_the_officer(world)
    ends(world, "officer1", "officer")
    assert told_after(world, ref, NOON) == [("deputy1", "todo")]
    assert world.actions(ref)[-1] == "take_on"


def test_a_new_colleague_in_the_post_is_told_and_the_old_one_not_again(world: World) -> None:
    ref = waiting_for_the_officer(world)
    post(world, "dept1", "officer")
    assert told_after(world, ref, NOON) == [("dept1", "todo")]


def test_when_the_holder_leaves_the_next_is_told(world: World) -> None:
    ref = waiting_for_the_officer(world)
    with world.store.engine.begin() as connection:
        leaving = update(PERSON).where(PERSON.c.key == "officer1")
        connection.execute(leaving.values(active=False, version=PERSON.c.version + 1))
    assert told_after(world, ref, NOON) == [("deputy1", "todo")]


def test_a_delegate_is_told_when_it_begins_and_the_principal_when_it_ends(world: World) -> None:
    ref = waiting_for_the_officer(world)
    delegates(world, "officer1", "dept1", f"{DAY} 11:00", "2026-11-03 11:00")
    assert told_after(world, ref, f"{DAY} 10:30") == []
    assert told_after(world, ref, NOON) == [("dept1", "todo")]
    assert told_after(world, ref, "2026-11-03 12:00") == [("officer1", "todo")]


@pytest.mark.parametrize("by", ["a press", "a sweep"])
def test_whatever_comes_first_tells_the_new_holder_and_nothing_tells_them_again(
    world: World, by: str
) -> None:
    ref = waiting_for_the_officer(world)
    if by == "a press":
        ref = world.report("nurse1", f"{DAY} 09:00", department="001-01")
        world.press(ref, "officer1", f"{DAY} 09:10", Register())
        post(world, "dept1", "officer")
        task = Assign(to="fixer1", measures="清理", due=on("2026-11-20 12:00").date())
        world.press(ref, "officer1", NOON, task)
        world.press(ref, "fixer1", NOON, ReportProgress(note="在办"))
        assert ("dept1", "todo") not in told_after(world, ref, NOON)
        return
    ends(world, "officer1", "officer")
    advance(world.store, int(world.hazard(ref).id or 0), at=on(NOON))
    assert world.told(ref)[-1] == ("deputy1", "todo")
    assert told_after(world, ref, NOON) == []


def test_the_new_signer_of_a_paper_is_told_what_to_sign(world: World) -> None:
    ref = waiting_for_the_officer(world)
    world.press(ref, "officer1", f"{DAY} 10:00", ProposeMeasure(kind=PaperKind.INTERNAL_ORDER, because="慢"))
    post(world, "dept1", "deputy", since=on(f"{DAY} 11:00") - timedelta(hours=1))
    assert told_after(world, ref, NOON) == [("dept1", "todo")]


def test_the_new_signer_of_a_listing_is_asked_to_sign_it_by_its_own_date(world: World) -> None:
    ref = world.report(
        "office", f"{DAY} 09:00", department="001-01", suspected_major=True, interim="专人看守"
    )
    world.press(ref, "leader", f"{DAY} 09:10", Upgrade(criterion="判定清单第三项", panel=["office"]))
    task = Assign(to="001", measures="清理", due=on("2026-11-20 12:00").date())
    world.press(ref, "leader", f"{DAY} 09:20", task)
    advance(world.store, int(world.hazard(ref).id or 0), at=on("2026-11-24 10:00"))
    assert ("head", "propose_listing") in world.told(ref)
    post(world, "expert", "head", unit="000", since=on("2026-11-24 10:00"))
    assert ("expert", "todo") in told_after(world, ref, "2026-11-24 11:00")
    said = last_words(world, on("2026-11-24 11:00"))
    assert said.startswith("请11月27日前签发挂牌："), said  # three working days since it could be known


def last_words(world: World, at: datetime) -> str:
    """The message of the last notice."""
    with world.store.engine.connect() as connection:
        last = connection.execute(select(func.max(NOTICE.c.id))).scalar_one()
        facts = read_notices(connection, [last])[last].facts(lambda ref: f"https://b/h/{ref}", at)
    assert rendering.card(facts)["values"]["step"] == "签发挂牌"
    return rendering.render_notice(facts)
