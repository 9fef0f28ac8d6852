"""A worker process whose cores only write that they were called, and last for as long as `core_held` names them."""

import logging
import os
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from flows import prefect_settings

prefect_settings.set_defaults(os.environ)

from sqlalchemy import text  # noqa: E402 - after the settings

from domain import clock  # noqa: E402 - after the settings
from domain.store.base import Store  # noqa: E402 - after the settings
from flows.context import Context, Core  # noqa: E402 - after the settings
from flows.service import run_service  # noqa: E402 - after the settings
from flows.timetable import ROWS  # noqa: E402 - after the settings
from notifications.sender import AppriseSender  # noqa: E402 - after the settings


def held(context: Context, name: str) -> bool:
    with context.engine.connect() as connection:
        return bool(
            connection.execute(text("SELECT FROM core_held WHERE name = :name"), {"name": name}).rowcount
        )


def core(name: str) -> Core:
    def call(context: Context, at: datetime, run: str | None) -> dict[str, Any]:  # noqa: ARG001 - a core has this shape
        mine = {"name": name, "run": run, "pid": os.getpid()}
        with context.engine.begin() as connection:
            insert = text("INSERT INTO core_call (name, run, pid) VALUES (:name, :run, :pid) RETURNING id")
            row = connection.execute(insert, mine).scalar_one()
        while held(context, name):
            time.sleep(0.05)
        with context.engine.begin() as connection:
            connection.execute(
                text("UPDATE core_call SET ended = clock_timestamp() WHERE id = :id"), {"id": row}
            )
        return {"calls": 1}

    return call


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, force=True)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    clock.install(clock.from_environment())
    store = Store.open(os.environ["BIHUAN_DATABASE_URL"], Path("/nonexistent"))
    cores = {name: core(name) for name in ROWS}
    run_service(Context(store, AppriseSender(), cores), with_prefect="PREFECT_API_URL" in os.environ)
    store.close()
