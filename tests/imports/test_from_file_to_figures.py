"""The messy ledger from its file to the figures of the boards, on 2026-11-21: once, and not twice."""

from io import BytesIO

from sqlalchemy import func, select

from domain.audit.cases import verify_chains
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
