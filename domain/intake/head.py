"""Where the table of a sheet begins, and what its columns mean: titles above, heads of one line or two."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from domain.intake.alike import closest
from domain.intake.columns import LEFT_ALONE, MAY_MEAN, MEANT_BY, Column
from domain.intake.grid import Line, is_blank, letter_of
from domain.intake.vocabulary import plain_head

SOUGHT_WITHIN = 40
"""Lines of a sheet among which its head is looked for."""
FEWEST = 3
ALIKE = 80.0
GENERAL = ("情况", "信息", "环节", "要求", "部分", "内容")
"""What the upper line of a head says of a group beside its name: 复查情况 over 日期 is 复查日期."""


@dataclass(frozen=True)
class Meant:
    """What one column of the sheet means; `sure` unless its head may mean something else."""

    column: int
    title: str
    meaning: Column
    sure: bool = True

    @property
    def letter(self) -> str:
        """The column as the workbook names it."""
        return letter_of(self.column)


@dataclass(frozen=True)
class Head:
    """The head of a table: its lines in the sheet (from 1) and its columns from left to right."""

    first: int
    last: int
    columns: tuple[Meant, ...]
    group: Mapping[int, str] = field(default_factory=dict)

    @cached_property
    def at(self) -> dict[Column, int]:
        """Meaning -> column; of those kept as they stand, none."""
        return {one.meaning: one.column for one in self.columns if one.meaning is not Column.OTHER}

    @cached_property
    def titles(self) -> dict[int, str]:
        """Column -> its head as it is written."""
        return {one.column: one.title for one in self.columns}

    @cached_property
    def plain_titles(self) -> dict[int, str]:
        """The same as they are compared."""
        return {column: plain_head(title) for column, title in self.titles.items()}

    @cached_property
    def source(self) -> str:
        """What names ledgers of one make: the digest of their heads."""
        titles = (one.title for one in self.columns if one.meaning is not Column.ANSWER)
        return hashlib.sha256("\n".join(titles).encode()).hexdigest()[:16]

    def title_of(self, meaning: Column) -> str:
        """How this ledger calls it, or we do."""
        return self.titles.get(self.at.get(meaning, -1)) or meaning.label

    def corrected(self, said: Mapping[int, Column]) -> "Head":
        """With what somebody said the columns mean; a meaning that was given away leaves its first column."""
        taken = {meaning for meaning in said.values() if meaning is not Column.OTHER}
        columns = (
            replace(one, meaning=said[one.column], sure=True)
            if one.column in said
            else (replace(one, meaning=Column.OTHER) if one.meaning in taken else one)
            for one in self.columns
        )
        return replace(self, columns=tuple(columns))


def find_head(lines: Sequence[Line]) -> Head | None:
    """The head of the table in a sheet; None when no line looks like one of a ledger of hazards."""
    near = [line for line in lines if not is_blank(line)][:SOUGHT_WITHIN]
    found = [_of_one(line) for line in near]
    found += [_of_two(upper, lower) for upper, lower in pairwise(near) if not _is_title(upper)]
    best = max(found, key=lambda head: (_score(head), -head.first, head.first - head.last), default=None)
    if best is None or _score(best) < FEWEST or Column.DESCRIPTION not in best.at:
        return None
    return replace(best, columns=tuple(_with_likely(best.columns)))


def _is_title(line: Line) -> bool:
    """Whether one text stands over everything: that is no group of columns, and changes from month to month."""
    return len({line.text(n) for n in range(len(line.cells))} - {""}) == 1


def _score(head: Head) -> int:
    return len({one.meaning for one in head.columns if one.sure and one.meaning is not Column.OTHER})


def _of_one(line: Line) -> Head:
    named = {n: line.text(n) for n in range(len(line.cells)) if line.text(n)}
    return Head(line.number, line.number, tuple(_meant({n: [text] for n, text in named.items()}, named)))


def _of_two(upper: Line, lower: Line) -> Head:
    """A group stands over its columns; where the upper line is blank the group to the left goes on."""
    group, ways, titles = "", dict[int, list[str]](), dict[int, str]()
    for n in range(max(len(upper.cells), len(lower.cells))):
        over, under = upper.text(n), lower.text(n)
        group = over or group
        if not under:
            if over:
                ways[n], titles[n] = [over], over
            continue
        if under == over:
            ways[n], titles[n] = [under], under
            continue
        plain = next((group.removesuffix(end) for end in GENERAL if group.endswith(end)), group)
        ways[n], titles[n] = [plain + under, under, group + under], f"{group}·{under}" if group else under
    return Head(upper.number, lower.number, tuple(_meant(ways, titles)))


def _meant(ways: Mapping[int, list[str]], titles: Mapping[int, str]) -> Iterator[Meant]:
    """Each column with the first of its readings that means something; the first column of a meaning has it."""
    taken = set[Column]()
    for column, readings in ways.items():
        known = (MEANT_BY[plain] for text in readings if (plain := plain_head(text)) in MEANT_BY)
        meaning = next((one for one in known if one not in taken or one in LEFT_ALONE), Column.OTHER)
        taken.add(meaning)
        yield Meant(column, titles[column], meaning)


def _with_likely(columns: Sequence[Meant]) -> Iterator[Meant]:
    """Heads that may mean something, or are nearly one that does: proposed, and asked for."""
    taken = {one.meaning for one in columns}
    for one in columns:
        if one.meaning is not Column.OTHER:
            yield one
            continue
        plain = plain_head(one.title.rpartition("·")[2] or one.title)
        near = closest(plain_head(one.title), list(MEANT_BY), ALIKE)
        meaning = MAY_MEAN.get(plain) or (MEANT_BY[near] if near else Column.OTHER)
        if meaning in taken:
            meaning = Column.OTHER
        taken.add(meaning)
        yield replace(one, meaning=meaning, sure=meaning is Column.OTHER)
