"""Who runs the embedded PostgreSQL: made when it is missing, refused in one sentence when it cannot be."""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.postgres import user as embedded_user
from deploy.postgres.user import find_binaries, find_owner, make_open_directory
from domain.store.settings import StartError

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root makes users")


@pytest.fixture
def unknown_user(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A system user's name that this machine does not have; whoever was made is taken away again."""
    name = f"bihuan-{os.getpid()}"
    monkeypatch.setattr(embedded_user, "SYSTEM_USER", name)
    yield name
    subprocess.run(["/usr/sbin/userdel", name], capture_output=True, check=False)


@as_root
@pytest.mark.skipif(shutil.which("useradd", path="/usr/sbin:/sbin") is None, reason="no useradd here")
def test_root_makes_the_system_user_once(unknown_user: str) -> None:
    made = find_owner()
    assert made.name == unknown_user
    entry = pwd.getpwnam(unknown_user)
    assert (made.uid, made.gid, entry.pw_shell) == (entry.pw_uid, entry.pw_gid, "/bin/false")
    assert find_owner() == made
    assert not made.is_me


@as_root
@pytest.mark.parametrize("tools", [{}, {"adduser": "/bin/false"}])
def test_a_user_that_cannot_be_made_is_one_sentence(
    unknown_user: str, tools: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name, **_: tools.get(name))
    with pytest.raises(StartError, match=unknown_user):
        find_owner()


def test_a_uid_without_a_name_is_told_to_bring_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 2_000_000_123)
    with pytest.raises(StartError, match="BIHUAN_DATABASE_URL"):
        find_owner()


def test_without_the_wheel_a_database_of_ones_own_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    owner = find_owner()
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(StartError, match="BIHUAN_DATABASE_URL"):
        find_binaries(owner)


@as_root
def test_root_copies_the_binaries_where_others_may_enter(monkeypatch: pytest.MonkeyPatch) -> None:
    home = Path(tempfile.mkdtemp(prefix="bihuan-copies-"))
    home.chmod(0o755)
    monkeypatch.setattr(embedded_user, "SYSTEM_HOME", home / "new")
    try:
        owner = find_owner()
        binaries = find_binaries(owner)
        assert binaries.is_relative_to(home)
        assert owner.run([str(binaries / "initdb"), "--version"], cwd=home, seconds=30).returncode == 0
        assert find_binaries(owner) == binaries
        home.chmod(0o700)
        with pytest.raises(StartError, match=owner.name):
            find_binaries(owner)
    finally:
        shutil.rmtree(home)


def test_a_directory_for_others_is_made_open_and_an_existing_one_left_alone(tmp_path: Path) -> None:
    mask = os.umask(0o077)
    try:
        make_open_directory(tmp_path / "made")
    finally:
        os.umask(mask)
    assert (tmp_path / "made").stat().st_mode & 0o777 == 0o755
    (tmp_path / "closed").mkdir(mode=0o700)
    make_open_directory(tmp_path / "closed")
    assert (tmp_path / "closed").stat().st_mode & 0o777 == 0o700
