"""The county of the demonstration in an empty database, without its hazards."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from deploy.demo.county import read_county
from deploy.demo.county.organisation import write_organisation
from domain.store.base import Store
from tests.world import World


@pytest.fixture
def county(engine: Engine, tmp_path: Path) -> World:
    """Units, people and posts of the invented county."""
    with engine.begin() as connection:
        people = write_organisation(connection, read_county())
    return World(Store(engine, tmp_path / "evidence"), people)
