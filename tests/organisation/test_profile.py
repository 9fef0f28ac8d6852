"""一院一档: what a unit is, who answers for what, how its hazards stand; read by whom it concerns, kept on record."""

from typing import Any

from domain.unit_facts import credit_code_sign
from tests.api.site import Site

FACTS = "/api/units/001/facts"
CODE = "12500999MA5J001X70"


def figures(profile: dict[str, Any], *path: str) -> dict[str, int]:
    part: Any = profile["hazards"]
    for name in path:
        part = part[name]
    return {one["name"]: one["count"] for one in part}


def opens(site: Site, who: str, figure: dict[str, Any]) -> int:
    """How many hazards stand in the list behind a figure."""
    answer = site.ask(who, "GET", f"/api/hazards?{figure['query']}")
    assert answer.status_code == 200, answer.text
    return len(answer.json()["items"])


def test_an_empty_unit_has_a_profile(site: Site) -> None:
    found = site.get("office", "/api/units/061/profile")
    assert (found["unit"]["name"], found["kind"]["code"], found["parent"]["code"]) == (
        "柳湾诊所",
        "institution",
        "000",
    )
    assert {found["facts"][name] for name in found["facts"]} == {None}
    posts = {post["role"]["code"]: [p["key"] for p in post["people"]] for post in found["posts"]}
    assert posts == {"chief": ["clinic1"], "deputy": [], "officer": ["clinic1"]}
    hazards = found["hazards"]
    assert (hazards["by_year"], hazards["recurring"], hazards["listings"], hazards["next"]) == (
        [],
        [],
        [],
        [],
    )
    assert (hazards["days_to_close"], hazards["whole"], hazards["row"]["light"]) == (None, True, "none")
    assert site.get("office", "/api/units/000/profile")["hazards"] is None


def test_who_sees_which_profile(site: Site) -> None:
    for who, unit, status in (
        ("nurse1", "001", 200),
        ("nurse1", "001-01", 200),
        ("nurse1", "002", 404),
        ("nurse1", "000", 403),
        ("chief1", "002", 404),
        ("auditor", "002", 200),
        ("admin", "061", 200),
        ("office", "000", 200),
        ("office", "999", 404),
    ):
        answer = site.ask(who, "GET", f"/api/units/{unit}/profile")
        assert answer.status_code == status, (who, unit, answer.text)
    assert site.get("nurse1", "/api/units/001/profile")["hazards"]["whole"] is False
    assert site.get("dept1", "/api/units/001-01/profile")["hazards"]["whole"] is True
    assert site.get("admin", "/api/units/001/profile")["hazards"]["row"] is None


def test_a_delegate_of_another_hospital_sees_the_unit_they_act_for(site: Site) -> None:
    assert site.ask("officer2", "GET", "/api/units/001/profile").status_code == 404
    site.world.delegate("chief1", "officer2", "2026-11-01 00:00", "2026-11-30 00:00")
    assert site.get("officer2", "/api/units/001/profile")["hazards"]["whole"] is True


def test_facts_are_written_once_and_every_change_is_on_record(site: Site) -> None:
    before = site.get("officer1", "/api/units/001/profile")
    assert "describe_unit" in before["may"]
    said = {"unit_type": "county_hospital", "credit_code": CODE.lower(), "beds": 600, "high_rise": True}
    key = {"Idempotency-Key": "facts"}
    for _ in range(2):
        done = site.ask("officer1", "POST", FACTS, json={**said, "version": before["version"]}, headers=key)
        assert done.status_code == 200, done.text
    facts = site.get("office", "/api/units/001/profile")["facts"]
    assert (facts["credit_code"], facts["beds"], facts["high_rise"], facts["address"]) == (
        CODE,
        600,
        True,
        None,
    )
    stale = site.ask("office", "POST", FACTS, json={"beds": 1, "version": before["version"]})
    assert (stale.status_code, stale.json()["won_by"]) == (409, "officer1")
    assert site.ask("office", "POST", FACTS, json={"beds": None, "address": "健康路1号"}).status_code == 200
    assert site.ask("office", "POST", FACTS, json={"address": "健康路1号"}).status_code == 200
    lines = site.get("admin", "/api/organisation/changes")["items"]
    assert [set(line["said"].split("；")) for line in lines] == [
        {"床位数 600 → （清空）", "地址 健康路1号"},
        {"单位类别 县级公立医院", f"统一社会信用代码 {CODE}", "床位数 600", "有高层建筑 是"},
    ]


def test_a_wrong_fact_is_refused_by_its_name(site: Site) -> None:
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"credit_code": "12500999MA5J001X71"}, "校验位"),
        ({"credit_code": "125009"}, "18 位"),
        ({"credit_code": "12500999MA5J001XI0"}, "不含 I"),
        ({"beds": -1}, "床位数"),
        ({"beds": "很多"}, "整数"),
        ({"staff_count": 100_001}, "职工人数"),
        ({"unit_type": "palace"}, "单位类别"),
        ({"address": "路" * 201}, "200"),
        ({"licence_number": "号" * 61}, "60"),
        ({"legal_representative": "\u0000"}, "只有空白"),
        ({"stars": 5}, "没有这个字段"),
    ]
    for said, words in wrong:
        answer = site.ask("officer1", "POST", FACTS, json=said)
        assert (answer.status_code, answer.json()["field"]) == (422, next(iter(said)))
        assert words in answer.json()["detail"], answer.text


