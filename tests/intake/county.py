"""The invented county of the demonstration in memory, and ledgers read against it."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import count
from pathlib import Path

from deploy.demo.county import read_county
from domain.calendar import national_calendar
from domain.directory.organisation import Dated, Directory, PersonCard, UnitCard
from domain.intake.doubles import Doubles
from domain.intake.grid import Cell, Line, Merge, filled
from domain.intake.head import Head, find_head
from domain.intake.named import Names
from domain.intake.row import Verdict
from domain.intake.rows import Reader
from domain.intake.setting import Setting
from domain.words import UnitKind
from tests.world import LONG_AGO

TODAY = date(2026, 11, 21)
SAMPLE = Path(__file__).with_name("sample_hazards.csv")


@cache
def directory() -> Directory:
    """Units and people as the county's file tells them."""
    told, numbers = read_county(), count(1)
    units: dict[str, UnitCard] = {}
    for code, name, short, kind, parent in [
        (told.authority.code, told.authority.name, told.authority.short_name, UnitKind.AUTHORITY, None),
        *(
            (b.code, b.name, b.short_name, UnitKind.INSTITUTION, told.authority.code)
            for b in told.institutions
        ),
        *((d.code, d.name, d.name, UnitKind.DEPARTMENT, d.code[:3]) for d in told.departments),
    ]:
        above = units[parent] if parent else None
        n = next(numbers)
        path = f"{above.path if above else '/'}{n}/"
        units[code] = UnitCard(
            n, above.id if above else None, kind, code, name, short, told.region, path, None
        )
    people = {
        n: PersonCard(n, one.key, one.name, units[one.unit].id, "", active=True)
        for n, one in enumerate(told.people, 1)
    }
    posts: dict[tuple[int, str], list[Dated]] = {}
    for n, one in enumerate(told.people, 1):
        for post in one.posts:
            posts.setdefault((units[post.unit].id, post.role), []).append(Dated(n, LONG_AGO, None))
    keys = {card.key: n for n, card in people.items()}
    return Directory(1, {card.id: card for card in units.values()}, people, posts, {}, keys)


def unit(code: str) -> int:
    """The id of a unit."""
    return next(card.id for card in directory().units.values() if card.code == code)


def setting(answers: Mapping[str, str] | None = None, *, own: str | None = None) -> Setting:
    """What a ledger of the county is read against on the day of the sample."""
    units = frozenset({unit(own)} if own else directory().units)
    own_id = unit(own) if own else None
    return Setting(Names(directory(), units), TODAY, national_calendar(), own_id, answers or {})


def lines_of(rows: Iterable[Sequence[Cell]]) -> list[Line]:
    """Rows as a sheet has them."""
    return [Line(n, tuple(row)) for n, row in enumerate(rows, 1)]


def sample() -> list[Line]:
    """The invented, deliberately messy ledger."""
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        return lines_of(csv.reader(file))


def read(
    lines: Sequence[Line],
    answers: Mapping[str, str] | None = None,
    *,
    own: str | None = None,
    merges: Sequence[Merge] = (),
) -> tuple[Head, list[Verdict]]:
    """The head of a sheet and what becomes of each of its lines."""
    lines = list(filled(lines, merges))
    head = find_head(lines)
    assert head is not None
    against = setting(answers, own=own)
    reader = Reader(
        head, against, Doubles(against.answers), "i23456789", "0" * 64, "台账", merges_known=bool(merges)
    )
    return head, list(reader.read(lines))
