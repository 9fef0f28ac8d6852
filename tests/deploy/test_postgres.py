import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from deploy.postgres import embedded
from deploy.postgres.embedded import Cluster
from deploy.postgres.processes import is_postmaster_of, read_pid
from deploy.postgres.user import find_binaries, find_owner
from domain.store.settings import StartError
from tests.databases import FAST

pytestmark = pytest.mark.xdist_group("embedded")  # what its module makes is made once

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has other users to try with")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A directory that the server's system user may enter, as pytest's own temporary directories are not."""
    path = Path(tempfile.mkdtemp(prefix="bihuan-embedded-")).resolve()
    path.chmod(0o755)
    yield path
    for home in (path / "postgres", path / "other"):
        if home.exists():
            embedded.at(home).stop()
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def standing() -> Iterator[Cluster]:
    """One server for the tests that only look."""
    path = Path(tempfile.mkdtemp(prefix="bihuan-embedded-")).resolve()
    path.chmod(0o755)
    cluster = embedded.start(path / "postgres", FAST)
    yield cluster
    cluster.stop()
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def prepared() -> Iterator[Path]:
    """A stopped cluster to copy: quicker than making one."""
    path = Path(tempfile.mkdtemp(prefix="bihuan-embedded-")).resolve()
    path.chmod(0o755)
    embedded.start(path / "postgres", FAST).stop()
    yield path / "postgres"
    shutil.rmtree(path)


@pytest.fixture
def cluster(folder: Path, prepared: Path) -> Cluster:
    subprocess.run(["/bin/cp", "-a", str(prepared), str(folder / "postgres")], check=True)
    return embedded.start(folder / "postgres", FAST)


def ask(cluster: Cluster, query: str) -> object:
    with cluster.connect() as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return row[0]


