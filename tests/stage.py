"""One hazard in memory, moved by the very rules that perform() uses: thousands of cases without a database."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise
from types import SimpleNamespace
from typing import Any, cast

from domain.calendar import national_calendar
from domain.cases.acting import Written, act_on, let_the_clock_go_first
from domain.cases.case import Case
from domain.cases.visibility import may_see
from domain.commands import Command, Import, Report
from domain.directory.organisation import THE_CLOCK, Actor, Dated, Directory, PersonCard, UnitCard
from domain.hazard.drafting import draft
from domain.hazard.holders import holder
from domain.hazard.importing import draft_of_import
from domain.hazard.waits import unfired
from domain.policy import Policy, load_policy
from domain.tables import Hazard
from domain.words import Role
from tests.world import AFTER, BEFORE, LONG_AGO, PEOPLE, UNITS, on

UNIT_IDS = {code: n for n, code in enumerate(UNITS, start=1)}
IDS = {key: n for n, key in enumerate(PEOPLE, start=1)}
KEYS = {n: key for key, n in IDS.items()}


def _path(code: str) -> str:
    parent = UNITS[code][0]
    return f"{_path(parent) if parent else '/'}{UNIT_IDS[code]}/"


def directory(*, empty: tuple[str, ...] = (), delegates: tuple[tuple[str, str], ...] = ()) -> Directory:
    """The county of `tests.world`; `empty` names posts nobody holds, `delegates` are (for whom, who)."""
    units = {
        UNIT_IDS[code]: UnitCard(
            UNIT_IDS[code],
            UNIT_IDS.get(parent or ""),
            kind,
            code,
            name,
            short,
            "500999",
            _path(code),
            None,
        )
        for code, (parent, kind, name, short) in UNITS.items()
    }
    people = {
        IDS[key]: PersonCard(IDS[key], key, key, UNIT_IDS[unit], "", active=True)
        for key, (unit, _) in PEOPLE.items()
    }
    posts: dict[tuple[int, str], list[Dated]] = {}
    for key, (unit, roles) in PEOPLE.items():
        for role in roles:
            if f"{key}.{role}" not in empty:
                posts.setdefault((UNIT_IDS[unit], role), []).append(Dated(IDS[key], LONG_AGO, None))
    dated: dict[int, list[Dated]] = {}
    for for_whom, who in delegates:
        dated.setdefault(IDS[for_whom], []).append(Dated(IDS[who], LONG_AGO, None))
    return Directory(1, units, people, posts, dated, dict(IDS))


@dataclass
class Stage:
    """One hazard and everything that was written about it."""

    people: Directory = field(default_factory=directory)
    policy: Policy = field(default_factory=lambda: load_policy("default"))
    case: Case | None = None
    lines: list[Written] = field(default_factory=list)
    serials: Counter[str] = field(default_factory=Counter)

    def report(self, who: str, at: str, **more: object) -> "Stage":
        """Somebody reports at the hospital."""
        said: dict[str, object] = {"unit": "001", "place": "住院楼5层", "category": "01", "photos": [BEFORE]}
        command = Report.model_validate(said | {"description": "走道堆放病床3张"} | more)
        hazard = draft(command, Actor(IDS[who]), self.people, self.policy, on(at))
        self.case = Case(hazard, self.people, self.policy, national_calendar(), on(at))
        return self._act(command, Actor(IDS[who]))

    def take_in(self, who: str, at: str, **more: object) -> "Stage":
        """Somebody imports a row of a ledger of the hospital's."""
        said: dict[str, object] = {"unit": "001", "place": "住院楼5层", "category": "01", "level": "general"}
        said |= {"description": "走道堆放病床3张", "source": "inspection", "found_on": "2026-10-12"}
        said |= {"stage": "working", "due": "2026-11-20"}
        origin = {"ledger": "i23456789", "file": BEFORE, "sheet": "台账", "line": 2}
        command = Import.model_validate(said | {"origin": origin} | more)
        hazard = draft_of_import(command, Actor(IDS[who]), self.people, self.policy, on(at))
        self.case = Case(hazard, self.people, self.policy, national_calendar(), on(at))
        return self._act(command, Actor(IDS[who]))

    def press(self, who: str, at: str, *commands: Command) -> "Stage":
        """Somebody presses a button; the clock goes first."""
        self.sweep(at)
        for command in commands:
            following: Command | None = command
            while following is not None:
                self._act(following, Actor(IDS[who]))
                following = following.then()
        return self

    def by_the_clock(self, at: str, command: Command) -> "Stage":
        """The system does what nobody presses, such as 离岗交接."""
        self.case = self.now(at)
        return self._act(command, THE_CLOCK)

    def sweep(self, at: str) -> list[Written]:
        """The clock does what it owes; gives what it wrote."""
        case, written = let_the_clock_go_first(self.at(on(at)), self._serial)
        self.case = case
        self.lines += written
        return written

    def at(self, moment: datetime) -> Case:
        """The case as it stands at a moment, nothing fired."""
        assert self.case is not None
        return replace(self.case, at=max(moment, self.case.hazard.acted_at))

    def now(self, at: str) -> Case:
        """The case at a moment of the diary."""
        return self.at(on(at))

    def sees(self, who: str, at: str) -> bool:
        """Whether somebody sees the hazard."""
        return may_see(self.now(at).hazard, self.people, Actor(IDS[who]), on(at))

    def ahead(self, at: str) -> list[tuple[str, int, datetime]]:
        """(clock, rung, moment) of all that is not yet fired."""
        return [(clock.kind, clock.rung, clock.due_at) for clock in unfired(self.now(at))]

    def told(self, n: int = -1) -> list[tuple[str, str]]:
        """(who, kind) of the notices of one journal line."""
        return [(KEYS[owed.person_id], str(owed.kind)) for owed in self.lines[n].owed]

    def copy(self) -> "Stage":
        """A stage that may go on by itself."""
        return Stage(self.people, self.policy, self.case, list(self.lines), Counter(self.serials))

    def changed(self, **columns: object) -> "Stage":
        """The same with other columns: for what would take a long diary to reach."""
        assert self.case is not None
        hazard = cast("Hazard", SimpleNamespace(**(vars(self.case.hazard) | columns)))
        return self.copy().under(row=hazard)

    def under(self, **parts: Any) -> "Stage":
        """From here on under another organisation (`directory`) or `policy`."""
        assert self.case is not None
        self.case = replace(self.case, **parts)
        return self

    def _act(self, command: Command, actor: Actor) -> "Stage":
        assert self.case is not None
        self.case, line = act_on(self.case, command, actor, self._serial)
        self.lines.append(line)
        return self

    def _serial(self, series: str) -> int:
        self.serials[series] += 1
        return self.serials[series]


def names(people: tuple[int, ...] | frozenset[int] | list[int]) -> set[str]:
    """Keys of people."""
    return {KEYS[person] for person in people}


def seat(stage: Stage, at: str = "2026-11-02 12:00") -> tuple[Role | None, set[str]]:
    """Who holds it at noon of the first day: (post, people)."""
    found = holder(stage.now(at))
    assert found is not None
    return found.role, names(found.people)


def keep_order(stage: Stage) -> bool:
    """Whether the journal's moments never go back."""
    return all(a.entry["at"] <= b.entry["at"] for a, b in pairwise(stage.lines))


__all__ = ["AFTER", "BEFORE", "IDS", "KEYS", "Stage", "directory", "keep_order", "names", "on", "seat"]
