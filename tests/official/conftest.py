"""The county behind the API, for what leaves on paper."""

import pytest

from tests.api.conftest import site
from tests.api.pages.browser import Browser
from tests.api.site import Site

__all__ = ["site"]


@pytest.fixture
def browser(site: Site) -> Browser:
    return Browser(site)
