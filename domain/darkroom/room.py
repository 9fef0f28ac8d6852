"""The machine of a room: one request a line, one JSON answer a line, each file opened in a fork of its own.

The fork ends with its file: whatever a file does to its decoder, the next one finds the room as it was.
"""

import json
import os
import resource
import select
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from domain.darkroom import limits

MOST_OF_AN_ANSWER = 65536


@dataclass(frozen=True)
class Job:
    """What is done with a file, what is said when that takes too long or fails, and how much it may take."""

    open: Callable[[dict[str, Any]], dict[str, Any]]
    too_slow: str
    fell_over: str
    memory: int = limits.MOST_BYTES_OF_MEMORY
    seconds: int = limits.MOST_CPU_SECONDS
    written: int = limits.MOST_BYTES_WRITTEN


def serve(jobs: Mapping[str, Job]) -> None:
    """Serve these jobs, by what is asked for (`as`), until whoever asks is gone."""
    os.umask(0o077)
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_in_a_fork(jobs, json.loads(line))) + "\n")
        sys.stdout.flush()


def _in_a_fork(jobs: Mapping[str, Job], asked: dict[str, Any]) -> dict[str, Any]:
    ours, theirs = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(ours)
        _end_with(theirs, jobs[asked["as"]], asked)
    os.close(theirs)
    told = b""
    if select.select([ours], [], [], limits.MOST_SECONDS)[0]:
        told = os.read(ours, MOST_OF_AN_ANSWER)
    else:
        os.kill(pid, signal.SIGKILL)
    os.close(ours)
    _, status, used = os.wait4(pid, 0)
    if told:
        return {**json.loads(told), "peak": used.ru_maxrss}
    slow = os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL)
    job = jobs[asked["as"]]
    return {"refused": job.too_slow if slow else job.fell_over, "peak": used.ru_maxrss}


def _end_with(out: int, job: Job, asked: dict[str, Any]) -> None:
    """In the fork: answer, and leave without anything of its parent's."""
    try:
        _stay_small(job)
        os.write(out, json.dumps(job.open(asked)).encode())
    except limits.RefusedError as refused:
        os.write(out, json.dumps({"refused": str(refused)}).encode())
    finally:
        os._exit(0)


def _stay_small(job: Job) -> None:
    for what, most in (
        (resource.RLIMIT_DATA, job.memory),
        (resource.RLIMIT_CPU, job.seconds),
        (resource.RLIMIT_FSIZE, job.written),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