def test_the_server_keeps_utc_and_utf8_under_any_locale(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    cluster = embedded.start(folder / "postgres", FAST)
    assert ask(cluster, "SELECT reset_val FROM pg_settings WHERE name = 'TimeZone'") == "UTC"
    assert ask(cluster, "SHOW server_encoding") == "UTF8"
    assert ask(cluster, "SHOW lc_messages") == "C"


def test_trigram_search_sees_chinese(standing: Cluster) -> None:
    ask_first = "CREATE EXTENSION IF NOT EXISTS pg_trgm"
    with standing.connect() as connection:
        connection.execute(ask_first)
    assert ask(standing, "SELECT similarity('灭火器压力不足', '灭火器压力')::float > 0.5") is True


def test_there_is_no_tcp_and_no_trust(standing: Cluster) -> None:
    assert ask(standing, "SHOW listen_addresses") == ""
    methods = "SELECT string_agg(DISTINCT type || ' ' || auth_method, ',') FROM pg_hba_file_rules"
    assert ask(standing, methods) == "local scram-sha-256"


def test_the_socket_stands_in_a_closed_directory_of_ours(standing: Cluster) -> None:
    facts = standing.sockets.stat()
    assert (facts.st_mode & 0o777, facts.st_uid) == (0o700, standing.owner.uid)


def test_a_deep_data_directory_gets_a_short_socket_path(folder: Path) -> None:
    deep = folder / "postgres" / ("long-" * 20)
    cluster = embedded.start(deep, FAST)
    try:
        assert len(str(cluster.sockets)) <= embedded.LONGEST_SOCKET_DIRECTORY
        assert ask(cluster, "SELECT 1") == 1
    finally:
        cluster.stop()
        shutil.rmtree(cluster.sockets)


def test_two_servers_run_side_by_side(cluster: Cluster, folder: Path) -> None:
    other = embedded.start(folder / "other", FAST)
    assert ask(cluster, "SHOW data_directory") != ask(other, "SHOW data_directory")


def test_two_starts_at_once_end_in_one_server(folder: Path) -> None:
    with ThreadPoolExecutor(2) as both:
        one, two = both.map(embedded.start, [folder / "postgres"] * 2, [FAST] * 2)
    assert read_pid(one.data) == read_pid(two.data)
    assert sorted([one.was_running, two.was_running]) == [False, True]


def test_a_stale_pid_file_naming_a_stranger_neither_blocks_nor_kills(cluster: Cluster) -> None:
    cluster.stop()
    owner = cluster.owner
    with subprocess.Popen(["/bin/sleep", "60"], user=None if owner.is_me else owner.uid) as stranger:
        (cluster.data / "postmaster.pid").write_text(
            f"{stranger.pid}\n{cluster.data}\n1\n5432\n\n\n1 1\nready\n"
        )
        os.chown(cluster.data / "postmaster.pid", owner.uid, owner.gid)  # as the server leaves it
        assert not is_postmaster_of(cluster.data)
        again = embedded.start(cluster.home, FAST)
        assert ask(again, "SELECT 1") == 1
        again.stop()
        assert stranger.poll() is None
        stranger.terminate()


def test_the_orphan_of_a_killed_parent_is_adopted(cluster: Cluster, folder: Path) -> None:
    cluster.stop()
    program = (
        "import os, sys; from pathlib import Path; from deploy.postgres import embedded;"
        "embedded.start(Path(sys.argv[1])); os.kill(os.getpid(), 9)"
    )
    parent = subprocess.run([sys.executable, "-c", program, str(folder / "postgres")], check=False)
    assert parent.returncode == -signal.SIGKILL
    pid = read_pid(folder / "postgres" / "data")
    adopted = embedded.start(folder / "postgres")
    assert adopted.was_running
    assert read_pid(adopted.data) == pid
    adopted.stop()
    assert not is_postmaster_of(adopted.data)
    assert not adopted.answers()


def test_what_was_committed_outlives_a_killed_server(cluster: Cluster) -> None:
    cluster.stop()
    embedded.start(cluster.home)  # as in real operation, with nothing made faster
    with cluster.connect("bihuan") as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS value")
    pid = read_pid(cluster.data)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    while is_postmaster_of(cluster.data):
        time.sleep(0.05)
    again = embedded.start(cluster.home)
    with again.connect("bihuan") as connection:
        assert connection.execute("SELECT value FROM kept").fetchone() == (7,)


def test_a_half_made_cluster_is_made_anew(folder: Path) -> None:
    (folder / "postgres").mkdir(mode=0o700)
    owner = find_owner()
    os.chown(folder / "postgres", owner.uid, owner.gid)
    (folder / "postgres" / "data.new").mkdir()
    (folder / "postgres" / "data.new" / "PG_VERSION").write_text("18\n")
    assert ask(embedded.start(folder / "postgres", FAST), "SELECT 1") == 1


def test_data_of_another_major_version_are_refused_in_words(cluster: Cluster) -> None:
    cluster.stop()
    (cluster.data / "PG_VERSION").write_text("17\n")
    with pytest.raises(StartError, match="pg_upgrade"):
        embedded.start(cluster.home)


def test_a_server_that_cannot_start_says_why(cluster: Cluster) -> None:
    cluster.stop()
    with pytest.raises(StartError, match="shared_buffers"):
        embedded.start(cluster.home, {"shared_buffers": "'no size'"})


def test_a_data_directory_that_cannot_be_made_is_refused_in_words(folder: Path) -> None:
    (folder / "file").write_text("")
    with pytest.raises(StartError, match="file"):
        embedded.start(folder / "file" / "postgres")


@as_root
def test_another_user_is_not_let_in(standing: Cluster) -> None:
    nobody = pwd.getpwnam("nobody")
    psql = [str(standing.binaries / "psql"), "-h", str(standing.sockets), "-U", "bihuan", "-c", "SELECT 1"]
    done = subprocess.run(
        [*psql, "postgres"],
        user=nobody.pw_uid,
        group=nobody.pw_gid,
        extra_groups=[],
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "Permission denied" in done.stderr


def test_a_password_is_asked_even_past_the_directory(standing: Cluster) -> None:
    for user in ("postgres", "bihuan"):
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(host=str(standing.sockets), dbname="postgres", user=user)


@as_root
def test_as_root_a_system_user_runs_it_and_no_parent_changes_its_mode(folder: Path) -> None:
    folder.chmod(0o711)
    cluster = embedded.start(folder / "postgres", FAST)
    pid = read_pid(cluster.data)
    assert Path(f"/proc/{pid}").stat().st_uid == pwd.getpwnam("bihuan").pw_uid
    assert folder.stat().st_mode & 0o777 == 0o711


@as_root
def test_as_root_a_directory_closed_to_the_system_user_is_refused_unchanged(folder: Path) -> None:
    folder.chmod(0o700)
    with pytest.raises(StartError, match="--data"):
        embedded.start(folder / "postgres")
    assert folder.stat().st_mode & 0o777 == 0o700


@as_root
def test_as_root_a_directory_of_somebody_else_is_refused_unchanged(folder: Path) -> None:
    (folder / "postgres").mkdir(mode=0o700)
    with pytest.raises(StartError, match="0700"):
        embedded.start(folder / "postgres")
    assert (folder / "postgres").stat().st_uid == 0


@as_root
def test_an_ordinary_user_runs_it_as_themselves(folder: Path) -> None:
    os.chown(folder, pwd.getpwnam("nobody").pw_uid, -1)
    copy = find_binaries(find_owner())
    # The interpreter may stand where nobody may enter: it reads all it needs before it changes its user.
    program = (
        "import os, sys; from pathlib import Path; from deploy.postgres import embedded;"
        "import encodings.ascii, encodings.idna, fcntl, psycopg; os.setgroups([]); os.setgid(65534); os.setuid(65534);"
        "embedded.find_binaries = lambda owner: Path(sys.argv[2]);"
        "c = embedded.start(Path(sys.argv[1])); k = c.connect();"
        "print(c.owner.name, c.answers(), k.execute('SELECT 1').fetchone()); k.close(); c.stop()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder / "postgres"), str(copy)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "nobody True (1,)\n", done.stderr
