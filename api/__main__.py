"""Runs the web: `python -m api`. INT and TERM finish the requests in hand and exit 0."""

import os
import signal
import sys
from types import FrameType

import uvicorn

from api.app import build_app
from api.outside import from_surroundings
from domain import clock
from domain.store.base import Store
from domain.store.engine import url_from_environment
from domain.store.settings import StartError, from_environment

PATIENCE_SECONDS = 5
POOL = 20


def main() -> None:
    """Serve until asked to stop."""
    settings = from_environment()
    url = url_from_environment().render_as_string(hide_password=False)
    demo = clock.from_environment()
    clock.install(demo)
    store = Store.open(url, settings.data / "evidence", application="bihuan-web", pool_size=POOL)
    _ = store.profile  # refuse unknown rules of signing in before anybody knocks
    config = uvicorn.Config(
        build_app(store, demo=demo is not None, outside=from_surroundings(loopback=demo is not None)),
        host=os.environ.get("BIHUAN_HOST") or "127.0.0.1",
        port=settings.port,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=PATIENCE_SECONDS,
    )
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _ended)  # uvicorn raises the signal again once it has stopped
    uvicorn.Server(config).run()
    store.close()


def _ended(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    try:
        main()
    except StartError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)
