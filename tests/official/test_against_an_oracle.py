"""Each figure of a table counted again, slowly and plainly, over random ledgers; and as long as the list it opens."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings, strategies as st
from sqlalchemy import text

from domain.official.asked import TableQuery, asked_for
from domain.official.cells import Table
from domain.official.definition import shipped
from domain.official.ledger.columns import read_query
from domain.official.making import make_table
from domain.queries import Reader
from domain.queries.whole import one_picture, whole_list
from tests.databases import administrator
from tests.official.ledgers import FIRST, LEDGERS, UNITS, Made, days, noon, write
from tests.world import World, on

NOW = "2026-12-21 09:00"
TRIED = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
TOPS = st.sampled_from(("000", "001", "061"))


@contextmanager
def table(world: World, name: str, **asked: Any) -> Iterator[tuple[Reader, Table]]:
    with one_picture(world.store, world.actor("leader"), on(NOW)) as reader:
        form = shipped()[name]
        yield reader, make_table(reader, form, asked_for(reader, form, TableQuery(**asked)))


def values(made: Table) -> list[list[Any]]:
    return [[cell.value for cell in row.cells] for row in made.rows]


def every_figure_opens_its_rows(reader: Reader, made: Table) -> None:
    for row in made.rows:
        for column, cell in zip(made.form.columns, row.cells, strict=True):
            if cell.opens is None or cell.opens.list != "hazards":
                continue
            rows = [case.hazard for some in whole_list(reader, read_query(cell.opens.query)) for case in some]
            shown = len(rows) if column.function == "hazards" else sum(paid(h, column.sum) for h in rows)
            assert cell.value == shown, (column.name, cell)


def rate(done: int, of: int) -> Decimal | None:
    return (Decimal(done) * 100 / of).quantize(Decimal("0.1"), ROUND_HALF_UP) if of else None


def paid(one: Any, which: str) -> Decimal:
    """The money of one hazard, made up or read."""
    either = one.funds if one.spent is None else one.spent
    return Decimal((either if which == "either" else getattr(one, which)) or 0)


def money(ledger: list[Made], which: str) -> Decimal:
    return sum((paid(one, which) for one in ledger), Decimal(0))


def annex_003(ledger: list[Made], start: date, end: date, since: date) -> list[Any]:
    """Columns 4 to 14 of a row of notice 003, annex 2, from its words alone."""
    general = [h for h in ledger if h.counts and h.level == "general" and start <= h.found <= end]
    major = [h for h in ledger if h.counts and h.level == "major" and start <= h.found <= end]
    all_majors = [h for h in ledger if h.counts and h.level == "major" and since <= h.found <= end]
    general_done = [h for h in general if h.stood_at(end) in ("verified", "closed")]
    major_done = [h for h in major if h.stood_at(end) == "closed"]
    planned = [
        h
        for h in major
        if (h.plan or {}).get("state") == "approved"
        and h.stood_at(end) in ("reported", "registered", "assigned", "rectifying", "verifying", "verified")
    ]
    return [
        len(general),
        len(general_done),
        rate(len(general_done), len(general)),
        money(general, "spent"),
        len(major),
        len(major_done),
        rate(len(major_done), len(major)),
        len(planned),
        sum((h.plan or {}).get("goals", "") != "" for h in planned),
        sum((h.plan or {}).get("safety", "") != "" for h in planned),
        money(all_majors, "either"),
    ]


CHECKS = {
    "daily_check", "weekly_check", "monthly_check", "special_check", "inspection", "unannounced", "cross_check",
    "joint_inspection", "higher_supervision", "complaint_check", "look_back",
}  # fmt: skip


@TRIED
@given(ledger=LEDGERS, ends=st.tuples(days(), days()), since=days(), top=TOPS)
def test_notice_003_annex_2(
    world: World, ledger: list[Made], ends: tuple[date, date], since: date, top: str
) -> None:
    start, end = min(ends), max(ends)
    since = min(since, end)
    write(world, ledger)
    mine = [one for one in ledger if top in ("000", one.unit)]
    with table(world, "annex_003", unit=top, start=start, end=end, since=since) as (reader, made):
        every_figure_opens_its_rows(reader, made)
        for row, label, is_disaster in zip(
            values(made), ("安全生产", "灾害风险"), (False, True), strict=True
        ):
            these = [one for one in mine if (one.category == "18") is is_disaster]
            checked = {h.unit for h in these if h.is_valid and h.source in CHECKS and start <= h.found <= end}
            assert row[:3] == [label, len(checked) or None, None]
            assert row[3:] == annex_003(these, start, end, since)


LISTED = ("listed", "lifting", "lifted")
IN_HAND = ("reported", "registered", "assigned", "rectifying", "verifying", "verified")


def monthly(ledger: list[Made], end: date) -> list[Any]:
    """Columns 2 to 12 of the national monthly table, cumulative from January."""
    counted = [h for h in ledger if h.counts and date(end.year, 1, 1) <= h.found <= end]
    general, major = ([h for h in counted if h.level == level] for level in ("general", "major"))
    general_done = sum(h.stood_at(end) in ("verified", "closed") for h in general)
    major_done = sum(h.stood_at(end) == "closed" for h in major)
    planned = [h for h in major if (h.plan or {}).get("state") == "approved" and h.stood_at(end) in IN_HAND]
    five = ("methods", "people", "money", "schedule", "safety")
    listed = [h for h in major if h.listing in LISTED]
    return [
        len(general),
        general_done,
        rate(general_done, len(general)),
        len(major),
        major_done,
        rate(major_done, len(major)),
        len(planned),
        sum(all((h.plan or {}).get(part) for part in five) for h in planned),
        len(listed),
        sum((h.listed or {}).get("level") == "province" for h in listed),
        money(counted, "either"),
    ]


@TRIED
@given(ledger=LEDGERS, end=days(date(2026, 1, 1)), top=TOPS)
def test_the_monthly_table_of_twelve_columns(world: World, ledger: list[Made], end: date, top: str) -> None:
    write(world, ledger)
    with table(world, "monthly_12", unit=top, end=end) as (reader, made):
        every_figure_opens_its_rows(reader, made)
        *bodies, total = values(made)
        units = UNITS if top == "000" else (top,)
        for row, unit in zip(bodies, units, strict=True):
            assert row[2:] == monthly([h for h in ledger if h.unit == unit], end), unit
        assert total[0] == "合计"
        assert total[2:] == monthly([h for h in ledger if h.unit in units], end)
        for n, column in enumerate(made.form.columns):
            if column.function in ("hazards", "money"):
                assert total[n] == sum(row[n] for row in bodies), column.name


@TRIED
@given(ledger=LEDGERS, ends=st.tuples(days(), days()))
def test_the_table_of_departments(world: World, ledger: list[Made], ends: tuple[date, date]) -> None:
    start, end = min(ends), max(ends)
    write(world, ledger)
    with table(world, "department_15", start=start, end=end) as (reader, made):
        every_figure_opens_its_rows(reader, made)
        *bodies, total = values(made)
        for row, units in zip((*bodies, total), (*((unit,) for unit in UNITS), UNITS), strict=True):
            mine = [h for h in ledger if h.counts and h.unit in units and start <= h.found <= end]
            major = [h for h in mine if h.level == "major"]
            done = sum(h.stood_at(end) in ("verified", "closed") for h in mine)
            major_done = sum(h.stood_at(end) == "closed" for h in major)
            assert row[1] == len(units)
            assert row[3:] == [
                None, len(mine), done, rate(done, len(mine)), len(major), major_done,
                rate(major_done, len(major)), money(mine, "spent"), None, None, None, 0,
            ]  # fmt: skip


@TRIED
@given(ledger=LEDGERS, ends=st.tuples(days(), days()), top=TOPS)
def test_a_list_has_each_hazard_of_its_days_once(
    world: World, ledger: list[Made], ends: tuple[date, date], top: str
) -> None:
    start, end = min(ends), max(ends)
    write(world, ledger)
    mine = [
        n for n, h in enumerate(ledger, 1) if h.counts and start <= h.found <= end and top in ("000", h.unit)
    ]
    with table(world, "annex_004", unit=top, start=start, end=end) as (_, made):
        assert [row[:2] for row in values(made)] == [
            [serial, f"走道：第{n}条"] for serial, n in enumerate(mine, 1)
        ]


def test_what_was_imported_closed_counts_as_closed_since_its_own_day(world: World) -> None:
    """Its record begins with the import, long after."""
    day = date(2026, 3, 2)
    since = ((date(2026, 9, 1), "closed"),)
    write(world, [Made("001", "general", "01", "history_import", day, since, "rectified", None, None)])
    with administrator(world.store.engine).begin() as connection:
        connection.execute(text("UPDATE hazard SET closed_at = :day"), {"day": noon(date(2026, 3, 9))})
    with table(world, "annex_003", start=day, end=date(2026, 3, 31)) as (_, made):
        assert values(made)[0][3:6] == [1, 1, Decimal("100.0")]
    with table(world, "annex_003", start=day, end=date(2026, 3, 8)) as (_, made):
        assert values(made)[0][3:6] == [1, 0, Decimal("0.0")]


def test_nothing_at_all_is_nought_and_no_rate(world: World) -> None:
    write(world, [])
    with table(world, "annex_003", start=FIRST, end=date(2026, 1, 31)) as (_, made):
        assert values(made)[0] == ["安全生产", None, None, 0, 0, None, 0, 0, 0, None, 0, 0, 0, 0]


def test_what_happened_after_the_last_day_is_not_told(world: World) -> None:
    one = Made(
        "001", "general", "01", "inspection", date(2026, 6, 3),
        ((date(2026, 6, 4), "reported"), (date(2026, 6, 20), "rectifying"), (date(2026, 7, 2), "closed")),
        "rectified", None, None,
    )  # fmt: skip
    write(world, [one])
    told = {}
    for end in (date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 2)):
        with table(world, "annex_003", start=date(2026, 6, 1), end=end) as (_, made):
            told[end.day] = values(made)[0][3:6]
    assert told == {30: [1, 0, Decimal("0.0")], 1: [1, 0, Decimal("0.0")], 2: [1, 1, Decimal("100.0")]}
    assert noon(one.found) < on(NOW)
