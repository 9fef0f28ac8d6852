"""What the product answers to each moment, and where that differs from the oracle."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from domain.actions import Action
from domain.cases.visibility import may_see
from domain.commands import PRESSED_BY_PEOPLE
from domain.directory.organisation import Actor
from domain.hazard.table import TABLE_OF
from tests.oracle import sight
from tests.oracle.scenery import HOMES, IDS, Told
from tests.oracle.situation import NOBODY, Names
from tests.oracle.table import TABLE, who_may

EVERYBODY: Names = frozenset(HOMES)
BUTTONS = tuple(Action(name) for name in PRESSED_BY_PEOPLE if name != Action.REPORT)


class Difference(NamedTuple):
    """One rule on which the two disagree: who may by the oracle alone, and by the product alone."""

    row: int
    rule: str
    line: str
    state: str
    oracle_alone: str
    product_alone: str


def product_lets(action: Action, told: Told, asked: Iterable[str] = sorted(EVERYBODY)) -> Names:
    """Who may press it; that a row does not apply is the same for everybody, so it is asked once."""
    may = set()
    for who in asked:
        refusal = TABLE_OF[action].why_not(told.case, action, Actor(IDS[who]))
        if refusal is None:
            may.add(who)
        elif refusal.code == "not_possible":
            return NOBODY
    return frozenset(may)


def product_shows(told: Told) -> Names:
    """Who sees it."""
    case = told.case
    return frozenset(
        who for who in EVERYBODY if may_see(case.hazard, case.directory, Actor(IDS[who]), case.at)
    )


def oracle_shows(told: Told) -> Names:
    """Who should."""
    return frozenset(who for who in EVERYBODY if sight.may_see(who, told.situation))


def differences(
    moments: Iterable[Told],
) -> tuple[int, set[tuple[str, str]], dict[Difference, list[str]]]:
    """How many cells were asked; which (rule, line) lets anybody; each disagreement and where it shows."""
    found: dict[Difference, list[str]] = defaultdict(list)
    allowed = set()
    cells = 0
    for told in moments:
        now = told.situation
        answers = [
            (TABLE[a].number, str(a), who_may(a, EVERYBODY, now), product_lets(a, told)) for a in BUTTONS
        ]
        allowed |= {(rule, now.line) for _, rule, _, got in answers if got}
        answers.append((0, "see", oracle_shows(told), product_shows(told)))
        cells += len(answers) * len(EVERYBODY)
        for number, rule, expected, got in answers:
            if expected != got:
                alone = " ".join(sorted(expected - got)), " ".join(sorted(got - expected))
                found[Difference(number, rule, now.line, now.state, *alone)].append(told.label)
    return cells, allowed, found


def readable(found: dict[Difference, list[str]]) -> str:
    """The disagreements as a table, grouped by rule."""
    lines = ["行 规则 线 状态 | 应可而不可 | 不应可而可 | 次数 例"]
    for one, labels in sorted(found.items()):
        where = f"{one.row} {one.rule} {one.line} {one.state}"
        lines.append(f"{where} | {one.oracle_alone} | {one.product_alone} | {len(labels)} {labels[0]}")
    return "\n".join(lines)
