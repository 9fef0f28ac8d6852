"""随手拍 without scripts: one screen, photos with the form, nothing typed or shot is lost."""

import re
from typing import Any

from httpx2 import Response

from domain.queries import Described
from tests.api.pages.browser import Browser, form_of
from tests.api.site import picture

PLACE = "住院楼5层东侧疏散走道"
TOLD = {"unit": "001-01", "place": PLACE, "category": "01", "description": "走道堆放病床3张"}
PHOTO = ("a.jpg", picture("red"), "image/jpeg")
AFTER = ("b.jpg", picture("green"), "image/jpeg")


def send(browser: Browser, *files: tuple[str, Any], **typed: Any) -> Response:
    return browser.send("/report", "/report", files=list(files) or [("photos", PHOTO)], **{**TOLD, **typed})


def reported(browser: Browser, answer: Response) -> dict[str, Any]:
    """The hazard that the answer leads to."""
    assert answer.status_code == 303, answer.text
    ref = answer.headers["location"].removeprefix("/report/done/")
    told: dict[str, Any] = browser.client.get(f"/api/hazards/{ref}").json()
    return told


def errors(answer: Response) -> dict[str, str]:
    """What the page complains of: field -> sentence."""
    found = re.findall(r'<p class="error" id="e-([^"]+)">.*?</svg>(.*?)</p>', answer.text, re.DOTALL)
    return {name: text.strip() for name, text in found}


def test_a_nurse_reports_with_one_photo_and_one_line(browser: Browser) -> None:
    browser.sign_in("nurse1")
    answer = send(browser)
    hazard = reported(browser, answer)
    assert (hazard["place"], hazard["description"]) == (PLACE, "走道堆放病床3张")
    assert (hazard["unit"]["code"], hazard["department"]["code"]) == ("001", "001-01")
    assert len(hazard["photos"]["before"]) == 1
    done = browser.read(answer.headers["location"])
    assert "已上报" in done
    assert "officer1" in done, "who has it now"
    assert "前没人处理，系统会催" in done


def test_the_form_sent_twice_reports_once(browser: Browser) -> None:
    browser.sign_in("nurse1")
    page = browser.read("/report")
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
    first, second = (
        browser.client.post(
            "/report", data={**hidden, **TOLD, "seen": "1"}, files={"photos": PHOTO}, follow_redirects=False
        )
        for _ in range(2)
    )
    assert first.headers["location"] == second.headers["location"]
    changed = {**hidden, **TOLD, "seen": "1", "description": "另一件"}
    third = browser.client.post("/report", data=changed, files={"photos": PHOTO}, follow_redirects=False)
    assert (third.status_code, "上次的内容已生效；后来的修改尚未提交" in third.text) == (422, True)
    assert 'data-answered="yes"' in third.text, "the phone leaves this form as the server answered it"
    shown = form_of(third.text, "/report")
    assert (shown.fields["description"], len(shown.fields["photos"])) == (["另一件"], 1)
    other = browser.post(shown)
    assert other.headers["location"] not in (first.headers["location"], "/report")
    assert reported(browser, other)["description"] == "另一件"


def test_what_was_fixed_at_once_carries_both_photos_and_who_fixed_it(browser: Browser) -> None:
    browser.sign_in("nurse1")
    files = (("photos", PHOTO), ("fixed.photos", AFTER))
    hazard = reported(browser, send(browser, *files, **{"fixed": "true", "fixed.fixer": "fixer1"}))
    assert (len(hazard["photos"]["before"]), len(hazard["photos"]["after"])) == (1, 1)
    assert hazard["fixer"]["key"] == "fixer1"


def test_the_switches_do_what_they_say(browser: Browser) -> None:
    browser.sign_in("nurse1")
    suspected = reported(browser, send(browser, suspected_major="true", interim="已派人值守"))
    assert (suspected["suspected"], suspected["interim"]) == (True, "已派人值守")
    direct = reported(browser, send(browser, addressed_to="authority", place="地下室", seen="1"))
    for who, status in (("officer1", 404), ("chief1", 404), ("office", 200)):
        assert browser.site.ask(who, "GET", f"/api/hazards/{direct['ref']}").status_code == status


