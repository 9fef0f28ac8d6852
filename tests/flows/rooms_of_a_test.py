"""Rooms over the test's own database, with cores of the test's own."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from domain.store.base import Store
from flows.rooms import Core, Rooms
from flows.timetable import ROWS
from notifications.sender import AppriseSender


def rooms_with(engine: Engine, **works: Callable[[], object]) -> Rooms:
    """Each row does the work named for it, or nothing."""

    def core(name: str) -> Core:
        def call(rooms: Rooms, at: datetime, run: str | None) -> dict[str, Any]:  # noqa: ARG001 - a core has this shape
            return {"gave": works.get(name, lambda: None)()}

        return call

    store = Store(engine, Path("/nonexistent"))
    return Rooms(store, AppriseSender(), {name: core(name) for name in ROWS})
