"""约谈 on the pages: its form starts with how it was called, keeps what was typed, and leaves a record to read."""

from tests.api.pages.browser import Browser, form_of
from tests.api.site import PASSWORD, Site
from tests.docx import text_of
from tests.pdfs import words_of

CALLED = {"received_by": "院办", "meet_place": "三楼会议室", "attendees": "周院长"}
SAID = {
    "talked_by": "李主任、王科长",
    "talked_to": "周院长、钱副院长",
    "minutes": "通报情况，对方表示立即整改",
    "demands": "专人看守\n一周内修好防火门",
    "demands_by": "2026-11-10",
}


def called_in(browser: Browser, at: str) -> str:
    """A summons for that hour, signed and served on Monday."""
    site = browser.site
    ref = site.report("office", unit="001")
    site.press("office", ref, "register", assign={"to": "001", "measures": "清理走道", "due": "2026-11-30"})
    site.press("office", ref, "propose_measure", kind="summons", because="屡催不改")
    browser.press("leader", ref, "sign_measure", password=PASSWORD)
    browser.press("office", ref, "serve_measure", meet_at=at, **CALLED)
    return ref


def paper_of(site: Site, who: str, ref: str, kind: str) -> int:
    (one,) = [each for each in site.get(who, f"/api/hazards/{ref}")["papers"] if each["kind"]["code"] == kind]
    return int(one["seq"])


def test_a_talk_is_called_held_and_put_on_record_in_three_looks(browser: Browser) -> None:
    site = browser.site
    ref = called_in(browser, "2026-11-03T09:00")
    seq, action = paper_of(site, "office", ref, "summons"), f"/h/{ref}/record_meeting"
    site.at("2026-11-03 11:00")
    browser.sign_in("office")
    assert f"{action}?paper={seq}" in browser.read(f"/h/{ref}")
    shown = browser.read(f"{action}?paper={seq}")
    assert "登记约谈</h1>" in shown
    asked = form_of(shown, action)
    started = {name: asked.fields[name] for name in ("held_at", "meet_place", "talked_to", "talked_by")}
    assert started == {
        "held_at": ["2026-11-03T09:00"],
        "meet_place": ["三楼会议室"],
        "talked_to": ["周院长"],
        "talked_by": [""],
    }
    refused = browser.post(asked, **SAID, held_at="2026-11-03T14:00")
    assert refused.status_code == 422
    assert "约谈时间不能晚于现在" in refused.text
    again = form_of(refused.text, action)
    assert {name: again.fields[name][0] for name in SAID} == SAID, "nothing that was typed is lost"
    assert browser.post(again, held_at="2026-11-03T09:10").status_code == 303

    record = paper_of(site, "chief1", ref, "meeting_record")
    address = f"/api/hazards/{ref}/papers/{record}"
    sheet = site.get("chief1", address)
    assert (sheet["number"], sheet["signer"], sheet["is_draft"]) == ("临卫谈〔2026〕1号", "", False)
    browser.sign_in("chief1")
    looks = (
        "".join(browser.read(f"/h/{ref}/papers/{record}").split()),
        words_of(site.ask("chief1", "GET", f"{address}/pdf").content),
        "".join(text_of(site.ask("chief1", "GET", f"{address}/word").content).split()),
    )
    for look in looks:
        for part in (sheet["title"], sheet["number"], *sheet["paragraphs"]):
            assert "".join(part.split()) in look, part
    story = browser.read(f"/h/{ref}")
    for words in (
        "登记约谈记录",
        "记录 临澄县卫生健康委员会 office",
        "李主任、王科长",
        "周院长、钱副院长",
        "对方表示立即整改",
        "2026-11-10",
    ):
        assert words in story, words
    browser.sign_in("office")
    register = browser.read("/papers?kind=meeting_record")
    assert "临卫谈〔2026〕1号" in register
    assert f"/h/{ref}/papers/{record}" in register
    assert f"{action}?paper={seq}" not in browser.read(f"/h/{ref}"), "it is recorded once"


def test_a_talk_that_lies_ahead_is_not_filled_in_as_held(browser: Browser) -> None:
    ref = called_in(browser, "2026-11-05T09:00")
    browser.sign_in("office")
    action = f"/h/{ref}/record_meeting"
    assert form_of(browser.read(action), action).fields["held_at"] == [""]