def test_without_a_photo_a_reason_is_asked_for(browser: Browser) -> None:
    browser.sign_in("nurse1")
    refused = browser.send("/report", "/report", **TOLD)
    assert (refused.status_code, "请至少拍一张照片" in errors(refused)["photos"]) == (422, True)
    hazard = reported(browser, browser.send("/report", "/report", **TOLD, no_photo_because="病人隐私"))
    assert hazard["photos"]["before"] == []


def test_a_photo_that_is_none_says_why_and_everything_else_stays(browser: Browser) -> None:
    browser.sign_in("nurse1")
    bad = ("x.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/jpeg")
    answer = send(browser, ("photos", PHOTO), ("photos", bad), suspected_major="true")
    assert answer.status_code == 422
    assert errors(answer)["photos"].startswith("第 2 张：不是JPEG、PNG")
    for typed in (
        f'value="{PLACE}"',
        "走道堆放病床3张",
        'value="01" checked',
        'id="f-suspected_major" checked',
    ):
        assert typed in answer.text
    kept = re.findall(r'name="photos" value="([0-9a-f]{64})" checked', answer.text)
    assert len(kept) == 1, "the good photo is kept"
    again = browser.send("/report", "/report", **TOLD, photos=kept[0])
    assert reported(browser, again)["photos"]["before"] == kept


def test_every_missing_field_is_named_and_nothing_typed_is_lost(browser: Browser) -> None:
    browser.sign_in("nurse1")
    answer = send(browser, place="", category="", description="<script>alert(1)</script>", fixed="true")
    assert answer.status_code == 422
    assert set(errors(answer)) == {"place", "category", "fixed.photos", "fixed.fixer"}
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.text
    assert "<script>alert(1)" not in answer.text


HOSTILE = {
    "five thousand letters": ("description", "字" * 5000),
    "a place of three hundred": ("place", "层" * 300),
    "nothing to be seen": ("description", "\u200b"),
    "no such unit": ("unit", "999"),
    "no such category": ("category", "99"),
}


def test_hostile_texts_are_refused_at_their_field(browser: Browser) -> None:
    browser.sign_in("nurse1")
    for name, (field, text) in HOSTILE.items():
        answer = send(browser, **{field: text})
        assert (answer.status_code, "请核对" in answer.text) == (422, True), name
        assert f'href="#f-{field}"' in answer.text, name


def test_what_is_likely_the_same_is_shown_once_before_it_is_sent(browser: Browser) -> None:
    browser.sign_in("fixer1")
    reported(browser, send(browser))
    browser.sign_in("nurse1")
    shown = send(browser)
    assert shown.status_code == 200
    assert "同一部位已有同类隐患未办结（待登记，今天上报）" in shown.text
    assert "不是同一件，仍要上报" in shown.text
    assert "走道堆放病床3张" in shown.text
    photo = re.search(r'name="photos" value="([0-9a-f]{64})"', shown.text)
    assert photo
    reported(browser, browser.send("/report", "/report", **TOLD, photos=photo.group(1), seen="1"))


def test_before_registering_the_same_is_shown_again_with_a_way_to_dismiss(browser: Browser) -> None:
    main, again = browser.site.report("fixer1"), browser.site.report("nurse1")
    browser.sign_in("officer1")
    page = browser.read(f"/h/{again}/register")
    assert "同一部位已有同类隐患未办结（待登记，今天上报）" in page
    way = f"/h/{again}/dismiss?reason=duplicate&amp;duplicate_of={main}"
    assert way in page
    assert f'value="{main}"' in browser.read(way.replace("&amp;", "&"))


