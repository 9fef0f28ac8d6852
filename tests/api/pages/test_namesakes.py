"""Two of one name in one house are told apart in choosers, on the page and in answers."""

import re

from sqlalchemy import update

from domain.tables.core import PERSON
from tests.api.pages.browser import Browser


def test_namesakes_are_told_apart_where_one_chooses_and_where_one_reads(browser: Browser) -> None:
    site = browser.site
    with site.world.store.engine.begin() as connection:
        connection.execute(update(PERSON).where(PERSON.c.key.in_(["nurse1", "fixer1"])).values(name="王芳"))
    ref = site.report("dept1")
    site.press("officer1", ref, "register")
    browser.sign_in("officer1")
    shown = re.findall(
        r"<option value=\"(nurse1|fixer1)\"[^>]*>\s*([^<]+?)\s*<", browser.read(f"/h/{ref}/assign")
    )
    words = dict(shown)
    assert len(set(words.values())) == 2, words
    assert "nurse1" in words["nurse1"]
    hazard = site.press("officer1", ref, "assign", to="fixer1", measures="清走", helpers=["nurse1"])
    assert hazard["fixer"]["name"] != hazard["helpers"][0]["name"]
    page = browser.read(f"/h/{ref}")
    assert hazard["fixer"]["name"] in page
    assert hazard["helpers"][0]["name"] in page
