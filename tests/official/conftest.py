"""The county behind the API, for what leaves on paper."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.api.pages.browser import Browser
from tests.api.site import Site, build, open_site
from tests.world import World


@pytest.fixture
def site(world: World) -> Iterator[Site]:
    """Its clock stands at 2026-11-02 09:00 until the test moves it."""
    holder: dict[str, Site] = {}
    app = build(world, holder)
    with TestClient(app, base_url="https://testserver") as client:
        holder["site"] = open_site(world, client, app)
        yield holder["site"]


@pytest.fixture
def browser(site: Site) -> Browser:
    return Browser(site)