def test_a_scanned_point_fills_in_where_and_what(browser: Browser) -> None:
    said = {"unit": "001-01", "places": [PLACE], "category": "01"}
    code = browser.site.ask("officer1", "POST", "/api/points", json=said).json()["items"][0]["code"]
    browser.client.cookies.clear()
    opened = browser.client.get(f"/r/{code}", follow_redirects=False)
    assert opened.headers["location"] == f"/report?point={code}"
    asked = browser.client.get(opened.headers["location"], follow_redirects=False)
    assert asked.headers["location"] == f"/sign-in?next=/report%3Fpoint%3D{code}"
    browser.sign_in("nurse1")
    page = browser.read(f"/r/{code}")
    assert f'value="{PLACE}"' in page
    assert 'name="category" value="01" checked' in page
    assert '<option value="001-01" selected>' in page
    browser.sign_in("office")
    page = browser.read(f"/r/{code}")
    assert '<option value="001" selected>' in page
    assert '<option value="001-01" selected>' in page
    browser.site.ask("officer1", "POST", f"/api/points/{code}/retire")
    for gone in (code, "nothing"):
        assert "这个点位已撤下或不存在" in browser.read(f"/r/{gone}")


def test_the_commission_chooses_the_unit_and_sees_its_people(browser: Browser) -> None:
    browser.sign_in("office")
    page = browser.read("/report")
    assert '<option value="002">临澄县中医院</option>' in page
    assert 'name="addressed_to"' not in page
    part = browser.read("/report/of-unit?unit=001")
    assert "护理部" in part
    assert "nurse1（护理部）" in part
    assert "<select" not in browser.read("/report/of-unit?unit=999")
    hazard = reported(browser, send(browser, unit="001", department="001-01", source="unannounced"))
    assert (hazard["source"]["label"], hazard["line"]) == ("暗访（四不两直）", "authority")
    refused = send(browser, unit="")
    assert "unit" in errors(refused)


def test_places_used_before_and_frequent_categories_come_first(browser: Browser) -> None:
    browser.sign_in("nurse1")
    for n, place in enumerate(("库房", "锅炉房", "库房")):
        reported(browser, send(browser, place=place, category="14", description=f"第{n}件", seen="1"))
    page = browser.read("/report")
    assert page.index("库房") < page.index("锅炉房")
    assert re.findall(r'name="category" value="(\d\d)"', page)[:2] == ["14", "01"]
    assert len(set(re.findall(r'name="category" value="(\d\d)"', page))) == 21


def test_an_officer_may_say_how_they_found_it_and_a_nurse_is_not_asked(browser: Browser) -> None:
    browser.sign_in("nurse1")
    assert 'name="source"' not in browser.read("/report")
    browser.sign_in("officer1")
    page = browser.read("/report")
    assert "单位自查（周查）" in page
    assert "暗访" not in page
    assert reported(browser, send(browser, source="weekly_check"))["source"]["code"] == "weekly_check"


def test_the_empty_form_kept_by_phones_is_nobodys(browser: Browser) -> None:
    browser.client.cookies.clear()
    shell = browser.read("/report/shell")
    for secret in ("_csrf", "_key", "about-me", "护理部", "nurse1", "临澄县"):
        assert secret not in shell
    browser.sign_in("nurse1")
    assert browser.read("/report/shell") == shell
    worker = browser.client.get("/sw.js")
    assert worker.headers["content-type"].startswith("text/javascript")
    assert worker.headers["cache-control"] == "no-cache"
    files = re.search(r"FILES = \[(.*?)\];", worker.text)
    assert files
    for address in re.findall(r'"([^"]+)"', files.group(1)):
        assert browser.client.get(address).status_code == 200
        assert address.startswith("/static/")
    assert browser.client.get("/sw.js").text == worker.text


def test_a_phone_names_whose_it_is_and_is_never_taken_as_another(browser: Browser) -> None:
    people = browser.site.world.people
    for who, status in (("nurse1", 201), ("officer1", 409), ("x", 409)):
        meant = {"X-Bihuan-Person": str(people.get(who, "x"))}
        answer = browser.site.ask(
            "nurse1", "POST", "/api/evidence", files={"file": ("p.jpg", picture("red"))}, headers=meant
        )
        assert answer.status_code == status
    assert answer.json()["code"] == "other_person"


def test_what_the_page_compares_is_what_the_form_says() -> None:
    assert set(Described.model_fields) == {"unit", "place", "category", "description"}
