import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine, text

from deploy.demo.command import prepare
from deploy.opening import Database, open_database
from deploy.postgres import embedded
from domain import clock
from domain.clock import ProcessClock
from domain.store.engine import make_engine
from domain.store.settings import Settings, StartError
from tests.world import build

RATE = 4320


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """An installation of its own, and a clock that is put back."""
    monkeypatch.setattr(clock, "process_clock", ProcessClock())
    monkeypatch.setenv(clock.DEMO_VARIABLE, "")
    path = Path(tempfile.mkdtemp(prefix="bihuan-demo-")).resolve()
    path.chmod(0o755)
    yield Settings().with_data(path)
    embedded.at(path / "postgres").stop()
    shutil.rmtree(path)


def count(url: URL, table: str) -> int:
    engine = make_engine(url, pool_size=1)
    with engine.connect() as connection:
        found = connection.scalar(text(f"SELECT count(*) FROM {table}"))
    engine.dispose()
    assert found is not None
    return int(found)


def test_an_interrupted_seeding_is_begun_again_and_a_whole_one_kept(settings: Settings) -> None:
    database = open_database(settings)
    database.migrate()
    url = database.url
    half = make_engine(url, pool_size=1)
    build(half, settings.data / "evidence")
    half.dispose()
    time, words = prepare(settings, database, RATE)
    time.engine.dispose()
    assert (count(url, "hazard"), time.demo.rate) == (40, RATE)
    assert any("bihuan-demo" in word for word in words)
    lines = count(url, "journal")
    again, _ = prepare(settings, database, RATE)
    again.engine.dispose()
    assert count(url, "journal") == lines
    assert again.demo.legal_base > time.demo.legal_base
    assert os.environ[clock.DEMO_VARIABLE] == again.demo.text()


def test_somebody_elses_rows_are_never_dropped_for_a_demonstration(
    engine: Engine, settings: Settings
) -> None:
    build(engine, settings.data / "evidence")
    with pytest.raises(StartError, match="空数据库"):
        prepare(settings, Database(engine.url, engine.url, None), RATE)
