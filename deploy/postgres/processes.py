"""Which process is the postmaster of a data directory: asked of the system, never of a pid file alone."""

import subprocess
from pathlib import Path


def read_pid(data: Path) -> int | None:
    """Give the pid in `postmaster.pid`, or None when there is no such file or it says nothing."""
    try:
        first = (data / "postmaster.pid").read_text().splitlines()[0]
        return abs(int(first))
    except (FileNotFoundError, IndexError, ValueError):
        return None


def command_of(pid: int) -> list[str]:
    """Give a process's command line, or nothing when it is not there; from /proc, else from ps."""
    try:
        return (Path("/proc") / str(pid) / "cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        if Path("/proc/self").exists():
            return []
    done = subprocess.run(
        ["/bin/ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return done.stdout.split()


def is_postmaster_of(data: Path) -> bool:
    """Whether the process named in the pid file really is a PostgreSQL server on this data directory."""
    pid = read_pid(data)
    command = command_of(pid) if pid is not None else []
    return bool(command) and Path(command[0]).name == "postgres" and str(data) in command
