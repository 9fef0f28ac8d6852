"""The room: `python -m domain.darkroom` reads requests, one JSON a line, and answers each likewise.

Each file is opened in a fork of this process, which ends with it: whatever a file does to its decoder, the next one
finds the room as it was.
"""

import json
import os
import resource
import select
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from domain.darkroom import limits
from domain.darkroom.filling import fill_template
from domain.darkroom.kinds import PDF, kind_of
from domain.darkroom.ledgers import develop_ledger
from domain.darkroom.marking import mark_ledger
from domain.darkroom.papers import develop_paper
from domain.darkroom.pictures import develop_picture
from domain.darkroom.second_formats import refuse_second_formats

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


def main() -> None:
    """Serve until whoever asks is gone."""
    os.umask(0o077)
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_in_a_fork(json.loads(line))) + "\n")
        sys.stdout.flush()


def _in_a_fork(asked: dict[str, Any]) -> dict[str, Any]:
    ours, theirs = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(ours)
        _end_with(theirs, asked)
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
    job = JOBS[asked["as"]]
    return {"refused": job.too_slow if slow else job.fell_over, "peak": used.ru_maxrss}


def _end_with(out: int, asked: dict[str, Any]) -> None:
    """In the fork: answer, and leave without anything of its parent's."""
    try:
        job = JOBS[asked["as"]]
        _stay_small(job)
        os.write(out, json.dumps(job.open(asked)).encode())
    except limits.RefusedError as refused:
        os.write(out, json.dumps({"refused": str(refused)}).encode())
    finally:
        os._exit(0)


def _develop(asked: dict[str, Any]) -> dict[str, Any]:
    path, folder = Path(asked["path"]), Path(asked["folder"])
    data = path.read_bytes()
    kind = kind_of(data)
    if kind == PDF:
        return develop_paper(path, data, folder)
    refuse_second_formats(data, kind)
    del data
    return develop_picture(path, kind, folder)


def _read_ledger(asked: dict[str, Any]) -> dict[str, Any]:
    return develop_ledger(Path(asked["path"]), Path(asked["folder"]))


def _mark_ledger(asked: dict[str, Any]) -> dict[str, Any]:
    return mark_ledger(Path(asked["path"]), Path(asked["folder"]))


def _fill(asked: dict[str, Any]) -> dict[str, Any]:
    return fill_template(asked, Path(asked["folder"]))


JOBS = {
    "photo": Job(
        _develop,
        too_slow="文件打开用时过长，请重新拍照，或另存后上传",
        fell_over="文件打不开：可能已损坏，或展开后太大。请重新拍照，或缩小后上传",
    ),
    "template": Job(
        _fill,
        too_slow="模板套用用时过长，请简化版式后上传",
        fell_over="模板打不开：可能已损坏，或展开后太大。请用 Word 或 WPS 重新保存、缩小图片后上传",
    ),
    "ledger": Job(
        _read_ledger,
        too_slow="工作簿打开用时过长，请分成几个文件后上传",
        fell_over="工作簿打不开：可能已损坏，或展开后太大。请在 Excel 中打开，删去空白的行列，另存为 .xlsx 后上传",
        memory=limits.MOST_BYTES_OF_MEMORY_OF_A_LEDGER,
        seconds=limits.MOST_CPU_SECONDS_OF_A_LEDGER,
        written=limits.MOST_BYTES_OF_LINES,
    ),
    "marked": Job(
        _mark_ledger,
        too_slow="表格太大，不能逐格标注，请按页面上的逐行结果修改",
        fell_over="表格太大，不能逐格标注，请按页面上的逐行结果修改",
        memory=limits.MOST_BYTES_OF_MEMORY_OF_A_LEDGER,
        seconds=limits.MOST_CPU_SECONDS_OF_A_LEDGER,
        written=limits.MOST_BYTES_OF_LINES,
    ),
}
"""By what is asked for (`as`): a photo or paper to be developed, a template filled, a ledger read or marked."""


def _stay_small(job: Job) -> None:
    for what, most in (
        (resource.RLIMIT_DATA, job.memory),
        (resource.RLIMIT_CPU, job.seconds),
        (resource.RLIMIT_FSIZE, job.written),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main()
