"""The crowd of the measurements: copies that stand where their lives stand, at other units and with other people."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine, text

from deploy.bench.crowd.filling import fill
from deploy.bench.crowd.lives import lives
from domain.audit.cases import audit_clocks
from domain.calendar import at_time, day_of
from domain.clock import machine_now
from domain.directory.organisation import Actor
from domain.queries import HazardFilter, every_page, reading
from domain.queries.boards import supervision_board
from domain.store.base import Store
from tests.databases import administrator


def test_copies_are_hazards_like_any_others(engine: Engine, tmp_path: Path) -> None:
    store, at = Store(administrator(engine), tmp_path), at_time(day_of(machine_now()), "10:00")
    today = day_of(at)
    every = lives(lambda ago: today - timedelta(days=ago))
    assert sum(life.copies for life in every) + len(every) > 99_990
    assert fill(store, at, share=0.004) > 390
    assert list(audit_clocks(store, at, timedelta(hours=3))) == []
    with engine.connect() as connection:
        units = connection.scalar(text("SELECT count(DISTINCT unit_id) FROM hazard"))
        reporters = connection.scalar(text("SELECT count(DISTINCT reporter_id) FROM hazard"))
        lines = connection.scalar(text("SELECT count(*) FROM journal"))
        versions = connection.scalar(text("SELECT sum(version) FROM hazard"))
        leader = connection.scalar(text("SELECT id FROM person WHERE key = 'leader'"))
        assert connection.scalar(text("SELECT count(*) FROM hazard_words")) > 390
        left = connection.scalar(text("SELECT count(*) FROM pg_tables WHERE tablename LIKE 'bench%'"))
    assert (units, left) == (20, 0)
    assert reporters > 100
    assert lines == versions
    with reading(store, Actor(leader), at) as reader:
        board = supervision_board(reader)
        for row in board.units:
            figure = row.figures["rate"]
            assert figure.count == sum(len(cases) for cases in every_page(reader, figure.wanted))
        assert sum(len(cases) for cases in every_page(reader, HazardFilter(open=True))) > 30
