"""What a stage's notices say, as the messages would be written from their rows."""

from domain.actions import Action
from domain.messages import rendering
from domain.messages.facts import Facts
from domain.words import Line, NoticeKind, State
from tests.stage import IDS, KEYS, Stage


def facts_of(stage: Stage, who: str, n: int = -1) -> Facts:
    """The facts of the notice that this person got from one journal line."""
    assert stage.case is not None
    line, hazard = stage.lines[n], stage.case.hazard
    owed = next(owed for owed in line.owed if owed.person_id == IDS[who])
    return Facts(
        kind=NoticeKind(owed.kind),
        at=line.entry["at"],
        link="",
        unit="县人民医院",
        outside=False,
        place=hazard.place,
        description=hazard.description,
        line=Line(hazard.line),
        state=State(hazard.state),
        action=Action(line.entry["action"]),
        rectify_by=hazard.rectify_by,
        first_rectify_by=hazard.first_rectify_by,
        clock=line.entry["clock"] or "",
        fixer=KEYS.get(hazard.fixer_id or 0, ""),
        reader=who,
        data=owed.data,
    )


def say(stage: Stage, who: str, n: int = -1) -> str:
    """The words of that notice."""
    return rendering.render_notice(facts_of(stage, who, n))
