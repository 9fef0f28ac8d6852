import argparse
import re
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from api.outside import PUBLIC_URL
from deploy import doctor
from deploy.finding import GOOD, WARNING, WRONG, Finding
from deploy.opening import borrowed_database
from domain import clock
from domain.audit.anchors import cast_anchor
from domain.incidents import open_incident
from domain.running import announce_row, record_pass
from domain.store.settings import Settings
from tests import databases
from tests.world import build, on


@pytest.fixture
def silent_ports() -> Iterator[tuple[int, int]]:
    """Two ports nobody listens on: bound, so that nobody else takes them."""
    with socket.socket() as one, socket.socket() as two:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        yield one.getsockname()[1], two.getsockname()[1]


@pytest.fixture
def settings(engine: Engine, tmp_path: Path, silent_ports: tuple[int, int]) -> Settings:
    address = engine.url.render_as_string(hide_password=False)
    return Settings(tmp_path, database_url=address, port=silent_ports[0], prefect_port=silent_ports[1])


def examine(settings: Settings) -> list[Finding]:
    with borrowed_database(settings) as url:
        return list(doctor.examine(settings, url))


def about(findings: list[Finding], word: str) -> set[str]:
    return {finding.mark for finding in findings if word in finding.text}


def test_a_service_that_does_not_answer_is_wrong(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert doctor.main(settings, argparse.Namespace()) == 1
    said = capsys.readouterr().out
    assert f"✗ Prefect 127.0.0.1:{settings.prefect_port}" in said
    assert "2 项异常" in said


def test_a_pass_in_time_is_good_and_a_late_one_wrong(settings: Settings, engine: Engine) -> None:
    with engine.begin() as connection:
        for name in ("punctual", "tardy"):
            announce_row(connection, name, every=60, patience=180)
            record_pass(connection, name, "test")
        connection.execute(
            text("UPDATE timetable_pass SET completed_at = now() - interval '1 hour' WHERE name = 'tardy'")
        )
    findings = examine(settings)
    assert about(findings, "punctual") == {GOOD}
    assert about(findings, "tardy") == {WRONG}


def test_a_silent_scheduler_is_wrong_though_the_watchdog_does_the_work(
    settings: Settings, engine: Engine
) -> None:
    with engine.begin() as connection:
        announce_row(connection, "sweep", every=60, patience=180)
        record_pass(connection, "sweep", "watchdog")
        connection.execute(text("UPDATE timetable_pass SET scheduled_at = now() - interval '1 hour'"))
    (finding,) = [found for found in examine(settings) if "sweep" in found.text]
    assert finding.mark == WRONG
    assert re.search("由 watchdog 代为执行；Prefect 已 36[0-9]{2} 秒没有调度它", finding.text)


def test_an_open_incident_is_wrong_and_shows_its_detail(settings: Settings, engine: Engine) -> None:
    with engine.begin() as connection:
        open_incident(connection, "broken_chain", "h-1", "办理记录第 3 行缺失")
    assert about(examine(settings), "办理记录第 3 行缺失") == {WRONG}


@pytest.mark.parametrize(("month", "mark"), [(10, GOOD), (11, WARNING)])
def test_from_november_on_next_years_missing_holidays_are_a_warning(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, month: int, mark: str
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, month, 20, tzinfo=UTC))
    assert about(examine(settings), "放假安排") == {mark}


def test_an_old_schema_is_wrong_and_ends_the_examination(settings: Settings, engine: Engine) -> None:
    with databases.administrator(engine).begin() as connection:
        connection.execute(text("ALTER TABLE alembic_version RENAME TO put_aside"))
    try:
        last = examine(settings)[-1]
    finally:
        with databases.administrator(engine).begin() as connection:
            connection.execute(text("ALTER TABLE put_aside RENAME TO alembic_version"))
    assert last.mark == WRONG
    assert "./bihuan up" in last.text


def test_a_password_is_never_shown(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert settings.database_url is not None
    assert databases.PASSWORD in settings.database_url
    doctor.main(settings, argparse.Namespace())
    assert databases.PASSWORD not in "".join(capsys.readouterr())


def test_codes_that_nobody_outside_keeps_are_a_warning_from_the_second_day(
    settings: Settings, engine: Engine
) -> None:
    world = build(engine, settings.data)
    world.report("nurse1", "2026-11-02 09:00")
    kept = []
    for day in ("2026-11-03", "2026-11-04"):
        cast_anchor(world.store, on(f"{day} 00:20"))
        kept.append(about(examine(settings), "存证码"))
    assert kept == [{GOOD}, {WARNING}]


@pytest.mark.parametrize(
    ("address", "marks"),
    [("", {WARNING}), ("http://[::1]:8080", {WARNING}), ("https://bihuan.example.cn", {GOOD})],
)
def test_links_that_open_on_this_machine_alone_are_said(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, address: str, marks: set[str]
) -> None:
    monkeypatch.setenv(PUBLIC_URL, address)
    assert about(examine(settings), "消息中的链接") == marks


def test_the_applications_role_is_sound_and_a_superuser_or_an_owner_is_wrong(
    settings: Settings, engine: Engine
) -> None:
    assert about(examine(settings), "数据库角色") == {GOOD}
    owner = engine.url.set(username=databases.roles().owner)
    for role, words in ((databases.administrator(engine).url, "超级用户"), (owner, "表的所有者")):
        theirs = replace(settings, database_url=role.render_as_string(hide_password=False))
        assert about(examine(theirs), words) == {WRONG}


@pytest.mark.parametrize(
    ("undone", "done", "words"),
    [
        (
            "ALTER TABLE journal DISABLE TRIGGER journal_is_append_only",
            "ALTER TABLE journal ENABLE TRIGGER journal_is_append_only",
            "journal.journal_is_append_only",
        ),
        ("GRANT UPDATE ON journal TO {app}", "REVOKE UPDATE ON journal FROM {app}", "权限与声明不符"),
        ("REVOKE INSERT ON notice FROM {app}", "GRANT INSERT ON notice TO {app}", "权限与声明不符"),
    ],
)
def test_what_was_undone_in_the_database_is_wrong(
    settings: Settings, engine: Engine, undone: str, done: str, words: str
) -> None:
    administrator = databases.administrator(engine)
    try:
        with administrator.begin() as connection:
            connection.execute(text(undone.format(app=databases.roles().application)))
        assert about(examine(settings), words) == {WRONG}
    finally:
        with administrator.begin() as connection:
            connection.execute(text(done.format(app=databases.roles().application)))
