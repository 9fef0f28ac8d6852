"""A leaver's diary: what hangs on them is listed, refused, handed on in one step, and nothing is left to nobody."""

import pytest
from sqlalchemy import select, update

from domain.audit.cases import audit_clocks, verify_chains
from domain.errors import NotReady
from domain.incidents import UNDELIVERED, of_person, open_incident, open_incidents
from domain.organisation import change_organisation
from domain.organisation.commands import Leave, MovePerson, PersonChange
from domain.organisation.first import THE_COMMAND_LINE
from domain.organisation.journal import broken_lines
from domain.tables.core import DELEGATION, HAZARD, PERSON
from tests.api.site import PASSWORD, Site
from tests.world import on


def in_hand(site: Site, fixer: str = "fixer1", colour: str = "red") -> str:
    ref = site.report("nurse1", photos=[site.upload("nurse1", colour)], place=f"住院楼{colour}")
    site.press("officer1", ref, "register", assign={"to": fixer, "measures": "清理", "term": "parts"})
    site.press(fixer, ref, "accept")
    return ref


def leave(site: Site, by: str, who: str, **said: object) -> tuple[int, str]:
    answer = site.ask(by, "POST", f"/api/people/{who}/leave", json={"reason": "调离", **said})
    return answer.status_code, answer.json().get("detail", "")


def test_a_fixer_leaves_and_the_work_goes_to_the_successor(site: Site) -> None:
    ref, due = in_hand(site), None
    due = site.get("officer1", f"/api/hazards/{ref}")["rectify_by"]
    site.at("2026-11-03 10:00")
    work = site.get("officer1", "/api/people/fixer1/work")
    assert [(w["ref"], w["named"]) for w in work["items"]] == [(ref, ["整改责任人"])]
    assert work["needs_successor"]
    assert site.get("officer1", "/api/people/fixer1")["open_work"] == 1

    status, detail = leave(site, "officer1", "fixer1")
    assert (status, ref in detail or "1 项未办结" in detail, "接替人" in detail) == (409, True, True)
    assert site.get("fixer1", "/api/me")["key"] == "fixer1"  # nothing happened

    for wrong, why in (("fixer1", "本人"), ("fixer2", "没有叫"), ("nobody", "在岗人员")):
        status, detail = leave(site, "officer1", "fixer1", successor=wrong)
        assert (status, why in detail) == (422, True), detail

    status, _ = leave(site, "officer1", "fixer1", successor="dept1")
    assert status == 200
    assert site.ask("fixer1", "GET", "/api/me").status_code == 401  # the next request of their session
    hazard = site.get("dept1", f"/api/hazards/{ref}")
    assert (hazard["state"], hazard["fixer"]["key"], hazard["rectify_by"]) == ("assigned", "dept1", due)
    assert "签收" in site.verbs("dept1")
    line = site.get("officer1", f"/api/hazards/{ref}/journal")["items"][-1]
    assert (line["action"], line["label"], line["who"]) == ("hand_over", "离岗交接", "系统自动")
    assert line["said"] == {
        "leaver": "fixer1", "successor": "dept1", "ordered_by": "officer1", "reason": "调离",
    }  # fmt: skip
    assert site.world.told(ref, "hand_over") == [("dept1", "new_task")]
    site.press("dept1", ref, "accept")
    site.press("dept1", ref, "submit", photos=[site.upload("dept1", "green")], result="已清")
    # Rule 3 holds for both: whoever had it in hand before neither verifies nor closes.
    with site.world.store.engine.connect() as connection:
        fixers = connection.execute(select(HAZARD.c.fixers).where(HAZARD.c.ref == ref)).scalar_one()
    assert {site.world.people["fixer1"], site.world.people["dept1"]} <= set(fixers)
    assert_whole(site)


