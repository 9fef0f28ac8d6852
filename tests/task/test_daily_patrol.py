"""每日巡查, a diary: it opens each working day, is done in a press, finds hazards, is missed and climbs."""

from typing import Any

import pytest
from sqlalchemy import func, select

from domain.audit.cases import audit_clocks, verify_chains
from domain.cases.perform import advance, perform
from domain.errors import NotAllowed, NotReady, WrongInput
from domain.kinds import KINDS
from domain.organisation import change_organisation
from domain.organisation.commands import CreateUnit, GivePost, RetireUnit, SetDailyPatrol
from domain.queries import due
from domain.tables.core import HAZARD, JOURNAL, NOTICE, PERSON, TASK, UNIT
from domain.task.checklist import DAILY_PATROL, checklist
from domain.task.commands import Answer, HandIn, Waive
from domain.task.opening import open_tasks
from domain.task.words import Found
from tests.world import BEFORE, World, on

MONDAY, FRIDAY = "2026-11-02", "2026-11-06"
ITEMS = checklist(DAILY_PATROL).items
ALL_WELL = HandIn(answers=[Answer(item=item.code, found=Found.RIGHT) for item in ITEMS])


def switch(world: World, by: str, at: str, *, on_: bool = True) -> None:
    change_organisation(world.store, "001", SetDailyPatrol(on=on_), by=world.actor(by), at=on(at))


def rows(world: World) -> list[Any]:
    with world.store.engine.connect() as connection:
        return list(connection.execute(select(TASK).order_by(TASK.c.period, TASK.c.id)))


def sweep(world: World, at: str) -> None:
    """What the clock does by itself: open, then advance whatever is due."""
    open_tasks(world.store, on(at))
    with world.store.engine.connect() as connection:
        owed = due(connection, on(at))
    for row in owed:
        advance(world.store, row.id, at=on(at), kind=KINDS[row.kind])


def journal(world: World, ref: str) -> list[Any]:
    with world.store.engine.connect() as connection:
        task = select(TASK.c.id).where(TASK.c.ref == ref).scalar_subquery()
        return list(
            connection.execute(select(JOURNAL).where(JOURNAL.c.case_id == task).order_by(JOURNAL.c.seq))
        )


def told(world: World, ref: str) -> list[str]:
    with world.store.engine.connect() as connection:
        task = select(TASK.c.id).where(TASK.c.ref == ref).scalar_subquery()
        heard = (
            select(PERSON.c.key)
            .join(NOTICE, NOTICE.c.person_id == PERSON.c.id)
            .where(NOTICE.c.case_id == task)
        )
        return list(connection.scalars(heard.order_by(NOTICE.c.id)))


def hazards(world: World) -> int:
    with world.store.engine.connect() as connection:
        return int(connection.scalar(select(func.count()).select_from(HAZARD)) or 0)


def hand_in(world: World, ref: str, who: str, at: str, said: HandIn = ALL_WELL, **terms: Any) -> Any:
    world.uploads(who, said)
    return perform(world.store, ref, said, by=world.actor(who), at=on(at), **terms)


def test_it_opens_once_a_working_day_for_each_department_and_waits_for_its_staff(world: World) -> None:
    switch(world, "officer1", f"{MONDAY} 08:00")
    assert [open_tasks(world.store, on(f"{MONDAY} 08:01")) for _ in range(2)] == [1, 0]
    (task,) = rows(world)
    assert (task.title, task.edition, str(task.period), task.state) == ("每日巡查", "2026-1", MONDAY, "open")
    assert set(task.holders) == {world.people["nurse1"], world.people["fixer1"]}
    assert task.due_at == on("2026-11-03 00:00")
    for day in ("2026-11-03", "2026-11-07", "2026-11-08"):  # the last two are a weekend
        sweep(world, f"{day} 08:00")
    assert [str(row.period) for row in rows(world)] == [
        MONDAY,
        "2026-11-03",
        "2026-11-04",
        "2026-11-05",
        FRIDAY,
    ]


