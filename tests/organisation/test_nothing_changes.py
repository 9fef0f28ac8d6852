"""What would change nothing is refused in words, at the field that says what stands; so is a row that is none."""

import pytest

from tests.api.site import Site


def refused_at(site: Site, who: str, path: str, **said: object) -> str:
    answer = site.ask(who, "POST", f"/api/{path}", json=said)
    assert answer.status_code == 422, answer.text
    return str(answer.json()["field"])


def test_what_stands_already_is_no_change(site: Site) -> None:
    unit = site.get("office", "/api/units/001")
    names = {"name": unit["name"], "short_name": unit["short_name"]}
    home = site.get("admin", "/api/people/nurse1")["unit"]["code"]
    assert refused_at(site, "office", "units/001/rename", **names) == "name"
    assert refused_at(site, "office", "units/001/move", parent="000") == "parent"
    assert refused_at(site, "admin", "people/nurse1/move", unit=home) == "unit"
    assert refused_at(site, "admin", "people/chief1/posts", role="chief") == "role"


@pytest.mark.parametrize("number", [2**31, 2**70])
def test_a_number_that_no_row_can_have_is_refused_at_its_field(site: Site, number: int) -> None:
    assert refused_at(site, "admin", "people/chief1/posts/end", post=number) == "post"
    assert refused_at(site, "admin", "people/chief1/delegations/end", delegation=number) == "delegation"
