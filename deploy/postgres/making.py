"""Makes the directories of the embedded server: each ours alone, each whole or not there."""

import os
import shutil
from pathlib import Path

from deploy.postgres.configuration import LOCALE
from deploy.postgres.roles import ADMINISTRATOR
from deploy.postgres.user import Owner, make_open_directory
from domain.store.settings import StartError


def make_own_directory(directory: Path, owner: Owner) -> None:
    """Make a private directory; one that belongs to somebody else is refused, never changed."""
    try:
        if not directory.is_dir():
            make_open_directory(directory.parent)
            directory.mkdir(mode=0o700)
            os.chown(directory, owner.uid, owner.gid)
    except OSError as error:
        raise StartError(f"目录 {directory} 不可写：{error.strerror} (cannot write there)") from None
    facts = directory.stat()
    if facts.st_uid != owner.uid or facts.st_mode & 0o077:
        raise StartError(
            f"{directory} 应属于用户 {owner.name} 且权限为 0700 (it must belong to {owner.name}, mode 0700)"
        )


def make_data_directory(home: Path, owner: Owner, binaries: Path, seconds: float) -> None:
    """Make the cluster beside its place and rename it: half a cluster never bears the name."""
    fresh = home / "data.new"
    shutil.rmtree(fresh, ignore_errors=True)
    command = [
        str(binaries / "initdb"),
        "-D",
        str(fresh),
        "-U",
        ADMINISTRATOR,
        "-A",
        "peer",
        "-E",
        "UTF8",
    ]
    command += [f"--locale={LOCALE}", "--lc-messages=C", "--no-instructions"]
    done = owner.run(command, cwd=home, seconds=seconds)
    if done.returncode != 0:
        words = (done.stderr.strip().splitlines() or ["initdb"])[-1]
        raise StartError(f"无法建立内置数据库：{words} (initdb failed)")
    with (fresh / "postgresql.conf").open("a") as configuration:
        configuration.write("include 'bihuan.conf'\n")
    fresh.rename(home / "data")
