"""What stands in a photo's tags is served under no name that a browser takes for a page."""

import pytest

from tests.api.site import Site
from tests.odd_photos import WHOLE


@pytest.mark.parametrize("name", [name for name in WHOLE if "a page in" in name])
def test_what_stands_in_a_photos_tags_is_never_taken_for_a_page(site: Site, name: str) -> None:
    file = ("page.html", WHOLE[name](), "text/html")
    kept = site.ask("nurse1", "POST", "/api/evidence", files={"file": file})
    assert kept.status_code == 201, kept.text
    address = f"/api/evidence/{kept.json()['hash']}"
    for original, kind in ((False, "image/jpeg"), (True, "application/octet-stream")):
        shown = site.ask("nurse1", "GET", address, params={"original": original})
        told = shown.headers
        assert (told["content-type"], told["x-content-type-options"]) == (kind, "nosniff")
        assert (b"<html" in shown.content) == original
        assert ("attachment" in told.get("content-disposition", "")) == original
