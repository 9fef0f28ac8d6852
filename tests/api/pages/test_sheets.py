"""A paper is read before it is signed, says for ever what was signed, and can be checked by whoever holds it."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from domain.audit.files import damaged_papers
from domain.hazard.letters.drafting import in_chinese
from domain.papers.glyphs import unshown
from tests.api.pages.browser import Browser, form_of
from tests.api.site import PASSWORD, Site
from tests.databases import administrator
from tests.pdfs import pictures_in, words_of

DUE = "2026-11-09"


def overdue(site: Site) -> str:
    """Found by the commission, handed over, three days late: a 督办函 waits for 委分管."""
    ref = site.report("office", unit="001", description="走道堆放病床3张，常闭式防火门敞开。")
    site.press("office", ref, "register", assign={"to": "001", "measures": "清理走道", "due": DUE})
    site.press("officer1", ref, "accept", fixer="fixer1")
    site.world.sweep("2026-11-12 09:05")
    site.at("2026-11-12 10:00")
    return ref


def proposed_one(site: Site, who: str, ref: str) -> dict[str, Any]:
    """The one paper that was proposed, beside those that decisions wrote."""
    (one,) = [
        each for each in site.get(who, f"/api/hazards/{ref}")["papers"] if each["state"]["code"] != "filed"
    ]
    return dict(one)


def sheet(site: Site, who: str, ref: str) -> dict[str, object]:
    one = proposed_one(site, who, ref)
    found: dict[str, object] = site.get(who, f"/api/hazards/{ref}/papers/{one['seq']}")
    return found


def test_the_draft_says_what_the_ledger_knows_and_nothing_that_it_does_not(site: Site) -> None:
    ref = overdue(site)
    draft = sheet(site, "leader", ref)
    number = site.get("leader", f"/api/hazards/{ref}")["number"]
    assert draft["title"] == "关于住院楼5层东侧疏散走道一般事故隐患限期整改的督办函"
    assert (draft["body"], draft["to"]) == ("临澄县卫生健康委员会", "临澄县人民医院")
    assert draft["paragraphs"] == [
        f"经查，你单位住院楼5层东侧疏散走道存在一般事故隐患：走道堆放病床3张，常闭式防火门敞开（隐患编号：{number}）。",
        "该隐患于2026年11月2日交办，整改期限为2026年11月9日，期间已提醒、催办5次，截至2026年11月12日已超期3天，尚未整改完毕。",
        "一、整改要求：清理走道。",
        "二、整改完成前，应落实临时管控措施，确保安全。",
        "三、请主要负责人负责，定人、定钱、定日期，抓紧整改。",
        "四、逾期不整改或者不反馈的，将依照有关规定通报、约谈或者提请挂牌督办。",
        "五、请于收到之日起5个工作日内书面反馈。",
    ]
    assert (draft["is_draft"], draft["number"], draft["signer"], draft["code"]) == (True, "", "", "")


def test_what_was_read_is_what_is_signed_and_stays(site: Site) -> None:
    ref = overdue(site)
    draft = sheet(site, "leader", ref)
    site.press("leader", ref, "sign_measure", draft=draft["hash"])
    now = sheet(site, "officer1", ref)
    assert (now["number"], now["signer"], now["signed_on"]) == ("临卫督〔2026〕1号", "leader", "2026-11-12")
    assert now["paragraphs"] == draft["paragraphs"]
    file = site.ask("officer1", "GET", f"/api/hazards/{ref}/papers/{now['seq']}/pdf")
    assert file.headers["content-type"] == "application/pdf"
    said = words_of(file.content)
    assert "临卫督〔2026〕1号" in said
    assert f"核验码{now['code']}" in said
    assert "草稿" not in said
    line = next(line for line in site.world.journal(ref) if line.action == "sign_measure")
    assert line.data["content"] == now["hash"]
    # A later name, date or template changes nothing of what was signed.
    site.at("2026-11-13 10:00").press("office", ref, "serve_measure", received_by="院办")
    with administrator(site.world.store.engine).begin() as connection:
        connection.execute(text("UPDATE unit SET name = '临澄县第一人民医院' WHERE code = '001'"))
    assert sheet(site, "officer1", ref) | {"state": None} == now | {"state": None}
    later = site.ask("officer1", "GET", f"/api/hazards/{ref}/papers/{now['seq']}/pdf")
    assert later.content == file.content
    assert list(damaged_papers(site.world.store)) == []


def test_a_draft_that_changed_since_it_was_read_is_read_again_first(browser: Browser) -> None:
    site = browser.site
    ref = overdue(site)
    browser.sign_in("leader")
    action = f"/h/{ref}/sign_measure"
    form = form_of(browser.read(action), action)
    site.at("2026-11-13 08:00")
    answer = browser.post(form, opinion="同意签发，请安办跟进")
    assert answer.status_code == 422
    assert "正文在您打开之后有变动" in answer.text
    assert "已超期4天" in answer.text
    assert "同意签发，请安办跟进" in answer.text
    again = form_of(answer.text, action)
    assert again.fields["draft"] != form.fields["draft"]
    assert browser.post(again).status_code == 303
    assert sheet(site, "leader", ref)["number"] == "临卫督〔2026〕1号"


def test_beside_the_sheet_stands_what_its_signer_must_weigh(browser: Browser) -> None:
    site = browser.site
    ref = site.report("office", unit="001")
    site.press("office", ref, "register", assign={"to": "001", "measures": "清理走道", "due": "2026-11-30"})
    site.press("officer1", ref, "accept", fixer="fixer1")
    site.press("fixer1", ref, "report_progress", blocker="parts", note="等配件")
    site.press("officer1", ref, "request_extension", until="2026-12-20", reason="配件周五到货")
    site.press("office", ref, "propose_measure", kind="circular", because="多次催办")
    site.press("office", ref, "propose_measure", kind="supervision_letter", because="进展慢")
    site.press(
        "leader",
        ref,
        "decline_measure",
        reason="再等两天",
        look_again="2026-11-20",
        **_named(site, ref, "circular"),
    )
    browser.sign_in("leader")
    page = browser.read(f"/h/{ref}/sign_measure")
    for words in (
        "卡点",
        "缺件",
        "待批延期",
        "申请延至2026年12月20日：配件周五到货",
        "此前文书",
        "通报  不予签发",
    ):
        assert words in page, words


def _named(site: Site, ref: str, kind: str) -> dict[str, int]:
    papers = site.get("leader", f"/api/hazards/{ref}")["papers"]
    return {"paper": next(each["seq"] for each in papers if each["kind"]["code"] == kind)}


def test_a_draft_is_read_by_those_who_sign_it_and_by_nobody_at_the_unit(site: Site) -> None:
    ref = overdue(site)
    one = proposed_one(site, "leader", ref)
    address = f"/api/hazards/{ref}/papers/{one['seq']}"
    for who in ("leader", "office", "head"):
        assert site.ask(who, "GET", address).status_code == 200, who
    for who in ("officer1", "chief1", "fixer1"):
        answer = site.ask(who, "GET", address)
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed"), who
    for who, path in (("officer2", address), ("leader", f"/api/hazards/{ref}/papers/999")):
        assert site.ask(who, "GET", path).status_code == 404, who


def test_the_office_writes_into_the_draft_and_the_signer_signs_what_it_says(browser: Browser) -> None:
    site = browser.site
    ref = overdue(site)
    site.press(
        "office",
        ref,
        "edit_measure",
        asks="请于11月15日前清空走道\n请安排专人值守",
        cc="县安委办、县消防救援大队",
    )
    draft = sheet(site, "leader", ref)
    assert draft["paragraphs"][-3:] == [  # type: ignore[index] # a list
        "三、请于11月15日前清空走道。",
        "四、请安排专人值守。",
        "五、请于收到之日起5个工作日内书面反馈。",
    ]
    assert draft["cc"] == ["县安委办", "县消防救援大队"]
    assert site.world.actions(ref)[-1] == "edit_measure"
    browser.sign_in("leader")
    action = f"/h/{ref}/edit_measure"
    form = form_of(browser.read(action), action)
    assert form.fields["asks"] == ["请于11月15日前清空走道\n请安排专人值守"]
    assert form.fields["cc"] == ["县安委办、县消防救援大队"]
    assert browser.post(form, cc="").status_code == 303
    assert sheet(site, "leader", ref)["cc"] == []
    assert site.try_press("leader", ref, "sign_measure", draft=draft["hash"]).status_code == 422
    assert site.try_press("officer1", ref, "edit_measure", asks="轻一点").status_code == 403
    assert site.try_press("office", ref, "edit_measure", meet_place="三楼").json()["field"] == "meet_place"
    site.press("leader", ref, "sign_measure", draft=sheet(site, "leader", ref)["hash"])
    assert site.try_press("office", ref, "edit_measure", asks="改一改").status_code == 409


def test_whoever_signs_a_summons_names_their_password_once_more(browser: Browser) -> None:
    site = browser.site
    ref = overdue(site)
    site.press("office", ref, "propose_measure", kind="summons", because="多次超期")
    papers = {
        each["kind"]["code"]: each["seq"] for each in site.get("leader", f"/api/hazards/{ref}")["papers"]
    }
    summons = {"paper": papers["summons"]}
    for proof in ({}, {"password": "wrong"}):
        answer = site.try_press("leader", ref, "sign_measure", **summons, **proof)
        assert (answer.status_code, answer.json()["field"]) == (422, "password")
    assert site.try_press("officer1", ref, "sign_measure", **summons).status_code == 403, "first who may"
    site.press("leader", ref, "sign_measure", paper=papers["supervision_letter"])  # a letter asks for none
    browser.sign_in("leader")
    action = f"/h/{ref}/sign_measure"
    form = form_of(browser.read(f"{action}?paper={papers['summons']}"), action)
    assert form.secret == {"password"}
    answer = browser.post(form, opinion="请带方案来", password="wrong")
    assert answer.status_code == 422
    assert "密码不对" in answer.text
    assert "请带方案来" in answer.text
    assert "wrong" not in answer.text
    assert browser.post(form_of(answer.text, action), password=PASSWORD).status_code == 303
    assert "wrong" not in str([line.data for line in site.world.journal(ref)])
    assert PASSWORD not in str([line.data for line in site.world.journal(ref)])


def test_whoever_holds_a_paper_checks_it_without_an_account_and_learns_no_more(site: Site) -> None:
    ref = overdue(site)
    site.press("leader", ref, "sign_measure")
    now = sheet(site, "leader", ref)
    typed = str(now["code"]).lower().replace("-", " ")
    answer = site.ask(None, "GET", f"/api/papers/check/{typed}")
    assert answer.json() == {
        "kind": "督办函",
        "number": "临卫督〔2026〕1号",
        "body": "临澄县卫生健康委员会",
        "signed_on": "2026-11-12",
        "hash": now["hash"],
    }
    page = site.client.get("/check", params={"code": typed})
    assert "由本系统签发" in page.text
    assert "住院楼" not in page.text
    for wrong in ("AAAA-AAAA-AAAA-AAAA", "1", "督办函", "A" * 40):
        assert site.ask(None, "GET", f"/api/papers/check/{wrong}").status_code == 404, wrong
    assert site.client.get("/check", params={"code": "AAAA"}).status_code == 404
    assert site.client.get("/check").status_code == 200


@pytest.mark.parametrize(
    "column", ["content", "content_hash", "pdf_hash", "number", "signer_id", "names", "kind"]
)
def test_nobody_changes_a_signed_paper_past_the_rules(site: Site, column: str) -> None:
    ref = overdue(site)
    site.press("leader", ref, "sign_measure")
    for statement in (f"UPDATE paper SET {column} = NULL", "DELETE FROM paper", "DELETE FROM paper_file"):
        with pytest.raises(DBAPIError), administrator(site.world.store.engine).begin() as connection:
            connection.execute(text(statement))


def test_a_changed_text_or_file_is_told_by_verification(site: Site) -> None:
    ref = overdue(site)
    site.press("leader", ref, "sign_measure")
    with administrator(site.world.store.engine).begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # past every trigger
        connection.execute(text("""UPDATE paper SET content = content || '{"to": "别处"}'"""))
        connection.execute(text("UPDATE paper_file SET body = body || '\\x00'"))
    assert list(damaged_papers(site.world.store)) == [
        "文书 临卫整〔2026〕1号：正文与签发时不符",
        "文书 临卫督〔2026〕1号：正文与签发时不符",
        "文书 临卫督〔2026〕1号：PDF 文件缺失，或与签发时不符",
    ]


def test_the_register_lists_what_each_may_see_and_its_counts_open_their_lists(browser: Browser) -> None:
    site = browser.site
    ref = overdue(site)
    listed = site.get("leader", "/api/papers")
    line, notice = listed["items"]
    assert (notice["kind"]["label"], notice["state"]["code"]) == ("整改通知书", "filed")
    assert (line["kind"]["label"], line["state"]["code"], line["waits_for"]) == (
        "督办函",
        "proposed",
        ["leader"],
    )
    assert listed["counts"]["proposed"] == 1
    site.press("leader", ref, "sign_measure")
    for who, many in {
        "office": 2,
        "officer1": 2,
        "chief1": 2,
        "fixer1": 2,
        "officer2": 0,
        "clinic1": 0,
    }.items():
        found = site.get(who, "/api/papers")
        assert (len(found["items"]), sum(found["counts"].values())) == (many, many), who
    for wanted, many in (
        ({"state": "issued"}, 1), ({"state": "served"}, 0), ({"kind": "circular"}, 0), ({"q": "临卫督"}, 1),
        ({"q": "临卫督(2026)1号"}, 1), ({"q": "“临卫督”，1号"}, 1), ({"q": "１号"}, 2), ({"q": "临卫督，没有"}, 0),
        ({"q": "%"}, 0), ({"unit": "001"}, 2), ({"unit": "002"}, 0), ({"mine": "true"}, 1),
        ({"kind": "rectification_notice"}, 1),
    ):  # fmt: skip
        assert len(site.get("office", "/api/papers", **wanted)["items"]) == many, wanted
    table = site.ask("office", "GET", "/api/papers.csv").content.decode("utf-8-sig").splitlines()
    assert table[0].startswith("文种,文号,状态,隐患编号")
    assert table[1].startswith("督办函,临卫督〔2026〕1号,已签发,")
    browser.sign_in("office")
    page = browser.read("/papers")
    assert f"/h/{ref}/papers/" in page
    assert 'href="/papers?state=issued"' in page
    assert "没有符合条件的文书" in browser.read("/papers?kind=circular")
    assert browser.client.get("/papers?unit=不存在").status_code == 422
    assert browser.client.get("/papers?cursor=abc").status_code == 422


def test_a_long_register_goes_on_where_the_page_ends(site: Site) -> None:
    refs = [overdue(site.at("2026-11-02 09:00")) for _ in range(3)]
    first = site.get("office", "/api/papers", limit=2, kind="supervision_letter")
    rest = site.get("office", "/api/papers", limit=2, kind="supervision_letter", cursor=first["next_cursor"])
    assert [one["ref"] for one in (*first["items"], *rest["items"])] == [*reversed(refs)]
    assert rest["next_cursor"] is None


def test_nobody_proposes_what_a_decision_writes_by_itself(site: Site) -> None:
    ref = overdue(site)
    answer = site.try_press("office", ref, "propose_measure", kind="listing_notice", because="重大")
    assert (answer.status_code, answer.json()["field"]) == (422, "kind")
    assert "自动成文" in answer.json()["detail"]


def test_the_file_of_a_hazard_is_whole_and_says_no_more_than_its_page(browser: Browser) -> None:
    site = browser.site
    ref = site.report("nurse1", description="走道堆放病床3张")
    site.press(
        "officer1", ref, "register", assign={"to": "fixer1", "measures": "清理走道", "due": "2026-11-20"}
    )
    site.press("fixer1", ref, "submit", result="已清理", photos=[site.upload("fixer1", "green")])
    number = site.get("officer1", f"/api/hazards/{ref}")["number"]
    for who in ("officer1", "fixer1", "auditor"):
        browser.sign_in(who)
        answer = browser.client.get(f"/h/{ref}/file.pdf")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf"), who
        words = words_of(answer.content)
        for part in (
            "事故隐患治理档案",
            number,
            "走道堆放病床3张",
            "清理走道",
            "整改前",
            "报请验收",
            "照片1张",
        ):
            assert part in words, part
        assert "nurse1" not in words, who
        assert ("末行哈希" in words) == (who == "auditor"), who
        assert pictures_in(answer.content) == 2, who
    browser.sign_in("officer2")
    assert browser.client.get(f"/h/{ref}/file.pdf").status_code == 404


def test_a_direct_report_reads_to_the_unit_as_if_it_had_been_inspected(site: Site) -> None:
    ref = site.report("nurse1", addressed_to="authority")
    own = {"description": "出口上锁", "found_at": "2026-11-02T08:50:00+08:00", "no_photo_because": "夜间"}
    site.press("office", ref, "register", **own)
    assert site.get("office", f"/api/hazards/{ref}")["source"]["label"] == "员工上报"
    for who in ("officer1", "chief1"):
        assert site.get(who, f"/api/hazards/{ref}")["source"]["label"] == "监督检查", who
        for source, many in (("staff_report", 0), ("inspection", 1)):
            assert len(site.get(who, "/api/hazards", source=source)["items"]) == many, (who, source)
    inspected = site.report("office", unit="001", source="inspection")
    site.press("office", inspected, "register")
    for who in ("officer1", "chief1"):  # neither record begins with a report: its absence says nothing
        for each in (ref, inspected):
            lines = site.get(who, f"/api/hazards/{each}/journal")["items"]
            assert [(line["seq"], line["label"]) for line in lines] == [(2, "登记")], (who, each)
            assert not {"photos", "found_at", "description", "no_photo_because"} & set(lines[0]["said"]), (
                who,
                each,
            )
            hazard = site.get(who, f"/api/hazards/{each}")
            assert hazard["reported_at"] == hazard["found_at"], (who, each)


def test_what_an_inspection_found_is_read_by_its_unit_from_its_registration_on(browser: Browser) -> None:
    ref = browser.site.report("office", unit="001", source="inspection")
    browser.sign_in("officer1")
    for page in (f"/h/{ref}", f"/h/{ref}/file.pdf"):
        assert browser.client.get(page).status_code == 404, page
    browser.site.press("office", ref, "register")
    for who, begins in (("officer1", False), ("office", True)):
        browser.sign_in(who)
        assert ("上报隐患" in browser.read(f"/h/{ref}")) == begins, who
        assert browser.client.get(f"/h/{ref}/file.pdf").status_code == 200, who


def test_however_many_demands_are_written_they_are_numbered_and_more_than_can_be_read_are_refused(
    site: Site,
) -> None:
    ref = overdue(site)
    site.press("office", ref, "edit_measure", asks="\n".join(f"要求{n}" for n in range(1, 13)))
    said = sheet(site, "leader", ref)["paragraphs"]
    assert [each.partition("、")[0] for each in said[2:]] == [in_chinese(n) for n in range(1, 16)]  # type: ignore[index] # a list
    answer = site.try_press("office", ref, "edit_measure", asks="要求\n" * 21)
    assert (answer.status_code, answer.json()["field"]) == (422, "asks")
    assert [in_chinese(n) for n in (1, 10, 11, 20, 23, 99)] == [
        "一",
        "十",
        "十一",
        "二十",
        "二十三",
        "九十九",
    ]


def test_an_edit_keeps_only_what_differs_so_the_rest_follows_the_ledger(browser: Browser) -> None:
    site = browser.site
    ref = site.report("nurse1")
    site.press("officer1", ref, "register", assign={"to": "fixer1", "measures": "清理", "due": "2026-11-20"})
    site.press("officer1", ref, "propose_measure", kind="internal_order", because="进展慢")
    browser.sign_in("officer1")
    action = f"/h/{ref}/edit_measure"
    assert browser.post(form_of(browser.read(action), action), cc="总务科").status_code == 303
    site.press("deputy1", ref, "reassign", to="nurse1", reason="出差")
    draft = sheet(site, "deputy1", ref)
    assert (draft["to"], draft["cc"]) == ("护理部 nurse1", ["总务科"])


def test_a_circular_goes_on_saying_what_it_circulates_after_an_edit(browser: Browser) -> None:
    site = browser.site
    ref = overdue(site)
    site.press("office", ref, "propose_measure", kind="circular", because="多次超期")
    paper_of = _named(site, ref, "circular")
    browser.sign_in("office")
    action = f"/h/{ref}/edit_measure"
    form = form_of(browser.read(f"{action}?paper={paper_of['paper']}"), action)
    assert browser.post(form, cc="县安委办").status_code == 303
    said = site.get("leader", f"/api/hazards/{ref}/papers/{paper_of['paper']}")["paragraphs"]
    assert any("现将有关情况予以通报。临澄县人民医院应立即整改" in each for each in said)


def test_a_character_that_the_pdf_cannot_show_is_told_before_signing(browser: Browser) -> None:
    ref = overdue(browser.site)
    browser.site.press("office", ref, "edit_measure", asks="请𠮷田😀先生到场")
    browser.sign_in("leader")
    assert "文中的“😀𠮷”在成文的 PDF 里显示不出来" in browser.read(f"/h/{ref}/sign_measure")
    assert unshown("㛃𫖯龘〔2026〕“—”，。") == ""
