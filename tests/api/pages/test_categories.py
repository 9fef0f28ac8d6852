"""The category tree: two levels, named when reporting or registering, looked for in the ledger."""

from domain.subcategories import Subcategory, of
from domain.words import Category
from tests.api.pages.browser import Browser
from tests.api.site import Site


def test_every_category_has_its_parts_and_every_part_its_category() -> None:
    assert all(len(of(category)) > 1 for category in Category)
    assert [each for category in Category for each in of(category)] == list(Subcategory)
    assert len({each.in_full for each in Subcategory}) == len(Subcategory)


def test_the_tree_is_told_to_programs(site: Site) -> None:
    tree = site.client.get("/api/categories").json()
    assert [one["code"] for one in tree] == [str(category) for category in Category]
    assert tree[0]["parts"][0] == {"code": "01-1", "label": "疏散通道、安全出口"}


def test_a_part_is_named_when_reporting_or_registering_and_found_again(site: Site) -> None:
    ref = site.report("nurse1", subcategory="01-1")
    seen = site.get("officer1", f"/api/hazards/{ref}")
    assert (seen["category"]["code"], seen["subcategory"]["label"]) == ("01", "疏散通道、安全出口")
    said = {"level": "general", "source": "staff_report"}
    kept = site.press("officer1", ref, "register", category="01", **said)
    assert kept["subcategory"]["code"] == "01-1"
    other = site.report("nurse1", place="配电间")
    moved = site.press("officer1", other, "register", subcategory="02-4", **said)
    assert (moved["category"]["code"], moved["subcategory"]["code"]) == ("02", "02-4")
    third = site.report("nurse1", place="库房", subcategory="01-2")
    changed = site.press("officer1", third, "register", category="02", **said)
    assert (changed["category"]["code"], changed["subcategory"]) == ("02", None)
    found = site.get("officer1", "/api/hazards", subcategory="01-1")["items"]
    assert [one["ref"] for one in found] == [ref]
    csv = site.ask("officer1", "GET", "/api/ledger.csv", params={"column": ["category", "subcategory"]})
    assert "用电安全,电动自行车停放充电" in csv.text


def test_a_part_of_another_category_is_refused(site: Site) -> None:
    wrong = {
        "unit": "001",
        "place": "走道",
        "category": "01",
        "description": "堆放",
        "no_photo_because": "暗",
    }
    for part, words in (("02-1", "属于“用电安全”"), ("99-1", "小类")):
        answer = site.ask("nurse1", "POST", "/api/hazards", json={**wrong, "subcategory": part})
        assert (answer.status_code, answer.json()["field"]) == (422, "subcategory")
        assert words in answer.json()["detail"]
    ref = site.report("nurse1")
    said = {"level": "general", "category": "01", "subcategory": "02-1"}
    assert site.try_press("officer1", ref, "register", **said).json()["field"] == "subcategory"
    assert site.ask("officer1", "GET", "/api/hazards?subcategory=nix").status_code == 422


def test_the_officer_chooses_it_on_the_page(browser: Browser, site: Site) -> None:
    ref = site.report("nurse1")
    browser.sign_in("officer1")
    form = f"/h/{ref}/register"
    assert "消防安全 · 疏散通道、安全出口" in browser.read(form)
    wrong = browser.send(form, form, subcategory="02-1")
    assert wrong.status_code == 422
    assert "属于“用电安全”" in wrong.text
    assert browser.send(form, form, subcategory="01-1").status_code == 303
    assert "消防安全 · 疏散通道、安全出口" in browser.read(f"/h/{ref}")
    assert "小类：疏散通道、安全出口" in browser.read("/hazards?subcategory=01-1")
