"""`./bihuan demo`: the invented county, kept apart from real data, with a clock that may run faster."""

import argparse
import contextlib
import os
import shutil
from pathlib import Path

from psycopg import sql
from sqlalchemy import Connection, Engine, text

from deploy.demo.county import read_county
from deploy.demo.county.channels import choose_for_everybody, open_channels
from deploy.demo.county.sign_in import open_sign_in
from deploy.demo.inbox.people import FILE, write_people
from deploy.demo.local_network import invitation, listen_on_the_network
from deploy.demo.seed import introduction, readers, seed
from deploy.demo_time import DemoTime, read_day, stored_time
from deploy.opening import Database, only_supervisor, open_database, refuse_taken_ports
from deploy.postgres.embedded import at
from deploy.postgres.roles import DATABASE
from deploy.postgres.user import make_open_directory
from deploy.readiness import refuse_taken_port
from deploy.surroundings import refuse_wrong_surroundings
from deploy.terminal import say
from deploy.up import interrupt_on_every_stop, seal_once, supervise
from domain import clock
from domain.channels.kinds import ChannelKind
from domain.store.engine import make_engine
from domain.store.secrets import keyring_of
from domain.store.settings import Settings, StartError


def main(settings: Settings, options: argparse.Namespace) -> int:
    """Seed the county at the first start, go on from its time at every later one."""
    rate = read_day(options.day)
    settings = settings.for_demo()
    page = listen_on_the_network(settings.port) if options.lan else None
    interrupt_on_every_stop()
    refuse_wrong_surroundings()
    with only_supervisor(settings):
        refuse_taken_ports(settings)
        refuse_taken_port(settings.inbox_port, "--port")
        refuse_taken_port(settings.mail_port, "--port")
        if options.fresh:
            start_over(settings)
        mark(settings)
        database = open_database(settings)
        with contextlib.ExitStack() as leaving:
            if database.cluster is not None:
                leaving.callback(database.cluster.stop)
            database.migrate()
            time, words = prepare(settings, database, rate)
            seal_once(database.url)
            supervise(settings, database, time, [*(invitation(page) if page else ()), *words])
    return 0


def marker_of(settings: Settings) -> Path:
    """The file beside a cluster that says it holds a demonstration: as root it outlives the data directory."""
    return settings.cluster_home.with_suffix(".demonstration")


def mark(settings: Settings) -> None:
    """Mark a cluster not yet made as a demonstration's; one that holds real data is refused."""
    if settings.database_url is not None:
        return
    marker = marker_of(settings)
    if not marker.exists():
        if (settings.cluster_home / "data").exists():
            raise StartError(
                f"{settings.data} 存有正式数据，演示请用 --data 另选 (real data here; choose another --data)"
            )
        make_open_directory(marker.parent)
        marker.touch()


def start_over(settings: Settings) -> None:
    """Erase a demonstration; anything that is not marked as one is never erased."""
    if settings.database_url is not None:
        raise StartError(
            "--fresh 只用于内置数据库，请自行清空外部数据库 (--fresh erases only the embedded database)"
        )
    if not marker_of(settings).exists():
        return
    at(settings.cluster_home).stop()
    shutil.rmtree(settings.cluster_home, ignore_errors=True)
    for name in ("evidence", "prefect", "logs"):
        shutil.rmtree(settings.data / name, ignore_errors=True)
    (settings.data / "messages.jsonl").unlink(missing_ok=True)
    say("已清空演示数据 (the demonstration starts over)")


def prepare(settings: Settings, database: Database, rate: float) -> tuple[DemoTime, list[str]]:
    """Seed a database that has never held a whole demonstration, and take up its time."""
    engine = make_engine(database.url, "bihuan-demo", pool_size=2)
    is_new = stored_time(engine) is None
    if is_new and _has_rows(engine):
        engine.dispose()
        _begin_again(database)
    time = DemoTime.take_up(engine, rate)
    os.environ[clock.DEMO_VARIABLE] = time.demo.text()
    clock.install(time.demo)
    if is_new:
        say("正在写入演示数据 (seeding the invented county 临澄县)")
        seed(engine, settings.data / "evidence")
        with engine.begin() as connection:
            choose_for_everybody(connection, read_county().people, _channels(connection, settings))
    else:
        with engine.begin() as connection:
            _channels(connection, settings)
    write_people(settings.data / FILE, readers())
    time.keep()
    return time, list(introduction(settings.inbox_port))


def _channels(connection: Connection, settings: Settings) -> dict[ChannelKind, int]:
    """The county's channels, and its sign-in, lead to the inbox, wherever it listens this time."""
    where = keyring_of(settings.data), settings.inbox_port, settings.mail_port
    open_sign_in(connection, *where)
    return open_channels(connection, *where)


def _has_rows(engine: Engine) -> bool:
    """Units come first in every installation."""
    with engine.connect() as connection:
        return bool(connection.scalar(text("SELECT EXISTS (SELECT FROM unit)")))


def _begin_again(database: Database) -> None:
    """Drop what an interrupted seeding left; on somebody's own server it may be real data, so refuse."""
    if database.cluster is None:
        raise StartError("该数据库已有数据，演示需要一个空数据库 (the demonstration wants an empty database)")
    with database.cluster.connect() as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(DATABASE)))
    database.cluster.ensure_database()
    database.migrate()