def test_when_all_is_well_one_press_does_it(world: World) -> None:
    switch(world, "officer1", f"{MONDAY} 08:00")
    sweep(world, f"{MONDAY} 08:01")
    (task,) = rows(world)
    done = hand_in(world, task.ref, "nurse1", f"{MONDAY} 09:00", key="once")
    assert hand_in(world, task.ref, "nurse1", f"{MONDAY} 09:01", key="once") == done
    (task,) = rows(world)
    assert (task.state, task.done_by, task.next_action_at) == ("done", world.people["nurse1"], None)
    assert [(line.action, line.to_state) for line in journal(world, task.ref)] == [
        ("begin_task", "open"),
        ("hand_in", "done"),
    ]
    sweep(world, "2026-11-02 23:00")
    assert told(world, task.ref) == []
    assert [*verify_chains(world.store)] == []


def test_what_is_wrong_becomes_a_hazard_in_the_same_press_or_nothing_is_done(world: World) -> None:
    switch(world, "officer1", f"{MONDAY} 08:00")
    sweep(world, f"{MONDAY} 08:01")
    (task,) = rows(world)
    wrong = Answer(item="2", found=Found.WRONG, place="5楼走道", description="堆放病床3张", photos=[BEFORE])
    answers = [wrong if item.code == "2" else Answer(item=item.code, found=Found.RIGHT) for item in ITEMS]
    bare = [a.model_copy(update={"photos": []}) if a.item == "2" else a for a in answers]
    for bad, field in (
        (answers[:3], "answers"),
        (bare, "answers.1.photos"),
        ([*answers, answers[0]], "answers"),
    ):
        with pytest.raises(WrongInput) as refused:
            hand_in(world, task.ref, "nurse1", f"{MONDAY} 09:00", HandIn(answers=bad))
        assert refused.value.field == field
        assert hazards(world) == 0
    hand_in(world, task.ref, "nurse1", f"{MONDAY} 09:00", HandIn(answers=answers))
    (task,) = rows(world)
    (ref,) = task.hazards
    hazard = world.hazard(ref)
    assert (hazard.place, hazard.category, hazard.source, hazard.state) == (
        "5楼走道",
        "01",
        "daily_check",
        "reported",
    )
    assert journal(world, task.ref)[-1].data["hazards"] == [ref]
    assert world.told(ref, "report") == [("officer1", "todo")]


def test_an_undone_day_is_missed_and_climbs_and_may_still_be_handed_in(world: World) -> None:
    switch(world, "officer1", f"{FRIDAY} 08:00")
    sweep(world, f"{FRIDAY} 08:01")
    (task,) = rows(world)
    sweep(world, "2026-11-07 00:00")
    (task,) = rows(world)
    assert (task.state, told(world, task.ref)) == ("missed", ["dept1"])
    sweep(world, "2026-11-09 16:59")
    assert told(world, task.ref) == ["dept1"]
    sweep(world, "2026-11-09 17:00")
    assert told(world, task.ref) == ["dept1", "officer1"]
    hand_in(world, task.ref, "fixer1", "2026-11-09 18:00")
    assert [line.action for line in journal(world, task.ref)] == [
        "begin_task",
        "miss_task",
        "urge",
        "hand_in",
    ]
    assert rows(world)[0].state == "done"


def test_after_an_outage_each_missed_day_is_there_once_in_order(world: World) -> None:
    switch(world, "officer1", f"{MONDAY} 08:00")
    for _ in range(2):
        sweep(world, "2026-11-09 08:00")
    found = rows(world)
    assert [(str(task.period)[8:], task.state) for task in found] == [
        ("02", "missed"), ("03", "missed"), ("04", "missed"), ("05", "missed"), ("06", "missed"), ("09", "open"),
    ]  # fmt: skip
    assert [*verify_chains(world.store)] == []
    assert [
        *audit_clocks(world.store, on("2026-11-09 08:00"), on("2026-11-09 08:00") - on("2026-11-09 07:00"))
    ] == []


