"""Forms of a hazard: offered on its page to those who print them, as a sheet, a PDF and a Word file."""

from tests.api.pages.browser import Browser
from tests.api.site import Site
from tests.docx import text_of
from tests.pdfs import words_of
from tests.world import PEOPLE

AT_THE_UNIT = {"dept1", "officer1", "deputy1", "chief1", "fixer1"}
AT_THE_COMMISSION = {"office", "office2", "leader", "head", "auditor"}
KINDS = ("major_report", "treatment_plan", "inspection_record")


def major(site: Site) -> str:
    """Found by an inspection, graded, with its unit's head."""
    said = {"suspected_major": True, "interim": "专人看守", "source": "inspection", "department": "001-01"}
    ref = site.report("office", unit="001", **said)
    site.press("leader", ref, "upgrade", criterion="判定清单第三项", panel=["office"])
    site.press("leader", ref, "assign", to="001", measures="清理走道", due="2026-12-20")
    site.press("chief1", ref, "accept", fixer="fixer1")
    return ref


def test_a_form_opens_from_the_page_of_its_hazard_in_every_look(browser: Browser) -> None:
    ref = major(browser.site)
    for who in ("chief1", "office"):
        browser.sign_in(who)
        page = browser.read(f"/h/{ref}")
        for kind in KINDS:
            assert f"/h/{ref}/forms/{kind}" in page, (who, kind)
            sheet = browser.read(f"/h/{ref}/forms/{kind}")
            assert f"/api/hazards/{ref}/forms/{kind}/pdf" in sheet
            assert "走道堆放病床3张，影响疏散" in sheet or kind == "treatment_plan"
            pdf = browser.client.get(f"/api/hazards/{ref}/forms/{kind}/pdf")
            assert pdf.headers["content-type"] == "application/pdf"
            word = browser.client.get(f"/api/hazards/{ref}/forms/{kind}/word")
            assert "attachment" in word.headers["content-disposition"]
            for said in (words_of(pdf.content), text_of(word.content)):
                assert "住院楼5层东侧疏散走道" in said, (who, kind)
    browser.site.press("chief1", ref, "file_plan", **dict.fromkeys(
        ("goals", "methods", "money", "people", "schedule", "safety"), "见附件一"))  # fmt: skip
    assert "见附件一" in browser.read(f"/h/{ref}/forms/treatment_plan")


def test_the_unit_and_the_commission_print_forms_and_nobody_else_does(site: Site) -> None:
    ref = major(site)
    printing = AT_THE_UNIT | AT_THE_COMMISSION
    for who in PEOPLE:
        seen = site.ask(who, "GET", f"/api/hazards/{ref}").status_code == 200
        listed = site.ask(who, "GET", f"/api/hazards/{ref}/forms")
        assert listed.status_code == (200 if seen else 404), who
        if seen:
            kinds = [one["code"] for one in listed.json()["items"]]
            assert kinds == (list(KINDS) if who in printing else []), who
        for kind in KINDS:
            for look in ("", "/pdf", "/word"):
                answer = site.ask(who, "GET", f"/api/hazards/{ref}/forms/{kind}{look}")
                expected = 404 if not seen else 200 if who in printing else 403
                assert answer.status_code == expected, (who, kind, look)


def test_a_form_that_has_no_place_says_when_it_would(browser: Browser) -> None:
    site = browser.site
    ref = site.report("nurse1")
    site.press("officer1", ref, "register", assign={"to": "fixer1", "measures": "清理", "due": "2026-11-20"})
    for kind, why in (("major_report", "只有重大"), ("inspection_record", "只有检查发现")):
        answer = site.ask("officer1", "GET", f"/api/hazards/{ref}/forms/{kind}")
        assert (answer.status_code, why in answer.json()["detail"]) == (404, True), kind
    browser.sign_in("officer1")
    assert "<h2>表格</h2>" not in browser.read(f"/h/{ref}")
    assert browser.client.get(f"/h/{ref}/forms/nothing").status_code == 404
    assert site.ask("officer1", "GET", f"/api/hazards/{ref}/forms/nothing").status_code == 422


def test_a_report_past_the_unit_has_no_form_until_it_is_registered(site: Site) -> None:
    ref = site.report("nurse1", addressed_to="authority", suspected_major=True, interim="拉线围挡")
    for kind in KINDS:
        answer = site.ask("office", "GET", f"/api/hazards/{ref}/forms/{kind}")
        assert (answer.status_code, "直报的隐患须先由卫健委登记" in answer.text) == (404, True), kind
    assert site.get("office", f"/api/hazards/{ref}/forms")["items"] == []
