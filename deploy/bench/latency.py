"""How soon a message reaches the sink, at a calm rate of presses."""

from sqlalchemy import text

from deploy.bench.course import Course, Run, judged, open_course, timed
from deploy.bench.ground import Ground
from deploy.bench.pressing import press, shares
from deploy.bench.report import Figure, Part, percentile

RATE = 5.0
TITLE = "消息时延，平稳负荷 (notice latency, calm rate: written to accepted by the sink)"
# Written before its commit: what is measured is a little longer than from the commit.
_OWED = text("""
    SELECT extract(epoch FROM notice.recorded_at) AS owed_at, attempt.id AS attempt_id
    FROM notice JOIN attempt ON notice.id = ANY(attempt.notices) AND attempt.state = 'sent'
    WHERE extract(epoch FROM notice.recorded_at) >= :began""")


def measure(ground: Ground, seconds: float) -> Part:
    """Press at the calm rate for so long."""
    with open_course(ground, "latency") as course:
        (mine,) = shares(round(RATE * seconds), 1)
        run = timed(course, [(press, (course.address, mine, 1 / RATE))], {})
        wrong = judged(course, run)
        return Part(TITLE, () if wrong else _figures(course, run), wrong)


def _figures(course: Course, run: Run) -> tuple[Figure, ...]:
    accepted = {name: at for at, name in course.sink.accepted()}
    with course.engine.connect() as connection:
        rows = connection.execute(_OWED, {"began": run.began}).all()
    took = [accepted[str(row.attempt_id)] - float(row.owed_at) for row in rows]
    return (
        Figure("hazards/s, offered", run.lives / run.pressed, "hazards/s"),
        Figure("notices measured", len(took), "notices"),
        Figure("latency p50", percentile(took, 50), "s"),
        Figure("latency p95", percentile(took, 95), "s", most=5),
        Figure("latency p99", percentile(took, 99), "s"),
    )
