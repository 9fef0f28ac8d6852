"""From when and until when a post or a delegation runs: not further ahead than a year, no post held twice at a time."""

import pytest

from tests.api.site import Site
from tests.organisation.test_keeping import change

LAST_DAY, A_DAY_LATER, FAR = "2027-11-03", "2027-11-04", "2150-01-01"
"""366 days after the day of the scenes, and beyond."""


@pytest.mark.parametrize("since", [A_DAY_LATER, FAR])
def test_what_begins_more_than_a_year_ahead_is_refused_by_name(site: Site, since: str) -> None:
    status, why = change(site, "chief1", "dept1", "posts", role="officer", since=since)
    assert (status, why) == (422, "任职开始日期不能晚于一年后（2027-11-03），请更正。")
    status, why = change(
        site, "chief1", "chief1", "delegations", delegate="deputy1", since=since, until=since
    )
    assert (status, why) == (422, "委托开始日期不能晚于一年后（2027-11-03），请更正。")


def test_what_begins_on_the_last_day_is_taken(site: Site) -> None:
    assert change(site, "chief1", "dept1", "posts", role="officer", since=LAST_DAY)[0] == 200
    said = {"delegate": "deputy1", "since": LAST_DAY, "until": LAST_DAY}
    assert change(site, "chief1", "chief1", "delegations", **said)[0] == 200


@pytest.mark.parametrize(
    ("days", "why"),
    [
        ({}, "dept1已定于 2026-12-01 起任"),
        ({"until": "2026-12-01"}, "dept1已定于 2026-12-01 起任"),
        ({"since": "2026-12-05", "until": "2026-12-31"}, "dept1已定于 2026-12-01 起任"),
        ({"until": "2026-11-30"}, ""),
    ],
)
def test_a_post_that_is_to_begin_leaves_the_days_before_it_free(
    site: Site, days: dict[str, str], why: str
) -> None:
    assert change(site, "chief1", "dept1", "posts", role="officer", since="2026-12-01")[0] == 200
    status, said = change(site, "chief1", "dept1", "posts", role="officer", **days)
    assert (status, said.startswith(why)) == (422 if why else 200, True)


def test_a_post_that_is_to_begin_is_ended_and_given_from_now(site: Site) -> None:
    assert change(site, "chief1", "dept1", "posts", role="officer", since=LAST_DAY)[0] == 200
    assert "请先在其任职中免去那一项" in change(site, "chief1", "dept1", "posts", role="officer")[1]
    held = site.get("chief1", "/api/people/dept1")["posts"]
    to_come = next(post["id"] for post in held if post["role"]["code"] == "officer")
    assert change(site, "chief1", "dept1", "posts/end", post=to_come)[0] == 200
    assert change(site, "chief1", "dept1", "posts", role="officer")[0] == 200
