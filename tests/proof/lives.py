"""`python -m tests.proof.lives [N]`: N random lives in memory, and one digest of every line, row and notice of theirs.

Two states of the code that should do the same give the same digest: run it before and after a step of the engine.
"""

import hashlib
import json
import random
import sys
from collections import Counter
from datetime import datetime, timedelta
from unittest.mock import patch

from domain.actions import Action
from domain.clock import SITE_ZONE
from domain.directory.organisation import Actor
from domain.errors import Refusal
from domain.hazard.table import TABLE_OF
from tests.any_act import ANY
from tests.stage import IDS, Stage
from tests.world import on

LIVES, ACTS, TRIES, SEED = 1000, 25, 300, 20261130
REPORTERS = ("nurse1", "fixer1", "officer1", "office")
SELDOM, SKIPPED = {Action.URGE, Action.VOID, Action.PROPOSE_MEASURE, Action.DISMISS, Action.TRANSFER}, 0.9
"""What would else be most of what happens."""
PAUSES = (5, 60, 600, 1440, 4320, 14400)
"""Minutes between two acts."""


def live(chance: random.Random) -> tuple[Stage, Counter[str]]:
    """One life: people press whatever occurs to them, days pass; gives how often each act was done or refused."""
    at, done, stage = on("2026-11-02 09:00"), Counter[str](), Stage()
    suspected = chance.random() < 0.3
    stage.report(chance.choice(REPORTERS), _text(at), suspected_major=suspected, interim="已切断电源")
    for _ in range(ACTS):
        at += timedelta(minutes=chance.choice(PAUSES))
        stage.sweep(_text(at))
        done[_act(stage, at, chance)] += 1
    return stage, done


def _act(stage: Stage, at: datetime, chance: random.Random) -> str:
    """The first of many random presses that is not refused."""
    case = stage.at(at)
    for _ in range(TRIES):
        kind, who = chance.choice(list(ANY)), chance.choice(list(IDS))
        seldom = kind.action in SELDOM and chance.random() < SKIPPED
        if seldom or TABLE_OF[kind.action].why_not(case, kind.action, Actor(IDS[who])) is not None:
            continue
        try:
            stage.press(who, _text(at), ANY[kind](lambda some: chance.choice(list(some.elements)), case))
        except (Refusal, ValueError):
            continue
        return str(stage.lines[-1].entry["action"])
    return "nothing"


def _text(at: datetime) -> str:
    return at.astimezone(SITE_ZONE).replace(tzinfo=None).isoformat()


def told(stage: Stage) -> str:
    """Everything that was written about a hazard."""
    assert stage.case is not None
    lines = [
        [line.entry, line.papers, line.records, [repr(one) for one in line.owed]] for line in stage.lines
    ]
    return json.dumps([lines, vars(stage.case.hazard)], default=str, sort_keys=True, ensure_ascii=False)


def digest(lives: int) -> tuple[str, Counter[str]]:
    """The digest of so many lives, and how often each act was done in them."""
    found, done = hashlib.sha256(), Counter[str]()
    chance = random.Random(SEED)  # noqa: S311 - drawn by lot, not a secret
    with patch("domain.hazard.drafting.new_ref", lambda _letter: "h23456789a"):
        for _ in range(lives):
            stage, acts = live(chance)
            found.update(told(stage).encode())
            done += acts
    return found.hexdigest(), done


if __name__ == "__main__":
    code, acts = digest(int(sys.argv[1]) if len(sys.argv) > 1 else LIVES)
    sys.stdout.write(f"{code}\n{dict(acts.most_common())}\n")
