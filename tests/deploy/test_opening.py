import argparse
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine

from deploy import up
from deploy.demo.command import mark, marker_of, start_over
from deploy.demo_time import DemoTime
from deploy.opening import borrowed_database, open_database
from deploy.postgres import embedded
from domain.store.settings import Settings, StartError, from_environment


@pytest.fixture
def settings() -> Iterator[Settings]:
    """An installation of its own in a directory the server's system user may enter."""
    path = Path(tempfile.mkdtemp(prefix="bihuan-opening-")).resolve()
    path.chmod(0o755)
    yield Settings(port=18973, prefect_port=18974).with_data(path)
    embedded.at(path / "postgres").stop()
    shutil.rmtree(path)


def test_a_borrowed_database_is_left_as_it_was_found(settings: Settings) -> None:
    cluster = open_database(settings).cluster
    assert cluster is not None
    with borrowed_database(settings):
        pass
    assert cluster.answers()
    cluster.stop()
    with borrowed_database(settings):
        assert cluster.answers()
    assert not cluster.answers()


def test_real_data_are_never_taken_for_a_demonstration(settings: Settings) -> None:
    cluster = open_database(settings).cluster
    assert cluster is not None
    cluster.stop()
    with pytest.raises(StartError, match="--data"):
        mark(settings)
    start_over(settings)
    assert (cluster.data / "PG_VERSION").exists(), "without the marker nothing is erased"


def test_starting_over_erases_a_marked_demonstration_even_while_its_orphan_runs(settings: Settings) -> None:
    mark(settings)
    cluster = open_database(settings).cluster
    assert cluster is not None
    (settings.data / "evidence").mkdir()
    start_over(settings)
    assert not cluster.answers()
    assert sorted(path.name for path in settings.data.iterdir() if path.is_dir()) == []
    assert marker_of(settings).exists()


def test_real_operation_refuses_the_data_of_a_demonstration(
    engine: Engine, database_url: URL, tmp_path: Path
) -> None:
    DemoTime.take_up(engine, 4320).keep()
    address = database_url.render_as_string(hide_password=False)
    with pytest.raises(StartError, match="演示"):
        up.main(
            Settings(tmp_path, database_url=address, port=18973, prefect_port=18974), argparse.Namespace()
        )


def test_a_demonstration_keeps_its_data_apart_unless_told_where(tmp_path: Path) -> None:
    found = from_environment({"BIHUAN_ROOT": str(tmp_path)})
    assert found.data == tmp_path / ".bihuan"
    assert found.for_demo().data == tmp_path / ".bihuan" / "demo"
    chosen = from_environment({"BIHUAN_ROOT": str(tmp_path), "BIHUAN_DATA": "/elsewhere"})
    assert (chosen.data, chosen.for_demo()) == (Path("/elsewhere"), chosen)


def test_looking_finds_the_demonstration_when_there_is_nothing_else(tmp_path: Path) -> None:
    found = from_environment({"BIHUAN_ROOT": str(tmp_path)})
    assert found.for_looking() == found
    (tmp_path / ".bihuan" / "demo" / "logs").mkdir(parents=True)
    assert found.for_looking() == found.for_demo()
    (tmp_path / ".bihuan" / "logs").mkdir()
    assert found.for_looking() == found
