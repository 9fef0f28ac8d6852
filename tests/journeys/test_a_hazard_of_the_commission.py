"""监管级: what an inspection found, signed by the unit, extended once, verified inside, closed by the commission."""

from tests.api.site import Site


def test_an_inspection_is_answered(site: Site) -> None:
    # The desk officer finds a locked exit and hands it to the unit.
    ref = site.at("2026-11-02 09:00").report("office", description="安全出口上锁")
    hazard = site.press(
        "office", ref, "register", assign={"to": "001", "measures": "立即开锁并改装", "term": "budget"}
    )
    assert (hazard["line_label"], hazard["state_label"]) == ("监管级", "待单位签收")
    assert [person["key"] for person in hazard["holder"]["people"]] == ["officer1"]

    # The unit signs and names its fixer; without a name it may not.
    site.at("2026-11-02 14:00")
    refused = site.try_press("officer1", ref, "accept")
    assert (refused.status_code, refused.json()["field"]) == (422, "fixer")
    hazard = site.press("officer1", ref, "accept", fixer="fixer1")
    assert (hazard["fixer"]["key"], hazard["rectify_by"]) == ("fixer1", "2026-11-17T16:00:00Z")

    # A part is late: the unit asks for more time, the deputy director of the commission grants it.
    site.at("2026-11-10 09:00")
    site.press("fixer1", ref, "report_progress", note="门锁配件缺货", blocker="parts")
    hazard = site.press(
        "deputy1", ref, "request_extension", until="2026-11-24", reason="配件 11 月 20 日到货"
    )
    assert hazard["extension"]["by"]["key"] == "deputy1"
    task = site.get("leader", "/api/me/tasks")["items"][0]
    assert (task["verb"], task["time_left"]) == ("同意延期", "还剩 1 天")
    hazard = site.press("leader", ref, "grant_extension")
    assert hazard["rectify_by"] == "2026-11-24T16:00:00Z"
    assert hazard["first_rectify_by"] == "2026-11-17T16:00:00Z"

    # Fixed, verified inside by somebody else, re-checked and closed by the commission.
    site.at("2026-11-20 16:00")
    site.press("fixer1", ref, "submit", result="已改装推杠锁", photos=[site.upload("fixer1", "green")])
    assert site.try_press("fixer1", ref, "pass", opinion="好").status_code == 403
    hazard = site.at("2026-11-21 10:00").press("officer1", ref, "pass", opinion="自验合格")
    assert hazard["state_label"] == "待复查销号"
    assert site.get("office", "/api/me/tasks")["items"][0]["verb"] == "复查销号"
    hazard = site.at("2026-11-23 10:00").press("office", ref, "approve_closure", way="on_site")
    assert (hazard["state"], hazard["extensions"]) == ("closed", 1)


def test_a_delegate_signs_for_the_head_who_is_away(site: Site) -> None:
    ref = site.at("2026-11-02 09:00").report("office")
    site.press("office", ref, "register", assign={"measures": "清理通道", "term": "parts"})
    site.world.delegate("officer1", "nurse1", "2026-11-01", "2026-12-01")
    assert site.get("nurse1", "/api/me")["acts_for"][0]["person"]["key"] == "officer1"
    task = site.get("nurse1", "/api/me/tasks")["items"][0]
    assert (task["verb"], task["for_whom"]["key"]) == ("签收", "officer1")
    site.press("nurse1", ref, "accept", fixer="fixer1")
    line = site.get("office", f"/api/hazards/{ref}/journal")["items"][-1]
    assert (line["who"], line["for_whom"]) == ("nurse1", "officer1")
