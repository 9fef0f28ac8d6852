"""The services as rows: read, written, closed."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from domain.errors import NotFound
from domain.signing_in.vouching.kinds import ServiceKind, ServiceSaid
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


def add_service(connection: Connection, keys: Keyring, said: ServiceSaid, by: int | None) -> int:
    """Write a new one; gives its id."""
    row = insert(SERVICE).values(**_columns(keys, said, by), active=True).returning(SERVICE.c.id)
    return int(connection.execute(row).scalar_one())


def change_service(
    connection: Connection, keys: Keyring, known: Service, said: ServiceSaid, by: int | None
) -> None:
    """Write what was filled in; a secret left empty stays as it is."""
    values = _columns(keys, said, by)
    if not said.secret:
        del values["secret"]
    connection.execute(update(SERVICE).where(SERVICE.c.id == known.id).values(**values))


def open_or_close(connection: Connection, service_id: int, *, active: bool, by: int | None) -> None:
    """Let it be used, or no more."""
    values = {"active": active, "changed_by": by, "changed_at": func.clock_timestamp()}
    connection.execute(update(SERVICE).where(SERVICE.c.id == service_id).values(**values))


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
