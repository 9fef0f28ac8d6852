"""知道了 stops the repetition of the same matter, not the clock: what is not sent any more, and what still is."""

from datetime import date

from domain.commands import Assign, Register
from tests.notifications.delivery.counter import Counter
from tests.world import on


def acknowledge(counter: Counter, who: str, kind: str) -> None:
    """Somebody presses 知道了 on their latest notice of this kind."""
    counter.office.sql(
        "UPDATE notice SET acknowledged_at = at WHERE id = (SELECT max(notice.id) FROM notice"
        " JOIN person ON person.id = notice.person_id WHERE person.key = :who AND kind = :kind)",
        who=who,
        kind=kind,
    )


def assigned(counter: Counter) -> str:
    """A hazard of ten days, in the fixer's hands since 2 November."""
    world = counter.world
    ref = world.report("nurse1", "2026-11-02 09:00")
    world.press(ref, "officer1", "2026-11-02 10:00", Register())
    assign = Assign(to="fixer1", measures="清走病床", interim="专人值守", due=date(2026, 11, 12))
    world.press(ref, "officer1", "2026-11-02 10:01", assign)
    counter.pass_once(on("2026-11-02 10:02"))
    return ref


def days(counter: Counter, *walls: str) -> None:
    for wall in walls:
        counter.world.sweep(f"2026-11-{wall} 09:10")
        counter.pass_once(on(f"2026-11-{wall} 09:20"))


def kinds(counter: Counter, who: str) -> list[tuple[str, str]]:
    """(state of the message, kinds it carried) of what they were sent, in order."""
    found = counter.office.rows(
        "SELECT attempt.state, string_agg(notice.kind, '+' ORDER BY notice.id) AS kinds FROM attempt"
        " JOIN person ON person.id = attempt.person_id JOIN notice ON notice.id = ANY(attempt.notices)"
        " WHERE person.key = :who GROUP BY attempt.id ORDER BY attempt.id",
        who=who,
    )
    return [(row["state"], row["kinds"]) for row in found]


def test_reminders_stop_after_the_reader_knows_and_the_next_rung_is_still_sent(counter: Counter) -> None:
    counter.open("wecomapp")
    counter.order("fixer1", "wecomapp")
    ref = assigned(counter)
    days(counter, "09")
    acknowledge(counter, "fixer1", "remind")
    days(counter, "11", "12", "13")
    carried = [pair for pair in kinds(counter, "fixer1") if "remind" in pair[1] or "urge" in pair[1]]
    assert carried[0][0] == "sent"
    assert [state for state, what in carried[1:] if what == "remind"] == ["answered"] * 2
    assert carried[-1][0] == "sent"
    assert "urge" in carried[-1][1]
    rungs = [line.rung for line in counter.world.journal(ref) if line.clock in ("remind", "overdue")]
    assert len(rungs) >= 4, "the clock went on, and every notice stands in the app"


def test_without_an_answer_every_reminder_is_sent(counter: Counter) -> None:
    counter.open("wecomapp")
    counter.order("fixer1", "wecomapp")
    assigned(counter)
    days(counter, "09", "11", "12")
    assert {state for state, _ in kinds(counter, "fixer1")} == {"sent"}


def test_a_message_that_failed_is_not_tried_again_once_the_reader_knows(counter: Counter) -> None:
    counter.open("wecomapp")
    counter.open("smsgw")
    counter.order("fixer1", "wecomapp:no-such", "smsgw:13800000001")
    counter.office.owe("fixer1", kind="send_back")
    acknowledge(counter, "fixer1", "send_back")
    assert counter.pass_once().answered == 1
    assert counter.came() == []
    assert kinds(counter, "fixer1") == [("answered", "send_back")]


def test_what_the_reader_knows_is_left_out_of_a_digest(counter: Counter) -> None:
    counter.open("wecomapp")
    counter.order("fixer1", "wecomapp")
    counter.office.owe("fixer1", kind="send_back")
    acknowledge(counter, "fixer1", "send_back")
    counter.office.owe("fixer1", kind="verify")
    assert counter.pass_once().sent == 1
    (message,) = counter.came()
    assert message["title"].startswith("验收请求")
