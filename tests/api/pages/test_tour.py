"""Each role opens whatever it is shown: nothing changes, nothing is dead, foreign, inline or English."""

import gzip
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from tests import databases
from tests.api.pages.browser import Browser
from tests.api.pages.tour import Seen, all_tables, kind_of, read, walk
from tests.api.site import Site, build as build_site, open_site
from tests.oracle.lives import all_scenes, live
from tests.world import PEOPLE, build

pytestmark = pytest.mark.xdist_group("tour")  # what its module makes is made once

WALKERS = ("nurse1", "fixer1", "officer1", "chief1", "office", "leader", "admin")
STARTS = ["/", "/me", "/healthz", "/no-such-page"]
LATER = "2026-11-26 10:00"
"""After most dates have passed: messages, papers and proposals lie about."""
PAGE = "text/html"
NO_WORDS = re.compile(
    r"https?://\S+|[\w.+-]+@[\w.-]+|[a-z]+-[0-9.]+-[0-9a-f]{8}|\b[0-9a-f]{8,64}\b|\bh[2-9a-z]{9}\b"
    r"|\b[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}\b"  # the check code of a paper
)
MAY_BE_LATIN = {
    "jpg", "jpeg", "png", "webp", "html", "csv", "excel", "xlsx", "url", "api", "totp", "pdf", "app", "json", "oidc",
    "xls", "ods", "tsv",
    "word", "smtp", "webhook", "prefect", "postgresql", "bihuan", "testclient",
    # what a vendor's own console calls a field, and the policy's own name
    "dingtalk", "wecom", "agentid", "corpid", "appkey", "appsecret", "secret", "sec", "appid", "access_token",
    "starttls", "ssl", "insecure", "thing", "time", "hazard", "place", "due", "https", "key", "token",
    "default", "xes", "bpmn",
    # what is written in a Word template
    "docx", "wps", "for", "endfor", "endif", "join",
}  # fmt: skip


NAMES = set(PEOPLE) | {re.sub(r"\d", "", name) for name in PEOPLE}


@dataclass
class Tour:
    """What everybody saw, and every table before and after."""

    seen: list[Seen]
    before: dict[str, str]
    after: dict[str, str]


@pytest.fixture(scope="module")
def tour(worker_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tour]:
    """A county in which everything has happened; each of its people walks through it."""
    world = build(worker_engine, tmp_path_factory.mktemp("evidence"))
    holder: dict[str, Site] = {}
    app = build_site(world, holder)
    with TestClient(app, base_url="https://testserver", follow_redirects=False) as client:
        site = holder["site"] = open_site(world, client, app)
        for scene in all_scenes()[::4]:
            live(site, scene, pictures=True)
        world.sweep(LATER)
        site.at(LATER)
        browser, known = Browser(site), set[str]()
        seen: list[Seen] = []
        for who in WALKERS:
            browser.sign_in(who)
        before = all_tables(worker_engine)
        for who in WALKERS:
            browser.sign_in(who)
            seen += walk(client.get, who, STARTS, known)
        client.cookies.clear()
        seen += walk(client.get, "", ["/sign-in", *STARTS], known)
        yield Tour(seen, before, all_tables(worker_engine))
    databases.empty(worker_engine)


def test_whatever_anybody_opens_changes_nothing(tour: Tour) -> None:
    assert len(tour.seen) > 300
    assert len({one.path for one in tour.seen if one.who == "office" and one.is_page}) > 20
    changed = {name for name, rows in tour.after.items() if rows != tour.before[name]}
    assert changed == set()


def test_no_link_is_dead(tour: Tour) -> None:
    dead = {
        (one.answer.status_code, one.path, one.shown_at, one.who)
        for one in tour.seen
        if one.shown_at and one.answer.status_code not in (200, 302, 303)
    }
    assert dead == set()


def test_every_answer_carries_its_headers(tour: Tour) -> None:
    wrong = Counter[str]()
    for one in tour.seen:
        told = one.answer.headers
        policy = told.get("content-security-policy", "")
        wrong["policy"] += (
            not policy.startswith(("default-src 'self'", "default-src 'none'")) or "unsafe" in policy
        )
        wrong["frames"] += one.is_page and "frame-ancestors 'none'" not in policy
        wrong["framed"] += told.get("x-frame-options") != "DENY"
        wrong["sniffing"] += told.get("x-content-type-options") != "nosniff"
        wrong["referrer"] += told.get("referrer-policy") not in ("same-origin", "no-referrer")
        wrong["https"] += "max-age" not in told.get("strict-transport-security", "")
        wrong["kept"] += one.is_page and "no-store" not in told.get("cache-control", "")
        wrong["server"] += "server" in told or "x-powered-by" in told
    assert +wrong == Counter()


def test_nothing_is_inline_and_nothing_comes_from_elsewhere(tour: Tour) -> None:
    wrong = {
        (one.path, thing)
        for one in tour.seen
        if one.is_page
        for markup in [read(one.answer.text)]
        for thing in (*markup.inline, *(link for link in markup.links if "//" in link))
    }
    assert wrong == set()


def english(words: str) -> set[str]:
    """Latin words of three letters and more that are no name, address or term of the trade."""
    found = re.findall(r"[A-Za-z][A-Za-z_]{2,}", NO_WORDS.sub(" ", words))
    return {word for word in found if word.lower() not in MAY_BE_LATIN and word not in NAMES}


def test_no_english_is_left_on_a_page(tour: Tour) -> None:
    left = {
        (*sorted(english(words)), kind_of(one.path))
        for one in tour.seen
        if one.is_page
        for words in read(one.answer.text).words
        if english(words)
    }
    assert left == set()


def test_the_first_page_is_small_enough_for_a_corridor(tour: Tour) -> None:
    sizes: dict[str, int] = {}
    for one in tour.seen:
        sizes.setdefault(one.path, len(gzip.compress(one.answer.content)))
    for who in ("nurse1", "office", "leader"):
        home = next(one for one in tour.seen if one.who == who and one.path == "/")
        files = {
            link.partition("#")[0] for link in read(home.answer.text).links if link.startswith("/static/")
        }
        weight = len(gzip.compress(home.answer.content)) + sum(sizes[link] for link in files)
        assert weight <= 60_000, f"{who}: {weight}"
