"""One child process of the supervisor: started, restarted with patience, stopped with a limit."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from deploy.terminal import say

LONGEST_PAUSE = 30.0
STEADY_SECONDS = 60.0
LARGEST_LOG = 10_000_000
PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of linux/prctl.h

_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def _end_with_parent() -> None:
    """Ask the kernel to stop this child when the supervisor is killed, so that no orphan keeps a port."""
    if _libc is not None:
        _libc.prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)


@dataclass
class Child:
    """A program we keep running. `limit` is how many seconds it may take to stop by itself."""

    name: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    cwd: Path
    limit: float = 10.0
    hands: tuple[int, ...] = ()
    """Open files that it is handed."""
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 1.0
    next_start: float = field(default=0.0)

    def start(self) -> None:
        """Start the program in a session of its own, so that Ctrl-C reaches only the supervisor."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".old.log"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=self.environment,
                cwd=self.cwd,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=self.hands,
                preexec_fn=_end_with_parent,  # noqa: PLW1509 - one system call, and no thread runs yet
            )
        self.started = time.monotonic()

    @property
    def is_running(self) -> bool:
        """Whether the program runs now."""
        return self.process is not None and self.process.poll() is None

    def watch(self) -> None:
        """Start again what has died, after a pause that doubles while it keeps dying."""
        now = time.monotonic()
        if self.is_running or now < self.next_start:
            return
        if self.process is not None:
            if now - self.started > STEADY_SECONDS:
                self.pause = 1.0
            code, self.process = self.process.returncode, None
            self.next_start = now + self.pause
            say(f"{self.name} 已退出（代码 {code}），{self.pause:.0f} 秒后重启，见 {self.log} (restarting)")
            self.pause = min(self.pause * 2, LONGEST_PAUSE)
            return
        self.start()

    def stop(self, limit: float | None = None) -> None:
        """Ask the program to end, then make what is left of its session end."""
        if self.process is None:
            return
        if self.is_running:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(self.limit if limit is None else limit)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
