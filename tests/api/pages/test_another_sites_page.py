"""What a page of another site sends along with our cookie is refused on every address that takes anything."""

from typing import Any

import pytest
from fastapi.routing import APIRoute

from api.current import HARMLESS
from api.pages.install import ROUTERS
from tests.api.pages.browser import Browser
from tests.api.pages.tour import all_tables
from tests.api.site import Site

EVIL = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
BODIES: dict[str, dict[str, Any]] = {
    "form": {"data": {"action": "void", "reason": "x", "_csrf": "0" * 80}},
    "multipart": {"files": {"file": ("x.jpg", b"x")}},
    "json": {"json": {"reason": "x"}},
    "text": {"content": b'{"reason":"x"}', "headers": {"content-type": "text/plain"}},
}
BEFORE_ANYBODY = "/sign-in"
"""Asked of nobody who is signed in: there is no session to misuse."""


def writing_addresses(site: Site, ref: str) -> list[tuple[str, str]]:
    """(method, path) of everything that takes something."""
    api = [(verb.upper(), path) for path, verbs in site.app.openapi()["paths"].items() for verb in verbs]
    pages = [
        (verb, route.path)
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute)
        for verb in route.methods or ()
    ]
    return [(verb, filled(path, ref)) for verb, path in (*api, *pages) if verb not in HARMLESS]


def filled(path: str, ref: str) -> str:
    """The hazard's ref for its parameter, 1 for any other."""
    return "".join(
        ref if part.startswith("{hazard") else "1" if part.startswith("{") else part for part in _parts(path)
    )


def _parts(path: str) -> list[str]:
    """A path cut at its parameters."""
    return [piece for part in path.replace("{", "\n{").replace("}", "}\n").split("\n") if (piece := part)]


@pytest.mark.parametrize("kind", list(BODIES))
def test_another_sites_page_presses_nothing(site: Site, kind: str) -> None:
    ref = site.report("nurse1")
    browser = Browser(site)
    browser.sign_in("office")
    addresses = writing_addresses(site, ref)
    assert len(addresses) > 60
    before = all_tables(site.world.store.engine)
    for method, path in addresses:
        if path.startswith(BEFORE_ANYBODY):
            continue
        more = {**BODIES[kind]}
        headers = {**EVIL, **more.pop("headers", {})}
        answer = site.client.request(method, path, headers=headers, follow_redirects=False, **more)
        assert answer.status_code in (401, 403, 422), f"{method} {path}: {answer.status_code}"
    assert all_tables(site.world.store.engine) == before


def test_a_form_without_our_token_presses_nothing(site: Site) -> None:
    ref = site.report("nurse1")
    browser = Browser(site)
    browser.sign_in("office")
    before = all_tables(site.world.store.engine)
    pages = [
        path
        for method, path in writing_addresses(site, ref)
        if not path.startswith("/api") and method == "POST"
    ]
    assert len(pages) > 3
    for path in {page for page in pages if not page.startswith(BEFORE_ANYBODY)}:
        answer = site.client.post(path, data={"reason": "x"}, follow_redirects=False)
        assert answer.status_code == 403, f"{path}: {answer.status_code}"
    assert all_tables(site.world.store.engine) == before


REFERERS = {
    "https://evil.example/": False,
    "https://evil.example/https://testserver/": False,
    "https://testserver@evil.example/": False,
    "about:blank": False,
    "ours": True,
    "none": True,
}


@pytest.mark.parametrize("referer", REFERERS)
def test_a_browser_that_names_its_page_by_referer_alone_is_heard(site: Site, referer: str) -> None:
    browser = Browser(site)
    browser.sign_in("nurse1")
    said = {"ours": {"referer": f"{site.client.base_url}/report"}, "none": {}}
    view = {"name": "我的", "query": "open=true"}
    headers = said.get(referer, {"referer": referer})
    answer = site.client.post("/api/me/views", json=view, headers=headers)
    assert (answer.status_code != 403) == REFERERS[referer], answer.text
    own = {"Authorization": f"Bearer {site.token('nurse1')}"}
    assert site.client.post("/api/me/views", json=view, headers={**headers, **own}).status_code != 403
