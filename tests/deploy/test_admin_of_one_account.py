"""`./bihuan admin --confirm` and `--remove-second-factor`: what a house does that has nobody else who may."""

from pathlib import Path

import pytest
from sqlalchemy import select

from deploy import admin
from deploy.cli import read_options
from domain.store.settings import Settings, StartError
from domain.tables.core import ACCOUNT, ORGANISATION_JOURNAL
from tests.api.conftest import site
from tests.api.site import Site
from tests.signing_in.door import enrol, knock
from tests.signing_in.test_given import reset, told

__all__ = ["site"]
GRADED = {"criterion": "消防判定标准 第三项", "panel": ["office"], "due": "2026-12-20"}


def run(site: Site, folder: Path, *said: str) -> int:
    address = site.world.store.engine.url.render_as_string(hide_password=False)
    return admin.main(Settings(folder, database_url=address), read_options(["admin", *said]))


def last_line(site: Site) -> tuple[str, int | None, dict[str, object]]:
    """The newest line of the organisation's journal: what was done, by whom, and what became."""
    columns = (ORGANISATION_JOURNAL.c.act, ORGANISATION_JOURNAL.c.actor_id, ORGANISATION_JOURNAL.c.becomes)
    with site.world.store.engine.connect() as connection:
        row = connection.execute(select(*columns).order_by(ORGANISATION_JOURNAL.c.seq.desc()).limit(1)).one()
    return row.act, row.actor_id, row.becomes


@pytest.mark.parametrize("written", ["leader", " LEADER ", "ｌｅａｄｅｒ"])
def test_the_terminal_says_the_second_yes(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str], written: str
) -> None:
    ref = site.report("nurse1", suspected_major=True, interim="已切断电源")
    reset(site, "admin", "leader")
    assert site.try_press("leader", ref, "upgrade", **GRADED).status_code == 403
    assert run(site, tmp_path, "--confirm", written) == 0
    assert "已办理：同意使用账号，leader" in capsys.readouterr().out
    assert site.press("leader", ref, "upgrade", **GRADED)["level"] == "major"
    assert last_line(site) == ("confirm_account", None, {"login": "leader", "confirmed": True})
    for who in ("leader", "head"):
        assert any("同意启用" in row.words and "leader" in row.words for row in told(site, who)), who
    with pytest.raises(StartError, match="无需另一人同意"):
        run(site, tmp_path, "--confirm", "leader")


def test_the_terminal_takes_off_a_lost_second_factor(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    enrol(site, "admin")
    assert knock(site, "admin").status_code == 401
    assert run(site, tmp_path, "--remove-second-factor", "Admin") == 0
    assert "已办理：解除动态口令，admin" in capsys.readouterr().out
    assert site.ask("admin", "GET", "/api/me").status_code == 401, "whoever was signed in is signed out"
    assert knock(site, "admin").status_code == 200
    with site.world.store.engine.connect() as connection:
        row = connection.execute(select(ACCOUNT).where(ACCOUNT.c.login == "admin")).one()
    assert (row.totp_secret, row.recovery) == (None, None)
    assert last_line(site) == ("remove_second_factor", None, {"login": "admin", "second_factor": False})
    assert any("解除了admin的账号" in row.words for row in told(site, "admin"))
    with pytest.raises(StartError, match="没有启用动态口令"):
        run(site, tmp_path, "--remove-second-factor", "admin")


@pytest.mark.parametrize("option", ["--confirm", "--remove-second-factor"])
@pytest.mark.parametrize("login", ["nobody", "", "001"])
def test_a_login_that_nobody_has_is_refused_and_nothing_written(
    site: Site, tmp_path: Path, option: str, login: str
) -> None:
    with pytest.raises(StartError, match="没有登录名"):
        run(site, tmp_path, option, login)
    with site.world.store.engine.connect() as connection:
        assert connection.execute(select(ORGANISATION_JOURNAL.c.act)).all() == []


@pytest.mark.parametrize(
    "said",
    [
        ("--confirm", "leader", "--remove-second-factor", "leader"),
        ("--reset", "admin", "--confirm", "leader"),
        ("--remove-second-factor", "leader", "--reset", "admin"),
    ],
)
def test_one_of_them_at_a_time(said: tuple[str, ...]) -> None:
    with pytest.raises(StartError, match=f"{said[0]} 和 {said[2]} 一次只能写一个"):
        read_options(["admin", *said])
