"""Runs the web: `python -m api`, with `--socket N` on open file N. INT and TERM end the requests in hand; exit 0."""

import gc
import os
import signal
import socket
import sys
from types import FrameType

import uvicorn

from api.app import build_app
from api.listening import PacedProtocol, open_many_files
from api.outside import from_surroundings
from api.proxies import trusted_proxies
from domain import clock
from domain.signing_in.profile import profile_of
from domain.store.base import Store
from domain.store.engine import url_from_environment
from domain.store.private import write_privately
from domain.store.settings import StartError, from_environment

PATIENCE_SECONDS = 5
POOL = 20


def main() -> None:
    """Serve until asked to stop."""
    settings = from_environment()
    url = url_from_environment().render_as_string(hide_password=False)
    demo, trusted = clock.from_environment(), trusted_proxies()
    write_privately()
    open_many_files()
    clock.install(demo)
    store = Store.open(url, settings.data / "evidence", application="bihuan-web", pool_size=POOL)
    _ = profile_of(store)  # refuse unknown rules of signing in before anybody knocks
    config = uvicorn.Config(
        build_app(store, demo=demo is not None, outside=from_surroundings(loopback=demo is not None)),
        host=os.environ.get("BIHUAN_HOST") or "127.0.0.1",
        port=settings.port,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=PATIENCE_SECONDS,
        http=PacedProtocol,
        proxy_headers=bool(trusted),
        forwarded_allow_ips=trusted,
    )
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _ended)  # uvicorn raises the signal again once it has stopped
    leave_the_program_alone()
    uvicorn.Server(config).run(_handed())
    store.close()


def leave_the_program_alone() -> None:
    """Let the collector of garbage pass over what stands until the end: our modules, models and routes.

    Going through them took a quarter of a second, in which nobody was answered, every few hundred requests.
    """
    gc.collect()
    gc.freeze()


def _handed() -> list[socket.socket] | None:
    """The socket that the supervisor has bound for every web process; None: bind one."""
    return [socket.socket(fileno=int(sys.argv[2]))] if sys.argv[1:2] == ["--socket"] else None


def _ended(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    try:
        main()
    except StartError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)
