"""100,000 notices that fall due at once: at most one message per person and channel in five minutes."""

from collections import Counter as Tally

from tests.notifications.delivery.counter import Counter
from tests.world import on

PEOPLE, NOTICES = 100, 100_000


def owe_at_once(counter: Counter, people: list[int], number: int, urgency: str) -> None:
    """So many notices in one statement, as evenly as they go, about one line of one hazard each a person may have."""
    line = counter.office.hazard()
    counter.office.sql(
        "INSERT INTO journal (hazard_id, seq, action, to_state, at, data, previous, hash)"
        " SELECT :hazard, 1000 + n, 'urge', 'reported', now(), '{}', '', '' FROM generate_series(1, :each) n",
        hazard=line["hazard_id"],
        each=number // len(people),
    )
    counter.office.sql(
        "INSERT INTO notice (entry_id, hazard_id, person_id, kind, urgency, at, data)"
        " SELECT journal.id, journal.hazard_id, person, 'urge', :urgency, now(), '{}'"
        " FROM journal, unnest(CAST(:people AS int[])) AS person WHERE hazard_id = :hazard AND seq > 1000",
        hazard=line["hazard_id"],
        people=people,
        urgency=urgency,
    )


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
