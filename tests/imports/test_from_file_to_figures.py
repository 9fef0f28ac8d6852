"""The messy ledger from its file to the figures of the boards, on 2026-11-21: once, and not twice."""

from io import BytesIO

import pytest
from sqlalchemy import func, select

from domain.audit.cases import verify_chains
from domain.errors import WrongInput
from domain.imports.deciding import decide
from domain.imports.keeping import keep_ledger
from domain.imports.seeing import import_seen, lines_seen, questions_seen
from domain.imports.taking_back import begin_taking_back, take_back
from domain.imports.taking_in import begin_taking_in, take_in
from domain.intake.row import Ruling
from domain.queries import HazardFilter
from domain.queries.figures import FigureAsked, counted
from domain.queries.hazard_filter import Counted
from domain.queries.reader import reading
from domain.tables.core import HAZARD, JOURNAL, LEDGER_ROW
from domain.words import Level, State
from tests.intake.county import SAMPLE
from tests.intake.test_the_sample import DECIDED
from tests.world import World, on

NOW = on("2026-11-21 10:00")


def keep(county: World, who: str = "office", body: bytes | None = None, name: str = "台账.csv") -> str:
    return keep_ledger(county.store, BytesIO(body or SAMPLE.read_bytes()), name, by=county.actor(who), at=NOW)


def counts(county: World, ref: str) -> dict[Ruling, int]:
    return import_seen(county.store, ref, county.actor("office"), NOW).counts


def taken_in(county: World) -> str:
    ref = keep(county)
    decide(county.store, ref, DECIDED, by=county.actor("office"), at=NOW)
    begin_taking_in(county.store, ref, by=county.actor("office"), at=NOW)
    assert take_in(county.store, ref, by=county.actor("office"), at=NOW)
    return ref


def figures(county: World, **asked: HazardFilter) -> dict[str, int]:
    with reading(county.store, county.actor("office"), NOW) as reader:
        wanted = [FigureAsked(name, name, one) for name, one in asked.items()]
        return {name: one.count for name, one in counted(reader, HazardFilter(), wanted).items()}


def hazards(county: World) -> int:
    with county.store.asking() as connection:
        return connection.execute(select(func.count()).select_from(HAZARD)).scalar_one()


def test_the_check_writes_no_hazard_and_says_what_waits(county: World) -> None:
    ref = keep(county)
    assert counts(county, ref) == {Ruling.READY: 34, Ruling.ASKED: 7, Ruling.LEFT_OUT: 5}
    assert hazards(county) == 0
    whole = import_seen(county.store, ref, county.actor("office"), NOW)
    asked = questions_seen(county.store, whole)
    assert len(asked) == 7
    assert {group.question.column.label for group in asked} >= {"单位", "发现方式", "类别", "整改期限"}
    lines, _ = lines_seen(county.store, whole, Ruling.ASKED)
    assert [line.line for line in lines] == [23, 26, 34, 36, 39, 41, 43]
    assert lines[4].questions[0].cell == "N39"


def test_the_boards_show_exactly_the_figures_of_the_ledger(county: World) -> None:
    ref = taken_in(county)
    assert counts(county, ref) == {Ruling.TAKEN_IN: 40, Ruling.LEFT_OUT: 6}
    found = figures(
        county,
        general=HazardFilter(level=Level.GENERAL),
        major=HazardFilter(level=Level.MAJOR),
        closed=HazardFilter(state=[State.CLOSED]),
        closed_major=HazardFilter(state=[State.CLOSED], level=Level.MAJOR),
        overdue=HazardFilter(overdue=True),
        on_time=HazardFilter(counted=Counted.ON_TIME),
        to_hand_over=HazardFilter(state=[State.REGISTERED]),
    )
    assert found == {
        "general": 33, "major": 7, "closed": 22, "closed_major": 0, "overdue": 9, "on_time": 19, "to_hand_over": 2,
    }  # fmt: skip