def test_who_may_write_facts(site: Site) -> None:
    for who, unit, status in (
        ("chief1", "001", 200),
        ("office", "002", 200),
        ("admin", "000", 200),
        ("office", "000", 403),
        ("deputy1", "001", 403),
        ("nurse1", "001", 403),
        ("officer2", "001", 403),
        ("officer1", "001-01", 403),
        ("admin", "001-01", 409),
    ):
        answer = site.ask(who, "POST", f"/api/units/{unit}/facts", json={"beds": 7})
        assert answer.status_code == status, (who, unit, answer.text)


def test_the_sign_of_a_code_is_the_one_of_the_standard() -> None:
    """两则公开的示例代码: 国家标准 GB 32100 的附录与国家市场监督管理总局自己的代码。"""
    for code in ("91350100M000100Y43", "11100000MB0143028R"):
        assert credit_code_sign(code[:-1]) == code[-1]


def test_a_life_is_counted_where_it_stands_and_each_figure_opens_its_list(site: Site) -> None:
    on_spot = site.report(
        "nurse1", place="门诊楼1层", fixed={"photos": [site.upload("nurse1", "green")], "fixer": "dept1"}
    )
    site.press("officer1", on_spot, "close_on_spot")
    ref = site.report("nurse1")
    site.press("officer1", ref, "register", level="general", category="01", source="staff_report")
    site.press("officer1", ref, "assign", to="fixer1", measures="移走", due="2026-11-05", interim="专人看守")
    site.at("2026-11-09 10:00")
    found = site.get("office", "/api/units/001/profile")
    assert figures(found, "first") == {
        "open": 1,
        "major": 0,
        "overdue": 1,
        "due_soon": 0,
        "to_sign": 0,
        "out_of_use": 0,
    }
    assert figures(found, "by_state")["state_assigned"] == 1
    hazards = found["hazards"]
    assert (hazards["closed_this_year"]["count"], hazards["days_to_close"]) == (1, 0.0)
    assert [(one["label"], one["count"]) for one in hazards["recurring"]] == [("消防安全", 2)]
    (year,) = hazards["by_year"]
    assert (year["label"], year["found"]["count"], year["closed"]["count"], year["open"]["count"]) == (
        "2026 年",
        2,
        1,
        1,
    )
    behind = [
        *hazards["first"],
        *hazards["by_state"],
        hazards["closed_this_year"],
        *hazards["recurring"],
        year["found"],
        year["closed"],
        year["open"],
        *hazards["listed"],
    ]
    assert [opens(site, "office", one) for one in behind] == [one["count"] for one in behind]
    (coming,) = hazards["next"]
    assert (coming["ref"], coming["time_left"]) == (ref, "已超期 4 天")
    assert coming["moment"]["what"]
    nurse = site.get("nurse1", "/api/units/001/profile")["hazards"]
    assert (nurse["whole"], nurse["first"][0]["count"], nurse["row"]) == (False, 1, None)


def test_a_listing_and_its_lifting_stay_in_the_profile(site: Site) -> None:
    ref = site.report("office", suspected_major=True)
    said = {"panel": ["leader", "expert", "office"], "interim": "专人看守", "due": "2026-12-20"}
    site.press("leader", ref, "upgrade", criterion="判定清单第三项", **said)
    higher = {"level": "city", "number": "市安委〔2026〕5号"}
    site.press("office", ref, "list", until="2026-12-20", **higher)
    (mark,) = site.get("office", "/api/units/001/profile")["hazards"]["listings"]
    assert (mark["ref"], mark["label"], mark["until"]) == (ref, "挂牌督办", "2026-12-20")
    assert mark["number"] == "市安委〔2026〕5号"
    listed = figures(site.get("chief1", "/api/units/001/profile"), "listed")
    assert listed == {"listing_proposed": 0, "listing_now": 1, "listing_lifted": 0}


def test_what_was_found_long_ago_stands_together_and_a_retired_unit_keeps_its_past(site: Site) -> None:
    for day in ("2020-05-06", "2024-05-06", "2026-05-06"):
        site.at(f"{day} 10:00")
        ref = site.report("officer1", found_at=f"{day}T09:00:00+08:00", department="护理部")
        site.press("officer1", ref, "dismiss", reason="not_true", checked="到现场看过")
    site.at("2026-11-02 09:00")
    years = site.get("office", "/api/units/001/profile")["hazards"]["by_year"]
    labels = ["2026 年", "2025 年", "2024 年", "2023 年", "2022 年", "2021 年及以前"]
    assert [year["label"] for year in years] == labels
    for who in ("nurse1", "fixer1", "dept1"):
        said = {"unit": "001"}
        assert site.ask("admin", "POST", f"/api/people/{who}/move", json=said).status_code == 200
    for post in site.get("admin", "/api/people/dept1")["posts"]:
        site.ask("admin", "POST", "/api/people/dept1/posts/end", json={"post": post["id"]})
    assert site.ask("admin", "POST", "/api/units/001-01/retire", json={"reason": "撤并"}).status_code == 200
    gone = site.get("office", "/api/units/001-01/profile")
    assert (gone["active"], gone["may"], len(gone["hazards"]["by_year"])) == (False, [], 6)
