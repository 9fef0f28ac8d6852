"""Context over the test's own database, with cores of the test's own."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from domain.store.base import Store
from flows.context import Context, Core
from flows.timetable import ROWS
from notifications.sender import AppriseSender


def context_with(engine: Engine, **works: Callable[[], object]) -> Context:
    """Each row does the work named for it, or nothing."""

    def core(name: str) -> Core:
        def call(context: Context, at: datetime, run: str | None) -> dict[str, Any]:  # noqa: ARG001 - a core has this shape
            return {"gave": works.get(name, lambda: None)()}

        return call

    store = Store(engine, Path("/nonexistent"))
    return Context(store, AppriseSender(), {name: core(name) for name in ROWS})
