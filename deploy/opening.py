"""Opens what a command works on: the data directory, its lock and its database."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import URL

from deploy.migrate import migrate
from deploy.postgres.embedded import Cluster, start
from deploy.postgres.roles import PREFECTS, ROLES
from deploy.private_home import make_private_home
from deploy.readiness import refuse_taken_port
from domain.store.engine import check_server, ensure_prefect_database, for_prefect, read_url
from domain.store.settings import Settings, StartError


@contextmanager
def only_supervisor(settings: Settings) -> Iterator[None]:
    """Hold the data directory; a second supervisor on it is refused with the first one's pid."""
    path = settings.data / "supervisor.lock"
    try:
        make_private_home(settings.data)
        lock = path.open("a+")
    except OSError as error:
        raise StartError(
            f"数据目录 {settings.data} 不可写：{error.strerror}；请用 --data 另选 (choose another --data)"
        ) from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise StartError(
                f"数据目录 {settings.data} 正被另一个 bihuan（进程 {lock.read().strip()}）使用"
                " (another bihuan runs on this data directory)"
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


@dataclass(frozen=True)
class Database:
    """The addresses of the three roles, and the embedded server unless the user brought one.

    `url` is the application's, which web and worker are given; `owner` changes the tables, at a start alone. On a
    server of the user's own both may be one role. `prefect` is for the driver Prefect speaks.
    """

    url: URL
    owner: URL
    prefect: URL | None
    cluster: Cluster | None = None

    def migrate(self) -> None:
        """Bring the schema to this release, and give the application its rights."""
        migrate(self.owner, self.url.username if self.has_roles else None)

    @property
    def has_roles(self) -> bool:
        """Whether the application is another than the owner of its tables."""
        return self.url.username != self.owner.username

    def for_prefect(self) -> URL:
        """Give the address of Prefect's database, made beside ours where one role does everything."""
        return self.prefect or ensure_prefect_database(self.owner)


def open_database(settings: Settings) -> Database:
    """Start the embedded PostgreSQL, or check the one BIHUAN_DATABASE_URL names."""
    theirs = settings.prefect_database_url
    prefect = for_prefect(read_url(theirs)) if theirs is not None else None
    if settings.database_url is not None:
        url = read_url(settings.database_url)
        check_server(url)
        return Database(url, read_url(settings.owner_database_url or settings.database_url), prefect)
    cluster = start(settings.cluster_home)
    url, owner = (read_url(cluster.url(role=role)) for role in (ROLES.application, ROLES.owner))
    beside = for_prefect(read_url(cluster.url(PREFECTS, ROLES.prefect)))
    return Database(url, owner, prefect or beside, cluster)


@contextmanager
def borrowed_database(settings: Settings) -> Iterator[URL]:
    """Give a command such as `verify` the application's address, and leave the database as it was found."""
    if settings.database_url is None and not (settings.cluster_home / "data").exists():
        raise StartError(
            f"{settings.data} 中还没有数据库，请先运行 ./bihuan up 或 ./bihuan demo (no database here yet)"
        )
    database = open_database(settings)
    try:
        yield database.url
    finally:
        if database.cluster is not None and not database.cluster.was_running:
            database.cluster.stop()


def refuse_taken_ports(settings: Settings) -> None:
    """Refuse before anything is started."""
    if settings.port == settings.prefect_port:
        raise StartError(f"--port 与 --prefect-port 不能同为 {settings.port} (the two ports must differ)")
    refuse_taken_port(settings.port, "--port")
    refuse_taken_port(settings.prefect_port, "--prefect-port")