def test_the_leavers_words_stay_and_the_record_says_from_what_to_what(site: Site) -> None:
    in_hand(site)
    leave(site, "officer1", "fixer1", successor="dept1")
    changes = site.get("officer1", "/api/people/fixer1/changes")["items"]
    assert (changes[0]["act"], changes[0]["who"]) == ("leave", "officer1")
    assert changes[0]["was"] == {"posts": ["staff@001-01"], "logins": ["fixer1"]}
    assert (changes[0]["becomes"]["successor"], len(changes[0]["becomes"]["handed_on"])) == ("dept1", 1)
    left = site.get("officer1", "/api/people", q="fixer1")["items"]
    assert left == []
    assert site.get("officer1", "/api/people", q="fixer1", with_left=True)["items"][0]["active"] is False


def test_an_officer_leaves_and_whoever_stands_above_holds_what_waited_for_their_post(site: Site) -> None:
    ref = site.report("nurse1")
    work = site.get("chief1", "/api/people/officer1/work")
    assert [(w["ref"], w["named"]) for w in work["items"]] == [(ref, [])]
    assert work["items"][0]["posts"] == [{"waits": "待登记（安全管理员）", "then": "分管负责人 deputy1"}]
    assert not work["needs_successor"]
    assert leave(site, "chief1", "officer1")[0] == 200
    assert site.get("chief1", f"/api/hazards/{ref}")["holder"]["people"][0]["key"] == "deputy1"
    assert site.verbs("deputy1") == ["登记"]
    assert_whole(site)


def test_a_successor_takes_the_posts_too(site: Site) -> None:
    ref = site.report("nurse1")
    assert leave(site, "chief1", "officer1", take_posts=True)[0] == 422  # by whom?
    assert leave(site, "chief1", "officer1", successor="dept1", take_posts=True)[0] == 200
    assert site.verbs("dept1") == ["登记"]
    assert site.get("chief1", f"/api/hazards/{ref}")["holder"]["people"][0]["key"] == "dept1"


def test_a_member_of_the_acceptance_group_and_a_helper_are_replaced_where_they_are_still_needed(
    site: Site,
) -> None:
    ref = site.report("nurse1", suspected_major=True, interim="已切断电源")
    site.press("leader", ref, "upgrade", criterion="消防判定标准 第三项", panel=["office"], due="2026-12-20")
    site.press("chief1", ref, "accept", fixer="fixer1")
    site.press("leader", ref, "name_group", leader="office", members=["office2"])
    named = site.get("admin", "/api/people/office2/work")["items"][0]["named"]
    assert named == ["验收组成员"]
    assert leave(site, "admin", "office2")[0] == 409
    assert leave(site, "admin", "office2", successor="head")[0] == 200
    group = site.get("leader", f"/api/hazards/{ref}")["acceptance_group"]
    assert [p["key"] for p in group] == ["office", "head"]

    other = site.report("nurse1", photos=[site.upload("nurse1", "blue")], place="门诊楼")
    assign = {"to": "fixer1", "measures": "清理", "helpers": ["dept1"]}
    site.press("officer1", other, "register", assign=assign)
    assert leave(site, "officer1", "dept1", successor="nurse1")[0] == 200
    assert [p["key"] for p in site.get("officer1", f"/api/hazards/{other}")["helpers"]] == ["nurse1"]
    # The helper becomes the fixer, and is a helper no more.
    assert leave(site, "officer1", "fixer1", successor="nurse1")[0] == 200
    hazard = site.get("officer1", f"/api/hazards/{other}")
    assert (hazard["fixer"]["key"], hazard["helpers"]) == ("nurse1", [])
    assert_whole(site)


