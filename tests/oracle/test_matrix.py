"""Two opinions on who may press and who may see, written apart from each other, in every moment we can tell."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from domain.actions import Action
from domain.commands import (
    AcknowledgeMeasure,
    AnswerMeasure,
    Command,
    DeclineMeasure,
    PaperCommand,
    RecordMeeting,
    ServeMeasure,
    SignMeasure,
)
from domain.directory.organisation import Actor
from domain.errors import Refusal
from domain.hazard.table import TABLE_OF
from domain.queries import reading
from domain.tables.core import HAZARD
from tests.oracle import matrix
from tests.oracle.casts import CASTS
from tests.oracle.cells import STATES, cells, play, sides, with_two_papers
from tests.oracle.scenery import FULL, IDS, LINES, NOON, WARDS, Cast, Told, tell
from tests.oracle.settlement import settle
from tests.oracle.table import TABLE, who_may
from tests.oracle.verdicts import BUTTONS, EVERYBODY, differences, oracle_shows, readable
from tests.world import World

FULL_CAST = CASTS[0]
COMMANDS: dict[str, PaperCommand] = {
    "sign_measure": SignMeasure(),
    "decline_measure": DeclineMeasure(reason="再看", look_again=date(2026, 12, 1)),
    "serve_measure": ServeMeasure(received_by="院办"),
    "acknowledge_measure": AcknowledgeMeasure(),
    "answer_measure": AnswerMeasure(answer="已部署"),
    "record_meeting": RecordMeeting(
        held_at=NOON,
        meet_place="三楼会议室",
        talked_by="李主任",
        talked_to="周院长",
        minutes="通报情况",
        demands="本周整改",
        demands_by=date(2026, 11, 9),
    ),
}
NEIGHBOURS = Cast(
    "代办多人",
    FULL,
    WARDS,
    {"standin": "officer", "admin": "chief", "other_chief": "clerk", "ward_b": "nurse"},
)


def test_the_oracle_has_a_row_for_every_button() -> None:
    assert set(TABLE) == {str(action) for action in BUTTONS}


@pytest.mark.parametrize(
    ("step", "least"), [(23, 250_000), pytest.param(1, 2_000_000, marks=pytest.mark.exhaustive)]
)
def test_both_opinions_agree_on_every_cell_and_every_row_is_somebodys(step: int, least: int) -> None:
    asked, allowed, found = differences(cells(step))
    assert not found, "\n" + readable(found)
    assert asked > least
    assert allowed == {
        (str(a), line) for a in BUTTONS for line, who in zip(LINES, row_of(a), strict=True) if who
    }


def test_who_is_asked_of_the_paper_meant_and_not_of_the_hazard() -> None:
    asked = 0
    for label, cast, now in with_two_papers(FULL_CAST):
        told = tell(label, cast, now)
        for seq, paper in enumerate((now.paper, *now.other_papers), start=5):
            alone = replace(now, paper=paper, other_papers=())
            for action, bare in COMMANDS.items():
                command: Command = bare.model_copy(update={"paper": seq})
                may = {who for who in EVERYBODY if lets(told, command, who)}
                assert may == who_may(action, EVERYBODY, alone), f"{label} {action} {paper}"
                asked += 1
    assert asked > 400


def lets(told: Told, command: Command, who: str) -> bool:
    """Whether the product lets this person act on the paper that the command names."""
    table, actor = TABLE_OF[command.action], Actor(IDS[who])
    try:
        part = table.focus(told.case, command, actor)
    except Refusal:
        return False
    return table.why_not(part, command.action, actor) is None


def row_of(action: Action) -> list[bool]:
    """On which lines the product has a row for it."""
    steps = list(TABLE_OF[action].rows(action, by_clock=False))
    return [
        any(who is not None for who in column) for column in zip(*(step.who for step in steps), strict=True)
    ]


def test_the_matrix_is_as_it_was_reviewed() -> None:
    assert matrix.written() == matrix.FILE.read_text(encoding="utf-8"), (
        "权限变了：python -m tests.oracle.matrix，逐行看 git diff tests/oracle/matrix.txt"
    )


def moments_of(cast: Cast) -> list[Told]:
    """Every line and state, with what may lie beside, and each of its people as 责任人."""
    found = []
    for line in LINES:
        for state in STATES:
            found += [(f"{line}·{state}·{name}", now) for name, now in sides(cast, line, state)]
            plays = [
                (fixer, play(cast, line, state, fixer=fixer))
                for fixer in ("nurse", "mate", "ward", "officer")
            ]
            found += [(f"{line}·{state}·{fixer}", now) for fixer, now in plays if now]
    directory = cast.directory()
    return [tell(label, cast, now, directory) for label, now in found]


@pytest.mark.parametrize("times", [1, pytest.param(4, marks=pytest.mark.exhaustive)])
def test_the_ledger_shows_in_sql_what_the_oracle_shows(world: World, times: int) -> None:
    rows = {f"h{n}": told for n, told in enumerate(moments_of(NEIGHBOURS) * times)}
    settle(world.store, NEIGHBOURS, rows)
    assert len(rows) > 500 * times
    wrong: Counter[str] = Counter()
    for who in sorted(EVERYBODY):
        with reading(world.store, Actor(IDS[who]), NOON) as reader:
            shown = set(reader.connection.scalars(select(HAZARD.c.ref).where(reader.visible())))
        wrong.update(
            f"{told.label}: {who}"
            for ref, told in rows.items()
            if (ref in shown) != (who in oracle_shows(told))
        )
    assert not wrong
