"""Vendors that play DingTalk, WeCom and an OIDC service, and a phone at the county's door."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.outside import Outside
from domain.outside import AllowedHosts
from tests.api.pages.browser import Browser
from tests.api.pages.conftest import browser
from tests.notifications.channels.exchange import Exchange, running_vendors
from tests.signing_in.conftest import site
from tests.signing_in.external.phone import Phone, ask_services_anew

__all__ = ["browser", "site"]


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exchange]:
    with running_vendors(Path(tmp_path_factory.mktemp("vendors")) / "messages.jsonl") as exchange:
        yield exchange


@pytest.fixture
def phone(browser: Browser, running: Exchange) -> Phone:
    running.begin_again()
    ask_services_anew()
    browser.site.app.state.outside = Outside(AllowedHosts(loopback=True), "https://testserver")
    return Phone(browser, running)
