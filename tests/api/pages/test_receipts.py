"""送达回证: printed beside a signed paper, filled in as far as the record goes, its signed copy kept at serving."""

from sqlalchemy import update

from domain.tables.core import PERSON
from tests.api.pages.browser import Browser, form_of
from tests.api.pages.test_sheets import overdue, proposed_one
from tests.pdfs import words_of


def test_a_receipt_is_printed_signed_and_kept(browser: Browser) -> None:
    site = browser.site
    ref = overdue(site)
    seq = proposed_one(site, "leader", ref)["seq"]
    address = f"/api/hazards/{ref}/papers/{seq}/receipt"
    assert site.ask("office", "GET", address).status_code == 404, "a draft is served to nobody"
    site.press("leader", ref, "sign_measure")
    browser.sign_in("office")
    assert address in browser.read(f"/h/{ref}/papers/{seq}")
    blank = words_of(site.ask("office", "GET", address).content)
    for part in ("送达回证", "临卫督〔2026〕1号", "临澄县人民医院", "送达方式"):
        assert part in blank, part
    assert "直接送达" not in blank
    photo = site.upload("office", "blue")
    site.press("office", ref, "serve_measure", received_by="院办李某", way="left", photos=[photo])
    filled = words_of(site.ask("chief1", "GET", address).content)
    assert "留置送达" in filled
    assert "院办李某" in filled
    assert "2026年11月12日" in filled
    (one,) = [each for each in site.get("chief1", f"/api/hazards/{ref}")["papers"] if each["seq"] == seq]
    assert one["served_way"] == {"code": "left", "label": "留置送达"}
    for who in ("office", "chief1"):
        browser.sign_in(who)
        assert photo in browser.read(f"/h/{ref}"), who
    assert site.ask("officer2", "GET", address).status_code == 404


def test_the_unit_signs_for_a_letter_in_one_press_and_the_commission_reads_who_and_when(
    browser: Browser,
) -> None:
    site = browser.site
    ref = overdue(site)
    seq = proposed_one(site, "leader", ref)["seq"]
    site.press("leader", ref, "sign_measure")
    browser.sign_in("officer1")
    assert f"/h/{ref}/acknowledge_measure" in browser.read(f"/h/{ref}/papers/{seq}")
    action = f"/h/{ref}/acknowledge_measure"
    assert browser.post(form_of(browser.read(f"{action}?paper={seq}"), action)).status_code == 303
    assert f"/h/{ref}/acknowledge_measure" not in browser.read(f"/h/{ref}/papers/{seq}")
    browser.sign_in("office")
    assert "officer1于 " in browser.read(f"/h/{ref}")
    words = words_of(site.ask("office", "GET", f"/api/hazards/{ref}/papers/{seq}/receipt").content)
    assert "电子送达" in words
    assert "officer1，2026年11月12日" in words


def test_a_receipt_keeps_who_received_it_and_names_who_signed_for_it_as_they_were_called(
    browser: Browser,
) -> None:
    site = browser.site
    ref = overdue(site)
    seq = proposed_one(site, "leader", ref)["seq"]
    site.press("leader", ref, "sign_measure")
    site.press("office", ref, "serve_measure", received_by="院办李某", way="left")
    site.world.delegate("chief1", "deputy1", "2026-11-01", "2026-12-01")
    site.at("2026-11-16 10:00").press("deputy1", ref, "acknowledge_measure")
    with site.world.store.engine.begin() as connection:
        connection.execute(
            update(PERSON).where(PERSON.c.key.in_(["chief1", "deputy1"])).values(name="后来改名")
        )
    words = words_of(site.ask("office", "GET", f"/api/hazards/{ref}/papers/{seq}/receipt").content)
    for part in ("留置送达", "2026年11月12日", "院办李某", "chief1（deputy1代），2026年11月16日"):
        assert part in words, part
    assert "后来改名" not in words


def test_no_receipt_goes_with_what_a_decision_wrote(browser: Browser) -> None:
    site = browser.site
    ref = overdue(site)
    (notice,) = [
        each
        for each in site.get("office", f"/api/hazards/{ref}")["papers"]
        if each["state"]["code"] == "filed"
    ]
    answer = site.ask("office", "GET", f"/api/hazards/{ref}/papers/{notice['seq']}/receipt")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    browser.sign_in("office")
    assert "送达回证" not in browser.read(f"/h/{ref}/papers/{notice['seq']}")
