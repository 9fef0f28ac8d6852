"""Sixty changes past every guard, drawn by lot: each is found. `python -m tests.proof.tampering` tries a thousand."""

from pathlib import Path

from sqlalchemy import URL

from tests import databases
from tests.proof.tampering import open_ground, try_times

TIMES, SEED = 60, 7


def test_whatever_is_changed_past_the_guards_is_found(database_url: URL, tmp_path: Path) -> None:
    assert database_url.database
    url = databases.clone(f"tampering_{database_url.database[-8:]}")
    with open_ground(url, tmp_path, SEED) as ground:
        assert try_times(ground, TIMES) == {}
