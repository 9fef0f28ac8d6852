"""重大: control first, grade second, plan, overdue, listed, accepted on site, lifted and closed in one press."""

from tests.api.site import Site

PLAN = {
    "goals": "消除火灾自动报警系统失效",
    "methods": "更换主机与探测器",
    "money": "18 万元，院内自筹",
    "people": "总务科牵头，维保单位实施",
    "schedule": "三周内分两阶段完成",
    "safety": "改造期间专人巡查、双人值守",
}
LEARNT = {"cause": "duty", "lasting_measure": "消防控制室双人签到，院办每周抽查"}


def test_a_muted_fire_alarm_is_driven_to_its_end(site: Site) -> None:
    # The visit: suspected, with its interim control the same hour.
    ref = site.at("2026-11-02 09:00").report(
        "office",
        place="消防控制室",
        description="火灾自动报警系统被消音，主机故障",
        source="unannounced",
        suspected_major=True,
        interim="恢复声响，双人值守，每小时巡查",
    )
    assert [site.get(who, f"/api/hazards/{ref}")["suspected"] for who in ("office2", "leader")] == [
        True,
        True,
    ]

    # The panel names the criterion; in the same press it is handed to the head of the hospital.
    site.at("2026-11-02 15:00")
    hazard = site.press(
        "leader",
        ref,
        "upgrade",
        criterion="重大事故隐患清单第三项：擅自关闭、破坏消防设施",
        panel=["office", "expert"],
        due="2026-11-27",
    )
    assert (hazard["line"], hazard["state_label"]) == ("major", "待主要负责人签收")
    assert hazard["number"] is not None
    site.at("2026-11-02 16:00").press("chief1", ref, "accept", fixer="fixer1")
    assert site.get("chief1", f"/api/hazards/{ref}")["state_label"] == "治理中"

    # A plan in six items; returned once, filed again, approved.
    site.at("2026-11-04 09:00").press("chief1", ref, "file_plan", **PLAN, due="2026-11-30")
    assert site.get("leader", "/api/me/tasks")["items"][0]["verb"] == "审查通过"
    site.at("2026-11-05 09:00").press("leader", ref, "return_plan", reason="第二阶段缺少验收节点")
    site.at("2026-11-06 09:00").press("chief1", ref, "file_plan", **PLAN, due="2026-11-30")
    hazard = site.at("2026-11-06 16:00").press("leader", ref, "approve_plan")
    assert (hazard["plan"]["state"], hazard["rectify_by"]) == ("approved", "2026-11-30T16:00:00Z")

    # The date passes: 挂牌督办 is proposed, and the head signs it.
    site.world.sweep("2026-12-01 09:30")
    site.at("2026-12-01 10:00")
    task = next(t for t in site.get("head", "/api/me/tasks")["items"] if t["verb"] == "签发挂牌")
    assert task["hazard"]["listing_label"] == "待签发"
    assert site.try_press("leader", ref, "list", until="2026-12-20").status_code == 403
    hazard = site.press("head", ref, "list", until="2026-12-20", leader="leader")
    assert (hazard["listed"], hazard["listing_details"]["number"]) == (True, "临卫挂〔2026〕1号")
    assert hazard["rung_label"] == "挂牌督办"

    # Its submission is the application to lift.
    site.at("2026-12-10 09:00")
    after = site.upload("chief1", "green")
    said = {"result": "主机与探测器已更换，联动测试正常", "photos": [after], "spent": 17.6}
    assert site.try_press("chief1", ref, "submit", **said).json()["field"] == "self_check"
    hazard = site.press(
        "chief1", ref, "submit", **said, self_check="逐项自查合格", staff_told_on="2026-12-09", **LEARNT
    )
    assert (hazard["state_label"], hazard["listing_label"]) == ("待现场验收", "摘牌审批中")

    assert hazard["cause"]["cause"]["label"] == "责任不落实"

    # A group of two officials and an expert, each by their own account.
    assert "指定验收组" in site.verbs("leader")
    site.press("leader", ref, "name_group", leader="office", members=["office2", "expert"])
    assert site.try_press("office", ref, "pass", opinion="合格", way="photos").json()["field"] == "way"
    hazard = site.at("2026-12-11 10:00").press("office", ref, "pass", opinion="现场测试合格")
    assert hazard["state"] == "verifying"
    assert "验收通过" not in site.verbs("office")
    assert "验收通过" in site.verbs("expert")
    assert site.press("office2", ref, "pass", opinion="同意")["state"] == "verifying"
    hazard = site.press("expert", ref, "pass", opinion="图纸与现场一致")
    assert hazard["state_label"] == "待销号审批"

    # 同意摘牌并销号: two rows in one press.
    assert site.try_press("head", ref, "approve_closure").json()["code"] == "not_ready"
    hazard = site.at("2026-12-12 10:00").press("head", ref, "lift", closing={"opinion": "同意摘牌并销号"})
    assert (hazard["state"], hazard["listing_label"]) == ("closed", "已摘牌")
    lines = site.get("chief1", f"/api/hazards/{ref}/journal")["items"]
    assert [line["label"] for line in lines][-2:] == ["摘牌", "销号"]
    assert {"upgrade", "assign", "list", "name_group"} <= {line["action"] for line in lines}


def test_the_head_declines_to_list_and_it_is_looked_at_again(site: Site) -> None:
    ref = site.at("2026-11-02 09:00").report("office", suspected_major=True, interim="专人值守")
    site.press("leader", ref, "upgrade", criterion="判定清单第三项", panel=["office"], due="2026-11-06")
    site.press("chief1", ref, "accept", fixer="fixer1")
    site.world.sweep("2026-11-07 09:30")
    site.at("2026-11-07 10:00")
    hazard = site.press("head", ref, "decline_listing", reason="材料三日内到齐", look_again="2026-11-12")
    assert (hazard["listing_label"], hazard["listed"]) == ("未挂牌", False)
    clocks = site.get("head", f"/api/hazards/{ref}/clocks")["items"]
    again = next(clock for clock in clocks if clock["kind"] == "look_listing")
    assert (again["at"], again["fired"]) == ("2026-11-12T01:00:00Z", False)
    site.world.sweep("2026-11-12 09:00")
    assert site.get("head", f"/api/hazards/{ref}")["listing_label"] == "待签发"
