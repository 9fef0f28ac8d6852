"""`./bihuan import`: checks without writing, takes in with --go, asks for a password."""

import io
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select, update

from deploy import importing
from deploy.cli import read_options
from deploy.demo.county import read_county
from deploy.demo.county.organisation import write_organisation
from domain.store.settings import Settings, StartError
from domain.tables.core import ACCOUNT, HAZARD, SESSION
from tests.intake.county import SAMPLE

DEMO = "bihuan-demo\n"


@pytest.fixture
def house(engine: Engine, tmp_path: Path) -> Settings:
    with engine.begin() as connection:
        write_organisation(connection, read_county())
        connection.execute(update(ACCOUNT).values(public_demo=False))
    return Settings(tmp_path, database_url=engine.url.render_as_string(hide_password=False))


def run(house: Settings, monkeypatch: pytest.MonkeyPatch, *said: str, types: str = DEMO) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(types))
    return importing.main(house, read_options(["import", "--login", "office", *said]))


def hazards(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(HAZARD)).scalar_one()


def test_a_ledger_is_checked_then_taken_in(
    house: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(house, monkeypatch, str(SAMPLE)) == 1, "some rows wait for a decision"
    told = capsys.readouterr().out
    assert "第 46 行 已略过：合计行（写资金 487 万元，各行相加为 480.71 万元）" in told
    assert "--answer 'unit:临澄县中医医院=…'：002＝临澄县中医院、leave_out＝不导入" in told
    assert hazards(engine) == 0
    run(
        house,
        monkeypatch,
        str(SAMPLE),
        "--go",
        "--answer",
        "unit:临澄县中医医院=002",
        "--answer",
        "alike:*=leave_out",
    )
    assert hazards(engine) == 34
    assert "以前已导入" not in capsys.readouterr().out
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(SESSION)).scalar_one() == 0, (
            "signed out again"
        )


def test_nobody_imports_without_their_password(house: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StartError, match="登录名或密码不对"):
        run(house, monkeypatch, str(SAMPLE), types="wrong\n")


def test_a_bad_file_gets_one_sentence_and_leaves_nothing(
    house: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bad = tmp_path / "台账.xlsx"
    bad.write_bytes(b"%PDF-1.7 not a workbook")
    with pytest.raises(StartError, match="这是PDF，不是表格"):
        run(house, monkeypatch, str(bad))
    assert [path for path in (tmp_path / "evidence").rglob("*") if path.is_file()] == []
