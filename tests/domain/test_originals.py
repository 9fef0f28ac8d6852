"""Original files are sealed on the disk, open only with the key, and say when they are not what they were."""

import hashlib
import os
import stat
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from domain.errors import NotFound
from domain.evidence import vault
from domain.evidence.originals import arrival, create, original, path_of, put, seal_what_lies_open
from domain.store.base import Store
from domain.store.secrets import VARIABLE, Keyring, SealedForOthersError, keyring_of

ONE, TWO = "first key of an installation and long enough", "another key of an installation and long enough"
SIZES = (0, 1, vault.PIECE - 1, vault.PIECE, vault.PIECE + 1, 3 * vault.PIECE)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv(VARIABLE, ONE)
    return Store(create_engine("postgresql+psycopg://nowhere"), tmp_path / "evidence")


def kept(store: Store, data: bytes) -> str:
    digest = hashlib.sha256(data).hexdigest()
    with arrival(store) as folder:
        with create(folder / "file") as out:
            out.write(data)
        put(store, folder / "file", digest)
    return digest


@pytest.mark.parametrize("size", SIZES)
def test_what_was_uploaded_comes_back_and_does_not_lie_open(store: Store, size: int) -> None:
    data = (b"Canary" * (size // 6 + 1))[:size]
    digest = kept(store, data)
    assert b"".join(original(store, digest)) == data
    assert b"Canary" not in path_of(store, digest).read_bytes()
    assert list((store.evidence / "arriving").iterdir()) == []


def test_only_our_own_user_may_enter_and_read(store: Store) -> None:
    old = os.umask(0)
    try:
        path = path_of(store, kept(store, b"x"))
    finally:
        os.umask(old)
    modes = [stat.S_IMODE(p.stat().st_mode) for p in (path, path.parent, store.evidence / "arriving")]
    assert modes == [0o600, 0o700, 0o700]


def tampered(sealed: bytes) -> dict[str, bytes]:
    piece, head = vault.PIECE + vault.TAG, len(sealed) - 2 * (vault.PIECE + vault.TAG)
    first, second = sealed[head : head + piece], sealed[head + piece :]
    return {
        "one bit": sealed[:-1] + bytes([sealed[-1] ^ 1]),
        "cut off between two pieces": sealed[:head] + first,
        "cut off within a piece": sealed[:-10],
        "pieces exchanged": sealed[:head] + second + first,
        "a piece twice": sealed + second,
        "nothing but a head": sealed[: len(vault.MAGIC)],
    }


@pytest.mark.parametrize("how", tampered(bytes(3 * vault.PIECE)))
def test_what_was_changed_on_the_disk_says_so(store: Store, how: str) -> None:
    digest = kept(store, os.urandom(2 * vault.PIECE))
    path = path_of(store, digest)
    path.write_bytes(tampered(path.read_bytes())[how])
    with pytest.raises((vault.DamagedError, SealedForOthersError)):
        list(original(store, digest))


def test_a_file_exchanged_for_another_whole_one_says_so(store: Store) -> None:
    digest, other = kept(store, b"this"), kept(store, b"that")
    path_of(store, other).replace(path_of(store, digest))
    with pytest.raises(vault.DamagedError):
        list(original(store, digest))


def test_nothing_opens_without_the_key(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    digest = kept(store, b"x")
    monkeypatch.setenv(VARIABLE, TWO)
    with pytest.raises(SealedForOthersError):
        list(original(Store(store.engine, store.evidence), digest))
    with pytest.raises(NotFound):
        list(original(store, "0" * 64))


def test_files_of_an_earlier_release_are_read_and_sealed_at_the_next_start(store: Store) -> None:
    data = b"Canary" * 1000
    digest = hashlib.sha256(data).hexdigest()
    place = path_of(store, digest)
    place.parent.mkdir(parents=True)
    place.write_bytes(data)
    assert b"".join(original(store, digest)) == data
    assert seal_what_lies_open(store.evidence, store.keys) == (1, [])
    assert b"Canary" not in place.read_bytes()
    assert b"".join(original(store, digest)) == data
    assert seal_what_lies_open(store.evidence, store.keys) == (0, [])


def test_a_new_key_seals_anew_and_a_lost_one_is_said(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    digest = kept(store, os.urandom(vault.PIECE + 1))
    assert seal_what_lies_open(store.evidence, Keyring([TWO, ONE])) == (1, [])
    assert seal_what_lies_open(store.evidence, Keyring([ONE])) == (0, [digest])
    monkeypatch.setenv(VARIABLE, TWO)
    fresh = Store(store.engine, store.evidence)
    assert hashlib.sha256(b"".join(original(fresh, digest))).hexdigest() == digest
    assert vault.is_sealed(BytesIO(path_of(fresh, digest).read_bytes()))
    assert keyring_of(store.evidence.parent).opens(Keyring([TWO]).seal({"a": "b"}))
