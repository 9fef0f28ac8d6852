"""100,000 notices that fall due at once: at most one message per person and channel in five minutes."""

from collections import Counter as Tally
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event, text

from tests.databases import administrator
from tests.notifications.delivery.counter import Counter
from tests.world import on

PEOPLE, NOTICES = 100, 100_000


def owe_at_once(counter: Counter, people: list[int], number: int, urgency: str) -> None:
    """So many notices in one statement, as evenly as they go, about one line of one hazard each a person may have."""
    line = counter.office.hazard()
    counter.office.sql(
        "INSERT INTO journal (case_id, seq, action, to_state, at, data, previous, hash)"
        " SELECT :hazard, 1000 + n, 'urge', 'reported', now(), '{}', '', '' FROM generate_series(1, :each) n",
        hazard=line["case_id"],
        each=number // len(people),
    )
    counter.office.sql(
        "INSERT INTO notice (entry_id, case_id, person_id, kind, urgency, at, data)"
        " SELECT journal.id, journal.case_id, person, 'urge', :urgency, now(), '{}'"
        " FROM journal, unnest(CAST(:people AS int[])) AS person WHERE case_id = :hazard AND seq > 1000",
        hazard=line["case_id"],
        people=people,
        urgency=urgency,
    )
    # As PostgreSQL does by itself within a minute: plans that were made for empty tables are made anew.
    with administrator(counter.world.store.engine).begin() as connection:
        connection.execute(text("ANALYZE journal, notice"))


def test_a_hundred_thousand_notices_are_one_message_a_person(counter: Counter) -> None:
    counter.open("wecomapp")
    people = counter.office.crowd(PEOPLE)  # each by the one channel there is
    owe_at_once(counter, people, NOTICES, "normal")
    done = counter.pass_once(on("2026-11-24 09:00"))
    assert (done.planned, done.sent) == (NOTICES, PEOPLE)
    counter.office.owe_ids(people)
    counter.office.owe_ids(people)
    for minute in range(1, 5):
        assert counter.pass_once(on(f"2026-11-24 09:0{minute}")).sent == 0
    readers = Tally(reader for message in counter.came() for reader in message["to"])
    assert (len(readers), set(readers.values())) == (PEOPLE, {1}), "by the vendor's own journal"
    assert counter.pass_once(on("2026-11-24 09:05")).sent == PEOPLE
    carried = {len(attempt["notices"]) for attempt in counter.office.attempts()}
    assert carried == {NOTICES // PEOPLE, 2}


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """Every statement that is sent meanwhile."""
    sent: list[str] = []

    def hear(*told: object) -> None:
        sent.append(str(told[2]))

    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", hear)


def test_who_sleeps_is_passed_over_in_one_question(counter: Counter) -> None:
    """2,000 people wait for morning: a wake at night neither looks at each nor writes down that they wait."""
    counter.open("wecomapp")
    people = counter.office.crowd(2000)
    owe_at_once(counter, people, 2000, "normal")
    with statements(counter.world.store.engine) as sent:
        assert counter.pass_once(on("2026-11-24 22:00")).planned == 0
    assert len(sent) < 15
    assert counter.office.rows("SELECT * FROM person_pace") == []


def test_who_was_told_enough_today_is_passed_over_in_one_question_too(counter: Counter) -> None:
    counter.open("wecomapp")
    people = counter.office.crowd(250)
    for wall in ("09:00", "09:05"):
        owe_at_once(counter, people, 250, "normal")
        assert counter.pass_once(on(f"2026-11-24 {wall}")).sent == 250
    owe_at_once(counter, people, 250, "normal")
    with statements(counter.world.store.engine) as sent:
        assert counter.pass_once(on("2026-11-24 10:00")).planned == 0
    assert len(sent) < 15


def test_a_digest_of_thousands_is_made_where_they_lie(counter: Counter) -> None:
    """One reader of 5,000 notices: their numbers travel once, their facts not at all but for the first's."""
    counter.open("wecomapp")
    people = counter.office.crowd(1)
    owe_at_once(counter, people, 5000, "normal")
    counter.office.owe_ids(people, kind="climb", urgency="urgent")
    assert counter.pass_once(on("2026-11-24 09:00")).sent == 1
    (message,) = counter.came()
    assert message["title"] == "待办摘要"
    (attempt,) = counter.office.attempts()
    assert (len(attempt["notices"]), attempt["urgent"]) == (5001, True)
