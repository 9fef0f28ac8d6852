"""交办 as a unit does it: whom the rule means, who works on it too, who supervises; bad names are refused clearly."""

from tests.api.site import Site


def registered(site: Site, who: str = "nurse1", **more: object) -> str:
    ref = site.report(who, **more)
    by, source = ("office", "inspection") if who == "office" else ("officer1", "staff_report")
    site.press(by, ref, "register", level="general", category="01", source=source)
    return ref


def test_who_is_meant_when_nobody_is_named(site: Site) -> None:
    ward = registered(site, department="001-01")
    assert site.press("officer1", ward, "assign", measures="清走")["fixer"]["key"] == "dept1"
    hall = registered(site, place="门诊大厅")
    asked = site.try_press("deputy1", hall, "assign", measures="清走")
    assert (asked.status_code, asked.json()["field"]) == (422, "to"), (
        "the officer is nobody's default: they verify"
    )
    site.world.leave_post("dept1", "department_head")
    site.world.leave_post("officer1", "officer")
    empty = site.report("nurse1", department="001-01", place="库房")
    site.press("deputy1", empty, "register", level="general", category="01", source="staff_report")
    asked = site.try_press("deputy1", empty, "assign", measures="清走")
    assert (asked.status_code, asked.json()["field"]) == (422, "to")


def test_a_unit_without_anybody_in_a_post_must_be_told_whom(site: Site) -> None:
    ref = site.report("clinic2", unit="061")
    for role in ("officer", "chief"):
        site.world.leave_post("clinic1", role)
    site.press("office", ref, "register", level="general", category="01", source="staff_report")
    refused = site.try_press("office", ref, "assign", measures="清走")
    assert (refused.status_code, refused.json()["field"]) == (422, "to")
    assert "请指定本单位的整改责任人" in refused.json()["detail"]
    assert site.press("office", ref, "assign", to="clinic2", measures="清走")["fixer"]["key"] == "clinic2"


def test_helpers_are_told_work_along_and_neither_verify_nor_close(site: Site) -> None:
    ref = registered(site)
    for helpers, words in (
        (["office"], "不是本单位人员"),
        (["officer2"], "本单位没有叫“officer2”"),
        (["nobody"], "没有叫“nobody”"),
        (["fixer1"], "已是整改责任人"),
        (["nurse1"] * 21, "最多 20 项"),
    ):
        said = {"to": "fixer1", "measures": "清走", "helpers": helpers}
        refused = site.try_press("officer1", ref, "assign", **said)
        assert (refused.status_code, refused.json()["field"]) == (422, "helpers"), helpers
        assert words in refused.json()["detail"]
    said = {"to": "fixer1", "measures": "清走", "due": "2026-11-20", "helpers": ["nurse1", "dept1", "nurse1"]}
    hazard = site.press("officer1", ref, "assign", **said)
    assert [one["key"] for one in hazard["helpers"]] == ["nurse1", "dept1"]
    told = dict(site.world.told(ref, "assign"))
    assert {told[who] for who in ("fixer1", "nurse1", "dept1")} == {"new_task"}
    site.press("fixer1", ref, "accept")
    assert "nurse1" not in dict(site.world.told(ref, "accept"))
    assert "报进展" in site.verbs("nurse1")
    site.press("nurse1", ref, "report_progress", note="已搬走一半")
    site.press("officer1", ref, "reassign", to="dept1", reason="换人")
    after = site.get("officer1", f"/api/hazards/{ref}")
    assert (after["fixer"]["key"], [one["key"] for one in after["helpers"]]) == ("dept1", ["nurse1"])


def test_the_unit_names_helpers_when_it_signs_for_what_the_commission_found(site: Site) -> None:
    ref = registered(site, "office")
    site.press("office", ref, "assign", to="001", measures="清走", due="2026-11-20")
    both = site.try_press("officer1", ref, "accept", fixer="fixer1", helpers=["fixer1"])
    assert (both.status_code, both.json()["field"]) == (422, "helpers")
    hazard = site.press("officer1", ref, "accept", fixer="fixer1", helpers=["nurse1"])
    assert [one["key"] for one in hazard["helpers"]] == ["nurse1"]
    assert dict(site.world.told(ref, "accept"))["nurse1"] == "new_task"
    own = registered(site)
    site.press("officer1", own, "assign", to="fixer1", measures="清走")
    refused = site.try_press("fixer1", own, "accept", helpers=["nurse1"])
    assert (refused.status_code, refused.json()["field"]) == (422, "helpers")


def test_whoever_supervises_is_named_by_line(site: Site) -> None:
    unit = registered(site)
    ours = registered(site, "office", place="门诊大厅")
    grave = site.report("office", place="锅炉房", suspected_major=True)
    said = {"panel": ["expert", "office"], "interim": "专人看守", "criterion": "判定清单第三项"}
    site.press("leader", grave, "upgrade", **said)
    names = {
        ref: site.get("office", f"/api/hazards/{ref}")["supervisor"]["people"][0]["key"]
        for ref in (unit, ours, grave)
    }
    assert list(names.values()) == ["deputy1", "office", "leader"]
    ledger = site.ask("office", "GET", "/api/ledger.csv", params={"column": ["number", "supervisor"]})
    assert "督办责任人" in ledger.text
    assert "分管负责人 deputy1" in ledger.text
    site.press("officer1", unit, "dismiss", reason="not_true", checked="看过")
    assert site.get("office", f"/api/hazards/{unit}")["supervisor"] is None
