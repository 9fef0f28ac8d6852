"""A worker's name, held by a lock in our database for as long as the process lives.

Two workers at once get two names, and a name that nobody holds belongs to a dead worker: so a worker can tell
the runs a dead one left behind from those of its living neighbour, on one machine or several.
"""

from contextlib import suppress
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

LOCK_SPACE = 26_728  # any constant: it keeps these locks apart from other users of advisory locks
SLOTS = 64
PREFIX = "bihuan-worker-"


class Slot:
    """One held worker name. Use as a context manager; a lost connection loses the name."""

    def __init__(self, engine: Engine) -> None:
        self.connection: Connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        number = next((n for n in range(1, SLOTS + 1) if self._take(n)), None)
        if number is None:
            self.connection.close()
            raise RuntimeError(f"同时运行的流程进程已达 {SLOTS} 个，请先停止不用的进程。")
        self.number, self.name = number, f"{PREFIX}{number}"

    def _take(self, number: int) -> bool:
        taken = self.connection.execute(
            text("SELECT pg_try_advisory_lock(:space, :number)"), {"space": LOCK_SPACE, "number": number}
        )
        return bool(taken.scalar_one())

    def is_dead(self, name: str) -> bool:
        """Say whether no living process holds this name; ours was held by a dead one before us."""
        if name == self.name:
            return True
        if not name.startswith(PREFIX) or not name.removeprefix(PREFIX).isdecimal():
            return False
        number = int(name.removeprefix(PREFIX))
        if not self._take(number):
            return False
        self._give_back(number)
        return True

    def _give_back(self, number: int) -> None:
        self.connection.execute(
            text("SELECT pg_advisory_unlock(:space, :number)"), {"space": LOCK_SPACE, "number": number}
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the name back and close for good: in the pool, a lock that could not be given back would live on.

        Closing alone would free the name only when the server notices, a moment later.
        """
        with suppress(DBAPIError):  # a lost connection has lost its name already
            self._give_back(self.number)
        self.connection.invalidate()
        self.connection.close()
