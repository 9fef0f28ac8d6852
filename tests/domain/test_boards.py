"""The boards tell the truth: each figure counted by hand, and for everybody exactly as long as its list."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import text

from domain.commands import (
    Accept,
    ApproveClosure,
    Assign,
    List,
    Pass,
    ProposeMeasure,
    Register,
    ReportProgress,
    ServeMeasure,
    SignMeasure,
    Submit,
    Transfer,
    Upgrade,
)
from domain.queries import HazardFilter, Reader, every_page, page, reading
from domain.queries.boards import Light, desk_board, leader_board, supervision_board
from domain.queries.figures import Figure
from domain.words import Blocker, Level, PaperKind, Source, State
from tests.world import AFTER, PEOPLE, World, on

NOON = "2026-11-25 12:00"
"""A Wednesday. The story begins on Monday the 2nd."""


def tell(world: World) -> dict[str, str]:
    """Seven hazards and where they stand on the 25th at noon; gives their refs by name."""
    refs = {
        "late": world.report("nurse1", "2026-11-02 09:00", department="001-01"),
        "done": world.report("nurse1", "2026-11-02 09:10", place="药房"),
        "unsigned": world.report("office", "2026-11-23 09:00", unit="002", source=Source.INSPECTION),
        "major": world.report("office", "2026-11-02 09:20", suspected_major=True, interim="专人看守"),
        "elsewhere": world.report("office", "2026-11-20 09:30", unit="002", place="电梯"),
        "waits": world.report("office", "2026-11-23 09:40", unit="061", place="诊室"),
    }
    work = Assign(to="fixer1", measures="清理", due=date(2026, 11, 9))
    for name in ("late", "done"):
        world.press(refs[name], "officer1", "2026-11-02 10:00", Register(), work)
        world.press(refs[name], "fixer1", "2026-11-02 10:30", Accept())
    world.press(refs["late"], "fixer1", "2026-11-03 09:00", ReportProgress(blocker=Blocker.MONEY))
    world.press(refs["done"], "fixer1", "2026-11-06 09:00", Submit(result="已清理", photos=[AFTER]))
    world.press(refs["done"], "officer1", "2026-11-06 10:00", Pass(opinion="合格"))
    world.press(refs["done"], "deputy1", "2026-11-06 11:00", ApproveClosure())
    upgrade = Upgrade(
        criterion="判定清单第三项",
        panel=["office"],
        interim="专人看守",
        due=date(2026, 11, 16),
        measures="修复",
    )
    world.press(refs["major"], "leader", "2026-11-02 11:00", upgrade)
    world.press(refs["major"], "chief1", "2026-11-02 12:00", Accept(fixer="fixer1"))
    world.press(
        refs["unsigned"],
        "office",
        "2026-11-23 10:00",
        Register(),
        Assign(to="002", measures="清理", due=date(2026, 11, 30)),
    )
    world.press(refs["elsewhere"], "office", "2026-11-20 10:00", Register())
    letter = Transfer(department="市场监管局", ground="电梯未检", letter_number="临卫移〔2026〕1号")
    world.press(refs["elsewhere"], "leader", "2026-11-20 11:00", letter)
    world.sweep("2026-11-18 12:00")
    world.press(refs["major"], "head", "2026-11-18 13:00", List(until=date(2026, 12, 31)))
    world.sweep(NOON)
    refs["new"] = world.report("nurse1", "2026-11-25 11:00", place="食堂")
    return refs


@pytest.fixture
def told(world: World) -> dict[str, str]:
    """The story, told."""
    return tell(world)


@pytest.fixture
def as_leader(world: World, told: dict[str, str]) -> Iterator[Reader]:
    """卫健委分管 reads at noon."""
    assert told
    with reading(world.store, world.actor("leader"), on(NOON)) as reader:
        yield reader


def refs_of(reader: Reader, wanted: HazardFilter) -> list[str]:
    return [case.hazard.ref for cases in every_page(reader, wanted) for case in cases]


def every_figure(reader: Reader) -> Iterator[Figure]:
    """Each number of each board."""
    leader, desk, board = leader_board(reader), desk_board(reader), supervision_board(reader)
    yield from leader.figures.values()
    yield from (*desk.came_in, *desk.mine_by_age, *desk.mine_by_state, *desk.outstanding, desk.to_close)
    yield from (*board.first, *board.month.values(), *board.by_rung, *board.by_state, *board.by_category)
    for row in board.units:
        yield from row.figures.values()


def test_a_figure_is_as_long_as_its_list_for_everybody(world: World, told: dict[str, str]) -> None:
    assert told
    more_than_none = 0
    for who in PEOPLE:
        with reading(world.store, world.actor(who), on(NOON)) as reader:
            for figure in every_figure(reader):
                found = len(refs_of(reader, figure.wanted))
                assert figure.count == found, (who, figure)
                more_than_none += bool(found)
    assert more_than_none > 150


def test_the_leader_sees_their_five_numbers(as_leader: Reader, told: dict[str, str]) -> None:
    board = leader_board(as_leader)
    counts = {name: figure.count for name, figure in board.figures.items()}
    assert (counts["major_open"], counts["major_without_interim"], counts["major_past"]) == (1, 0, 1)
    assert counts["overdue"] == 2
    assert [(one.case.hazard.ref, one.days, one.why) for one in board.stuck] == [
        (told["late"], 16, "卡点：缺钱"),
        (told["major"], 9, "未说明原因"),
    ]
    assert board.stuck[0].holder == "整改责任人 fixer1"
    assert (counts["new"], counts["closed"], counts["stock"], counts["in_hand"]) == (7, 1, 6, 7)


def test_what_waits_for_a_signature_is_counted_for_its_signer(world: World, told: dict[str, str]) -> None:
    with reading(world.store, world.actor("leader"), on(NOON)) as reader:
        board = leader_board(reader)
        assert refs_of(reader, board.figures["to_sign"].wanted) == [told["major"], told["late"]]
        assert board.oldest_to_sign == on("2026-11-16 09:00")
    with reading(world.store, world.actor("deputy1"), on(NOON)) as reader:
        assert leader_board(reader).figures["to_sign"].count == 1


def test_the_commission_s_own_lateness_is_on_the_board(as_leader: Reader, told: dict[str, str]) -> None:
    """A report of the 23rd, to be registered within a working day, waits with 经办; the papers wait with 委分管."""
    board = leader_board(as_leader)
    kept = {
        post: refs_of(as_leader, board.figures[f"kept_by_{post}"].wanted) for post in ("desk", "leader", "us")
    }
    assert kept["desk"] == [told["waits"]]
    assert kept["leader"] == [told["major"], told["late"]]
    assert kept["us"] == [told["waits"], told["major"], told["late"]]


def test_a_listing_waits_for_whoever_signs_listings(world: World) -> None:
    """委主要; when the post is empty 委分管. Holding the rectification is not signing the listing."""
    ref = world.report("office", "2026-11-02 09:20", suspected_major=True, interim="专人看守")
    due = {"due": date(2026, 11, 16), "measures": "修复"}
    world.press(
        ref, "leader", "2026-11-02 11:00", Upgrade(criterion="判定清单第三项", panel=["office"], **due)
    )
    world.press(ref, "chief1", "2026-11-02 12:00", Accept(fixer="fixer1"))
    world.sweep("2026-11-17 12:00")

    def counts() -> dict[str, int]:
        found = {}
        for who in ("head", "leader", "office"):
            with reading(world.store, world.actor(who), on("2026-11-17 13:00")) as reader:
                found[who] = leader_board(reader).figures["to_sign"].count
        return found

    assert counts() == {"head": 1, "leader": 0, "office": 0}
    with reading(world.store, world.actor("head"), on("2026-11-17 13:00")) as reader:
        assert leader_board(reader).oldest_to_sign == on("2026-11-17 09:00")
    world.leave_post("head", "head")
    assert counts() == {"head": 0, "leader": 1, "office": 0}


def test_the_desk_sees_what_came_in_and_what_waits(world: World, told: dict[str, str]) -> None:
    with reading(world.store, world.actor("office"), on(NOON)) as reader:
        board = desk_board(reader)
        assert [(f.label, f.count) for f in board.came_in] == [
            ("今日上报", 1),
            ("其中监管级", 0),
            ("其中疑似重大", 0),
        ]
        assert {f.name: f.count for f in board.mine_by_age} == {
            "age_today": 0,
            "age_2": 1,
            "age_7": 1,
            "age_more": 0,
        }
        outstanding = {f.name: refs_of(reader, f.wanted) for f in board.outstanding}
        assert outstanding["unsigned_late"] == [told["unsigned"]]
        assert outstanding["transfers"] == [told["elsewhere"]]
        assert outstanding["papers_served"] == []


def test_a_served_paper_is_an_outstanding_reply(world: World, told: dict[str, str]) -> None:
    propose = ProposeMeasure(kind=PaperKind.SUPERVISION_LETTER, because="逾期")
    world.press(told["unsigned"], "office", NOON, propose)
    world.press(told["unsigned"], "leader", "2026-11-25 12:10", SignMeasure())
    world.press(told["unsigned"], "office", "2026-11-25 12:20", ServeMeasure(received_by="院办"))
    with reading(world.store, world.actor("office"), on("2026-11-25 12:30")) as reader:
        found = {f.name: f for f in desk_board(reader).outstanding}
        assert refs_of(reader, found["papers_served"].wanted) == [told["unsigned"]]


def test_units_have_lights_in_words_and_rates_with_both_numbers(as_leader: Reader) -> None:
    rows = {row.unit.code: row for row in supervision_board(as_leader).units}
    assert {code: row.light for code, row in rows.items()} == {
        "001": Light.RED,
        "002": Light.YELLOW,
        "061": Light.GREEN,
    }
    hospital = rows["001"]
    assert (hospital.rectified.done.count, hospital.rectified.of.count) == (1, 3)
    assert (hospital.on_time.done.count, hospital.on_time.of.count) == (1, 3)
    assert hospital.on_time.percent == 33.3
    assert rows["061"].rectified.percent is None
    assert Light.RED.label == "红灯"
    assert Light.GREEN.explained == "绿灯：没有超期"


def test_who_submitted_in_time_is_not_counted_as_late(world: World) -> None:
    """按期整改 looks at the submission that finally passed; until then it is 待验收 and in neither number."""
    ref = world.report("nurse1", "2026-11-02 09:00")
    world.press(
        ref,
        "officer1",
        "2026-11-02 10:00",
        Register(),
        Assign(to="fixer1", measures="清理", due=date(2026, 11, 9)),
    )
    world.press(ref, "fixer1", "2026-11-09 10:00", Submit(result="已清理", photos=[AFTER]))

    def rate(moment: str) -> tuple[int, int]:
        with reading(world.store, world.actor("leader"), on(moment)) as reader:
            row = supervision_board(reader).units[0]
            return row.on_time.done.count, row.on_time.of.count

    with reading(world.store, world.actor("leader"), on("2026-11-09 12:00")) as reader:
        assert [row.light for row in supervision_board(reader).units] == [Light.GREEN, Light.NONE, Light.NONE]
    assert rate("2026-11-09 12:00") == (0, 0)
    assert rate("2026-11-11 12:00") == (0, 0)
    world.press(ref, "officer1", "2026-11-11 13:00", Pass(opinion="合格"))
    world.press(ref, "deputy1", "2026-11-12 13:00", ApproveClosure())
    assert rate("2026-11-12 14:00") == (1, 1)


def test_a_major_without_interim_control_is_named(world: World, told: dict[str, str]) -> None:
    with world.store.engine.begin() as connection:
        connection.execute(text("UPDATE hazard SET interim = NULL WHERE ref = :ref"), {"ref": told["major"]})
    with reading(world.store, world.actor("head"), on(NOON)) as reader:
        board = leader_board(reader)
        assert board.figures["major_without_interim"].count == 1
        assert [case.hazard.ref for case in board.without_interim] == [told["major"]]


def test_supervision_counts_by_rung_state_and_category(as_leader: Reader) -> None:
    board = supervision_board(as_leader)
    first = {figure.name: figure.count for figure in board.first}
    assert first == {
        "overdue": 2,
        "listed": 1,
        "out_of_use": 0,
        "to_sign": 2,
        "due_soon": 1,
        "major": 1,
        "kept_by_us": 3,
    }
    assert {f.name: f.count for f in board.by_rung if f.count} == {"rung_3": 1, "rung_4": 1}
    assert sum(f.count for f in board.by_rung) == first["overdue"]
    assert {f.name: f.label for f in board.by_rung if f.name.startswith("rung_4")} == {
        "rung_4_general": "4 级 提请等级认定",
        "rung_4_proposed": "4 级 提请挂牌",
        "rung_4": "4 级 挂牌督办",
    }
    assert sum(f.count for f in board.by_state) == sum(f.count for f in board.by_category) == 6


def test_the_ledger_takes_every_order_to_its_end(as_leader: Reader) -> None:
    everything = set(refs_of(as_leader, HazardFilter()))
    for order in ("newest", "oldest", "due", "due_last", "rung", "unit"):
        wanted = HazardFilter.model_validate({"order": order, "limit": 2})
        seen: list[str] = []
        cursor: str | None = None
        while True:
            found = page(as_leader, wanted.model_copy(update={"cursor": cursor}))
            seen += [case.hazard.ref for case in found.cases]
            cursor = found.next_cursor
            if cursor is None:
                break
        assert len(seen) == len(everything) == 7, order
        assert set(seen) == everything, order


def test_an_address_says_the_whole_view() -> None:
    wanted = HazardFilter(open=True, state=[State.ASSIGNED, State.VERIFYING], level=Level.MAJOR, q="走道 50%")
    assert wanted.query() == (
        "state=assigned&state=verifying&open=true&level=major&q=%E8%B5%B0%E9%81%93+50%25"
    )
