"""Likely duplicates: shown before reporting and before registering, and nobody learns what they may not see."""

from typing import Any

from tests.api.site import IN_OWN_WORDS, Site

PLACE = "住院楼5层东侧疏散走道"


def asked(site: Site, who: str, **more: Any) -> list[dict[str, Any]]:
    told = {"unit": "001", "place": PLACE, "category": "01", **more}
    described = {name: value for name, value in told.items() if value is not None}
    items: list[dict[str, Any]] = site.get(who, "/api/hazards/likely", **described)["items"]
    return items


def sentences(site: Site, who: str, **more: Any) -> list[str]:
    return [item["sentence"] for item in asked(site, who, **more)]


def closed(site: Site, ref: str) -> None:
    after = site.upload("fixer1", "green")
    assign = {"to": "fixer1", "measures": "清空走道", "due": "2026-11-05"}
    site.press("officer1", ref, "register", assign=assign)
    site.press("fixer1", ref, "accept")
    site.press("fixer1", ref, "submit", result="已清空", photos=[after])
    site.press("officer1", ref, "pass", opinion="合格")
    site.press("deputy1", ref, "approve_closure")


def test_a_nurse_learns_that_somebody_was_quicker_and_not_what_they_wrote(site: Site) -> None:
    ref = site.report("nurse1", description="走道堆放病床3张")
    site.at("2026-11-05 09:00")
    of_the_reporter, of_a_colleague = asked(site, "nurse1"), asked(site, "fixer1")
    assert of_the_reporter[0]["sentence"] == "同一部位已有同类隐患未办结（待登记，3 天前上报）"
    assert (of_the_reporter[0]["ref"], of_the_reporter[0]["description"]) == (ref, "走道堆放病床3张")
    assert of_a_colleague[0]["sentence"] == of_the_reporter[0]["sentence"]
    hidden = ("ref", "number", "place", "description", "photo")
    assert [of_a_colleague[0][name] for name in hidden] == [None] * 5


def test_each_sees_as_much_as_they_may(site: Site) -> None:
    ref = site.report("nurse1")
    shown = {who: [one["ref"] for one in asked(site, who)] for who in ("officer1", "office", "head")}
    assert shown == {"officer1": [ref], "office": [ref], "head": [ref]}
    assert [asked(site, who) for who in ("officer2", "clinic2", "expert")] == [[], [], []]


def test_a_direct_report_to_the_commission_is_hinted_at_to_nobody_of_the_unit(site: Site) -> None:
    ref = site.report("nurse1", addressed_to="authority")
    assert [asked(site, who) for who in ("fixer1", "officer1", "chief1")] == [[], [], []]
    assert [one["ref"] for one in asked(site, "office")] == [ref]
    site.press("office", ref, "register", **IN_OWN_WORDS)
    assert asked(site, "fixer1") == []
    assert [one["ref"] for one in asked(site, "officer1")] == [ref]


def test_what_the_commission_found_is_hinted_at_to_nobody_of_the_unit_before_it_is_registered(
    site: Site,
) -> None:
    ref = site.report("office", unit="001", source="inspection", found_at="2026-11-01T02:00:00Z")
    assert len(sentences(site, "office2")) == 1
    assert [sentences(site, who) for who in ("nurse1", "officer1", "chief1")] == [[]] * 3
    site.press("office", ref, "register")
    site.at("2026-11-05 09:00")
    known_since = {who: asked(site, who)[0]["reported_at"] for who in ("office2", "nurse1", "officer1")}
    assert known_since.pop("office2") > "2026-11-01T02:00:00Z", "when it was reported"
    assert set(known_since.values()) == {"2026-11-01T02:00:00Z"}, "when it was found"


def test_a_unit_filters_by_the_day_that_it_is_shown(site: Site) -> None:
    found = {"source": "inspection", "unit": "001", "found_at": "2026-11-01T02:00:00Z"}
    site.press("office", site.report("office", **found), "register")
    days = ("2026-11-01", "2026-11-02")
    on_the_day = {
        who: [
            day for day in days if site.get(who, "/api/hazards", reported_from=day, reported_to=day)["items"]
        ]
        for who in ("office", "officer1")
    }
    assert on_the_day == {"office": ["2026-11-02"], "officer1": ["2026-11-01"]}