def test_every_row_is_journalled_with_the_digest_of_its_file(county: World) -> None:
    ref = taken_in(county)
    whole = import_seen(county.store, ref, county.actor("office"), NOW)
    with county.store.asking() as connection:
        lines = connection.execute(select(JOURNAL)).all()
        wrong = list(verify_chains(county.store))
    assert len(lines) == 40
    assert {line.data["origin"]["file"] for line in lines} == {whole.row.file}
    assert sorted(line.data["origin"]["line"] for line in lines) == [*range(2, 42)]
    assert wrong == []


def test_twice_changes_nothing(county: World) -> None:
    taken_in(county)
    again = keep(county)
    assert counts(county, again) == {Ruling.KNOWN: 41, Ruling.LEFT_OUT: 4, Ruling.ASKED: 1}
    assert hazards(county) == 40


def test_an_import_is_taken_back_as_a_whole_and_may_come_again(county: World) -> None:
    ref = taken_in(county)
    office = county.actor("office")
    begin_taking_back(county.store, ref, "导错了", by=office, at=NOW)
    assert take_back(county.store, ref, by=office, at=NOW)
    with county.store.asking() as connection:
        states = set(connection.execute(select(HAZARD.c.state)).scalars())
        live = connection.execute(select(func.count()).where(LEDGER_ROW.c.live)).scalar_one()
    assert (states, live) == ({State.VOIDED}, 0)
    assert counts(county, keep(county))[Ruling.READY] >= 34


LEDGER = """单位,检查日期,部位,类别,级别,隐患描述,检查方式,期限,状态,完成日期
临澄县人民医院,2026.9.31,5楼,消防,一般,堵塞,暗访,7日内,整改中,
临澄县人民医院,2026.9.1,6楼,消防,一般,灭火器过期,暗访,2026.8.1,整改中,
甲诊所,2026.9.1,7楼,消防,一般,没有指示灯,暗访,7日内,整改中,
乙诊所,2026.9.1,8楼,消防,一般,安全出口上锁,暗访,7日内,整改中,
"""
WRONG = {
    "in the future": ("found:2026.9.31", "2026-12-30", "您填的 2026-12-30 在今天之后，请重新填写；"),
    "before it was found": (
        "due_before_found:2026.8.1",
        "2026-08-02",
        "您填的 2026-08-02 早于检查日期 2026-09-01，",
    ),
}


@pytest.mark.parametrize("how", WRONG)
def test_a_day_that_cannot_be_is_asked_again_until_it_can(county: World, how: str) -> None:
    key, answer, told = WRONG[how]
    ref, office = keep(county, body=LEDGER.encode()), county.actor("office")
    decide(county.store, ref, {key: answer}, by=office, at=NOW)
    whole = import_seen(county.store, ref, office, NOW)
    assert any(group.question.why.startswith(told) for group in questions_seen(county.store, whole))
    decide(county.store, ref, {key: "2026-09-20"}, by=office, at=NOW)
    assert counts(county, ref)[Ruling.READY] == 1


def test_a_unit_that_was_typed_for_one_name_is_no_answer_for_all_names(county: World) -> None:
    ref, office = keep(county, body=LEDGER.encode()), county.actor("office")
    with pytest.raises(WrongInput, match="不能用于同类的各项"):
        decide(county.store, ref, {"unit:*": "001"}, by=office, at=NOW)
    with pytest.raises(WrongInput, match="不是日期"):
        decide(county.store, ref, {"found:2026.9.31": "empty"}, by=office, at=NOW)
    decide(county.store, ref, {"unit:甲诊所": "001", "unit:*": "leave_out"}, by=office, at=NOW)
    assert (counts(county, ref)[Ruling.READY], counts(county, ref)[Ruling.LEFT_OUT]) == (1, 2)


def test_a_decision_is_remembered_for_the_next_ledger_and_shown_as_it_reads(county: World) -> None:
    office = county.actor("office")
    decide(county.store, keep(county, body=LEDGER.encode()), {"unit:甲诊所": "001"}, by=office, at=NOW)
    following = keep(county, body=LEDGER.encode() + b"\n", name="b.csv")
    decided = import_seen(county.store, following, office, NOW).decided
    assert decided == {"unit:甲诊所": "没有叫“甲诊所”的单位，您是不是要找：柳湾诊所 → 临澄县人民医院"}
