"""Seals what channels and second factors keep anew with the first key at each start; says what no key opens."""

from sqlalchemy import URL

from domain.signing_in import seals
from domain.store.channels import seal_all_anew
from domain.store.engine import make_engine
from domain.store.secrets import keyring_of
from domain.store.settings import Settings

LOST = (
    "以下通道的密钥读不出来，请恢复 BIHUAN_SECRET_KEY 或 secret.key，或在“消息通道”中重新填写：{names}"
    " (no key opens the secrets of these channels)"
)
LOST_CODES = (
    "以下账号的动态口令读不出来，请恢复 BIHUAN_SECRET_KEY 或 secret.key；否则本人用恢复码登录，或由管理员解除：{names}"
    " (no key opens the second factors of these accounts)"
)


def renew_seals(settings: Settings, url: URL) -> list[str]:
    """Seal anew what was sealed with an older key; gives what the person at the terminal should know."""
    engine = make_engine(url, "bihuan-up", pool_size=1)
    try:
        with engine.begin() as connection:
            keys = keyring_of(settings.data)
            lost = {LOST: seal_all_anew(connection, keys), LOST_CODES: seals.seal_all_anew(connection, keys)}
    finally:
        engine.dispose()
    return [said.format(names="、".join(names)) for said, names in lost.items() if names]
