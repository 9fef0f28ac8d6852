"""What Linux tells of processes: their descendants, their CPU seconds and their memory."""

import os
from collections.abc import Iterable
from pathlib import Path

from domain.store.settings import StartError

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")
PARENT, USER, SYSTEM, CHILDRENS_USER, CHILDRENS_SYSTEM = 1, 11, 12, 13, 14  # after the name, proc(5)


def need_proc() -> None:
    """Refuse where the kernel does not tell."""
    if not (PROC / "self" / "smaps_rollup").exists():
        raise StartError("性能测试读取 /proc，只能在 Linux 上运行 (measuring reads /proc; it needs Linux)")


def tree(pid: int) -> list[int]:
    """A process and everything that descends from it."""
    children: dict[int, list[int]] = {}
    for entry in PROC.iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            children.setdefault(int(fields[PARENT]), []).append(int(entry.name))
    found = [pid]
    for each in found:  # grows while it is walked
        found += children.get(each, [])
    return found


def cpu(pids: Iterable[int]) -> float:
    """CPU seconds of these processes, with what their ended children took."""
    parts = (USER, SYSTEM, CHILDRENS_USER, CHILDRENS_SYSTEM)
    return sum(int(fields[n]) for pid in pids if (fields := _stat(pid)) for n in parts) / TICKS


def memory(pids: Iterable[int]) -> float:
    """MB of memory: the proportional share (PSS), so that what processes share counts once."""
    return sum(_pss(pid) for pid in pids) / 1000


def command(pid: int) -> str:
    """The command line, empty once the process is gone."""
    try:
        return (PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def _stat(pid: int) -> list[str]:
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _pss(pid: int) -> int:
    try:
        lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
