"""What happens by itself, how often, and why that often: deployments and the watchdog are derived from it."""

from dataclasses import dataclass

from domain import clock

PATIENCE = 60.0
PATIENCE_IN_A_DEMO = 6.0
MISSED_PASSES = 3


@dataclass(frozen=True)
class Row:
    """One thing that happens by itself: every `every` seconds of legal time, never oftener than `least`."""

    name: str
    every: float
    least: float
    title: str
    because: str

    def cadence(self) -> float:
        """Machine seconds between two passes; the demonstration clock makes them come oftener."""
        return max(clock.cadence(self.every), self.least)

    def patience(self) -> float:
        """Machine seconds after which the watchdog runs the row itself, whatever Prefect says."""
        shortest = PATIENCE if clock.rate() == 1 else PATIENCE_IN_A_DEMO
        return max(shortest, MISSED_PASSES * self.cadence())


TIMETABLE = (
    Row(
        name="advance_hazards",
        every=60,
        least=2,
        title="催办督办 advance hazards",
        because="the alarm acts at the moment itself; what it leaves (a crowd, an outage) waits a minute",
    ),
    Row(
        name="deliver_notices",
        every=30,
        least=5,
        title="消息送达 deliver notices",
        because="the database wakes delivery at once; this picks up retries and what a lost wake-up left",
    ),
    Row(
        name="ask_receipts",
        every=60,
        least=10,
        title="送达回执 ask for receipts",
        because="a vendor that takes a message delivers it later: what it lost goes by the next channel soon",
    ),
    Row(
        name="follow_changes",
        every=60,
        least=5,
        title="人员变动跟进 follow changes",
        because="whoever takes a post finds its open work within a minute; nothing changed is two small questions",
    ),
    Row(
        name="check_journal",
        every=300,
        least=20,
        title="办理记录核对 check the journal",
        because="a broken chain or a missed clock is known within five minutes, and reads every open hazard",
    ),
    Row(
        name="anchor_journal",
        every=600,
        least=10,
        title="存证 anchor the journal",
        because="one anchor a day, the first as soon as there is a line; what nobody outside took is offered again",
    ),
    Row(
        name="clear_orphans",
        every=3600,
        least=60,
        title="清理无主照片 clear orphans",
        because="a photo whose report never came is kept for a day; an hour more harms nobody",
    ),
)

ROWS = {row.name: row for row in TIMETABLE}
