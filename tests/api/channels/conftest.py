"""A browser at the small county, and the vendors' counter beside it."""

import pytest

from tests.api.pages.browser import Browser
from tests.api.site import Site
from tests.notifications.conftest import inbox, running_sink
from tests.notifications.delivery.conftest import counter, exchange, running

__all__ = ["counter", "exchange", "inbox", "running", "running_sink"]


@pytest.fixture
def browser(site: Site) -> Browser:
    return Browser(site)
