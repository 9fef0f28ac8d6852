"""Knocking at the door from many addresses, and moving machine time by moving what is kept."""

from datetime import timedelta
from typing import Any

import pyotp
from httpx2 import Response
from sqlalchemy import func, select, update

from domain import clock
from domain.tables.core import ACCOUNT, SESSION, SIGN_IN, SIGN_IN_WAIT
from tests.api.site import PASSWORD, Site

GOOD = "corridor lamp 7 kettle"


def knock(
    site: Site, login: str, password: str = PASSWORD, code: str | None = None, **headers: str
) -> Response:
    """One try; `address` and `agent` say from where."""
    said = {"login": login, "password": password} | ({"code": code} if code else {})
    answer = site.client.post("/api/session", json=said, headers=headers)
    site.client.cookies.clear()
    return answer


def from_address(site: Site, address: str) -> None:
    """The next requests come from here."""
    transport: Any = site.client._transport  # noqa: SLF001 - the test client names its peer there
    transport.client = (address, 50_000)


def wait_out(site: Site) -> None:
    """The waits run out, the counts stay."""
    with site.world.store.engine.begin() as connection:
        connection.execute(update(SIGN_IN_WAIT).values(until=func.clock_timestamp()))


def hold(site: Site) -> None:
    """Whatever waits goes on waiting, however slow the machine is."""
    waits = SIGN_IN_WAIT.c.until > SIGN_IN_WAIT.c.last_at + timedelta(seconds=0.5)
    with site.world.store.engine.begin() as connection:
        longer = func.clock_timestamp() + timedelta(minutes=1)
        connection.execute(update(SIGN_IN_WAIT).where(waits).values(until=longer))


def longest_wait(site: Site) -> int:
    """So many seconds are to be waited after the latest tries."""
    lasts = func.extract("epoch", SIGN_IN_WAIT.c.until - SIGN_IN_WAIT.c.last_at)
    with site.world.store.engine.connect() as connection:
        return round(connection.execute(select(func.max(lasts))).scalar() or 0)


def later(site: Site, column: Any, **lasts: float) -> None:
    """So much machine time passes for a column of sessions or accounts."""
    with site.world.store.engine.begin() as connection:
        connection.execute(update(column.table).values({column: column - timedelta(**lasts)}))


def outcomes(site: Site, login: str | None = None) -> list[str]:
    """What the record says, oldest first."""
    query = select(SIGN_IN.c.outcome).outerjoin(ACCOUNT, ACCOUNT.c.id == SIGN_IN.c.account_id)
    if login:
        query = query.where(ACCOUNT.c.login == login)
    with site.world.store.engine.connect() as connection:
        return list(connection.execute(query.order_by(SIGN_IN.c.id)).scalars())


def enrol(site: Site, who: str) -> tuple[pyotp.TOTP, list[str]]:
    """A second factor for somebody; gives their phone and their recovery codes."""
    secret = site.ask(who, "POST", "/api/me/second-factor", json={"password": PASSWORD}).json()["secret"]
    phone = pyotp.TOTP(secret)
    answer = site.ask(who, "POST", "/api/me/second-factor/confirm", json={"code": code_of(phone)})
    assert answer.status_code == 200, answer.text
    return phone, answer.json()["codes"]


def code_of(phone: pyotp.TOTP, steps: int = 0) -> str:
    """The code of now, or of some steps of 30 seconds away."""
    return phone.at(int(clock.machine_now().timestamp()) + 30 * steps)


def next_step(site: Site, login: str) -> None:
    """Thirty seconds pass: the last code accepted lies one step further back."""
    with site.world.store.engine.begin() as connection:
        this = update(ACCOUNT).where(ACCOUNT.c.login == login)
        connection.execute(this.values(totp_step=ACCOUNT.c.totp_step - 2))


__all__ = ["ACCOUNT", "SESSION"]
