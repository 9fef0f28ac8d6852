"""Processes that press side by side: started together, heard, and ended whatever happened."""

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from deploy.bench.stopping import KEYBOARD, held_back
from domain.store.settings import StartError

Task = tuple[Callable[..., None], tuple[Any, ...]]
"""What a process does, and with what; the pipe to us comes last."""
PATIENCE = 300.0
T = TypeVar("T")


@dataclass(frozen=True)
class Failed:
    """Why a process could not go on."""

    because: str


@contextmanager
def crew(tasks: list[Task]) -> Iterator[list[Connection]]:
    """Start a process for each task and wait until all are ready; nobody is left afterwards."""
    members: list[tuple[BaseProcess, Connection]] = []
    try:
        for task in tasks:
            with held_back(KEYBOARD):
                members.append(_start(task))
        pipes = [pipe for _, pipe in members]
        for pipe in pipes:
            hear(pipe, str)
        yield pipes
    finally:
        for process, pipe in members:
            process.terminate()
            process.join()
            pipe.close()


def hear(pipe: Connection, kind: type[T]) -> T:
    """What a process says next, of this kind; `StartError` when it failed, ended or says anything else or nothing."""
    try:
        said = pipe.recv() if pipe.poll(PATIENCE) else Failed(f"{PATIENCE:.0f} s without a word")
    except EOFError:
        said = Failed("it has ended")
    if not isinstance(said, kind):
        because = said.because if isinstance(said, Failed) else repr(said)
        raise StartError(f"压测进程失败：{because} (a pressing process failed)")
    return said


def _start(task: Task) -> tuple[BaseProcess, Connection]:
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    process = spawn.Process(target=_carry_out, args=(*task, theirs), daemon=True)
    process.start()
    theirs.close()
    return process, ours


def _carry_out(work: Callable[..., None], arguments: tuple[Any, ...], pipe: Connection) -> None:
    try:
        work(*arguments, pipe)
    except Exception as error:  # noqa: BLE001 - told to whoever reads the figures, in one sentence
        pipe.send(Failed(f"{type(error).__name__}: {error}"))
