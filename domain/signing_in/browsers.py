"""A browser that an account signed in from: it waits for its own failures and for nobody else's.

What it keeps of its first success is sealed with the key of the house, so nothing is kept of it here.
"""

import secrets

from domain.store.secrets import Keyring, SealedForOthersError

LONGEST = 400
KEPT_DAYS = 180


def keepsake(keys: Keyring, account_id: int) -> str:
    """What the browser is given to keep after a success."""
    return keys.seal({"browser": secrets.token_urlsafe(12), "account": str(account_id)}).decode()


def browser_of(keys: Keyring, kept: str, account_id: int | None) -> str | None:
    """The browser's own name when what it kept was given to this account; else None."""
    if account_id is None or not 0 < len(kept) <= LONGEST or not kept.isascii():
        return None
    try:
        told = keys.open(kept.encode())
    except SealedForOthersError:
        return None
    return told.get("browser") if told.get("account") == str(account_id) else None
