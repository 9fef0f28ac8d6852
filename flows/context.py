"""What the flows of this process work with: the store, the sender, and the wish to stop.

Prefect calls flows with nothing but parameters, so one process keeps one `Context`.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from domain.store.base import Store
from flows.gathering import Gathering
from notifications.sender import Sender


class StoppedEarly(Exception):  # noqa: N818 - leaving when asked is no fault
    """The process is leaving; the pass is not complete and its rest is left to the next one."""


@dataclass(frozen=True)
class Context:
    """The store, the sender, the core function of each row, and the event that asks everything to stop."""

    store: Store
    sender: Sender
    cores: "Mapping[str, Core]"
    stopping: threading.Event = field(default_factory=threading.Event)
    sweeping: Gathering = field(default_factory=Gathering)

    @property
    def engine(self) -> Engine:
        """The engine of our own database."""
        return self.store.engine

    def leave_if_asked(self) -> None:
        """Raise `StoppedEarly` once the process has been asked to stop."""
        if self.stopping.is_set():
            raise StoppedEarly


Core = Callable[[Context, datetime, str | None], dict[str, Any]]
"""A row's work: (context, legal time, flow run id or None) -> counts. Safe to repeat and to overlap."""

_opened: list[Context] = []


def open_context(context: Context) -> None:
    """Make this the context of this process."""
    _opened[:] = [context]


def context() -> Context:
    """Give the context of this process; `RuntimeError` when a flow is run outside `python -m flows`."""
    if not _opened:
        raise RuntimeError("流程只能在 python -m flows 进程内运行：请在 Prefect 页面上对部署点“Run”。")
    return _opened[0]
