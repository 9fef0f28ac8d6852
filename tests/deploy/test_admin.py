"""`./bihuan admin`: the first administrator, once; a new password for one who lost theirs."""

import re
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text

from deploy import admin, up
from deploy.cli import read_options
from domain.errors import NotSignedIn
from domain.signing_in.door import Knock, sign_in
from domain.store.base import Store
from domain.store.settings import Settings, StartError
from domain.tables.core import ORGANISATION_JOURNAL, PERSON, UNIT

UNIT_NAME = "某某县卫生健康委员会"
PLACE = ("--unit", UNIT_NAME, "--region", "500999")


def run(engine: Engine, folder: Path, *said: str) -> int:
    address = engine.url.render_as_string(hide_password=False)
    return admin.main(Settings(folder, database_url=address), read_options(["admin", *said]))


def password_told(capsys: pytest.CaptureFixture[str]) -> str:
    told = capsys.readouterr().out
    found = re.search(r"临时密码 (\S+)", told)
    assert found
    assert "http://127.0.0.1:8080/" in told, "and where to sign in"
    return found[1]


def test_an_empty_installation_gets_its_authority_and_first_administrator(
    engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = Settings(tmp_path / "my data", data_was_chosen=True, port=8099)
    (word,) = up.first_steps(here, engine.url)
    assert f"./bihuan admin --data '{here.data}' --port 8099 --unit" in word, "as it must be typed"
    assert run(engine, tmp_path, "--unit", UNIT_NAME, "--region", "500999", "--login", "Gao") == 0
    password = password_told(capsys)
    store = Store(engine, tmp_path)
    assert sign_in(store, Knock("gao", password)).who.person_id
    assert up.first_steps(here, engine.url) == []
    with engine.connect() as connection:
        top = connection.execute(select(UNIT)).one()
        assert (top.name, top.code, top.region, top.kind, top.path) == (
            UNIT_NAME, "000", "500999", "authority", f"/{top.id}/",
        )  # fmt: skip
        acts = connection.execute(select(ORGANISATION_JOURNAL.c.act, ORGANISATION_JOURNAL.c.actor_id)).all()
    assert [tuple(line) for line in acts] == [
        ("create_unit", None), ("add_person", None), ("give_post", None), ("create_account", None),
    ]  # fmt: skip

    with pytest.raises(StartError, match="已有系统管理员：gao"):
        run(engine, tmp_path, "--unit", UNIT_NAME)
    assert run(engine, tmp_path, "--reset", "GAO") == 0
    renewed = password_told(capsys)
    with pytest.raises(NotSignedIn):
        sign_in(store, Knock("gao", password))
    assert sign_in(store, Knock("gao", renewed))
    with pytest.raises(StartError, match="不是系统管理员"):
        run(engine, tmp_path, "--reset", "somebody")

    # Whoever left the last one without administrator by hand gets a new one, below the same authority.
    with engine.begin() as connection:
        connection.execute(PERSON.update().values(active=False))
    assert run(engine, tmp_path, "--unit", UNIT_NAME, "--region", "500999", "--login", "second") == 0
    with engine.connect() as connection:
        assert len(connection.execute(select(UNIT)).all()) == 1


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ((), "--unit"),
        (("--unit", UNIT_NAME), "--region"),
        ((*PLACE, "--unit", "某"), "^--unit 至少 2 个字"),
        ((*PLACE, "--unit", "超" * 300), "^--unit 最多 60 个字"),
        ((*PLACE, "--unit", "\u200b\u2060"), "^--unit 只有空白"),
        ((*PLACE, "--code", "0 0"), "^--code 只能用数字"),
        ((*PLACE, "--code", ""), "^--code 至少 1 个字"),
        ((*PLACE, "--code", "../../x"), "^--code 只能用数字"),
        ((*PLACE, "--login", "有 空格"), "^--login 只能用字母"),
        ((*PLACE, "--login", "x" * 300), "^--login 最多 64 个字"),
        ((*PLACE, "--name", "王" * 300), "^--name 最多 60 个字"),
        ((*PLACE, "--name", ""), "^--name 至少 1 个字"),
        ((*PLACE, "--region", "50"), "六位"),
        (("--reset", ""), "不是系统管理员"),
    ],
)
def test_what_is_said_wrongly_is_refused_before_anything_is_written(
    engine: Engine, tmp_path: Path, said: tuple[str, ...], why: str
) -> None:
    with pytest.raises(StartError, match=why):
        run(engine, tmp_path, *said)
    with engine.connect() as connection:
        assert connection.execute(select(UNIT)).all() == []


def test_a_demonstration_is_refused(engine: Engine, tmp_path: Path) -> None:
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO clock_state (id, legal_at, rate) VALUES (1, now(), 1)"))
    with pytest.raises(StartError, match="演示"):
        run(engine, tmp_path, "--unit", UNIT_NAME)
