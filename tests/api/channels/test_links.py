"""The link in every message: machines open it first, without cookies, and nothing changes; then comes the tap."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle
from urllib.parse import quote, urlsplit

from starlette.testclient import TestClient

from domain.words import NoticeKind
from tests.api.pages.browser import Browser
from tests.api.pages.tour import all_tables, local, read
from tests.api.site import Site
from tests.notifications.delivery.counter import Counter
from tests.world import on

OURS = "https://testserver"
READER = "officer1"
DAY = on("2026-11-24 12:00")
WAYS = ("dingwork", "wecomapp", "smsgw")
SCANNERS = (
    "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 wxwork/4.1.0 MicroMessenger/7.0.1 Language/zh",
    "Mozilla/5.0 (Linux; Android 13) AliApp(DingTalk/7.5.0) com.alibaba.android.rimet",
    "DingTalkBot-LinkService/1.0 (+https://open-doc.dingtalk.com/microapp/faquestions/ftpfeu)",
    "Mozilla/4.0 (compatible; ms-office; MSOffice 16)",
    "python-requests/2.32",
)
CHINESE = re.compile(r"[一-鿿]")


def link_of(message: dict[str, object]) -> str:
    """The address a message leads to: its button's, or the one in its text."""
    found = str(message["link"]) or re.search(r"https://\S+", str(message["text"]))
    assert found, message
    return found if isinstance(found, str) else found[0]


def links_of_every_kind(counter: Counter) -> dict[str, str]:
    """Each message there is, really sent, over one vendor after the other: its kind and its link."""
    counter.settings = replace(counter.settings, public_url=OURS, paced=False)
    channels = {way: counter.open(way) for way in WAYS}
    mobile = {"smsgw": "smsgw:13800000001"}
    found = {}

    def carried(kind: str) -> None:
        assert counter.pass_once(DAY).sent == 1, kind
        found[kind] = link_of(counter.came()[-1])

    for kind, way in zip(NoticeKind, cycle(WAYS), strict=False):
        counter.order(READER, mobile.get(way, way))
        counter.office.owe(READER, kind=kind.value, who="护士一", of="urge")
        carried(kind.value)
    counter.office.owe(READER)
    counter.office.owe(READER)
    carried("digest")
    counter.office.sql(
        "INSERT INTO attempt (person_id, channel_id, address, notices, urgent, state, tries)"
        " VALUES (:who, :channel, 'he-min', '{}', true, 'waiting', 0)",
        who=counter.world.people[READER],
        channel=channels["wecomapp"],
    )
    carried("trial")
    return found


def crawl(client: TestClient, link: str) -> Iterator[int]:
    """Each scanner follows the link and all it finds there, forgetting every cookie."""
    for agent in SCANNERS:
        for method in ("HEAD", "GET"):
            client.cookies.clear()
            answer = client.request(method, f"{link}?from=singlemessage", headers={"User-Agent": agent})
            yield answer.status_code
            assert bool(answer.content) is (method == "GET")
            for onward in read(answer.text).links if method == "GET" else ():
                path = local(urlsplit(link).path, onward)
                if path and not path.startswith("/static/"):
                    client.cookies.clear()
                    client.request("GET", path, headers={"User-Agent": agent})
    client.cookies.clear()


def test_every_message_is_crawled_first_and_the_tap_works_afterwards(
    counter: Counter, browser: Browser
) -> None:
    links = links_of_every_kind(counter)
    assert set(links) == {*NoticeKind, "digest", "trial"}
    client = browser.client
    before = all_tables(counter.world.store.engine)
    for link in links.values():
        assert set(crawl(client, link)) == {200}, link
    after = all_tables(counter.world.store.engine)
    assert {name for name, rows in after.items() if rows != before[name]} == set()
    for kind, link in links.items():
        path = urlsplit(link).path
        asked = client.get(path, follow_redirects=False)
        assert asked.headers["location"] == f"/sign-in?next={path}", kind
    landed = browser.try_sign_in(READER, onward=urlsplit(links["urge"]).path)
    assert (landed.status_code, landed.headers["location"]) == (303, urlsplit(links["urge"]).path)
    for kind, link in links.items():
        page = browser.read(urlsplit(link).path)
        assert urlsplit(link).path == "/" or "住院楼" in page, kind


