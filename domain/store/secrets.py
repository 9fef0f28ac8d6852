"""Secrets at rest: sealed in the database, readable only with a key that never lies in it.

The key is `BIHUAN_SECRET_KEY`, at least 32 characters, or the file `secret.key` beside the evidence, made at first
use with mode 0600. Several keys, separated by commas (lines in the file), rotate: the first seals, all open.
"""

import base64
import hashlib
import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from domain.errors import HasMessage
from domain.store.settings import StartError

VARIABLE = "BIHUAN_SECRET_KEY"
FILE = "secret.key"
SHORTEST = 32


class SealedForOthersError(HasMessage, Exception):
    """No key of this installation opens what was sealed."""

    message = "密钥不对，无法读取封存的内容：请检查 BIHUAN_SECRET_KEY 或数据目录中的 secret.key。"

    def __init__(self) -> None:
        super().__init__(self.message)


class Keyring:
    """Seals and opens. It shows nothing of its keys."""

    def __init__(self, keys: list[str]) -> None:
        all_of_them = [Fernet(_key(text)) for text in keys]
        self._first, self._fernet = all_of_them[0], MultiFernet(all_of_them)
        self._opened = lru_cache(maxsize=256)(self._decrypted)

    def seal(self, secrets: Mapping[str, str]) -> bytes:
        """Seal names and secrets; nothing gives nothing."""
        return self._fernet.encrypt(json.dumps(dict(secrets)).encode()) if secrets else b""

    def open(self, sealed: bytes) -> Mapping[str, str]:
        """Give what was sealed; raises `SealedForOthersError` when no key of ours opens it."""
        return self._opened(bytes(sealed)) if sealed else {}

    def opens(self, sealed: bytes) -> bool:
        """Whether a key of ours opens it."""
        try:
            self.open(sealed)
        except SealedForOthersError:
            return False
        return True

    def seal_anew(self, sealed: bytes) -> bytes:
        """Seal with the first key what any of them opens."""
        return self.seal(self.open(sealed))

    def seal_key(self, key: bytes) -> bytes:
        """Seal the key of one file."""
        return self._first.encrypt(key)

    def open_key(self, sealed: bytes) -> bytes:
        """Give the key of a file; raises `SealedForOthersError` when no key of ours opens it."""
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken:
            raise SealedForOthersError from None

    def is_by_the_first(self, sealed: bytes) -> bool:
        """Whether the first key sealed this; raises `SealedForOthersError` when none of ours did."""
        self.open_key(sealed)
        try:
            self._first.decrypt(sealed)
        except InvalidToken:
            return False
        return True

    def _decrypted(self, sealed: bytes) -> Mapping[str, str]:
        try:
            found: dict[str, str] = json.loads(self._fernet.decrypt(sealed))
        except InvalidToken:
            raise SealedForOthersError from None
        return found


def keyring_of(home: Path, environ: Mapping[str, str] = os.environ) -> Keyring:
    """The keys of an installation whose data lie in `home`; raises StartError for a key too short."""
    text = environ.get(VARIABLE, "")
    keys = [key.strip() for key in (text.split(",") if text else _from_file(home / FILE)) if key.strip()]
    if not keys or any(len(key) < SHORTEST for key in keys):
        raise StartError(
            f"{VARIABLE} 的每个密钥至少 {SHORTEST} 个字符 (each key: at least {SHORTEST} characters)"
        )
    return Keyring(keys)


def _from_file(path: Path) -> list[str]:
    return kept_secret(path, lambda: Fernet.generate_key().decode()).splitlines()


def kept_secret(path: Path, make: Callable[[], str]) -> str:
    """Read a secret from a file of mode 0600, made at first use; two processes that make it end with the same one."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(make() + "\n")
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text(encoding="ascii").strip()


def _key(text: str) -> bytes:
    """Whatever text was chosen, as the 32 bytes that the cipher wants."""
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest())
