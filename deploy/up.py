"""`./bihuan up`: real operation. Also what `demo` runs once its data stand."""

import argparse
import contextlib
import shlex
import signal
from pathlib import Path

from sqlalchemy import URL

from deploy.demo.clock import DemoTime, stored_time
from deploy.migrate import migrate
from deploy.opening import only_supervisor, open_database, refuse_taken_ports
from deploy.programs import make_children
from deploy.sealing import renew_seals
from deploy.supervisor import Supervisor
from deploy.surroundings import refuse_wrong_surroundings
from deploy.terminal import say
from domain import clock
from domain.organisation.first import logins_of_administrators
from domain.store.base import Store
from domain.store.embedded import Cluster
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
        url, cluster = open_database(settings)
        with contextlib.ExitStack() as leaving:
            if cluster is not None:
                leaving.callback(cluster.stop)
            migrate(url)
            _refuse_a_demonstration(url)
            supervise(settings, url, cluster, None, first_steps(settings, url))
    return 0


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


def supervise(
    settings: Settings, url: URL, cluster: Cluster | None, demo: DemoTime | None, words: list[str]
) -> None:
    """Run the children until asked to stop, and say where to look once the web answers."""

    def announce() -> None:
        say(f"请打开网页 http://127.0.0.1:{settings.port}/ (open this page; API: /openapi.json)")
        say(f"Prefect   http://127.0.0.1:{settings.prefect_port}（启动约需 10 秒）")
        for word in words:
            say(word)
        say("按 Ctrl-C 停止 (press Ctrl-C to stop)")

    for word in renew_seals(settings, url):
        say(word)
    say(f"数据目录 {settings.data}，日志 {settings.logs} (data and logs)")
    say(f"数据库 {cluster.home if cluster else url.render_as_string(hide_password=True)} (database)")
    Supervisor(settings, make_children(settings, url, demo), cluster).run(announce, demo)


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
