"""Access tokens of vendors in the database: sealed, shared by all workers, ended by machine time."""

from sqlalchemy import text

from domain.store.base import Store
from domain.store.secrets import SealedForOthersError

_GET = text("SELECT token FROM vendor_token WHERE key = :key AND ends_at > clock_timestamp()")
_PUT = text("""
    INSERT INTO vendor_token (key, token, ends_at)
    VALUES (:key, :token, clock_timestamp() + make_interval(secs => :seconds))
    ON CONFLICT (key) DO UPDATE SET token = EXCLUDED.token, ends_at = EXCLUDED.ends_at
""")
_FORGET = text("DELETE FROM vendor_token WHERE key = :key")


class SealedTokens:
    """Where tokens are kept. One that no key opens any more is as good as none."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, key: str) -> str | None:
        """Give the token that is still good, or None."""
        with self._store.asking() as connection:
            sealed = connection.execute(_GET, {"key": key}).scalar()
        try:
            return self._store.keys.open(sealed).get("token") if sealed else None
        except SealedForOthersError:
            return None

    def put(self, key: str, token: str, seconds: float) -> None:
        """Keep a token for so many seconds."""
        sealed = self._store.keys.seal({"token": token})
        with self._store.engine.begin() as connection:
            connection.execute(_PUT, {"key": key, "token": sealed, "seconds": seconds})

    def forget(self, key: str) -> None:
        """Drop a token that the vendor no longer takes."""
        with self._store.engine.begin() as connection:
            connection.execute(_FORGET, {"key": key})
