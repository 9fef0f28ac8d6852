"""Runs a program of ours with every logger as loud as it can be: `python -m tests.flows.loud api`."""

import logging
import runpy
import sys
from typing import Any

EVERYTHING = logging.DEBUG
_real = logging.basicConfig


def _loudest(**terms: Any) -> None:
    _real(**{**terms, "level": EVERYTHING})


def _louder(logger: logging.Logger, _level: object) -> None:
    logger.level = EVERYTHING


if __name__ == "__main__":
    logging.Logger.setLevel = _louder  # type: ignore[method-assign, assignment] # whoever asks for less
    logging.basicConfig = _loudest
    logging.raiseExceptions = False
    _real(level=EVERYTHING, stream=sys.stderr)
    for name in (
        "sqlalchemy",
        "sqlalchemy.engine",
        "sqlalchemy.pool",
        "psycopg",
        "uvicorn",
        "asyncio",
        "httpcore2",
    ):
        logging.getLogger(name).level = EVERYTHING
    runpy.run_module(sys.argv[1], run_name="__main__", alter_sys=False)
