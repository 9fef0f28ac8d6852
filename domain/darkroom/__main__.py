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
from pathlib import Path
from typing import Any

from domain.darkroom import limits
from domain.darkroom.filling import fill_template
from domain.darkroom.kinds import PDF, kind_of
from domain.darkroom.papers import develop_paper
from domain.darkroom.pictures import develop_picture
from domain.darkroom.second_formats import refuse_second_formats

TOO_SLOW = {False: "文件打开用时过长，请重新拍照，或另存后上传", True: "模板套用用时过长，请简化版式后上传"}
FELL_OVER = {
    False: "文件打不开：可能已损坏，或展开后太大。请重新拍照，或缩小后上传",
    True: "模板打不开：可能已损坏，或展开后太大。请用 Word 或 WPS 重新保存、缩小图片后上传",
}
"""By whether it is a template that is opened."""
MOST_OF_AN_ANSWER = 65536


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
    said = (TOO_SLOW if slow else FELL_OVER)["words" in asked]
    return {"refused": said, "peak": used.ru_maxrss}


def _end_with(out: int, asked: dict[str, Any]) -> None:
    """In the fork: answer, and leave without anything of its parent's."""
    try:
        _stay_small()
        os.write(out, json.dumps(_open(asked)).encode())
    except limits.RefusedError as refused:
        os.write(out, json.dumps({"refused": str(refused)}).encode())
    finally:
        os._exit(0)


def _open(asked: dict[str, Any]) -> dict[str, Any]:
    """A template to be filled, else a photo or paper to be developed."""
    path, folder = Path(asked["path"]), Path(asked["folder"])
    if "words" in asked:
        return fill_template(asked, folder)
    data = path.read_bytes()
    kind = kind_of(data)
    if kind == PDF:
        return develop_paper(path, data, folder)
    refuse_second_formats(data, kind)
    del data
    return develop_picture(path, kind, folder)


def _stay_small() -> None:
    for what, most in (
        (resource.RLIMIT_DATA, limits.MOST_BYTES_OF_MEMORY),
        (resource.RLIMIT_CPU, limits.MOST_CPU_SECONDS),
        (resource.RLIMIT_FSIZE, limits.MOST_BYTES_WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main()
