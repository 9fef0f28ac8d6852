"""One effect: for two identical requests, for a stale page, for a crash between writing and answering."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Table, func, select

from domain.cases.perform import Done, perform
from domain.commands import Accept, Assign, Register, Report, ReportProgress
from domain.errors import KeyReused, NotAllowed, NotFound, Refusal, Stale, WrongInput
from domain.store import faults
from domain.store.faults import FaultInjectedError
from domain.tables.core import COUNTER, HAZARD, IDEMPOTENCY_KEY, JOURNAL, NOTICE
from tests.world import World, on

AT = "2026-11-02 12:00"


@pytest.fixture
def faultless() -> Iterator[None]:
    """Whatever faults a test plans are gone after it."""
    yield
    faults.plan("")


def registered(world: World) -> str:
    ref = world.report("nurse1", "2026-11-02 09:00", department="001-01")
    world.press(ref, "officer1", "2026-11-02 10:00", Register())
    return ref


def count(world: World, table: Table) -> int:
    with world.store.engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def at_one_instant(*works: Callable[[], Done]) -> list[Done | Exception]:
    """Run them in threads that start together."""
    barrier = threading.Barrier(len(works))

    def wait_and(work: Callable[[], Done]) -> Done | Exception:
        barrier.wait()
        try:
            return work()
        except (Refusal, FaultInjectedError) as refusal:
            return refusal

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(wait_and, works))


def test_twenty_identical_requests_have_one_effect_and_one_answer(world: World) -> None:
    ref = world.report("nurse1", "2026-11-02 09:00")
    register = Register(assign=Assign(to="fixer1", measures="清理"))
    answers = at_one_instant(
        *[lambda: world.press(ref, "officer1", AT, register, key="one-press", version=1) for _ in range(20)]
    )
    assert len(set(map(repr, answers))) == 1
    assert isinstance(answers[0], Done)
    assert world.actions(ref) == ["report", "register", "assign"]
    assert count(world, IDEMPOTENCY_KEY) == 1
    told = world.told(ref, "assign")
    assert len(told) == len(set(told))


def test_an_identical_report_makes_one_hazard(world: World) -> None:
    world.report("nurse1", "2026-11-02 09:00")  # uploads the photo
    said = {"unit": "001", "place": "3楼", "category": "01", "description": "灭火器过期"}
    report = Report.model_validate(said | {"no_photo_because": "夜间无法拍照"})
    by = world.actor("nurse1")
    answers = at_one_instant(
        *[lambda: perform(world.store, None, report, by=by, at=on(AT), key="k") for _ in range(8)]
    )
    assert len(set(map(repr, answers))) == 1
    assert count(world, HAZARD) == 2


def test_the_same_key_with_another_body_is_refused(world: World) -> None:
    ref = registered(world)
    assign = Assign(to="fixer1", measures="清理")
    world.press(ref, "officer1", AT, assign, key="k")
    with pytest.raises(KeyReused):
        world.press(ref, "officer1", AT, Assign(to="fixer1", measures="拆除"), key="k")
    other = registered(world)
    with pytest.raises(KeyReused):
        world.press(other, "officer1", AT, assign, key="k")
    world.press(other, "deputy1", AT, assign, key="k")  # a key is its person's own


def test_a_refusal_is_not_stored_so_the_corrected_request_may_use_its_key(world: World) -> None:
    ref = registered(world)
    assign = Assign(to="fixer1", measures="清理")
    with pytest.raises(NotAllowed):
        world.press(ref, "dept1", AT, assign, key="k")
    assert count(world, IDEMPOTENCY_KEY) == 0
    with pytest.raises(WrongInput):
        world.press(ref, "officer1", AT, Assign(to="fixer2", measures="清理"), key="k")
    assert world.press(ref, "officer1", AT, assign, key="k").version == 3


@pytest.mark.usefixtures("faultless")
def test_an_answer_lost_on_the_way_is_given_again(world: World) -> None:
    ref = registered(world)
    assign = Assign(to="fixer1", measures="清理")
    faults.plan("perform.after_commit=raise@1")
    with pytest.raises(FaultInjectedError):
        world.press(ref, "officer1", AT, assign, key="k")
    again = world.press(ref, "officer1", AT, assign, key="k")
    assert (again.version, world.actions(ref)) == (3, ["report", "register", "assign"])


@pytest.mark.usefixtures("faultless")
def test_what_dies_before_its_commit_never_happened(world: World) -> None:
    ref = registered(world)
    before = (world.hazard(ref), count(world, JOURNAL), count(world, NOTICE))
    faults.plan("perform.before_commit=raise@1")
    with pytest.raises(FaultInjectedError):
        world.press(ref, "officer1", AT, Assign(to="fixer1", measures="清理"), key="k")
    assert (world.hazard(ref), count(world, JOURNAL), count(world, NOTICE)) == before
    assert world.press(ref, "officer1", AT, Assign(to="fixer1", measures="清理"), key="k").version == 3


def test_only_a_persons_act_makes_a_page_stale(world: World) -> None:
    ref = registered(world)
    world.press(ref, "officer1", AT, Assign(to="fixer1", measures="清理", term="parts"))
    seen = world.hazard(ref).version
    world.press(ref, "fixer1", AT, Accept(), version=seen)
    seen = world.hazard(ref).version
    world.sweep("2026-11-06 10:00")  # the clock reminded
    assert world.hazard(ref).version > seen
    world.press(ref, "fixer1", "2026-11-06 11:00", ReportProgress(note="在办"), version=seen)
    with pytest.raises(Stale) as stale:
        world.press(ref, "officer1", "2026-11-06 12:00", ReportProgress(note="在办"), version=seen)
    assert "fixer1刚刚已“报送进展”" in stale.value.detail
    with pytest.raises(Stale):  # a version from the future was never seen
        world.press(ref, "fixer1", "2026-11-06 12:00", ReportProgress(note="在办"), version=99)


def test_a_stale_page_never_gives_the_reporter_away(world: World) -> None:
    ref = world.report("nurse1", "2026-11-02 09:00")
    with pytest.raises(Stale) as stale:
        world.press(ref, "officer1", AT, Register(), version=0)
    assert "nurse1" not in stale.value.detail
    assert stale.value.won_by == "上报人"


def test_a_press_of_two_rows_is_all_or_nothing(world: World) -> None:
    ref = world.report("nurse1", "2026-11-02 09:00")
    with pytest.raises(WrongInput):
        world.press(ref, "officer1", AT, Register(assign=Assign(to="fixer2", measures="清理")))
    hazard = world.hazard(ref)
    assert (hazard.number, hazard.version, hazard.state) == (None, 1, "reported")
    assert count(world, COUNTER) == 0
    world.press(ref, "officer1", AT, Register(assign=Assign(to="fixer1", measures="清理")))
    assert world.hazard(ref).number == "500999-001-2026-00001"


@pytest.mark.usefixtures("faultless")
def test_numbers_have_no_gap_under_eight_hands_a_refusal_and_a_crash(world: World) -> None:
    refs = [world.report("nurse1", "2026-11-02 09:00", place=f"{n}号楼") for n in range(24)]
    faults.plan("perform.before_commit=raise@7")

    def register(n: int) -> Done | Exception:
        bad = Register(assign=Assign(to="fixer2", measures="清理"))  # not of this unit
        try:
            return world.press(refs[n], "officer1", AT, bad if n % 5 == 4 else Register())
        except (Refusal, FaultInjectedError) as refusal:
            return refusal

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(register, range(24)))
    assert sum(isinstance(answer, FaultInjectedError) for answer in answers) == 1
    assert sum(isinstance(answer, WrongInput) for answer in answers) == 4
    numbers = sorted(number for ref in refs if (number := world.hazard(ref).number))
    assert numbers == [f"500999-001-2026-{n:05d}" for n in range(1, 20)]


def test_each_unit_and_year_counts_for_itself(world: World) -> None:
    for unit, who, officer in (("001", "nurse1", "officer1"), ("002", "fixer2", "officer2")):
        for year in (2026, 2027):
            ref = world.report(who, f"{year}-03-02 09:00", unit=unit)
            world.press(ref, officer, f"{year}-03-02 10:00", Register())
            assert world.hazard(ref).number == f"500999-{unit}-{year}-00001"


def test_a_hazard_that_is_not_there_and_one_that_is_hidden_look_alike(world: World) -> None:
    hidden = world.report("nurse1", "2026-11-02 09:00")
    with pytest.raises(NotFound) as nowhere:
        world.press("hnowhere2345", "officer1", AT, Register())
    with pytest.raises(NotFound) as invisible:
        world.press(hidden, "officer2", AT, Register())
    assert nowhere.value.detail == invisible.value.detail
    with pytest.raises(NotFound):
        perform(world.store, None, Register(), by=world.actor("officer1"), at=on(AT))


def test_a_photo_nobody_uploaded_is_refused(world: World) -> None:
    ref = registered(world)
    strange = ReportProgress(photos=["0" * 64])
    with pytest.raises(WrongInput) as refusal:
        perform(
            world.store,
            ref,
            Assign(to="fixer1", measures="m"),
            strange,
            by=world.actor("officer1"),
            at=on(AT),
        )
    assert refusal.value.field == "photos"
    assert world.hazard(ref).state == "registered"


def test_time_never_goes_back_within_a_hazard(world: World) -> None:
    ref = registered(world)
    world.press(ref, "officer1", "2026-11-02 08:00", Assign(to="fixer1", measures="清理"))
    last = world.journal(ref)[-1]
    assert last.at == on("2026-11-02 10:00")
