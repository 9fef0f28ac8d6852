"""Seals secrets and original files anew with the first key at each start; says what no key opens."""

from pathlib import Path

from sqlalchemy import URL

from domain.channels.cards import seal_all_anew
from domain.evidence.originals import seal_what_lies_open
from domain.signing_in import seals
from domain.store.engine import make_engine
from domain.store.secrets import Keyring, keyring_of
from domain.store.settings import Settings

LOST = (
    "以下通道的密钥读不出来，请恢复 BIHUAN_SECRET_KEY 或 secret.key，或在“消息通道”中重新填写：{names}"
    " (no key opens the secrets of these channels)"
)
LOST_CODES = (
    "以下账号的动态口令读不出来，请恢复 BIHUAN_SECRET_KEY 或 secret.key；否则本人用恢复码登录，或由管理员解除：{names}"
    " (no key opens the second factors of these accounts)"
)
LOST_FILES = (
    "{n} 个原始文件读不出来，请恢复上传时的 BIHUAN_SECRET_KEY 或 secret.key：{names}"
    " (no key opens these original files, or they are damaged)"
)
SEALED = "已封存 {n} 个原始文件 (originals sealed)"
NAMED = 3


def renew_seals(settings: Settings, url: URL) -> list[str]:
    """Seal anew what was sealed with an older key; gives what the person at the terminal should know."""
    engine = make_engine(url, "bihuan-up", pool_size=1)
    try:
        with engine.begin() as connection:
            keys = keyring_of(settings.data)
            lost = {LOST: seal_all_anew(connection, keys), LOST_CODES: seals.seal_all_anew(connection, keys)}
    finally:
        engine.dispose()
    said = [words.format(names="、".join(names)) for words, names in lost.items() if names]
    return said + seal_files(settings.data / "evidence", keys)


def seal_files(evidence: Path, keys: Keyring) -> list[str]:
    """Seal what an earlier release left open or an older key sealed; what to say of it."""
    done, lost = seal_what_lies_open(evidence, keys)
    said = [SEALED.format(n=done)] if done else []
    if lost:
        names = "、".join(name[:12] for name in lost[:NAMED])
        said.append(LOST_FILES.format(n=len(lost), names=names + ("……" if len(lost) > NAMED else "")))
    return said
