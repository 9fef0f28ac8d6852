"""`./bihuan up`: real operation. Also what `demo` runs once its data stand."""

import argparse
import contextlib
import os
import shlex
import signal
from pathlib import Path

from sqlalchemy import URL

from api.outside import PUBLIC_URL
from deploy.demo_time import DemoTime, stored_time
from deploy.opening import Database, only_supervisor, open_database, refuse_taken_ports
from deploy.programs import make_children, prefect_password_file
from deploy.sealing import renew_seals
from deploy.supervisor import Supervisor
from deploy.surroundings import refuse_wrong_surroundings
from deploy.terminal import say
from deploy.web_socket import listen_for_the_web
from domain import clock
from domain.audit.first_seal import seal_what_stands
from domain.organisation.first import logins_of_administrators
from domain.store.base import Store
from domain.store.engine import make_engine
from domain.store.settings import Settings, StartError

FIRST_STEP = (
    "还没有系统管理员：请在另一个终端运行 ./bihuan admin{where} --unit 主管部门全称 --region 行政区划代码"
    " (nobody can sign in yet: run ./bihuan admin in another terminal)"
)


def interrupt_on_every_stop() -> None:
    """Until the supervisor listens itself, TERM and HUP end a start as Ctrl-C does, so that it cleans up.

    INT is named too: a shell's background job is born deaf to it.
    """
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)


def main(settings: Settings, _options: argparse.Namespace) -> int:
    """Run until asked to stop."""
    interrupt_on_every_stop()
    refuse_wrong_surroundings()
    with only_supervisor(settings):
        refuse_taken_ports(settings)
        database = open_database(settings)
        with contextlib.ExitStack() as leaving:
            if database.cluster is not None:
                leaving.callback(database.cluster.stop)
            database.migrate()
            _refuse_a_demonstration(database.url)
            seal_once(database.url)
            supervise(settings, database, None, first_steps(settings, database.url))
    return 0


def seal_once(url: URL) -> None:
    """At the first start of a release that seals, what an earlier one wrote is sealed as it stands."""
    store = Store(make_engine(url, "bihuan-seal", pool_size=1), Path())
    try:
        seal_what_stands(store, clock.now())
    finally:
        store.close()


def first_steps(settings: Settings, url: URL) -> list[str]:
    """What to do first while nobody can sign in, with the options that find this installation."""
    store = Store(make_engine(url, "bihuan-up", pool_size=1), Path())
    try:
        known = logins_of_administrators(store, clock.now())
    finally:
        store.close()
    where = f" --data {shlex.quote(str(settings.data))}" if settings.data_was_chosen else ""
    where += f" --port {settings.port}" if settings.port != Settings.port else ""
    return [] if known else [FIRST_STEP.format(where=where)]


def supervise(settings: Settings, database: Database, demo: DemoTime | None, words: list[str]) -> None:
    """Run the children until asked to stop, and say where to look once the web answers."""

    def announce() -> None:
        say(f"请打开网页 http://127.0.0.1:{settings.port}/ (open this page; API: /openapi.json)")
        say(f"Prefect   http://127.0.0.1:{settings.prefect_port}（启动约需 10 秒，只在本机打开）")
        say(f"          打开时要填的密码在 {prefect_password_file(settings)} (its password is in that file)")
        for word in words:
            say(word)
        say("按 Ctrl-C 停止 (press Ctrl-C to stop)")

    if demo is None and not os.environ.get(PUBLIC_URL):
        say(
            f"没有设置 {PUBLIC_URL}：消息中的链接只有本机打得开 (links in messages open on this machine alone)"
        )
    for word in renew_seals(settings, database.url):
        say(word)
    say(f"数据目录 {settings.data}，日志 {settings.logs} (data and logs)")
    cluster = database.cluster
    say(f"数据库 {cluster.home if cluster else database.url.render_as_string(hide_password=True)} (database)")
    listening = listen_for_the_web(settings)
    children = make_children(settings, database, demo, listening)
    Supervisor(settings, children, cluster, listening).run(announce, demo)


def _refuse_a_demonstration(url: URL) -> None:
    engine = make_engine(url, "bihuan-up", pool_size=1)
    try:
        if stored_time(engine) is not None:
            raise StartError(
                "这个数据库是演示数据，不能用于正式运行；请用 --data 或 BIHUAN_DATABASE_URL 另选"
                " (this database holds a demonstration; choose another)"
            )
    finally:
        engine.dispose()
