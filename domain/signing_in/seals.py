"""Second factors at rest: sealed anew when keys rotate; what no key opens is left to recovery codes."""

from sqlalchemy import Connection, select, update

from domain.store.secrets import Keyring, SealedForOthersError
from domain.tables.core import ACCOUNT

NAME = "totp"


def seal(keys: Keyring, secret: str) -> bytes:
    """A secret as it is kept."""
    return keys.seal({NAME: secret})


def unseal(keys: Keyring, sealed: bytes | None) -> str | None:
    """The secret, or None when there is none or no key of ours opens it."""
    try:
        return keys.open(sealed)[NAME] if sealed else None
    except SealedForOthersError:
        return None


def seal_all_anew(connection: Connection, keys: Keyring) -> list[str]:
    """Seal with the first key what was sealed with another; gives the logins whose codes no key opens."""
    lost = []
    for row in connection.execute(
        select(ACCOUNT).where(ACCOUNT.c.totp_secret.is_not(None)).with_for_update()
    ):
        secret = unseal(keys, row.totp_secret)
        if secret is None:
            lost.append(row.login)
        else:
            this = update(ACCOUNT).where(ACCOUNT.c.id == row.id)
            connection.execute(this.values(totp_secret=seal(keys, secret)))
    return lost
