"""Fills a database with the county, its lives and their copies."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Engine, insert, text
from sqlalchemy.sql import column, table

from deploy.bench.crowd.copies import PLAN, copy_everything
from deploy.bench.crowd.county import HOSPITALS, STAFF, write_county
from deploy.bench.crowd.lives import Life, lives
from domain.calendar import day_of
from domain.cases.perform import advance, perform
from domain.directory.organisation import Actor
from domain.store.base import Store

LIVES = table("bench_life", column("id"), column("copies"), column("rests"))
PERSONS = table("bench_person", column("hospital"), column("staff"), column("was"), column("now"))
UNITS = table("bench_unit", column("hospital"), column("was"), column("now"))
HEADS = ("officer", "deputy", "chief", "dept")


def fill(store: Store, at: datetime, share: float = 1.0) -> int:
    """Write everything as it stands at a legal moment; gives how many hazards there are. `share` of them for a try."""
    with store.engine.begin() as connection:
        people, units = write_county(connection)
        connection.execute(text(PLAN))
        connection.execute(insert(PERSONS), list(_persons(people)))
        connection.execute(insert(UNITS), list(_units(units)))
    today = day_of(at)
    every = lives(lambda ago: today - timedelta(days=ago))
    rows = [
        {
            "id": _live(store, people, life, today, at),
            "copies": round(life.copies * share),
            "rests": life.rests,
        }
        for life in every
    ]
    with store.engine.begin() as connection:
        connection.execute(insert(LIVES), rows)
        copy_everything(connection)
    _settle(store.engine)
    with store.engine.connect() as connection:
        return int(connection.scalar(text("SELECT count(*) FROM hazard")) or 0)


def _live(store: Store, people: dict[str, int], life: Life, today: date, at: datetime) -> int:
    """Live one life and let the clock catch up; gives its id."""
    ref, hazard = None, 0
    for moment, who, command in life.told(today):
        done = perform(store, ref, command, by=Actor(people[who]), at=moment)
        ref, hazard = done.ref, done.case_id
    advance(store, hazard, at=at)
    return hazard


def _persons(people: dict[str, int]) -> Iterator[dict[str, int]]:
    """Who stands for whom in the n-th hospital's s-th pair of nurse and fixer."""
    for hospital in range(1, HOSPITALS + 1):
        for staff in range(1, STAFF + 1):
            here = {"hospital": hospital, "staff": staff}
            for key in ("nurse", "fixer"):
                yield here | {"was": people[f"{key}1s1"], "now": people[f"{key}{hospital}s{staff}"]}
            for key in HEADS:
                yield here | {"was": people[f"{key}1"], "now": people[f"{key}{hospital}"]}


def _units(units: dict[str, int]) -> Iterator[dict[str, int]]:
    for hospital in range(1, HOSPITALS + 1):
        for end in ("", "-01"):
            yield {"hospital": hospital, "was": units[f"001{end}"], "now": units[f"{hospital:03}{end}"]}


def _settle(engine: Engine) -> None:
    """What autovacuum does by and by: statistics and visibility."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        _vacuum(connection)


def _vacuum(connection: Connection) -> None:
    for name in ("hazard", "hazard_words", "case_involved", "paper", "journal", "notice"):
        connection.execute(text(f"VACUUM (ANALYZE) {name}"))
