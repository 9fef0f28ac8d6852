"""Lives through `perform()` by two processes, with the delivery running beside, until the last notice is accepted."""

from deploy.bench.course import figures, judged, open_course, timed
from deploy.bench.ground import Ground
from deploy.bench.pressing import press, shares
from deploy.bench.report import Part

PRESSERS = 2
TITLE = "进程内 (in process, two processes)"


def measure(ground: Ground, lives: int) -> Part:
    """Measure so many lives."""
    with open_course(ground, "inprocess") as course:
        run = timed(course, [(press, (course.address, part, 0.0)) for part in shares(lives, PRESSERS)], {})
        wrong = judged(course, run)
        return Part(TITLE, () if wrong else figures(course, run, least=50), wrong)
