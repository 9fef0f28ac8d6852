"""Opens what a command works on: the data directory, its lock and its database."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL

from deploy.readiness import refuse_taken_port
from domain.store.embedded import Cluster, start
from domain.store.engine import check_server, read_url
from domain.store.settings import Settings, StartError


@contextmanager
def only_supervisor(settings: Settings) -> Iterator[None]:
    """Hold the data directory; a second supervisor on it is refused with the first one's pid."""
    path = settings.data / "supervisor.lock"
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
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


def open_database(settings: Settings) -> tuple[URL, Cluster | None]:
    """Start the embedded PostgreSQL, or check the one BIHUAN_DATABASE_URL names."""
    if settings.database_url is not None:
        url = read_url(settings.database_url)
        check_server(url)
        return url, None
    cluster = start(settings.cluster_home)
    return read_url(cluster.url()), cluster


@contextmanager
def borrowed_database(settings: Settings) -> Iterator[URL]:
    """Give the database to a command such as `doctor`, and leave it running or stopped as it was found."""
    if settings.database_url is None and not (settings.cluster_home / "data").exists():
        raise StartError(
            f"{settings.data} 中还没有数据库，请先运行 ./bihuan up 或 ./bihuan demo (no database here yet)"
        )
    url, cluster = open_database(settings)
    was_running = cluster is None or cluster.was_running
    try:
        yield url
    finally:
        if cluster is not None and not was_running:
            cluster.stop()


def refuse_taken_ports(settings: Settings) -> None:
    """Refuse before anything is started."""
    if settings.port == settings.prefect_port:
        raise StartError(f"--port 与 --prefect-port 不能同为 {settings.port} (the two ports must differ)")
    refuse_taken_port(settings.port, "--port")
    refuse_taken_port(settings.prefect_port, "--prefect-port")