def test_moving_to_another_hospital_is_leaving_the_first(site: Site) -> None:
    ref = in_hand(site)
    said = {"unit": "002"}
    refused = site.ask("admin", "POST", "/api/people/fixer1/move", json=said)
    assert (refused.status_code, "接替人" in refused.json()["detail"]) == (409, True)
    assert site.ask("officer1", "POST", "/api/people/fixer1/move", json=said).status_code == 403
    moved = site.ask("admin", "POST", "/api/people/fixer1/move", json={**said, "successor": "dept1"})
    assert moved.status_code == 200, moved.text
    me = site.get("fixer1", "/api/me")
    assert (me["unit"]["code"], me["posts"]) == ("002", [])
    assert site.get("dept1", f"/api/hazards/{ref}")["fixer"]["key"] == "dept1"
    inside = site.ask("officer1", "POST", "/api/people/nurse1/move", json={"unit": "001"})
    assert inside.status_code == 200
    assert site.get("nurse1", "/api/me")["posts"] != []
    assert_whole(site)


def test_the_last_administrator_stays_until_there_is_another(site: Site) -> None:
    post = site.get("admin", "/api/people/admin")["posts"][0]["id"]
    given = site.ask("admin", "POST", "/api/people/expert/posts", json={"role": "admin"})
    assert given.status_code == 200
    yes = "/api/people/expert/accounts/confirm"
    assert site.ask("head", "POST", yes, json={"login": "expert"}).status_code == 200
    ended = site.ask("expert", "POST", "/api/people/admin/posts/end", json={"post": post})
    assert ended.status_code == 200
    assert site.ask("admin", "POST", "/api/people/expert/leave", json={"reason": "x"}).status_code == 403
    own = next(
        p["id"] for p in site.get("expert", "/api/people/expert")["posts"] if p["role"]["code"] == "admin"
    )
    assert site.ask("expert", "POST", "/api/people/expert/posts/end", json={"post": own}).status_code == 403


def test_delegations_end_with_the_leaver_and_coming_back_begins_without_posts(site: Site) -> None:
    said = {"delegate": "officer1", "until": "2026-11-20", "password": PASSWORD}
    assert site.ask("chief1", "POST", "/api/people/chief1/delegations", json=said).status_code == 200
    assert site.get("officer1", "/api/me")["acts_for"][0]["person"]["key"] == "chief1"
    site.at("2026-11-03 09:00")
    assert leave(site, "chief1", "officer1")[0] == 200
    with site.world.store.engine.connect() as connection:
        (until,) = connection.execute(select(DELEGATION.c.until)).scalars().all()
    assert until == on("2026-11-03 09:00")
    assert leave(site, "chief1", "officer1")[0] == 409
    assert site.ask("chief1", "POST", "/api/people/officer1/come-back", json={}).status_code == 200
    back = site.get("chief1", "/api/people/officer1")
    assert (back["active"], back["posts"], [a["active"] for a in back["accounts"]]) == (True, [], [False])
    assert site.ask("chief1", "POST", "/api/people/officer1/come-back", json={}).status_code == 409


def assert_whole(site: Site) -> None:
    """Every chain follows, no hazard without holder or next moment."""
    store = site.world.store
    assert list(verify_chains(store)) == []
    later = site.moment
    assert [
        d for d in audit_clocks(store, later, later - on("2026-01-01 00:00")) if d.kind != "missed_clock"
    ] == []
    with store.engine.connect() as connection:
        assert list(broken_lines(connection)) == []


def test_nobody_leaves_work_to_nobody(site: Site) -> None:
    ref = site.report("nurse1")
    posts = {"deputy1": "deputy", "chief1": "chief", "leader": "leader", "head": "head"}
    for who, role in {**posts, "office": "desk", "office2": "desk"}.items():
        site.world.leave_post(who, role)
    status, detail = leave(site, "admin", "officer1")
    assert (status, "将无人办理" in detail, ref in detail) == (409, True, True)
    assert site.get("officer1", "/api/me")["key"] == "officer1"  # everything was undone
    assert leave(site, "admin", "officer1", successor="dept1", take_posts=True)[0] == 200
    site.world.confirm("dept1")
    assert site.verbs("dept1") == ["登记"]


