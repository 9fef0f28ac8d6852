"""What the clock did to one hazard, read from its journal and its notices, as people would tell it."""

from datetime import date, timedelta

from domain.clock import SITE_ZONE
from tests.stage import KEYS, Stage
from tests.world import World, select_notices


def days(first: str, last: str, at: str = "09:05") -> list[str]:
    """Every morning from one day to another."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return [f"{start + timedelta(days=n)} {at}" for n in range((end - start).days + 1)]


def climbed(world: World, ref: str, since: str = "") -> list[str]:
    """One line a firing: "11-10 09:00 overdue 1: dept1 fixer1 officer1", in the journal's order."""
    told: dict[int, set[str]] = {}
    for seq, key in select_notices(world, ref):
        told.setdefault(seq, set()).add(key)
    return [
        _told_as(
            line.at.astimezone(SITE_ZONE).strftime("%m-%d %H:%M"),
            line.clock,
            line.rung,
            line.data.get("kind"),
            told.get(line.seq, set()),
        )
        for line in world.journal(ref)
        if line.clock and line.at.astimezone(SITE_ZONE).isoformat() >= since
    ]


def climbed_in_memory(stage: Stage, since: str = "") -> list[str]:
    """The same of a stage."""
    return [
        _told_as(
            line.entry["at"].astimezone(SITE_ZONE).strftime("%m-%d %H:%M"),
            line.entry["clock"],
            line.entry["rung"],
            line.entry["data"].get("kind"),
            {KEYS[owed.person_id] for owed in line.owed},
        )
        for line in stage.lines
        if line.entry["clock"] and line.entry["at"].astimezone(SITE_ZONE).isoformat() >= since
    ]


def _told_as(at: str, clock: str, rung: int | None, kind: str | None, told: set[str]) -> str:
    what = f"{clock} {rung}" + (f" {kind}" if kind else "")
    return f"{at} {what}: {' '.join(sorted(told))}".strip()
