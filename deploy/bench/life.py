"""One life: reported and six transitions, each pressed by its own person. The same for every measurement."""

from deploy.bench.town import AFTER, BEFORE
from domain import commands as c
from domain.root_causes import RootCause

Press = tuple[str, c.Command]
DONE = c.Submit(
    result="病床已移至储物间，走道净宽1.6米",
    photos=[AFTER],
    cause=RootCause.INSPECTION,
    lasting_measure="每日交班时查看走道",
)
"""With its cause, for the same places are measured again and again."""
TRANSITIONS = 6
LINES = TRANSITIONS + 1


def presses(hospital: int, n: int) -> list[Press]:
    """(who, command) of the n-th hazard, in order; the first is the report."""
    return [
        (f"nurse{hospital}", _report(hospital, n)),
        (f"officer{hospital}", c.Register()),
        (
            f"officer{hospital}",
            c.Assign(to=f"fixer{hospital}", measures="移除病床，恢复走道净宽1.4米", term="simple"),
        ),
        (f"fixer{hospital}", c.Accept()),
        (f"fixer{hospital}", DONE),
        (f"officer{hospital}", c.Pass(opinion="现场查看，走道畅通，已按要求整改")),
        (f"deputy{hospital}", c.ApproveClosure()),
    ]


def _report(hospital: int, n: int) -> c.Report:
    return c.Report(
        unit=f"{hospital:03}",
        department=f"{hospital:03}-01",
        place=f"住院楼{n % 20 + 1}层东侧疏散走道{n}",
        category="01",
        description="走道堆放病床3张，占用疏散宽度，应急照明灯1具不亮，影响夜间疏散",
        photos=[BEFORE],
    )
