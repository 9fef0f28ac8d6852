"""A database that an earlier release filled, brought to this one: nothing is lost, moved or unreadable."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from httpx2 import Response
from sqlalchemy import URL, text
from starlette.testclient import TestClient

from api.app import build_app
from deploy.migrate import _config, migrate
from deploy.up import seal_once
from deploy.verify import verify
from domain.actions import Action
from domain.audit.cases import audit_clocks
from domain.cases.perform import advance
from domain.cases.recalculation import recalculate_all
from domain.hazard.escalation import ASK_EXTENSION
from domain.queries import due
from domain.queries.facts import read_notices
from domain.store.base import Store
from domain.store.engine import connect, make_engine
from domain.store.secrets import keyring_of
from tests import databases
from tests.api.pages.tour import Seen, walk
from tests.deploy.releases.filling import NOW, PASSWORD, SECRET
from tests.deploy.releases.kept import HERE, files_of, restore
from tests.world import on

pytestmark = pytest.mark.xdist_group("upgrade")  # what its module makes is made once

RELEASES = {"0.1.0": "0001"}
"""Each release whose rows are kept, and the revision at which it left its database."""
Moments = dict[str, datetime | None]
WITH_PAPERS = "SELECT ref FROM hazard WHERE EXISTS (SELECT FROM paper WHERE paper.hazard_id = hazard.id)"
NEXT = text("SELECT ref, next_action_at FROM hazard ORDER BY id")


@dataclass
class Upgraded:
    """The database of an earlier release, now of this one, and the next moments as the earlier one left them."""

    store: Store
    moments: Moments

    def now(self) -> Moments:
        """The next moments as they stand."""
        with self.store.engine.connect() as connection:
            return dict(connection.execute(NEXT).tuples().all())


@pytest.fixture(scope="module", params=RELEASES)
def upgraded(
    request: pytest.FixtureRequest, database_url: URL, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Upgraded]:
    url = database_url.set(database=f"{database_url.database}_{request.param.replace('.', '_')}")
    owner = databases.bare(databases.server_url(), url.database or "")
    engine, folder = make_engine(url), tmp_path_factory.mktemp("installation")
    _make(owner, request.param, folder)
    with engine.connect() as connection:
        moments: Moments = dict(connection.execute(NEXT).tuples().all())
    migrate(owner, url.username)
    seal_once(url)
    yield Upgraded(Store(engine, folder / "evidence"), moments)
    engine.dispose()
    with connect(databases.server_url()) as connection:
        connection.execute(f'DROP DATABASE "{url.database}" WITH (FORCE)')


def _make(url: URL, release: str, folder: Path) -> None:
    """The tables, rows and files as that release left them."""
    engine, config = make_engine(url), _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, RELEASES[release])
    engine.dispose()
    with connect(databases.server_url().set(database=url.database)) as direct, direct.transaction():
        restore(direct, release)
    shutil.unpack_archive(files_of(release), folder / "evidence")
    (folder / "secret.key").write_text(SECRET, encoding="ascii")


def test_every_release_that_is_kept_is_tried() -> None:
    assert {path.name.removesuffix(".sql.gz") for path in HERE.glob("*.sql.gz")} == set(RELEASES)


def test_every_chain_verifies(upgraded: Upgraded, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(upgraded.store) == 0, capsys.readouterr().out


def test_every_hazard_has_the_same_dates_and_only_waits_for_papers_move(upgraded: Upgraded) -> None:
    """How an unsigned paper reminds has changed since 0.1.0; nothing else of what was begun may move."""
    assert upgraded.now() == upgraded.moments
    assert recalculate_all(upgraded.store, at=on(NOW), why="升级") == 0
    assert list(audit_clocks(upgraded.store, on(NOW), timedelta(hours=1))) == []
    moved = {ref for ref, moment in upgraded.now().items() if moment != upgraded.moments[ref]}
    with upgraded.store.engine.connect() as connection:
        with_papers = set(connection.scalars(text(WITH_PAPERS)))
    assert moved <= with_papers


def test_every_place_is_in_use(upgraded: Upgraded) -> None:
    """停用 came later: nothing stands as out of use that nobody took out of use."""
    with upgraded.store.engine.connect() as connection:
        rows = connection.execute(text("SELECT use, suspended IS NULL, count(*) FROM hazard GROUP BY 1, 2"))
        assert {(use, empty) for use, empty, _ in rows} == {("in_use", True)}
        assert connection.scalar(text("SELECT count(*) FROM suspension")) == 0


def test_every_sealed_secret_opens(upgraded: Upgraded) -> None:
    keys = keyring_of(upgraded.store.evidence.parent)
    with upgraded.store.engine.connect() as connection:
        sealed = connection.scalars(
            text("SELECT secrets FROM channel UNION ALL SELECT secret FROM sign_in_service")
        )
        assert [keys.opens(each) for each in sealed] == [True] * 6


@pytest.mark.parametrize("who", ["office", "officer1"])
def test_every_page_opens(upgraded: Upgraded, who: str) -> None:
    with signed_in(upgraded, who) as get:
        starts = ["/", "/me", *(f"/h/{ref}" for ref in _refs(upgraded, 3 if who == "office" else 9))]
        seen = list(walk(get, who, starts, set()))
    assert len(seen) > len(starts)
    assert [(one.answer.status_code, one.path, one.shown_at) for one in seen if _is_broken(one)] == []


def test_every_answer_by_program_reads(upgraded: Upgraded) -> None:
    with signed_in(upgraded, "office") as get:
        paths = build_app(upgraded.store).openapi()["paths"].items()
        plain = [path for path, verbs in paths if "get" in verbs and "{" not in path]
        parts = ("", "/actions", "/journal", "/clocks")
        each = [f"/api/hazards/{ref}{part}" for ref in _refs(upgraded, 7) for part in parts]
        answers = {path: get(path).status_code for path in (*plain, *each)}
    assert {path for path, status in answers.items() if status >= 500} == set()
    assert {path for path in each if answers[path] != 200} == set()


def test_every_saved_view_opens(upgraded: Upgraded) -> None:
    with upgraded.store.engine.connect() as connection:
        views = list(connection.scalars(text("SELECT query FROM saved_view")))
    with signed_in(upgraded, "office") as get:
        assert [get(f"/hazards?{view}").status_code for view in views] == [200] * 3
        assert [get(f"/api/hazards?{view}").status_code for view in views] == [200] * 3


def test_a_sweep_of_a_month_runs(upgraded: Upgraded, capsys: pytest.CaptureFixture[str]) -> None:
    later, written = on(NOW) + timedelta(days=30), 0
    with upgraded.store.engine.connect() as connection:
        owed = due(connection, later, limit=1000)
    for row in owed:
        written += advance(upgraded.store, row.id, at=later)
    assert written > len(owed) > 0
    assert verify(upgraded.store) == 0, capsys.readouterr().out


class signed_in:  # noqa: N801 - reads as a verb
    """Somebody's browser at the old release's last moment."""

    def __init__(self, upgraded: Upgraded, who: str) -> None:
        app = build_app(upgraded.store, now=lambda: on(NOW))
        self.client = TestClient(app, base_url="https://testserver", follow_redirects=False)
        self.who = who

    def __enter__(self) -> Callable[[str], Response]:
        self.client.__enter__()
        answer = self.client.post("/api/session", json={"login": self.who, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        return self.client.get

    def __exit__(self, *what: object) -> None:
        self.client.__exit__(None, None, None)


def _refs(upgraded: Upgraded, every: int) -> list[str]:
    """Every so many-th hazard."""
    return list(upgraded.moments)[::every]


def _is_broken(one: Seen) -> bool:
    """A link that leads nowhere, or a page that fails; of a hazard of another unit somebody may know nothing."""
    return one.answer.status_code not in ((200, 302, 303) if one.shown_at else (200, 302, 303, 404))


def test_what_its_notices_keep_in_words_is_read(upgraded: Upgraded) -> None:
    """Their next step and the last day to ask for an extension are values today."""
    with upgraded.store.engine.connect() as connection:
        moments = dict(connection.execute(text("SELECT id, at FROM notice")).tuples().all())
        kept = read_notices(connection, moments)
    said = [kept[notice].facts(str, at) for notice, at in moments.items()]
    steps = Counter(facts.next_action() for facts in said if facts.text_of("next_step"))
    assert steps.keys() == {Action.URGE, Action.REMIND, Action.PROPOSE_MEASURE, Action.PROPOSE_LISTING}
    last_days = {facts.extension_by() for facts in said if facts.clock == ASK_EXTENSION}
    assert len(last_days) > 10
    assert "" not in last_days
