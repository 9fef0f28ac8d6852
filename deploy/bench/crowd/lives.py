"""The lives that are copied: each ends at ten this morning, in another place of the process."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from deploy.bench.life import DONE
from deploy.bench.town import AFTER, BEFORE
from domain import commands as c
from domain.calendar import at_time
from domain.words import Blocker, DismissReason, Source

Press = tuple[int, str, str, c.Command]
"""(days ago, time of day, who, command); the first is the report."""
Day = Callable[[int], date]
NURSE, FIXER, OFFICER, DEPUTY, CHIEF = "nurse1s1", "fixer1s1", "officer1", "deputy1", "chief1"
DESK, LEADER = "office", "leader"


@dataclass(frozen=True)
class Life:
    """One life and how many of the hundred thousand are like it; those that rest are spread over three years."""

    copies: int
    presses: tuple[Press, ...]
    rests: bool = False

    def told(self, today: date) -> Iterator[tuple[datetime, str, c.Command]]:
        """The presses at their moments."""
        for ago, clock_time, who, command in self.presses:
            yield at_time(today - timedelta(days=ago), clock_time), who, command


def _report(ago: int, who: str = NURSE, clock_time: str = "08:10", **more: object) -> Press:
    said: dict[str, object] = {
        "unit": "001",
        "department": "001-01",
        "place": "住院楼5层东侧疏散走道",
        "category": "01",
        "description": "走道堆放病床3张，占用疏散宽度，应急照明灯1具不亮，影响夜间疏散",
        "photos": [BEFORE],
    }
    return ago, clock_time, who, c.Report.model_validate(said | more)


def _in_work(day: Day, begun: int, due: int) -> tuple[Press, ...]:
    """单位级, accepted `begun` days ago; due in `due` days (negative: days ago)."""
    work = c.Assign(to=FIXER, measures="移除病床，恢复走道净宽1.4米", due=day(-due))
    return (
        _report(begun),
        (begun, "08:20", OFFICER, c.Register()),
        (begun, "08:25", OFFICER, work),
        (begun, "08:30", FIXER, c.Accept()),
    )


def _ours(day: Day, begun: int, due: int, *, accepted: bool = True) -> tuple[Press, ...]:
    """监管级, handed to the unit `begun` days ago."""
    work = c.Assign(to="001", measures="移除病床，恢复走道净宽1.4米", due=day(-due))
    signed = (begun, "08:30", OFFICER, c.Accept(fixer=FIXER))
    return (
        _report(begun, DESK, source=Source.INSPECTION),
        (begun, "08:20", DESK, c.Register()),
        (begun, "08:25", DESK, work),
        *([signed] if accepted else []),
    )


def lives(day: Day) -> tuple[Life, ...]:
    """Every life; `day(n)` is the day n days ago."""
    return (*_resting(day), *_beginning(day), *_working(day), *_ending(day), *_major(day))


def _resting(day: Day) -> Iterator[Life]:
    passed = (2, "09:00", OFFICER, c.Pass(opinion="现场查看，走道畅通，已按要求整改"))
    done = ((3, "09:00", FIXER, DONE), passed)
    fixed = c.FixedOnSpot(photos=[AFTER], fixer=FIXER)
    refused = c.Dismiss(reason=DismissReason.NO_HAZARD, checked="现场查看，通道畅通")
    yield Life(64_015, (*_in_work(day, 9, -1), *done, (1, "09:00", DEPUTY, c.ApproveClosure())), rests=True)
    yield Life(14_000, (*_ours(day, 9, -1), *done, (1, "09:00", DESK, c.ApproveClosure())), rests=True)
    yield Life(13_000, (_report(1, fixed=fixed), (1, "09:30", OFFICER, c.CloseOnSpot())), rests=True)
    yield Life(3_000, (_report(1), (1, "09:30", OFFICER, refused)), rests=True)


def _beginning(day: Day) -> Iterator[Life]:
    new = {"source": Source.INSPECTION}
    yield Life(120, (_report(0),))
    yield Life(60, (_report(0, DESK, **new),))
    yield Life(60, (_report(4, DESK, **new),))
    yield Life(80, (_report(0), (0, "08:20", OFFICER, c.Register())))
    yield Life(400, _ours(day, 0, 14, accepted=False))
    yield Life(100, _ours(day, 4, 10, accepted=False))


def _working(day: Day) -> Iterator[Life]:
    asked = c.RequestExtension(until=day(-20), reason="等配件到货")
    stuck = c.ReportProgress(blocker=Blocker.MONEY)
    yield Life(1_200, _in_work(day, 2, 4))
    yield Life(900, _in_work(day, 5, 14))
    yield Life(400, _ours(day, 5, 6))
    yield Life(200, (*_in_work(day, 5, 9), (1, "09:00", FIXER, asked)))
    for copies, late in ((200, 2), (150, 5), (100, 10), (60, 40)):
        yield Life(copies, (*_in_work(day, late + 7, -late), (late + 1, "09:00", FIXER, stuck)))
    yield Life(60, _ours(day, 14, -5))


def _ending(day: Day) -> Iterator[Life]:
    submitted = (1, "09:00", FIXER, DONE)
    passed = (1, "09:30", OFFICER, c.Pass(opinion="现场查看，已按要求整改"))
    letter = c.Transfer(department="市场监管局", ground="电梯未检", letter_number="临卫移〔2026〕1号")
    found = _report(9, DESK, source=Source.INSPECTION)
    yield Life(900, (*_in_work(day, 5, 3), submitted))
    yield Life(500, (*_in_work(day, 5, 3), submitted, passed))
    yield Life(250, (*_ours(day, 5, 3), submitted, passed))
    yield Life(60, (found, (9, "08:20", DESK, c.Register()), (8, "09:00", LEADER, letter)))


def _major(day: Day) -> Iterator[Life]:
    for copies, begun, due in ((120, 10, 30), (40, 30, -4)):
        graded = c.Upgrade(
            criterion="判定清单第三项", panel=[DESK], interim="专人看守", due=day(-due), measures="修复"
        )
        found = _report(begun, DESK, suspected_major=True, interim="专人看守")
        signed = (begun, "09:30", CHIEF, c.Accept(fixer=FIXER))
        yield Life(copies, (found, (begun, "09:00", LEADER, graded), signed))
