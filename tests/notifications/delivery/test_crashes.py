"""Two deliverers, expired leases, zombies and kill -9: shared, never doubled, at most one duplicate."""

import os
import signal
import threading
from collections import Counter

from notifications.delivery import Delivered
from notifications.delivery.claims import claim
from notifications.delivery.marks import judge, mark
from notifications.delivery.planning import plan
from notifications.outcome import Outcome
from tests.notifications.delivery.mortals import Mortals
from tests.notifications.post_office import NOON, PostOffice


def test_two_deliverers_share_the_work_and_never_double_it(office: PostOffice) -> None:
    office.owe_ids(office.crowd(150))
    results: list[Delivered] = []
    threads = [threading.Thread(target=lambda: results.append(office.pass_once(batch=20))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(result.sent for result in results) == 150
    assert sum(result.planned for result in results) == 150
    assert set(Counter(office.inbox.ids()).values()) == {1}
    assert len(office.inbox.ids()) == 150


def test_while_one_plans_for_a_person_nobody_else_does(office: PostOffice) -> None:
    office.reach("officer1")
    office.owe("officer1")
    engine = office.world.store.engine
    with engine.begin() as first:
        assert plan(first, office.recipients(), NOON, batch=9).notices == 1
        office.owe("officer1")
        assert office.pass_once() == Delivered()
    assert office.pass_once() == Delivered(planned=1, sent=1)
    office.time_passes()
    assert office.pass_once() == Delivered(sent=1), "whoever planned the first one never sent it"


def test_a_lease_that_ended_is_sent_by_another_with_the_same_id(office: PostOffice, killed: Mortals) -> None:
    office.reach("officer1")
    office.owe("officer1")
    assert killed.live("deliver.after_claim=kill@1") == -signal.SIGKILL
    assert office.pass_once() == Delivered()  # still leased
    office.time_passes()
    assert office.pass_once() == Delivered(sent=1)
    assert [a["tries"] for a in office.attempts()] == [2]


def test_killed_between_send_and_mark_there_is_at_most_one_duplicate(
    office: PostOffice, killed: Mortals
) -> None:
    people = office.crowd(12)
    office.owe_ids(people)
    assert killed.live("deliver.after_send=kill@1") == -signal.SIGKILL
    assert office.inbox.ids()
    office.time_passes()
    office.pass_once()
    times = Counter(office.inbox.ids())
    assert len(times) == 12
    assert max(times.values()) <= 2
    assert office.states() == {"sent": 12}


def test_killing_round_after_round_loses_nothing_and_doubles_once_at_most(
    office: PostOffice, killed: Mortals
) -> None:
    points = ("deliver.after_claim", "deliver.after_send", "deliver.after_mark")
    people = office.crowd(6)
    for n in range(300 if os.environ.get("BIHUAN_LONG") else 12):
        office.owe_ids(people)
        assert killed.live(f"{points[n % 3]}=kill@1") == -signal.SIGKILL
        office.time_passes()
        office.pass_once()
    times = Counter(office.inbox.ids())
    attempts = {a["id"]: a["state"] for a in office.attempts()}
    assert set(attempts.values()) == {"sent"}
    assert times.keys() == attempts.keys(), "nothing lost, nothing unknown"
    assert max(times.values()) <= 2
    carried = sorted(notice for a in office.attempts() for notice in a["notices"])
    assert carried == [row["id"] for row in office.rows("SELECT id FROM notice ORDER BY id")]


def test_killed_after_the_mark_nothing_is_doubled(office: PostOffice, killed: Mortals) -> None:
    office.reach("officer1")
    office.owe("officer1")
    assert killed.live("deliver.after_mark=kill@1") == -signal.SIGKILL
    office.time_passes()
    assert office.pass_once() == Delivered()
    assert len(office.inbox.ids()) == 1


def test_crashes_count_as_tries_so_that_a_killer_is_set_aside(office: PostOffice, killed: Mortals) -> None:
    office.reach("officer1")
    office.owe("officer1")
    assert killed.live("deliver.after_claim=kill@1") == -signal.SIGKILL
    for _ in range(7):
        office.time_passes()
        with office.world.store.engine.begin() as connection:
            assert len(claim(connection, batch=9).attempts) == 1
    office.time_passes()
    assert office.pass_once() == Delivered(set_aside=1)
    assert office.inbox.received == []
    assert list(office.incidents()) == [f"attempt:{office.attempts()[0]['id']}"]


def test_a_zombies_mark_is_refused(office: PostOffice) -> None:
    office.reach("officer1", "500")
    office.owe("officer1")
    office.pass_once()
    office.time_passes()
    engine = office.world.store.engine
    with engine.begin() as connection:
        zombie = claim(connection, batch=9)
    office.time_passes()
    with engine.begin() as connection:
        heir = claim(connection, batch=9)
    marks = [judge(zombie.attempts[0], Outcome(ok=False, detail="too late", final=True))]
    with engine.begin() as connection:
        assert mark(connection, zombie, marks, office.recipients(), NOON, asked=True) == []
    assert office.incidents() == {}
    with engine.begin() as connection:
        done = mark(
            connection,
            heir,
            [judge(heir.attempts[0], Outcome(ok=True, detail="HTTP 200"))],
            office.recipients(),
            NOON,
            asked=True,
        )
    assert [each.state for each in done] == ["sent"]
    assert office.states() == {"sent": 1}
