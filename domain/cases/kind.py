"""A kind of case: the whole of it on one screen, as the engine asks for it. `domain.kinds` lists them all."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Table

from domain.actions import Action
from domain.cases.case import Case, Seat
from domain.cases.changes import Changes
from domain.cases.clocks import Clock, in_order, is_unfired
from domain.cases.owed import Owed
from domain.cases.steps import Act, Step
from domain.cases.tracks import Track
from domain.commands import ClockCommand, Command, Recalculate
from domain.directory.organisation import Actor, Directory, UnitCard
from domain.tables import Paper
from domain.tables.cases import CaseRow
from domain.word import Word

NextSerial = Callable[[str], int]
"""Gives the next serial of a series (unit and year), gapless."""
Papers = tuple[tuple[Paper, ...], list[dict[str, Any]]]
"""The papers of a case after an act, and the rows to write."""
Records = dict[str, dict[str, Any]]
"""Table -> what an act writes of the record in force there: it begins one, or goes on with the one that `seq` names."""


@dataclass(frozen=True, kw_only=True)
class Finish:
    """One act about to be written into the row of its case: from what the kind works out what it leaves besides."""

    case: Case
    command: Command
    act: Act
    changes: Changes
    next_serial: NextSerial
    papers: tuple[Paper, ...] = ()
    """Those of the case after the act."""


@dataclass(frozen=True, kw_only=True)
class Follow:
    """What the end of a case leaves to be written on another: `command` by the clock, while that is in `state`."""

    case_id: int
    state: Word
    command: Command


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What the engine must know of a kind. Its first track is the one whose state the case is in.

    `case`: the class of its cases; `columns`: what an act may write; `drafts`: how the row of a new case begins, and
    in which unit, by the command that begins it; `derive` writes the columns of a row that follow from others
    (`derived`); `finish` writes what an act leaves besides its changes; `holder`: who must act on the first track;
    `holding`: on any; `clocks`: every moment, fired or not; `owed`: the notices of an act; `state_shown`: the state in
    words; `begins`: the commands that begin other cases in the same press, and `with_refs` the command with their
    refs; `dated_by`: the term whose date may move, and `date_anew` the command that moves it, asked with the line
    that began the term, its moment, and why; `clock_command`: what the clock does when a moment comes, given now.

    Of a kind with papers: `paper_holder` who must act on one of this kind in this state, `papers` those after an act
    and the rows to write, `records` what it writes of the listing and of the
    suspension in force, by table. What is read before an act:
    `placed` the command that begins a case with what the place says, `looks_up` the case with what the command is
    compared with; after one that ends it: `follows`.
    """

    name: str
    label: str
    table: Table
    case: type[Case]
    tracks: tuple[Track, ...]
    columns: frozenset[str]
    drafts: Mapping[Action, Callable[[Any, Actor, Directory, Any, datetime], Any]]
    unit_of: Callable[[Any, Directory], UnitCard]
    derived: tuple[str, ...]
    derive: Callable[[Case], None]
    finish: Callable[[Any, Finish], None]
    holder: Callable[[Case], Seat | None]
    holding: Callable[[Case], list[int]]
    clocks: Callable[[Case], Iterator[Clock]]
    owed: Callable[[Case, Case, Step, Command, Act, Clock | None, list[Clock]], list[Owed]]
    may_see: Callable[[Any, Directory, Actor, datetime], bool]
    open_states: frozenset[Any]
    state_shown: Callable[[Case], str]
    clock_command: Callable[[Clock, datetime], ClockCommand]
    has_papers: bool = False
    paper_holder: Callable[[Case, str, str], Seat | None] = lambda *_: None
    papers: Callable[[Finish, Step], Papers] = lambda done, _step: (done.case.papers, [])
    records: Callable[[Case, Changes], Records] = lambda *_: {}
    placed: Callable[[Connection, Directory, Any], Command] = lambda _connection, _directory, command: command
    looks_up: Callable[[Connection, Case, Command, Actor], Case] = lambda _connection, case, *_: case
    follows: Callable[[Connection, Case], list[Follow]] = lambda *_: []
    begins: Callable[[Case, Command], list[Command]] = lambda *_: []
    with_refs: Callable[[Command, list[str]], Command] = lambda command, _refs: command
    dated_by: str = ""
    date_anew: Callable[[Case, Any, datetime, str], Recalculate | None] = lambda *_: None

    @cached_property
    def track_of(self) -> dict[Action, Track]:
        """Action -> the track that it moves."""
        return {step.action: track for track in self.tracks for step in track.table.steps}

    def unfired(self, case: Case) -> list[Clock]:
        """The moments that still lie ahead or are owed, the next one first."""
        return in_order(clock for clock in self.clocks(case) if is_unfired(case, clock))

    def rests(self, row: CaseRow) -> bool:
        """Whether no track of the row waits for anybody; parts are asked apart."""
        return all(track.rests_in(getattr(row, track.column)) for track in self.tracks if track.column)
