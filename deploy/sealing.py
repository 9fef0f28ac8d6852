"""Seals the secrets of channels anew with the first key at each start, and says which ones no key opens."""

from sqlalchemy import URL

from domain.store.channels import seal_all_anew
from domain.store.engine import make_engine
from domain.store.secrets import keyring_of
from domain.store.settings import Settings

LOST = (
    "以下通道的密钥读不出来，请恢复 BIHUAN_SECRET_KEY 或 secret.key，或在“消息通道”中重新填写：{names}"
    " (no key opens the secrets of these channels)"
)


def renew_seals(settings: Settings, url: URL) -> list[str]:
    """Seal anew what was sealed with an older key; gives what the person at the terminal should know."""
    engine = make_engine(url, "bihuan-up", pool_size=1)
    try:
        with engine.begin() as connection:
            lost = seal_all_anew(connection, keyring_of(settings.data))
    finally:
        engine.dispose()
    return [LOST.format(names="、".join(lost))] if lost else []
