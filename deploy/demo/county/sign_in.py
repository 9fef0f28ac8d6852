"""Signing in from the demonstration's WeCom: one service, to which everybody with a sign-in is bound."""

from sqlalchemy import Connection, select

from deploy.demo.county.channels import WECOM, played_by
from domain.signing_in.external.bindings import bind
from domain.signing_in.external.kinds import ServiceKind, ServiceSaid
from domain.signing_in.external.services import services, write_service
from domain.store.secrets import Keyring
from domain.tables.core import ACCOUNT, PERSON

NAME = "企业微信"


def open_sign_in(connection: Connection, keys: Keyring, port: int, mail_port: int) -> None:
    """Open the service, or let it lead to where the inbox listens this time."""
    base, filled = played_by(port, mail_port)[WECOM]
    said = ServiceSaid(
        kind=ServiceKind.WECOM,
        name=NAME,
        base_url=base,
        client_id=filled["account"],
        secret=filled["secret"],
        agent_id=filled["place"],
        door=f"{base}/connect/oauth2/authorize",
    )
    standing = next((each for each in services(connection, closed_too=True) if each.name == NAME), None)
    service = write_service(connection, keys, said, standing, None)
    if standing is not None:
        return
    accounts = select(ACCOUNT.c.id, PERSON.c.key).join(PERSON, PERSON.c.id == ACCOUNT.c.person_id)
    for row in connection.execute(accounts).all():
        bind(connection, service, row.key, row.id, None)
