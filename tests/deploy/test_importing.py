"""`./bihuan import`: checks without writing, takes in with --go, asks for a password."""

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
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


def test_the_ledger_comes_back_marked_and_nothing_is_written_over(
    house: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "标注.xlsx"
    run(house, monkeypatch, str(SAMPLE), "--marked", str(out))
    assert f"标注了问题的表格：{out}" in capsys.readouterr().out
    assert load_workbook(out)["台账"]["V1"].value == "错误说明"
    with pytest.raises(StartError, match="已存在，没有覆盖"):
        run(house, monkeypatch, str(SAMPLE), "--marked", str(out))
    with pytest.raises(StartError, match="cannot be written"):
        run(house, monkeypatch, str(SAMPLE), "--marked", str(tmp_path / "none" / "a.xlsx"))
    with pytest.raises(StartError, match="一次只标注一个文件"):
        run(house, monkeypatch, str(SAMPLE), str(SAMPLE), "--marked", str(out))


def test_a_ledger_without_a_bad_row_comes_back_with_a_word(
    house: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = tmp_path / "a.csv"
    ledger.write_text(
        "单位,检查日期,部位,类别,级别,隐患描述,检查方式,期限,状态\n"
        "临澄县人民医院,2026-09-01,5楼,消防,一般,堵塞,暗访,7日内,整改中\n"
    )
    assert run(house, monkeypatch, str(ledger), "--marked", str(tmp_path / "b.xlsx")) == 0
    assert "不需要标注" in capsys.readouterr().out
    assert not (tmp_path / "b.xlsx").exists()


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
