"""The socket on which all web processes of an installation answer: bound once by the supervisor, handed to each."""

import os
import socket
from collections.abc import Mapping

from domain.store.settings import Settings, StartError

PROCESSES = "BIHUAN_WEB_PROCESSES"
BY_ITSELF = 4
MOST = 16
WAITING = 2048
"""Connections that may wait to be taken."""


def web_processes(environ: Mapping[str, str] = os.environ) -> int:
    """How many web processes run: as many as cores, four at most, unless it is set; StartError for what is no count."""
    said = environ.get(PROCESSES)
    if not said:
        return min(os.cpu_count() or 1, BY_ITSELF)
    if said.isascii() and said.isdigit() and 1 <= int(said) <= MOST:
        return int(said)
    raise StartError(f"{PROCESSES} 应为 1 至 {MOST} 的整数，现为“{said}” (must be a number from 1 to {MOST})")


def listen_for_the_web(settings: Settings, environ: Mapping[str, str] = os.environ) -> socket.socket:
    """Listen on BIHUAN_HOST and the port; whoever comes before a process takes them waits."""
    host = environ.get("BIHUAN_HOST") or "127.0.0.1"
    family = socket.getaddrinfo(host, settings.port, type=socket.SOCK_STREAM)[0][0]
    return socket.create_server((host, settings.port), family=family, backlog=WAITING)
