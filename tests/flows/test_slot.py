"""A worker's name is held by a lock in our database."""

import pytest
from sqlalchemy import Engine, text

from flows import slot
from flows.slot import Slot


def test_two_workers_get_two_names_and_each_knows_that_the_other_lives(engine: Engine) -> None:
    with Slot(engine) as first, Slot(engine) as second:
        assert (first.name, second.name) == ("bihuan-worker-1", "bihuan-worker-2")
        assert not first.is_dead(second.name)
        assert not second.is_dead(first.name)


def test_a_name_given_back_is_dead_and_goes_to_the_next(engine: Engine) -> None:
    with Slot(engine) as first:
        with Slot(engine) as second:
            pass
        assert first.is_dead(second.name)
        with Slot(engine) as third:
            assert third.name == second.name


def test_a_strangers_name_is_nobodys_to_bury(engine: Engine) -> None:
    with Slot(engine) as ours:
        assert not ours.is_dead("ProcessWorker 12")
        assert not ours.is_dead("bihuan-worker-x")


def test_when_every_name_is_held_it_says_so(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slot, "SLOTS", 1)
    with Slot(engine), pytest.raises(RuntimeError, match="已达 1 个"):
        Slot(engine)


def test_a_worker_whose_connection_was_cut_stops_without_a_fuss(engine: Engine) -> None:
    with Slot(engine) as cut, engine.connect() as other:
        pid = cut.connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        other.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})
    with Slot(engine) as next_one:
        assert next_one.name == cut.name
