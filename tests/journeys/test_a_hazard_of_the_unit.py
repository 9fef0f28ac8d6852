"""单位级: a ward's blocked corridor, from the nurse's photo to 销号, through the API."""

from tests.api.site import Site


def test_the_corridor_is_cleared(site: Site) -> None:
    # Monday morning: a nurse reports, the officer registers and hands over in one press.
    ref = site.at("2026-11-02 09:00").report("nurse1")
    assert site.get("officer1", "/api/me/tasks")["items"][0]["verb"] == "登记"
    site.at("2026-11-02 10:00")
    hazard = site.press(
        "officer1", ref, "register", assign={"to": "fixer1", "measures": "移走病床", "term": "parts"}
    )
    assert (hazard["state"], hazard["line"]) == ("assigned", "unit")
    assert hazard["number"] == "500999-001-2026-00001"
    assert hazard["rectify_by"] == "2026-11-09T16:00:00Z"
    assert "7 天" in hazard["rectify_because"]

    # The fixer signs, works, and shows the free corridor.
    task = site.get("fixer1", "/api/me/tasks")["items"][0]
    assert (task["verb"], task["hazard"]["ref"]) == ("签收", ref)
    site.at("2026-11-02 11:00").press("fixer1", ref, "accept")
    assert site.get("fixer1", "/api/me/tasks")["items"][0]["verb"] == "我已改完"
    site.at("2026-11-03 15:00")
    after = site.upload("fixer1", "green")
    hazard = site.press("fixer1", ref, "submit", result="病床已移走", photos=[after], spent="0.05")
    assert (hazard["state_label"], hazard["spent"]) == ("待复核", 0.05)

    # The officer sends it back once: a wheelchair is still there.
    site.at("2026-11-04 09:00")
    hazard = site.press("officer1", ref, "send_back", reason="还有一辆轮椅未移走")
    assert (hazard["state"], hazard["round"]) == ("rectifying", 2)
    site.at("2026-11-04 16:00")
    site.press("fixer1", ref, "submit", result="轮椅已移走", photos=[site.upload("fixer1", "lime")])
    site.at("2026-11-05 09:00").press("officer1", ref, "pass", opinion="现场已通畅")

    # A third person closes.
    assert site.try_press("officer1", ref, "approve_closure").status_code == 403
    assert site.get("deputy1", "/api/me/tasks")["items"][0]["verb"] == "同意销号"
    hazard = site.at("2026-11-05 10:00").press("deputy1", ref, "approve_closure")
    assert (hazard["state_label"], hazard["closing_kind"]["label"]) == ("已销号", "整改销号")
    assert (hazard["holder"], hazard["next_moment"]) == (None, None)

    said = [line["label"] for line in site.get("chief1", f"/api/hazards/{ref}/journal")["items"]]
    assert said == [
        "上报隐患", "登记", "交办", "签收", "报请验收", "退回整改（第 1 次）", "报请验收", "验收通过", "销号",
    ]  # fmt: skip
    for who in ("fixer1", "officer1", "deputy1"):
        assert site.get(who, "/api/me/tasks")["items"] == []


def test_what_was_put_right_at_once_takes_two_presses(site: Site) -> None:
    site.at("2026-11-02 09:00")
    photos = {"photos": [site.upload("nurse1", "red")]}
    ref = site.report(
        "nurse1", **photos, fixed={"photos": [site.upload("nurse1", "green")], "fixer": "fixer1"}
    )
    task = site.at("2026-11-02 09:02").get("officer1", "/api/me/tasks")["items"][0]
    assert task["verb"] == "核实销号"
    hazard = site.press("officer1", ref, "close_on_spot")
    assert (hazard["state"], hazard["closing_kind"]["label"]) == ("closed", "立查立改销号")
    assert hazard["number"] == "500999-001-2026-00001"


def test_left_alone_it_climbs_and_a_paper_waits_for_its_signature(site: Site) -> None:
    ref = site.at("2026-11-02 09:00").report("nurse1")
    site.press("officer1", ref, "register", assign={"to": "fixer1", "measures": "移走病床", "term": "simple"})
    site.at("2026-11-02 10:00").press("fixer1", ref, "accept")
    site.world.sweep("2026-11-09 09:00")  # the date was the 5th; rung 2 came on Sunday, its paper on Monday
    site.at("2026-11-09 09:30")
    hazard = site.get("deputy1", f"/api/hazards/{ref}")
    assert (hazard["rung_label"], hazard["time_left"], hazard["overdue"]) == ("督办", "已超期 4 天", True)
    task = site.get("deputy1", "/api/me/tasks")["items"][0]
    assert (task["verb"], task["paper_kind"]["label"]) == ("签发", "督办单")
    hazard = site.press("deputy1", ref, "sign_measure", paper=task["paper"])
    assert hazard["papers"][0]["number"] == "县人民医院督〔2026〕1号"
    assert site.get("officer1", "/api/me/tasks")["items"][0]["verb"] == "送达"
    site.press("officer1", ref, "serve_measure", received_by="李某")
    assert "反馈" in site.verbs("dept1")
    hazard = site.press("dept1", ref, "answer_measure", answer="本周五前移走，已定专人")
    assert hazard["papers"][0]["state"]["label"] == "已反馈"
    lines = site.get("nurse1", f"/api/hazards/{ref}/journal")["items"]
    by_clock = [line for line in lines if line["who"] == "系统自动"]
    assert [line["rung"] for line in by_clock if line["action"] == "urge"][:2] == [1, 2]
    assert all(line["because"] for line in by_clock)
