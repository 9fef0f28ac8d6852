import argparse
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from deploy import verify
from domain.store.settings import Settings
from tests.world import build


def run(engine: Engine, folder: Path) -> int:
    address = engine.url.render_as_string(hide_password=False)
    return verify.main(Settings(folder, database_url=address), argparse.Namespace())


def test_chains_hold_until_somebody_rewrites_a_line(
    engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world = build(engine, tmp_path)
    ref = world.report("nurse1", "2026-11-02 09:30")
    assert run(engine, tmp_path) == 0
    assert "隐患 1 条，办理记录 1 行" in capsys.readouterr().out
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("UPDATE journal SET at = at + interval '1 day'"))
    assert run(engine, tmp_path) == 1
    assert f"✗ {ref}" in capsys.readouterr().out
