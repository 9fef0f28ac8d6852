"""Tampering past every guard, as whoever owns the database could: each kind is found, on its hazard, and named."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from domain.audit.cases import Difference, audit_clocks, verify_chains
from domain.commands import Accept, Assign, Pass, Register, Submit
from tests.databases import administrator
from tests.world import AFTER, World, on

NOW = "2026-11-03 12:00"
GRACE = timedelta(hours=1)


def at_work(world: World) -> str:
    ref = world.report("nurse1", "2026-11-02 09:00", department="001-01")
    assign = Assign(to="fixer1", measures="清理", due=date(2026, 11, 20))
    world.press(ref, "officer1", "2026-11-02 09:10", Register(assign=assign))
    world.press(ref, "fixer1", "2026-11-02 09:20", Accept())
    return ref


def tamper(world: World, *changes: str, **values: object) -> None:
    """Past the triggers, as only the owner of the database can."""
    with administrator(world.store.engine).begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for change in changes:
            connection.execute(text(change), values)


def found(world: World, at: str = NOW) -> list[Difference]:
    return [*verify_chains(world.store), *audit_clocks(world.store, on(at), GRACE)]


def test_an_honest_journal_shows_no_difference(world: World) -> None:
    ref = at_work(world)
    world.press(ref, "fixer1", "2026-11-02 10:00", Submit(result="已清理", photos=[AFTER]))
    world.press(ref, "officer1", "2026-11-02 11:00", Pass(opinion="合格"))
    at_work(world)
    assert found(world) == []


MINE = "case_id = (SELECT id FROM hazard WHERE ref = :ref)"
TO_ITS_FORMER_HEAD = (
    "UPDATE hazard SET head = previous FROM journal WHERE case_id = hazard.id AND seq = 4 AND ref = :ref"
)
SWAPPED = [
    f"UPDATE journal SET seq = {now} WHERE seq = {was} AND {MINE}" for was, now in ((2, 92), (3, 2), (92, 3))
]
# What is done -> the statements, and what is said of it.
TAMPERINGS: dict[str, tuple[list[str], str]] = {
    "text": (
        [f'UPDATE journal SET data = data || \'{{"measures": "改"}}\' WHERE seq = 3 AND {MINE}'],
        "第 3 行（assign）",
    ),
    "moment": (
        [f"UPDATE journal SET at = at - interval '1 day' WHERE seq = 2 AND {MINE}"],
        "第 2 行（register）",
    ),
    "person": ([f"UPDATE journal SET actor_id = actor_id + 1 WHERE seq = 3 AND {MINE}"], "第 3 行（assign）"),
    "action": (
        [f"UPDATE journal SET action = 'accept_for' WHERE seq = 4 AND {MINE}"],
        "第 4 行（accept_for）",
    ),
    "last line gone": (
        [f"DELETE FROM journal WHERE seq = 4 AND {MINE}"],
        "记录末行为第 3 行“assigned”，台账为第 4 行“rectifying”",
    ),
    "line gone": ([f"DELETE FROM journal WHERE seq = 2 AND {MINE}"], "第 2 行缺失（见到第 3 行）"),
    "all gone": ([f"DELETE FROM journal WHERE {MINE}"], "记录末行为第 0 行"),
    "swapped": (SWAPPED, "第 2 行（assign）的哈希不符"),
    "state": (["UPDATE hazard SET state = 'verified' WHERE ref = :ref"], "台账为第 4 行“verified”"),
    "version": (["UPDATE hazard SET version = 3 WHERE ref = :ref"], "台账为第 3 行“rectifying”"),
    "head": ([TO_ITS_FORMER_HEAD], "记录末行为第 4 行"),
}
MOVED: dict[str, tuple[str, str]] = {
    "next moment moved": ("next_action_at = next_action_at + interval '30 days'", "下一时点应为 2026-11-11"),
    "next moment gone": ("next_action_at = NULL", "台账为 None"),
    "date moved": ("rectify_by = rectify_by + interval '30 days'", "下一时点应为 2026-11-17"),
    "rungs marked as fired": (
        "fired = '{\"ask_extension:3\": 9, \"remind:3\": 9}', next_action_at = next_action_at + interval '9 days'",
        "下一时点应为 2026-11-11",
    ),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_a_changed_record_is_found_and_its_line_named(world: World, name: str) -> None:
    changes, named = TAMPERINGS[name]
    ref, neighbour = at_work(world), at_work(world)
    tamper(world, *changes, ref=ref)
    (broken,) = verify_chains(world.store)
    assert (broken.kind, broken.ref) == ("broken_chain", ref)
    assert named in broken.detail
    assert neighbour not in {difference.ref for difference in found(world)}


def test_a_line_slipped_in_behind_the_last_is_found(world: World) -> None:
    ref = at_work(world)
    columns = "case_id, action, from_state, to_state, at, data, previous, hash"
    slipped = f"INSERT INTO journal (seq, {columns}) SELECT seq + 1, {columns} FROM journal WHERE seq = 4 AND {MINE}"
    tamper(world, slipped, ref=ref)
    (difference,) = verify_chains(world.store)
    assert (difference.ref, "第 5 行" in difference.detail) == (ref, True)


@pytest.mark.parametrize("name", MOVED)
def test_a_moment_that_was_moved_is_found(world: World, name: str) -> None:
    change, named = MOVED[name]
    ref, _ = at_work(world), at_work(world)
    tamper(world, f"UPDATE hazard SET {change} WHERE ref = :ref", ref=ref)
    differences = {difference.kind: difference for difference in found(world)}
    assert {difference.ref for difference in differences.values()} == {ref}
    assert named in differences["wrong_next_moment"].detail


def test_a_rung_marked_as_fired_without_a_line_is_missed_in_time(world: World) -> None:
    ref = at_work(world)
    tamper(
        world,
        "UPDATE hazard SET next_action_at = NULL, fired = '{\"remind:3\": 9}' WHERE ref = :ref",
        ref=ref,
    )
    kinds = {difference.kind for difference in found(world, "2026-11-18 12:00")}
    assert kinds == {"missed_clock", "wrong_next_moment", "changed_row"}


def test_an_open_hazard_whose_people_all_left_has_no_holder(world: World) -> None:
    ref = at_work(world)
    world.press(ref, "fixer1", "2026-11-02 10:00", Submit(result="已清理", photos=[AFTER]))
    for who, role in (("officer1", "officer"), ("deputy1", "deputy"), ("chief1", "chief"), ("leader", "leader"),
                      ("head", "head"), ("office", "desk"), ("office2", "desk")):  # fmt: skip
        world.leave_post(who, role)
    assert "no_holder" in {difference.kind for difference in found(world)}


def test_units_that_stand_in_a_circle_are_told_and_walked_round_for_ever_by_nobody(world: World) -> None:
    ref = at_work(world)
    with administrator(world.store.engine).begin() as connection:
        connection.execute(text("UPDATE unit SET parent_id = id, kind = 'department' WHERE code = '001'"))
    later = on("2026-11-03 09:00")
    found = [one for one in audit_clocks(world.store, later, timedelta(hours=1)) if one.ref == ref]
    assert [one.kind for one in found] == ["unreadable"]
    assert "circle" in found[0].detail
