"""Two opinions on who may press and who may see, written apart from each other, in every moment we can tell."""

from collections import Counter

from sqlalchemy import select

from domain.actions import Action
from domain.lifecycle import TABLE_OF
from domain.queries import reading
from domain.rules.organisation import Actor
from domain.tables.core import HAZARD
from tests.oracle import matrix
from tests.oracle.cells import STATES, cells, play, sides
from tests.oracle.scenery import FULL, IDS, LINES, NOON, WARDS, Cast, Told, tell
from tests.oracle.settlement import settle
from tests.oracle.table import TABLE
from tests.oracle.verdicts import BUTTONS, EVERYBODY, differences, oracle_shows, readable
from tests.world import World

NEIGHBOURS = Cast(
    "代办多人",
    FULL,
    WARDS,
    {"standin": "officer", "admin": "chief", "other_chief": "clerk", "ward_b": "nurse"},
)


def test_the_oracle_has_a_row_for_every_button() -> None:
    assert set(TABLE) == {str(action) for action in BUTTONS}


def test_both_opinions_agree_on_every_cell_and_every_row_is_somebodys() -> None:
    asked, allowed, found = differences(cells())
    assert not found, "\n" + readable(found)
    assert asked > 1_000_000
    assert allowed == {
        (str(a), line) for a in BUTTONS for line, who in zip(LINES, row_of(a), strict=True) if who
    }


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


def test_the_ledger_shows_in_sql_what_the_oracle_shows(world: World) -> None:
    moments = moments_of(NEIGHBOURS)
    rows = {f"h{n}": told for n, told in enumerate([*moments, *moments, *moments, *moments])}
    settle(world.store, NEIGHBOURS, rows)
    assert len(rows) > 2000
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
