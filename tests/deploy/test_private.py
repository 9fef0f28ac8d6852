"""What we keep is closed to other users of the machine, also what an earlier release left open."""

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.children import Child
from deploy.private_home import make_private_home
from domain.store.private import write_privately

AT_THE_TOP = 0o711 if os.geteuid() == 0 else 0o700


@pytest.fixture
def wide_open() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.usefixtures("wide_open")
def test_every_start_closes_what_an_earlier_release_left_open(tmp_path: Path) -> None:
    data, elsewhere = tmp_path / "new" / "data", tmp_path / "elsewhere"
    elsewhere.write_text("x")
    for name in (
        "evidence/ab/cd",
        "evidence/shown/ab/cd.jpg",
        "logs/web.log",
        "prefect/x",
        "postgres/data/x",
    ):
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_text("x")
    (data / "messages.jsonl").write_text("x")
    (data / "logs" / "link").symlink_to(elsewhere)
    make_private_home(data)
    make_private_home(data)
    assert mode(data) == AT_THE_TOP
    for name in ("evidence", "logs", "prefect"):
        for path in (data / name, *(data / name).rglob("*")):
            if not path.is_symlink():
                assert mode(path) == (0o700 if path.is_dir() else 0o600), path
    assert (mode(data / "messages.jsonl"), mode(elsewhere)) == (0o600, 0o666)
    assert mode(data / "postgres" / "data" / "x") == 0o666  # PostgreSQL's own affair
    assert mode(tmp_path / "new") == 0o777  # whatever is above is never changed


@pytest.mark.usefixtures("wide_open")
def test_whatever_our_processes_make_is_closed_too(tmp_path: Path) -> None:
    write_privately()
    make_private_home(tmp_path / "data")
    assert mode(tmp_path / "data") == AT_THE_TOP, "the database's own user passes, whatever the umask"
    made = "from pathlib import Path; Path('made').write_text('x'); Path('folder').mkdir(); print('said')"
    command = [sys.executable, "-c", made]
    child = Child("web", command, dict(os.environ), tmp_path / "data" / "logs" / "web.log", tmp_path / "data")
    child.start()
    assert child.process is not None
    child.process.wait()
    modes = {path.name: mode(path) for path in (tmp_path / "data").rglob("*")}
    assert modes == {"logs": 0o700, "web.log": 0o600, "made": 0o600, "folder": 0o700}
