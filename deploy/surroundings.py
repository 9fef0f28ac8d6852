"""Refuses environment settings that a child would trip over later, before anything is started."""

import os
import socket
from collections.abc import Mapping
from urllib.parse import urlsplit

from api.outside import PUBLIC_URL
from api.proxies import trusted_proxies
from deploy.web_socket import web_processes
from domain.signing_in.profile import profile_in
from domain.store.settings import StartError

HOST = "BIHUAN_HOST"


def refuse_wrong_surroundings(environ: Mapping[str, str] = os.environ) -> None:
    """Look at the rules of signing in, the proxies, the address to listen on and the one that links begin with."""
    profile_in(environ)
    trusted_proxies(environ)
    web_processes(environ)
    refuse_foreign_host(environ.get(HOST) or "127.0.0.1")
    refuse_crooked_address(environ.get(PUBLIC_URL) or "http://127.0.0.1")


def refuse_foreign_host(host: str) -> None:
    """The web listens only on an address of this machine."""
    try:
        found = socket.getaddrinfo(host, 0, type=socket.SOCK_STREAM)
        family, kind, protocol, _, address = found[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.bind(address)
    except (OSError, UnicodeError):
        raise StartError(
            f"{HOST} 应为本机的一个地址，如 127.0.0.1 或 0.0.0.0，现为“{host}” (must be an address of this machine)"
        ) from None


def refuse_crooked_address(address: str) -> None:
    """Links in messages begin with it, so it must be one."""
    try:
        parts = urlsplit(address)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.query + parts.fragment
        _ = parts.port
    except ValueError:
        fits = False
    if not fits or any(letter.isspace() for letter in address):
        raise StartError(
            f"{PUBLIC_URL} 应写作 https://主机名，现为“{address}” (write it as https://host)"
        ) from None
