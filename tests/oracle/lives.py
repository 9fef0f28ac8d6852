"""Scenes lived again on a real database, press by press, and told back to the oracle."""

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import count
from typing import Any

from domain.cases.case import Case
from domain.cases.perform import advance, perform
from domain.commands import (
    PRESSED_BY_PEOPLE,
    AcknowledgeTransfer,
    Command,
    Dismiss,
    Report,
    Transfer,
)
from domain.directory.organisation import Actor
from domain.words import DismissReason, Line, PaperKind, State
from tests import scenes
from tests.api.site import Site
from tests.oracle.description import KEY, describe
from tests.oracle.situation import Names, Situation
from tests.scenes import SCENES
from tests.stage import Stage
from tests.world import AFTER, BEFORE, PEOPLE, SAFE, SHUT

PLACES = count(1)
LETTER, ORDER, SUMMONS = PaperKind.SUPERVISION_LETTER, PaperKind.INTERNAL_ORDER, PaperKind.SUMMONS


@dataclass(frozen=True)
class Scene:
    """A diary in memory, what the oracle is told of its end, and the moment at which everybody is asked."""

    name: str
    stage: Stage
    case: Case
    situation: Situation


def suspected(line: Line) -> Stage:
    """A doubt, not yet graded."""
    return scenes._reported(line, suspected_major=True, interim="专人看守")  # noqa: SLF001 - the scene with a doubt


def direct() -> Stage:
    """Past the unit, to the commission."""
    return Stage().report("nurse1", f"{scenes.DAY} 09:00", department="001-01", addressed_to="authority")


def direct_and_dismissed() -> Stage:
    """Past the unit, to the commission, which found nothing."""
    return direct().press(
        "office", f"{scenes.DAY} 10:00", Dismiss(reason=DismissReason.NO_HAZARD, checked="现场查看")
    )


def received(line: Line) -> Stage:
    """Handed to others, who wrote that they have it."""
    receipt = AcknowledgeTransfer(received_by="收发室", received_on=date(2026, 11, 2), photos=[AFTER])
    return scenes.scene(line, State.TRANSFERRED).press("office", f"{scenes.DAY} 11:00", receipt)


def builders() -> Iterator[tuple[str, Callable[[], Stage]]]:
    """Every line in every state, and what may lie beside."""
    for (line, state), build in SCENES.items():
        yield f"{line}-{state}", build
    yield "unit-on-spot", lambda: scenes.fixed_on_the_spot("nurse1")
    yield "authority-on-spot", lambda: scenes.fixed_on_the_spot("expert")
    yield "unit-suspected", lambda: suspected(Line.UNIT)
    yield "authority-suspected", lambda: suspected(Line.AUTHORITY)
    yield "authority-direct", direct
    yield "authority-direct-dismissed", direct_and_dismissed
    for line in (Line.AUTHORITY, Line.MAJOR):
        yield f"{line}-received", partial(received, line)
    for line in Line:
        yield f"{line}-long", partial(scenes.long_term, line)
        yield f"{line}-plan", partial(scenes.with_a_filed_plan, line)
        yield f"{line}-request", partial(scenes.with_a_request, line)
        for steps in range(3):
            kind = ORDER if line is Line.UNIT else LETTER
            yield (
                f"{line}-paper-{steps}",
                partial(scenes.with_a_paper, line, kind, steps),
            )
    yield "major-summons", lambda: scenes.with_a_paper(Line.MAJOR, SUMMONS)
    yield "major-summons-served", lambda: scenes.with_a_paper(Line.MAJOR, SUMMONS, 2)
    for line in Line:
        yield f"{line}-suspended", partial(scenes.suspended, line)
        yield f"{line}-resuming", partial(scenes.asked_for_use, line)
    yield "major-proposed", scenes.proposed_for_listing
    yield "major-listed", scenes.listed
    yield "major-lifting", scenes.lifting
    for line in Line:
        yield f"{line}-closed-later", partial(scenes.scene, line, State.CLOSED)


def all_scenes(only: Container[str] | None = None) -> list[Scene]:
    """Every scene, or those named, with its end told to the oracle."""
    found = []
    for name, build in builders():
        if only is not None and name not in only:
            continue
        stage = build()
        case = stage.now("2026-12-10 12:00" if name.endswith("-later") else "2026-11-02 12:00")
        found.append(Scene(name, stage, case, describe(case, told(stage), worked(stage))))
    return found


def worked(stage: Stage) -> Names:
    """Everybody who, by the journal, was named, helped, reported progress or submitted."""
    named = [line.entry["data"].get(field) for line in stage.lines for field in ("to", "fixer")]
    helping = [who for line in stage.lines for who in line.entry["data"].get("helpers", [])]
    acted = [
        line.entry["actor_id"]
        for line in stage.lines
        if line.entry["action"] in ("submit", "report_progress")
    ]
    return frozenset(who for who in (*named, *helping) if who in PEOPLE) | frozenset(
        KEY[one] for one in acted
    )


def told(stage: Stage) -> Names:
    """Everybody a message is owed, and whoever did something."""
    owed = (one.person_id for line in stage.lines for one in line.owed)
    return frozenset(
        KEY[person] for person in (*owed, *(line.entry["actor_id"] for line in stage.lines)) if person
    )


def with_pictures(site: Site, who: str, command: Command) -> Command:
    """The command with real photos in place of names of photos."""
    said = command.model_dump_json()
    for name, colour in (
        (BEFORE, "darkred"),
        (AFTER, "darkgreen"),
        (SHUT, "darkblue"),
        (SAFE, "darkcyan"),
    ):
        if name in said:
            said = said.replace(name, site.upload(who, colour))
    return type(command).model_validate_json(said)


def said(data: dict[str, Any]) -> dict[str, Any]:
    """What was pressed, without the names of the day that its line keeps."""
    return {field: value for field, value in data.items() if field not in ("names", "content")}


def live(site: Site, scene: Scene, *, pictures: bool = False) -> str:
    """The same presses by the same people at the same moments, on the real database; gives the ref.

    With `pictures` each photo shown is a real one that its owner sent up.
    """
    store, ref = site.world.store, None
    for line in scene.stage.lines:
        entry = line.entry
        if entry["actor_id"] is None:
            continue
        command = PRESSED_BY_PEOPLE[entry["action"]].model_validate(said(entry["data"]))
        if isinstance(command, Transfer):  # and a letter of its own
            command = command.model_copy(update={"letter_number": f"临卫移〔2025〕{next(PLACES)}号"})
        who = site.world.people[KEY[entry["actor_id"]]]
        if pictures:
            command = with_pictures(site, KEY[entry["actor_id"]], command)
        else:
            site.world.uploads(KEY[entry["actor_id"]], command)
        hazard = ref
        if isinstance(command, Report):  # a place of its own, so that no life is another's 管理缺陷
            hazard, command = None, command.model_copy(update={"place": f"{next(PLACES)}号楼走道"})
        ref = perform(store, hazard, command, by=Actor(who), at=entry["at"]).ref
    assert ref is not None
    site.moment = max(scene.case.at, scene.case.hazard.acted_at)
    advance(store, site.world.hazard(ref).id or 0, at=site.moment)
    return ref
