"""存证: whoever owns the database can rewrite a chain whole, or cut its end; the codes kept outside tell."""

import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from domain.audit.anchors import broken_anchors, cast_anchor, latest_codes, stands
from domain.audit.cases import verify_chains
from domain.directory.organisation import Actor
from domain.organisation.journal import Line, append
from domain.signing_in.record import Outcome, Whence, note
from tests.databases import administrator
from tests.domain.test_audit import at_work, tamper
from tests.world import World, on

FIRST, SECOND = "2026-11-03 00:20", "2026-11-04 00:20"


@pytest.fixture
def anchored(world: World) -> World:
    """A change of the organisation and a hazard of four lines under the first anchor, one of four under the second."""
    with world.store.engine.begin() as connection:
        append(
            connection,
            Line("close_unit", None, None, {}, {}),
            Actor(world.people["admin"]),
            on("2026-11-02 08:00"),
        )
    at_work(world)
    assert cast_anchor(world.store, on(FIRST)) == 1
    at_work(world)
    assert cast_anchor(world.store, on(SECOND)) == 1
    return world


def broken(world: World) -> list[str]:
    with world.store.engine.connect() as connection:
        return list(broken_anchors(connection))


def codes(world: World) -> list[str]:
    with world.store.engine.connect() as connection:
        return [anchor.code for anchor in latest_codes(connection)]


def test_one_anchor_a_day_follows_from_the_one_before(anchored: World) -> None:
    assert cast_anchor(anchored.store, on("2026-11-04 23:59")) == 0
    with anchored.store.engine.connect() as connection:
        second, first = latest_codes(connection)
    assert (first.code[:2], second.code[:2], second.lines) == ("1-", "2-", 4)
    assert first.at == on(FIRST)
    assert broken(anchored) == []


def test_the_first_anchor_waits_for_nothing_but_the_first_line(world: World) -> None:
    assert cast_anchor(world.store, on("2026-11-02 08:00")) == 0
    at_work(world)
    assert cast_anchor(world.store, on("2026-11-02 10:00")) == 1


def test_a_sign_in_struck_out_or_cut_off_shows_in_the_anchors(world: World) -> None:
    for outcome in Outcome.SUCCESS, Outcome.WRONG_PASSWORD:
        with world.store.engine.begin() as connection:
            note(connection, 1, outcome, Whence("10.0.0.1", "手机"))
    cast_anchor(world.store, on(FIRST))
    tamper(world, "DELETE FROM sign_in WHERE id = (SELECT max(id) FROM sign_in)")
    tamper(world, "DELETE FROM sign_in_link WHERE seq = (SELECT max(seq) FROM sign_in_link)")
    (said,) = broken(world)
    assert said.startswith("存证第 1 号")


def test_a_day_without_a_line_has_its_code_too(anchored: World) -> None:
    assert cast_anchor(anchored.store, on("2026-11-05 00:20")) == 1
    assert len(set(codes(anchored))) == 3
    assert broken(anchored) == []


def test_lines_after_the_last_anchor_wait_for_the_next(anchored: World) -> None:
    at_work(anchored)
    assert broken(anchored) == []


BACK_TO_ITS_THIRD_LINE = """UPDATE hazard SET version = 3, state = 'assigned', head = journal.hash FROM journal
    WHERE journal.case_id = hazard.id AND journal.seq = 3 AND hazard.id = (SELECT max(id) FROM hazard)"""
# What the owner of the database does -> the first anchor that shows it. None of it is seen in the chains alone.
REWRITINGS = {
    "a hazard struck out whole": (
        [
            "DELETE FROM journal WHERE case_id = (SELECT min(id) FROM hazard)",
            "DELETE FROM hazard WHERE id = (SELECT min(id) FROM hazard)",
        ],
        1,
    ),
    "an end cut off": (
        [
            "DELETE FROM journal WHERE case_id = (SELECT max(id) FROM hazard) AND seq = 4",
            BACK_TO_ITS_THIRD_LINE,
        ],
        2,
    ),
    "the organisation's last change undone": (
        ["DELETE FROM organisation_journal WHERE seq = (SELECT max(seq) FROM organisation_journal)"],
        1,
    ),
    "an anchor taken out": (["DELETE FROM anchor WHERE seq = 1"], 1),
    "an anchor made to agree": (["UPDATE anchor SET code = sha256(code) WHERE seq = 2"], 2),
}


@pytest.mark.parametrize(("changes", "shown"), REWRITINGS.values(), ids=REWRITINGS)
def test_what_is_rewritten_whole_shows_in_the_anchors(
    anchored: World, changes: list[str], shown: int
) -> None:
    tamper(anchored, *changes)
    assert "broken_chain" not in {difference.kind for difference in verify_chains(anchored.store)}
    (said,) = broken(anchored)
    assert said.startswith(f"存证第 {shown} 号")


def test_whoever_recasts_the_anchors_too_is_shown_by_the_code_kept_outside(anchored: World) -> None:
    kept = codes(anchored)[0]
    tamper(anchored, *REWRITINGS["a hazard struck out whole"][0], "DELETE FROM anchor")
    cast_anchor(anchored.store, on(FIRST))
    cast_anchor(anchored.store, on(SECOND))
    assert list(verify_chains(anchored.store)) == []
    assert broken(anchored) == []
    with anchored.store.engine.connect() as connection:
        assert not stands(connection, kept)


@pytest.mark.parametrize("change", ["UPDATE anchor SET lines = 0", "DELETE FROM anchor"])
def test_the_database_keeps_an_anchor_as_it_was_cast(anchored: World, change: str) -> None:
    engine = anchored.store.engine
    for who, why in ((engine, "permission denied"), (administrator(engine), "append-only")):
        with who.begin() as connection, pytest.raises(DBAPIError, match=why):
            connection.execute(text(change))


def test_an_anchor_waits_for_whoever_is_still_writing(world: World) -> None:
    """Their line's id is drawn already: an anchor past it would miss the line for ever."""
    ref = at_work(world)
    copied = "case_id, seq + 9, action, to_state, at, data, previous, hash FROM journal WHERE seq = 3"
    with world.store.engine.connect() as writer:
        columns = "case_id, seq, action, to_state, at, data, previous, hash"
        writer.execute(text(f"INSERT INTO journal ({columns}) SELECT {copied}"))
        casting = threading.Thread(target=cast_anchor, args=(world.store, on(FIRST)))
        casting.start()
        with world.store.engine.connect() as onlooker:
            waits = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'journal'::regclass"
            while not onlooker.execute(text(waits)).scalar():
                onlooker.rollback()
        writer.commit()
        casting.join(60)
    with world.store.engine.connect() as connection:
        (anchor,) = latest_codes(connection)
        lines = connection.execute(text("SELECT count(*) FROM journal")).scalar()
        changes = connection.execute(text("SELECT count(*) FROM organisation_journal")).scalar()
    assert (ref, anchor.lines) == (ref, (lines or 0) + (changes or 0))
