"""The whole way: begin at a page of ours, come back with a code, be known or be bound, and be let in."""

from dataclasses import replace
from functools import partial

from sqlalchemy import Connection, select

from domain.directory.organisation import Actor
from domain.errors import NotSignedIn
from domain.outside import AllowedHosts
from domain.signing_in import door, waiting
from domain.signing_in.door import Knock
from domain.signing_in.external import apps, oidc
from domain.signing_in.external.asking import Asker
from domain.signing_in.external.bindings import account_of, bind, redeem
from domain.signing_in.external.flow import EXPIRED, Flow, Ticket, use_up
from domain.signing_in.external.kinds import ServiceKind
from domain.signing_in.external.services import Service, service
from domain.signing_in.profile import profile_of
from domain.signing_in.record import Outcome, Whence, note
from domain.signing_in.sessions import SignedIn
from domain.signing_in.telling import OBJECT, SECURITY, tell
from domain.store.base import Store
from domain.tables.core import ACCOUNT

WRONG_CODE = "绑定码不对或已过期，请重新获取。"


def begin(
    store: Store, allowed: AllowedHosts, service_id: int, onward: str, back: str
) -> tuple[Flow, Service, str]:
    """A new flow and where its browser goes; DingTalk's code is asked for by our own page, so it goes nowhere."""
    with store.asking() as connection:
        found = service(connection, service_id)
    flow, asker = Flow.begin(service_id, onward), Asker(found, store.keys, allowed)
    if found.kind is ServiceKind.DINGTALK:
        return flow, found, ""
    away = apps.wecom_door if found.kind is ServiceKind.WECOM else oidc.door
    return flow, found, away(asker, flow, back)


def arrive(
    store: Store, allowed: AllowedHosts, flow: Flow, said: tuple[str, str], back: str, whence: Whence
) -> SignedIn | Ticket:
    """A session for whoever the service names by (state, code), or a ticket when nobody is bound to them yet."""
    state, code = said
    if not code or state != flow.state:
        raise NotSignedIn(EXPIRED)
    with store.engine.begin() as connection:
        use_up(connection, f"flow {flow.state}", flow.until)
        found = service(connection, int(flow.service))
    asker = Asker(found, store.keys, allowed)
    ask = {
        ServiceKind.DINGTALK: partial(apps.dingtalk_person, asker, code),
        ServiceKind.WECOM: partial(apps.wecom_person, asker, code),
        ServiceKind.OIDC: partial(oidc.person, asker, flow, code, back),
    }
    subject = ask[found.kind]()
    with store.asking() as connection:
        bond = account_of(connection, found.id, subject)
    return Ticket.issue(flow, subject) if bond is None else door.enter_known(store, bond, whence)


def bind_by_password(store: Store, ticket: Ticket, knock: Knock) -> SignedIn:
    """Whoever knows login and password binds what the ticket names to themselves, and is let in."""
    session = door.sign_in(store, knock)
    with store.engine.begin() as connection:
        given = connection.execute(select(ACCOUNT.c.given_at).where(ACCOUNT.c.id == session.who.account_id))
        who = replace(session.who, unconfirmed=given.scalar())
        _bind(connection, ticket, who, knock.whence)
    return session


def bind_by_code(store: Store, ticket: Ticket, code: str, whence: Whence) -> SignedIn:
    """Whoever was given a code binds what the ticket names to that account. Guessing waits like a password's."""
    counted = waiting.subjects(
        profile_of(store).wait, f"binding {ticket.subject}", whence.address, known=False
    )
    with waiting.trying(store, counted, whence), store.engine.begin() as connection:
        account = redeem(connection, code)
        if account is None:
            raise NotSignedIn(WRONG_CODE, field="binding_code")
        _bind(connection, ticket, Actor(account.given_by, account.account_id, account.given_at), whence)
        bond = account_of(connection, int(ticket.service), ticket.subject)
        if bond is None:  # a row that this transaction has just written or found
            raise NotSignedIn(WRONG_CODE, field="binding_code")
    return door.enter_known(store, bond, whence)


def _bind(connection: Connection, ticket: Ticket, who: Actor, whence: Whence) -> None:
    use_up(connection, f"ticket {ticket.mark}", ticket.until)
    account, given = who.account_id or 0, who.unconfirmed
    bind(connection, int(ticket.service), ticket.subject, account, who.person_id, given)
    owner = connection.execute(select(ACCOUNT.c.person_id).where(ACCOUNT.c.id == account)).scalar_one()
    tell(connection, owner, SECURITY, f"您的账号绑定了平台账号 {ticket.subject}。{OBJECT}")
    note(connection, who.account_id, Outcome.BOUND, whence)