def test_who_entered_a_submission_takes_no_seat_in_its_acceptance(site: Site) -> None:
    ref = site.report("nurse1", suspected_major=True, interim="已切断电源")
    site.press("leader", ref, "upgrade", criterion="消防判定标准 第三项", panel=["office"], due="2026-12-20")
    site.press("chief1", ref, "accept", fixer="fixer1")
    site.press("leader", ref, "name_group", leader="office", members=["office2"])
    entered = (
        update(HAZARD)
        .where(HAZARD.c.ref == ref)
        .values(fixers=sorted({*site.world.hazard(ref).fixers, site.world.people["leader"]}))
    )
    with site.world.store.engine.begin() as connection:
        connection.execute(entered)  # as 代录 would have it
    status, detail = leave(site, "admin", "office2", successor="leader")
    assert (status, "不能接替验收" in detail) == (422, True)
    assert leave(site, "admin", "office2", successor="head")[0] == 200


def test_the_last_administrator_moves_nowhere(site: Site) -> None:
    given = site.ask("admin", "POST", "/api/people/expert/posts", json={"role": "admin"})
    assert given.status_code == 200
    with site.world.store.engine.begin() as connection:
        gone = update(PERSON).where(PERSON.c.key == "admin").values(active=False)
        connection.execute(gone)
    said = {"unit": "001"}
    moved = change_refused(site, "expert", MovePerson(**said))
    assert "最后一名系统管理员" in moved
    assert "最后一名系统管理员" in change_refused(site, "expert", Leave(reason="x"))


def change_refused(site: Site, whom: str, change: PersonChange) -> str:
    """The refusal at the command line, which the table of who may does not bind."""
    with pytest.raises(NotReady) as refused:
        change_organisation(site.world.store, whom, change, by=THE_COMMAND_LINE, at=site.moment)
    return refused.value.detail


def test_who_assigned_leaves_and_the_successor_may_take_it_back(site: Site) -> None:
    ref = site.report("nurse1")
    site.press("officer1", ref, "register", assign={"to": "fixer1", "measures": "清理", "term": "parts"})
    work = site.get("chief1", "/api/people/officer1/work")["items"]
    assert [w["named"] for w in work] == [["交办人"]]
    assert leave(site, "chief1", "officer1", successor="dept1")[0] == 200
    hazard = site.press("dept1", ref, "take_back", reason="换人")
    assert hazard["state"] == "registered"
    assert_whole(site)


def test_that_a_leaver_could_not_be_reached_concerns_nobody_any_more(site: Site) -> None:
    with site.world.store.engine.begin() as connection:
        open_incident(connection, UNDELIVERED, of_person(site.world.people["nurse1"]), "未收到消息")
    assert leave(site, "officer1", "nurse1")[0] == 200
    with site.world.store.engine.connect() as connection:
        assert open_incidents(connection) == []


def test_whoever_arranges_a_leave_reads_nothing_of_a_direct_report(site: Site) -> None:
    ref = site.report("nurse1", addressed_to="authority", place="金丝雀楼", department="001-01")
    for who, role in {"office2": "desk", "leader": "leader", "head": "head"}.items():
        site.world.leave_post(who, role)
    work = site.get("admin", "/api/people/office/work")
    assert [(one["ref"], one["place"], one["unit"]) for one in work["items"]] == [(None, "", "")]
    status, detail = leave(site, "admin", "office")
    assert (status, "1 项将无人办理：直报：" in detail) == (409, True)
    assert not any(word in detail + str(work) for word in ("金丝雀", ref, "001-01"))


def test_a_department_is_retired_past_a_direct_report_that_its_hospital_knows_nothing_of(site: Site) -> None:
    ward = {"code": "001-02", "name": "儿科", "unit_kind": "department", "parent": "001"}
    assert site.ask("officer1", "POST", "/api/units", json=ward).status_code == 201
    site.report("nurse1", addressed_to="authority", department="001-02")
    retired = site.ask("admin", "POST", "/api/units/001-02/retire", json={"reason": "撤并"})
    assert retired.status_code == 200, retired.text
    assert_whole(site)