def test_who_may(world: World) -> None:
    switch(world, "officer1", f"{MONDAY} 08:00")
    sweep(world, f"{MONDAY} 08:01")
    (task,) = rows(world)
    with pytest.raises(NotAllowed):
        hand_in(world, task.ref, "officer1", f"{MONDAY} 09:00")
    with pytest.raises(NotAllowed):
        perform(
            world.store, task.ref, Waive(reason="不想查"), by=world.actor("nurse1"), at=on(f"{MONDAY} 09:00")
        )
    perform(
        world.store,
        task.ref,
        Waive(reason="科室停诊装修"),
        by=world.actor("officer1"),
        at=on(f"{MONDAY} 09:00"),
    )
    assert rows(world)[0].state == "waived"
    switch(world, "chief1", f"{MONDAY} 10:00", on_=False)
    sweep(world, "2026-11-03 08:00")
    assert len(rows(world)) == 1


def test_off_and_on_again_on_one_day_leaves_one_task_a_department(world: World) -> None:
    for hour, on_ in (("08:00", True), ("08:10", False), ("08:20", True)):
        switch(world, "officer1", f"{MONDAY} {hour}", on_=on_)
        sweep(world, f"{MONDAY} {hour}")
    assert len(rows(world)) == 1
    sweep(world, "2026-11-03 08:00")
    assert [str(row.period) for row in rows(world)] == [MONDAY, "2026-11-03"]


def test_a_department_answers_for_no_day_before_it_was_there(world: World) -> None:
    switch(world, "officer1", f"{MONDAY} 08:00")
    ward = CreateUnit(code="001-02", name="内科", unit_kind="department", parent="001")
    change_organisation(world.store, None, ward, by=world.actor("officer1"), at=on(f"{FRIDAY} 09:00"))
    sweep(world, f"{FRIDAY} 10:00")
    with world.store.engine.connect() as connection:
        unit = connection.scalar(select(UNIT.c.id).where(UNIT.c.code == "001-02"))
    assert [str(row.period) for row in rows(world) if row.department_id == unit] == [FRIDAY]
    with pytest.raises(NotReady, match="未完成的巡查 1 项"):
        change_organisation(
            world.store,
            "001-02",
            RetireUnit(reason="撤并"),
            by=world.actor("officer1"),
            at=on(f"{FRIDAY} 11:00"),
        )


def test_it_waits_for_whoever_holds_the_posts_when_it_is_begun(world: World) -> None:
    for who in ("nurse1", "fixer1"):
        world.leave_post(who, "staff")
    post = GivePost(role="staff", unit="001-01")
    change_organisation(world.store, "nurse1", post, by=world.actor("officer1"), at=on(f"{MONDAY} 08:30"))
    switch(world, "officer1", f"{MONDAY} 08:40")
    sweep(world, f"{MONDAY} 08:45")
    assert rows(world)[0].holders == [world.people["nurse1"]]


def test_what_is_told_at_an_item_left_right_is_asked_about(world: World) -> None:
    switch(world, "officer1", f"{MONDAY} 08:00")
    sweep(world, f"{MONDAY} 08:01")
    (task,) = rows(world)
    told = Answer(item="2", found=Found.RIGHT, description="堆放病床")
    answers = [told if item.code == "2" else Answer(item=item.code, found=Found.RIGHT) for item in ITEMS]
    with pytest.raises(WrongInput, match="写明了问题") as refused:
        hand_in(world, task.ref, "nurse1", f"{MONDAY} 09:00", HandIn(answers=answers))
    assert refused.value.field == "answers.1.found"
    theirs = told.model_copy(update={"found": Found.WRONG, "place": "走道", "photos": ["f" * 64]})
    unknown = [theirs if answer.item == "2" else answer for answer in answers]
    with pytest.raises(WrongInput) as refused:
        perform(
            world.store, task.ref, HandIn(answers=unknown), by=world.actor("nurse1"), at=on(f"{MONDAY} 09:00")
        )
    assert refused.value.field == "answers.1.photos"
