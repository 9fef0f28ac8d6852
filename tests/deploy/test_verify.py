import argparse
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from deploy import verify
from domain.audit.anchors import cast_anchor, latest_codes
from domain.store.settings import Settings
from tests.databases import administrator
from tests.world import BEFORE, World, build, on


def run(engine: Engine, folder: Path, *codes: str) -> int:
    address = engine.url.render_as_string(hide_password=False)
    return verify.main(Settings(folder, database_url=address), argparse.Namespace(codes=codes))


def _with_its_photo(world: World, folder: Path) -> World:
    """The file that the world's reports show."""
    place = folder / "evidence" / BEFORE[:2]
    place.mkdir(parents=True)
    (place / BEFORE[2:]).write_bytes(b"before")
    return world


def test_chains_hold_until_somebody_rewrites_a_line(
    engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world = _with_its_photo(build(engine, tmp_path), tmp_path)
    ref = world.report("nurse1", "2026-11-02 09:30")
    assert run(engine, tmp_path) == 0
    assert "隐患 1 条，办理记录 1 行" in capsys.readouterr().out
    with administrator(engine).begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("UPDATE journal SET at = at + interval '1 day'"))
    assert run(engine, tmp_path) == 1
    assert f"✗ {ref}" in capsys.readouterr().out


def test_a_code_kept_outside_tells_whether_the_record_is_still_the_one_it_was_cast_over(
    engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world = _with_its_photo(build(engine, tmp_path), tmp_path)
    world.report("nurse1", "2026-11-02 09:30")
    assert cast_anchor(world.store, on("2026-11-03 00:10")) == 1
    with engine.connect() as connection:
        (anchor,) = latest_codes(connection)
    assert run(engine, tmp_path, anchor.code, anchor.code.upper()) == 0
    assert "存证 1 次：全部相符" in capsys.readouterr().out
    for strange in ("2" + anchor.code[1:], anchor.code[:-1] + "x", "存证码"):
        assert run(engine, tmp_path, strange) == 1
        assert f"✗ 存证码 {strange} 不在现有存证之中" in capsys.readouterr().out


def test_a_file_that_is_not_what_was_uploaded_is_named(
    engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _with_its_photo(build(engine, tmp_path), tmp_path).report("nurse1", "2026-11-02 09:30")
    assert run(engine, tmp_path) == 0
    (tmp_path / "evidence" / BEFORE[:2] / BEFORE[2:]).write_bytes(b"after")
    assert run(engine, tmp_path) == 1
    assert f"✗ 照片或文件 {BEFORE[:12]}" in capsys.readouterr().out