def test_a_closed_one_is_shown_for_ninety_days(site: Site) -> None:
    closed(site, site.report("nurse1"))
    assert sentences(site, "officer1") == ["同一部位的同类隐患，今天已销号"]
    assert sentences(site.at("2027-01-30 09:00"), "officer1") == ["同一部位的同类隐患，89 天前已销号"]
    assert sentences(site.at("2027-02-01 09:00"), "officer1") == []


def test_what_was_dismissed_or_voided_is_no_duplicate(site: Site) -> None:
    site.press("officer1", site.report("nurse1"), "dismiss", reason="not_true", checked="现场无堆放")
    site.press("deputy1", site.report("nurse1"), "void", reason="重复录入")
    assert sentences(site, "officer1") == []


def test_likeness_is_of_place_category_and_for_those_who_see_it_of_words(site: Site) -> None:
    site.report("nurse1", place=PLACE, description="走道堆放病床3张，影响疏散")
    found = {
        "the same place, another category": asked(site, "officer1", category="02"),
        "the place alone": asked(site, "officer1", category=None),
        "the floor below": asked(site, "officer1", place="住院楼4层东侧疏散走道"),
        "the other end of the house": asked(site, "officer1", place="门诊大厅", category="05"),
        "another name of the place, the same words": asked(
            site, "officer1", place="住院楼5层走道", description="走道堆放病床，影响疏散"
        ),
        "the same, asked by somebody who may not see it": asked(
            site, "fixer1", place="住院楼5层走道", description="走道堆放病床，影响疏散"
        ),
        "another unit": asked(site, "office", unit="002"),
    }
    assert {name: len(items) for name, items in found.items()} == {
        "the same place, another category": 1,
        "the place alone": 1,
        "the floor below": 1,
        "the other end of the house": 0,
        "another name of the place, the same words": 1,
        "the same, asked by somebody who may not see it": 0,
        "another unit": 0,
    }
    assert found["the floor below"][0]["sentence"].startswith("相近部位已有同类隐患未办结")
    assert found["the same place, another category"][0]["sentence"].startswith("同一部位已有隐患未办结")


def test_the_likeliest_come_first_and_five_are_enough(site: Site) -> None:
    photo = [site.upload("nurse1")]
    for n in range(6):
        site.report("nurse1", photos=photo, place=f"住院楼5层东侧疏散走道{n}号门", description=f"第{n}件")
    exact = site.report("nurse1", photos=photo)
    found = asked(site, "officer1")
    assert (len(found), found[0]["ref"], found[0]["photo"]) == (5, exact, photo[0])


def test_before_registering_the_same_is_asked_of_the_report_itself(site: Site) -> None:
    first, second = site.report("nurse1"), site.report("fixer1")
    assert [one["ref"] for one in site.get("officer1", f"/api/hazards/{second}/likely")["items"]] == [first]
    assert [one["ref"] for one in site.get("officer1", f"/api/hazards/{first}/likely")["items"]] == [second]
    assert site.ask("officer2", "GET", f"/api/hazards/{first}/likely").status_code == 404


def test_what_cannot_be_compared_is_refused_in_chinese(site: Site) -> None:
    for params, field in (
        ({"unit": "001"}, "place"),
        ({"unit": "001", "place": "层" * 121}, "place"),
        ({"unit": "999", "place": PLACE}, "unit"),
        ({"unit": "001", "place": PLACE, "category": "99"}, "category"),
        ({"unit": "001", "place": PLACE, "description": "字" * 2001}, "description"),
    ):
        answer = site.ask("nurse1", "GET", "/api/hazards/likely", params=params)
        assert (answer.status_code, answer.json()["field"]) == (422, field), params


