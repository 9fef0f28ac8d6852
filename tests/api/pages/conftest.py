"""A browser at the small county."""

import pytest

from tests.api.pages.browser import Browser
from tests.api.site import Site


@pytest.fixture
def browser(site: Site) -> Browser:
    return Browser(site)
