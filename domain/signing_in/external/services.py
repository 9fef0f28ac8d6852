"""The services as rows: read, written, closed."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from domain.errors import NotFound
from domain.outside import AllowedHosts
from domain.signing_in.external.kinds import ServiceKind, ServiceSaid
from domain.signing_in.telling import OBJECT, SECURITY, tell
from domain.store.base import Store
from domain.store.secrets import Keyring
from domain.tables.core import ACCOUNT, ACCOUNT_LINK, SIGN_IN_SERVICE as SERVICE


@dataclass(frozen=True)
class Service:
    """A service; `sealed` is opened only to ask it something."""

    id: int
    kind: ServiceKind
    name: str
    base_url: str
    client_id: str
    corp_id: str
    agent_id: str
    door: str
    claim: str
    active: bool
    sealed: bytes = field(repr=False)

    def secret(self, keys: Keyring) -> str:
        """The secret that this installation shares with the service."""
        return keys.open(self.sealed).get("secret", "")


def services(connection: Connection, *, closed_too: bool = False) -> list[Service]:
    """Every service, in the order in which they were added."""
    query = select(SERVICE).order_by(SERVICE.c.id)
    return [
        _service(row) for row in connection.execute(query if closed_too else query.where(SERVICE.c.active))
    ]


def service(connection: Connection, service_id: int, *, closed_too: bool = False) -> Service:
    """One service; `NotFound` when there is none, or it is closed."""
    row = connection.execute(select(SERVICE).where(SERVICE.c.id == service_id)).first()
    if row is None or not (row.active or closed_too):
        raise NotFound("没有这种登录方式，或已停用。")
    return _service(row)


def keep_service(
    store: Store, allowed: AllowedHosts, said: ServiceSaid, known: int | None, by: int | None, at: datetime
) -> int:
    """Check and write a service, new or `known`; gives its id. `at` is legal time.

    Where another would answer from now on, whose word opens an account is asked anew: its owner confirms each bond.
    """
    with store.engine.begin() as connection:
        standing = service(connection, known, closed_too=True) if known is not None else None
        checked = said.checked(allowed, has_secret=bool(standing and standing.sealed))
        kept = write_service(connection, store.keys, checked, standing, by)
        if standing is not None and _who_answers(standing) != _who_answers(
            service(connection, kept, closed_too=True)
        ):
            _ask_owners_anew(connection, standing, at)
        return kept


def _who_answers(of: Service) -> tuple[str, ...]:
    """Whose word a service's is, and which of its names counts."""
    return of.kind, of.base_url, of.client_id, of.corp_id, of.agent_id, of.door, of.claim


def _ask_owners_anew(connection: Connection, changed: Service, at: datetime) -> None:
    its = (ACCOUNT_LINK.c.service_id == changed.id) & ACCOUNT_LINK.c.ended_at.is_(None)
    bonds = (
        update(ACCOUNT_LINK)
        .where(its, ACCOUNT_LINK.c.given_at.is_(None))
        .values(given_at=at)
        .returning(ACCOUNT_LINK.c.account_id)
    )
    accounts = connection.execute(bonds).scalars().all()
    owners = select(ACCOUNT.c.person_id).where(ACCOUNT.c.id.in_(accounts)).distinct()
    for owner in sorted(connection.execute(owners).scalars()):
        words = f"系统管理员更改了登录方式“{changed.name}”的设置。经它登录后，请在“安全设置”中用密码确认一次。{OBJECT}"
        tell(connection, owner, SECURITY, words)


def write_service(
    connection: Connection, keys: Keyring, said: ServiceSaid, known: Service | None, by: int | None
) -> int:
    """Write what was filled in; a secret left empty stays as it is. Gives the service's id."""
    values = _columns(keys, said, by)
    if known is None:
        row = insert(SERVICE).values(**values, active=True).returning(SERVICE.c.id)
        return int(connection.execute(row).scalar_one())
    if not said.secret:
        del values["secret"]
    connection.execute(update(SERVICE).where(SERVICE.c.id == known.id).values(**values))
    return known.id


def open_or_close(store: Store, service_id: int, *, active: bool, by: int | None) -> None:
    """Let it be used, or no more; raises NotFound."""
    values = {"active": active, "changed_by": by, "changed_at": func.clock_timestamp()}
    with store.engine.begin() as connection:
        known = service(connection, service_id, closed_too=True)
        connection.execute(update(SERVICE).where(SERVICE.c.id == known.id).values(**values))


def _columns(keys: Keyring, said: ServiceSaid, by: int | None) -> dict[str, Any]:
    return {
        "kind": said.kind,
        "name": said.name,
        "base_url": said.base_url,
        "client_id": said.client_id,
        "settings": said.model_dump(include={"corp_id", "agent_id", "door", "claim"}),
        "secret": keys.seal({"secret": said.secret} if said.secret else {}),
        "changed_by": by,
        "changed_at": func.clock_timestamp(),
    }


def _service(row: Row[Any]) -> Service:
    return Service(
        id=row.id,
        kind=ServiceKind(row.kind),
        name=row.name,
        base_url=row.base_url,
        client_id=row.client_id,
        active=row.active,
        sealed=bytes(row.secret),
        **{name: str(row.settings.get(name) or "") for name in ("corp_id", "agent_id", "door", "claim")},
    )
