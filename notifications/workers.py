"""Threads that carry one send each and may be left behind: none of them keeps the process alive."""

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Generic, TypeAlias, TypeVar

Answer = TypeVar("Answer")
Tasks: TypeAlias = SimpleQueue[tuple[Callable[[], Answer], SimpleQueue[Answer]]]


class Workers(Generic[Answer]):
    """Reused threads, at most `most`. One whose job takes too long is left to finish and then serves again."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._made = 0
        self._idle: list[Tasks[Answer]] = []
        self._lock = threading.Lock()

    @property
    def busy(self) -> int:
        """Count the threads that are at work or have not come back."""
        return self._made - len(self._idle)

    def run(self, job: Callable[[], Answer], seconds: float) -> Answer | None:
        """Give the answer of a job that does not raise, or None when it takes longer or no thread is free."""
        tasks = self._free()
        if tasks is None:
            return None
        answer: SimpleQueue[Answer] = SimpleQueue()
        tasks.put((job, answer))
        try:
            return answer.get(timeout=seconds)
        except Empty:
            return None

    def _free(self) -> Tasks[Answer] | None:
        """Take an idle thread, or make one."""
        with self._lock:
            if self._idle:
                return self._idle.pop()
            if self._made >= self._most:
                return None
            self._made += 1
        tasks: Tasks[Answer] = SimpleQueue()
        threading.Thread(target=self._serve, args=(tasks,), daemon=True, name="send").start()
        return tasks

    def _serve(self, tasks: Tasks[Answer]) -> None:
        """Do one job after another, free again before the answer is read."""
        while True:
            job, answer = tasks.get()
            done = job()
            with self._lock:
                self._idle.append(tasks)
            answer.put(done)