def test_two_reports_of_one_thing_become_one_and_both_histories_stay(site: Site) -> None:
    main = site.report("nurse1", description="走道堆放病床3张")
    again = site.report("fixer1", description="走道又堆了轮椅", photos=[site.upload("fixer1", "blue")])
    said = {"reason": "duplicate", "checked": "到现场看过，是同一处", "duplicate_of": main}
    assert site.press("officer1", again, "dismiss", **said)["state"] == "dismissed"
    told = site.get("officer1", f"/api/hazards/{main}/merged")
    assert [(one["ref"], one["description"], len(one["photos"])) for one in told["reports"]] == [
        (again, "走道又堆了轮椅", 1)
    ]
    back = site.get("officer1", f"/api/hazards/{again}/merged")
    assert (back["main"]["ref"], back["standing"], back["reports"]) == (main, "待登记", [])
    of_the_reporter = site.get("fixer1", f"/api/hazards/{again}/merged")
    assert (of_the_reporter["main"], of_the_reporter["standing"]) == (None, "待登记")
    assert site.get("nurse1", f"/api/hazards/{main}/merged")["reports"] == []

    closed(site, main)
    line = site.get("fixer1", f"/api/hazards/{again}/journal")["items"][-1]
    number = site.get("officer1", f"/api/hazards/{main}")["number"]
    assert (line["label"], line["who"]) == ("主隐患有结果", "系统自动")
    assert (line["said"]["main"], line["said"]["reason"]) == (number, "已销号")
    assert site.world.told(again, "follow") == [("fixer1", "inform")]
    assert site.get("fixer1", f"/api/hazards/{again}/merged")["standing"] == "已销号"


def test_a_duplicate_names_a_hazard_that_it_can_be_one_of(site: Site) -> None:
    main, again = site.report("nurse1"), site.report("fixer1")
    other = site.report("officer2", unit="002")
    kept = site.report("nurse1", place="门诊大厅", addressed_to="authority")
    gone = site.report("nurse1", place="食堂")
    site.press("officer1", gone, "dismiss", reason="not_true", checked="现场无堆放")
    for named, words in (
        ("nonsense", "本单位没有"),
        (other, "本单位没有"),
        (kept, "本单位没有"),
        (again, "不能与自己重复"),
        (gone, "不予登记"),
        (None, "请填写主隐患"),
    ):
        said = {"reason": "duplicate", "checked": "看过", **({"duplicate_of": named} if named else {})}
        answer = site.try_press("officer1", again, "dismiss", **said)
        assert (answer.status_code, answer.json()["field"]) == (422, "duplicate_of"), named
        assert words in answer.json()["detail"]
    said = {"reason": "not_true", "checked": "看过", "duplicate_of": main}
    assert "请把理由选为“重复”" in site.try_press("officer1", again, "dismiss", **said).json()["detail"]
    assert site.get("officer1", f"/api/hazards/{again}")["state"] == "reported"


def test_a_duplicate_that_comes_back_stands_on_its_own(site: Site) -> None:
    main, again = site.report("nurse1"), site.report("fixer1")
    site.press("officer1", again, "dismiss", reason="duplicate", checked="看过", duplicate_of=main)
    bare = site.try_press("officer1", again, "reopen", reason="不是同一处")
    assert (bare.status_code, bare.json()["field"]) == (422, "photos")
    site.press("officer1", again, "reopen", reason="不是同一处", no_photo_because="现场已封闭")
    assert site.get("officer1", f"/api/hazards/{main}/merged")["reports"] == []
    closed(site, main)
    assert site.world.told(again, "follow") == []


def test_whoever_reported_a_duplicate_of_a_duplicate_hears_the_end_too(site: Site) -> None:
    main, second, third = site.report("nurse1"), site.report("fixer1"), site.report("dept1")
    said = {"reason": "duplicate", "checked": "看过"}
    site.press("officer1", third, "dismiss", **said, duplicate_of=second)
    site.press("officer1", second, "dismiss", **said, duplicate_of=main)
    closed(site, main)
    assert site.world.told(second, "follow") == [("fixer1", "inform")]
    assert site.world.told(third, "follow")[-1] == ("dept1", "inform")
    last = site.get("dept1", f"/api/hazards/{third}/journal")["items"][-1]
    assert last["said"]["reason"] == "已销号"