def test_head_is_answered_as_get_is_without_its_body(site: Site, browser: Browser) -> None:
    ref = site.report("nurse1")
    browser.sign_in("officer1")
    for path in (
        f"/h/{ref}",
        "/",
        "/h/hnothing99",
        "/static/app.css",
        "/healthz",
        f"/api/hazards/{ref}",
        "/none",
    ):
        got, head = browser.client.get(path), browser.client.head(path)
        assert (head.status_code, head.content) == (got.status_code, b""), path
        assert head.headers["content-type"] == got.headers["content-type"], path
    assert browser.client.head("/sign-out").status_code == 405, "what only takes a form stays shut"


TAMPERED = (
    "h", "hxxxxxxxxx", "0", "-1", "99999999999999999999", "%00", "%0d%0aSet-Cookie:a=b", "<script>alert(1)</script>",
    "' OR 1=1 --", "..%2f..%2fme", "500000-001-2026-00001", "500000-001-2026-99999", "%", "\uff48", "隐患", "x" * 5000,
    "%ff%fe", "h\u200b",
)  # fmt: skip


def test_a_tampered_link_opens_nothing_and_says_so_in_chinese(site: Site, browser: Browser) -> None:
    site.report("nurse1")
    browser.sign_in("nurse1")
    for tampered in TAMPERED:
        for path in (f"/h/{tampered}", f"/h/{tampered}/told"):
            answer = browser.client.get(
                path if "%" in path else quote(path, safe="/"), follow_redirects=False
            )
            assert answer.status_code in (404, 422), answer.text
            assert CHINESE.search(answer.text)
            assert "alert(1)" not in answer.text
            assert "set-cookie" not in answer.headers


def test_signing_in_leads_nowhere_but_to_us(browser: Browser) -> None:
    for elsewhere in (
        "//evil.example",
        "https://evil.example/h/x",
        "/\\evil.example",
        "javascript:alert(1)",
        "/h/x\r\nX: y",
    ):
        landed = browser.try_sign_in("nurse1", onward=elsewhere)
        assert (landed.status_code, landed.headers["location"]) == (303, "/"), elsewhere


def test_a_link_of_a_hazard_long_gone_still_tells_its_end(site: Site, browser: Browser) -> None:
    closed, dismissed = site.report("nurse1"), site.report("nurse1", place="药房")
    fixed = {"photos": [site.upload("nurse1", "blue")], "fixer": "fixer1"}
    closed = site.report("nurse1", fixed=fixed, place="配电室")
    site.press("officer1", closed, "close_on_spot")
    site.press("officer1", dismissed, "dismiss", reason="no_hazard", checked="现场查看")
    site.at("2028-11-02 09:00")
    for who, ref, end in (("fixer1", closed, "已销号"), ("nurse1", dismissed, "不予登记")):
        browser.sign_in(who)
        assert end in browser.read(f"/h/{ref}")


def test_who_may_no_longer_see_it_is_told_so(site: Site, browser: Browser, counter: Counter) -> None:
    ref = site.report("nurse1")
    browser.sign_in("deputy1")
    assert "住院楼" in browser.read(f"/h/{ref}")
    counter.office.sql(
        "UPDATE post SET until = '2026-11-01' WHERE person_id = :who", who=counter.world.people["deputy1"]
    )
    counter.office.sql("UPDATE organisation_version SET version = version + 1")
    answer = browser.client.get(f"/h/{ref}")
    assert answer.status_code == 404
    assert "这条内容不归您查看" in answer.text
    assert "住院楼" not in answer.text


def test_a_link_opened_while_somebody_else_is_signed_in_says_who_is(site: Site, browser: Browser) -> None:
    ref = site.report("nurse1")
    browser.sign_in("officer2")
    answer = browser.client.get(f"/h/{ref}")
    assert answer.status_code == 404
    assert "现在登录的是officer2；要换人登录，请先在“我的”里退出" in answer.text
    assert "住院楼" not in answer.text
    browser.send("/me", "/sign-out")
    browser.client.cookies.clear()
    landed = browser.try_sign_in("officer1", onward=f"/h/{ref}")
    assert landed.headers["location"] == f"/h/{ref}"
    assert "住院楼" in browser.read(f"/h/{ref}")
