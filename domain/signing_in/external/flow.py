"""What a browser carries to a service and back: sealed, for ten minutes, usable once.

A copied link leads nowhere: it takes the browser that began, with its cookie.
"""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import Connection, delete, func
from sqlalchemy.dialects.postgresql import insert

from domain import clock
from domain.errors import NotSignedIn
from domain.store.secrets import Keyring, SealedForOthersError
from domain.tables.core import USED_ONCE

LASTS_SECONDS = 600
EXPIRED = "登录已超时或已用过，请重新点开链接；也可以用登录名和密码登录。"
LONGEST_ONWARD = 1000


@dataclass(frozen=True)
class Flow:
    """A sign-in under way. `state` comes back with the answer; `nonce` and `verifier` are for OIDC."""

    service: str
    onward: str
    state: str
    nonce: str
    verifier: str
    until: str

    @classmethod
    def begin(cls, service_id: int, onward: str) -> "Flow":
        """A new one."""
        where = onward if len(onward) <= LONGEST_ONWARD else "/"
        state, nonce, verifier = secrets.token_hex(16), secrets.token_hex(16), secrets.token_hex(32)
        return cls(str(service_id), where, state, nonce, verifier, _soon())


@dataclass(frozen=True)
class Ticket:
    """Whom a service named, and that nobody is bound to them yet: serves to bind them, once."""

    service: str
    subject: str
    onward: str
    mark: str
    until: str

    @classmethod
    def issue(cls, flow: Flow, subject: str) -> "Ticket":
        """A new one."""
        return cls(flow.service, subject, flow.onward, secrets.token_urlsafe(24), _soon())


Carried = TypeVar("Carried", Flow, Ticket)


def seal(keys: Keyring, carried: Flow | Ticket) -> str:
    """Write it so that a browser can neither read nor change it."""
    return keys.seal(asdict(carried)).decode("ascii")


def unseal(keys: Keyring, text: str, kind: type[Carried]) -> Carried:
    """Read it again; raises `NotSignedIn` for anything else, and once it is too old."""
    try:
        found: Mapping[str, str] = keys.open(text.encode("ascii", "ignore"))
        carried = kind(**found)
        fresh = float(carried.until) > clock.machine_now().timestamp()
    except (SealedForOthersError, TypeError, ValueError):
        raise NotSignedIn(EXPIRED) from None
    if not fresh:
        raise NotSignedIn(EXPIRED)
    return carried


def use_up(connection: Connection, mark: str, until: str) -> None:
    """Let it serve this once; raises `NotSignedIn` when it has served."""
    connection.execute(delete(USED_ONCE).where(USED_ONCE.c.until < func.clock_timestamp()))
    ends = datetime.fromtimestamp(float(until), UTC)
    row = insert(USED_ONCE).values(mark=mark, until=ends).on_conflict_do_nothing().returning(USED_ONCE.c.mark)
    if connection.execute(row).first() is None:
        raise NotSignedIn(EXPIRED)


def _soon() -> str:
    return str(clock.machine_now().timestamp() + LASTS_SECONDS)
