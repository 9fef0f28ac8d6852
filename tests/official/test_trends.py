"""驾驶舱 over time: a November in which two hazards are put right, told to the commission and to their hospital."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from domain.commands import Accept, ApproveClosure, Assign, Pass, Register, SendBack, Submit, Upgrade
from domain.errors import NotAllowed, WrongInput
from domain.official.trends import TrendQuery, Trends, trends
from domain.queries import HazardFilter, reading
from domain.queries.ledger import every_page
from domain.words import Source, State
from tests.databases import administrator
from tests.official.ledgers import Made, write
from tests.official.test_trends_against_an_oracle import every_figure
from tests.world import AFTER, OTHER, SAFE, World, on

NOW = "2026-11-30 17:00"
Asked = dict[str, object]
NOVEMBER: Asked = {"start": date(2026, 11, 1), "end": date(2026, 11, 30)}


def told(world: World, who: str, asked: Asked | None = None, at: str = NOW) -> Trends:
    return trends(world.store, world.actor(who), on(at), TrendQuery.model_validate(asked or {}))


def put_right(world: World) -> str:
    """Half a day to be assigned, half a day to be signed, 3 days of work, 2 of waiting, 1 until it is closed."""
    ref = world.report("nurse1", "2026-11-02 09:00", department="001-01")
    work = Assign(to="fixer1", measures="清理", due=date(2026, 11, 9))
    world.press(ref, "officer1", "2026-11-02 21:00", Register(), work)
    world.press(ref, "fixer1", "2026-11-03 09:00", Accept())
    world.press(ref, "fixer1", "2026-11-04 09:00", Submit(result="已清理", photos=[AFTER]))
    redo = SendBack(reason="仍有一张", redo_by=date(2026, 11, 9))
    world.press(ref, "officer1", "2026-11-05 09:00", redo)
    world.press(ref, "fixer1", "2026-11-07 09:00", Submit(result="全部清理", photos=[OTHER]))
    world.press(ref, "officer1", "2026-11-08 09:00", Pass(opinion="合格"))
    world.press(ref, "deputy1", "2026-11-09 09:00", ApproveClosure())
    return ref


def inspected(world: World) -> str:
    """Found by the commission on the 9th, entered on the 10th, registered a day later, closed on the 20th: too late."""
    ref = world.report(
        "office", "2026-11-10 09:00", source=Source.INSPECTION, place="食堂", found_at=on("2026-11-09 09:00")
    )
    work = Assign(to="001", measures="清理", due=date(2026, 11, 13))
    world.press(ref, "office", "2026-11-11 09:00", Register(), work)
    world.press(ref, "chief1", "2026-11-11 09:00", Accept(fixer="fixer1"))
    world.press(ref, "fixer1", "2026-11-16 09:00", Submit(result="已清理", photos=[SAFE]))
    world.press(ref, "officer1", "2026-11-17 09:00", Pass(opinion="合格"))
    world.press(ref, "office", "2026-11-20 09:00", ApproveClosure())
    return ref


def steps(made: Trends) -> dict[str, tuple[float, int]]:
    return {one.state.label: (round(one.median, 3), one.of.count) for one in made.times.steps}


def test_how_long_each_step_took(world: World) -> None:
    """Rounds are summed; a state nobody was in is not told."""
    put_right(world)
    made = told(world, "leader", NOVEMBER)
    assert steps(made) == {
        "待登记": (0.5, 1),
        "待交办": (0, 1),
        "待签收": (0.5, 1),
        "整改中": (3, 1),
        "待复核": (2, 1),
        "待销号": (1, 1),
    }
    assert (made.times.closed.count, made.times.mean, made.times.median) == (1, 7, 7)
    assert made.times.steps[0].of.wanted.been == State.REPORTED


def test_a_unit_is_not_told_when_the_commission_heard_of_it(world: World) -> None:
    """With one hazard a median is its very time: to the unit it begins when it was found, its steps when registered."""
    inspected(world)
    ours, theirs = told(world, "leader", {"unit": "001", **NOVEMBER}), told(world, "officer1", NOVEMBER)
    assert (ours.times.median, theirs.times.median) == (10, 11)
    assert steps(ours)["待登记"] == (1, 1)
    assert "待登记" not in steps(theirs)
    assert steps(theirs)["整改中"] == steps(ours)["整改中"] == (5, 1)
    for who, count in (("leader", 1), ("officer1", 0)):
        with reading(world.store, world.actor(who), on(NOW)) as reader:
            for state, found in (("reported", count), ("rectifying", 1)):
                wanted = HazardFilter.model_validate({"been": state})
                assert sum(map(len, every_page(reader, wanted))) == found, (who, state)


def test_a_unit_never_learns_that_somebody_complained(world: World) -> None:
    complaint = world.report("office", "2026-11-03 09:00", source=Source.COMPLAINT_CHECK)
    world.press(complaint, "office", "2026-11-03 10:00", Register())
    assert [part.label for part in told(world, "leader").sources] == ["举报核查"]
    assert [part.label for part in told(world, "officer1").sources] == ["监督检查"]


def test_without_days_it_tells_the_last_twelve_months(world: World) -> None:
    put_right(world)
    inspected(world)
    made = told(world, "officer1")
    assert (made.asked.start, made.asked.end) == (date(2025, 12, 1), date(2026, 11, 30))
    assert len(made.months) == 12
    november = made.months[-1]
    assert (november.new.count, november.closed.count, november.in_hand.count) == (2, 2, 0)
    assert {one.name: (one.done.count, one.of.count) for one in made.rates} == {
        "general": (2, 2),
        "major": (0, 0),
        "on_time": (1, 2),
        "extended": (0, 2),
        "late": (1, 2),
        "closed": (2, 2),
        "first_pass": (1, 2),
    }
    percents = {one.name: one.percent for one in made.rates}
    assert (percents["closed"], percents["first_pass"], percents["extended"], percents["major"]) == (
        "100.0",
        "50.0",
        "0.0",
        "",
    )
    assert [(part.label, part.new.count) for part in made.places] == [("护理部", 1)]


def test_a_unit_that_is_gone_stays_as_long_as_it_has_a_past(world: World) -> None:
    """The units stand by their codes, whatever they have."""
    world.report("nurse1", "2026-11-20 09:00")
    assert [part.name for part in told(world, "leader").places] == ["001", "002", "061"]
    with administrator(world.store.engine).begin() as connection:
        connection.execute(text("UPDATE unit SET active = false WHERE code IN ('001', '002')"))
    assert [part.name for part in told(world, "leader").places] == ["001", "061"]


def test_one_day_is_a_period_and_tomorrow_is_not_told(world: World) -> None:
    put_right(world)
    made = told(world, "leader", {"start": date(2026, 11, 2), "end": date(2026, 11, 2)})
    [month] = made.months
    assert (month.new.count, month.closed.count, month.in_hand.count) == (1, 0, 1)
    assert told(world, "leader", {"end": date(2026, 12, 31)}).asked.end == date(2026, 11, 30)


def test_a_major_that_was_late_is_counted_from_its_closing(world: World) -> None:
    """动态清零: what is late now hinders it, and so does a plan that is missing."""
    made = told(world, "leader")
    assert (made.clearing.is_cleared, made.clearing.days, made.clearing.in_hand.count) == (True, None, 0)
    ref = world.report("office", "2026-11-02 09:20", suspected_major=True, interim="专人看守")
    graded = Upgrade(
        criterion="判定清单第三项",
        panel=["office"],
        interim="专人看守",
        due=date(2026, 11, 16),
        measures="修复",
    )
    world.press(ref, "leader", "2026-11-02 11:00", graded)
    early = told(world, "leader", at="2026-11-10 09:00").clearing
    assert [one.count for one in early.hindered] == [0, 1, 1]
    assert not early.is_cleared
    late = told(world, "leader").clearing
    assert ([one.count for one in late.hindered], late.days) == ([1, 1, 1], None)
    assert [one.count for one in told(world, "leader").ages] == [0, 1, 0, 0]


def test_days_are_counted_since_the_last_major_that_was_late(world: World) -> None:
    """Due on the 10th, handed in on the 12th, closed on the 20th; one in time and a general one say nothing."""
    start, end = date(2026, 11, 2), date(2026, 11, 20)
    stood = ((start, "reported"), (start, "rectifying"), (end, "closed"))
    late = Made(
        "001", "major", "01", "inspection", start, stood, "rectified", None, None,
        first_due=date(2026, 11, 10), submitted=date(2026, 11, 12),
    )  # fmt: skip
    later = (*stood[:2], (date(2026, 11, 28), "closed"))
    in_time = replace(late, stood=later, submitted=date(2026, 11, 9))
    write(world, [late, in_time, replace(late, stood=later, level="general")])
    clearing = told(world, "leader").clearing
    assert (clearing.is_cleared, clearing.late.count, clearing.days) == (True, 1, 10)
    with_none_on_record = replace(late, submitted=None, first_due=date(2026, 11, 25))
    write(world, [with_none_on_record, replace(with_none_on_record, first_due=date(2026, 11, 19))])
    assert told(world, "leader").clearing.late.count == 1


def test_every_number_opens_its_list_whoever_asks(world: World) -> None:
    put_right(world)
    inspected(world)
    world.report("nurse1", "2026-11-20 09:00")
    world.report("office", "2026-11-21 09:00", unit="002", source=Source.INSPECTION)
    seen = 0
    for who in ("leader", "head", "officer1", "dept1", "chief2"):
        figures = {one.wanted.query(): one for one in every_figure(told(world, who))}
        with reading(world.store, world.actor(who), on(NOW)) as reader:
            for one in figures.values():
                found = sum(map(len, every_page(reader, one.wanted)))
                assert one.count == found, (who, one)
                seen += bool(found)
    assert seen > 80


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"start": "2026-12-01"}, "在今天之后"),
        ({"start": "2026-11-05", "end": "2026-11-04"}, "晚于截止日期"),
        ({"start": "2021-11-30", "end": "2026-11-30"}, "最多看 60 个月"),
        ({"unit": "火星医院"}, "没有代码或名称为"),
    ],
)
def test_what_cannot_be_told_is_refused_with_the_way_out(world: World, asked: Asked, words: str) -> None:
    with pytest.raises(WrongInput, match=words) as refused:
        told(world, "leader", asked)
    assert refused.value.field in ("start", "unit")


HIDDEN: list[tuple[str, Asked]] = [
    ("nurse1", {}),
    ("expert", {}),
    ("officer1", {"unit": "002"}),
    ("dept1", {"unit": "001"}),
]


def test_nobody_counts_what_they_do_not_see(world: World) -> None:
    for who, asked in HIDDEN:
        with pytest.raises(NotAllowed):
            told(world, who, asked)
    assert told(world, "dept1").asked.top.code == "001-01"
    assert told(world, "dept1").places == []
