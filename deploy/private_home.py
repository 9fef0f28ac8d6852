"""The data directory is for our own user alone: folders 0700, files 0600, those of earlier releases too."""

import os
import stat
from pathlib import Path

from deploy.postgres.user import make_open_directory

OURS = ("evidence", "logs", "prefect")
"""Folders of the data directory; PostgreSQL looks after its own."""


def make_private_home(data: Path) -> None:
    """Make the data directory and close what lies in it.

    As root others may pass through the directory itself, without seeing what is in it: the system user who runs the
    embedded PostgreSQL has to.
    """
    make_open_directory(data.parent)
    data.mkdir(exist_ok=True)
    _close(data, 0o711 if os.geteuid() == 0 else 0o700, exactly=True)
    for path in data.iterdir():
        if path.name in OURS:
            _close_tree(path)
        elif not path.is_dir():
            _close(path, 0o600)


def _close_tree(top: Path) -> None:
    _close(top, 0o700)
    for folder, folders, files in os.walk(top):
        for name in folders:
            _close(Path(folder, name), 0o700)
        for name in files:
            _close(Path(folder, name), 0o600)


def _close(path: Path, most: int, *, exactly: bool = False) -> None:
    """Take away what is more than this, or give just this, whatever the umask was; what is another's is left."""
    found = path.lstat()
    mode = stat.S_IMODE(found.st_mode)
    is_ours = found.st_uid == os.geteuid() and not stat.S_ISLNK(found.st_mode)
    if is_ours and (mode & ~most or (exactly and mode != most)):
        path.chmod(most if exactly else mode & most)
