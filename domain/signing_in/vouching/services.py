"""The services as rows: read, written, closed."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from domain.errors import NotFound
from domain.outside import Doors
from domain.signing_in.vouching.kinds import ServiceKind, ServiceSaid
from domain.store.base import Store
from domain.store.secrets import Keyring
from domain.tables.core import SIGN_IN_SERVICE as SERVICE


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


def keep_service(store: Store, doors: Doors, said: ServiceSaid, known: int | None, by: int | None) -> int:
    """Check and write a service, new or `known`; gives its id."""
    with store.engine.begin() as connection:
        standing = service(connection, known, closed_too=True) if known is not None else None
        checked = said.checked(doors, has_secret=bool(standing and standing.sealed))
        return write_service(connection, store.keys, checked, standing, by)


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
