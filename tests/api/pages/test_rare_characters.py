"""What the fonts of papers lack is named where it stands: in letters, records, receipts, the file of a hazard."""

import pytest

from domain.papers.glyphs import in_print, unshown
from tests.api.pages.browser import Browser
from tests.api.pages.test_sheets import DUE, overdue, proposed_one
from tests.api.site import Site
from tests.pdfs import words_of

TYPED = "走道堆放𠮷牌病床🔥3张"
PRINTED = "走道堆放〔缺字U+20BB7〕牌病床〔缺字U+1F525〕3张"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("请𠮷田先生到场", "请〔缺字 U+20BB7〕田先生到场"),
        ("一家👨\u200d👩\u200d👧到场", "一家〔缺字 U+1F468 U+1F469 U+1F467〕到场"),
        ("🙂\ufe0f好", "〔缺字 U+1F642〕好"),
        ("한글 ท", "〔缺字 U+D55C U+AE00〕 〔缺字 U+0E17〕"),
        ("\ue000字", "〔缺字 U+E000〕字"),
        ("\U0002ffff", "〔缺字 U+2FFFF〕"),
        ("㛃𫖯龘〔2026〕“—”，。①㎡℃", "㛃𫖯龘〔2026〕“—”，。①㎡℃"),
        ("café Жω e\u0301 ⚠\ufe0f", "café Жω e\u0301 ⚠\ufe0f"),
        ("A-1 (x)\n\t", "A-1 (x)\n\t"),
    ],
)
def test_what_no_font_shows_is_named_and_all_else_stays(typed: str, printed: str) -> None:
    assert in_print(typed) == printed
    assert (unshown(typed) == "") == (typed == printed)


def test_a_record_that_nobody_signs_beforehand_names_what_it_cannot_show(site: Site) -> None:
    ref = site.report("office", unit="001", description=TYPED)
    site.press("office", ref, "register", assign={"to": "001", "measures": "清理🔥", "due": DUE})
    (notice,) = site.get("chief1", f"/api/hazards/{ref}")["papers"]
    address = f"/api/hazards/{ref}/papers/{notice['seq']}"
    words = words_of(site.ask("chief1", "GET", f"{address}/pdf").content)
    assert PRINTED in words
    assert "清理〔缺字U+1F525〕" in words
    assert TYPED in "".join(site.get("chief1", address)["paragraphs"]), "its text stays what it is"


def test_a_letter_a_receipt_and_the_file_of_a_hazard_do_so_too(browser: Browser) -> None:
    site = browser.site
    ref = overdue(site)
    seq = proposed_one(site, "leader", ref)["seq"]
    address = f"/api/hazards/{ref}/papers/{seq}"
    site.press("office", ref, "edit_measure", asks="请𠮷田先生到场")
    site.press("leader", ref, "sign_measure")
    site.press("office", ref, "serve_measure", received_by="院办李🔥")
    for path, named in (("pdf", "请〔缺字U+20BB7〕田先生到场"), ("receipt", "院办李〔缺字U+1F525〕")):
        assert named in words_of(site.ask("chief1", "GET", f"{address}/{path}").content), path
    site.press("fixer1", ref, "report_progress", note="已清理𠮷号走道")
    browser.sign_in("fixer1")
    assert "已清理〔缺字U+20BB7〕号走道" in words_of(browser.client.get(f"/h/{ref}/file.pdf").content)
