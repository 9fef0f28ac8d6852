"""文书模板 as an office uses it: download, upload, try, put in force, back to the shipped one with one press."""

from tests.api.pages.browser import Browser, form_of, forms_on
from tests.api.pages.test_sheets import overdue, proposed_one
from tests.docx import changed, text_of
from tests.world import PEOPLE

HERE = "/paper-templates"
OWN = changed(("{{ 发文机关 }}", "临澄县卫生健康委员会文件"))
KEEPERS = {"office", "office2", "leader", "head", "admin"}


def upload(browser: Browser, template: bytes, *kinds: str) -> str:
    """What the page says after it."""
    form = form_of(browser.read(HERE), HERE)
    answer = browser.post(form, {"file": ("红头.docx", template)}, kinds=list(kinds))
    if answer.status_code == 303:
        return browser.read(HERE)
    assert answer.status_code == 422
    return answer.text


def test_an_office_makes_its_papers_with_its_own_head_and_goes_back(browser: Browser) -> None:
    ref = overdue(browser.site)
    browser.sign_in("office")
    assert f'href="{HERE}"' in browser.read("/me")
    assert browser.client.get(f"{HERE}/shipped.docx").status_code == 200
    page = upload(browser, OWN, "supervision_letter", "circular")
    assert "督办函第 1 版、通报第 1 版" in page
    assert page.count("系统自带") > 2
    use = form_of(page, f"{HERE}/use")
    first = use.fields["templates"][0]
    assert "临澄县卫生健康委员会文件" in text_of(browser.client.get(f"{HERE}/{first}/preview.docx").content)
    assert browser.post(use).status_code == 303
    page = browser.read(HERE)
    assert page.count("本机关第 1 版") == 2
    assert "待启用" not in page
    seq = proposed_one(browser.site, "leader", ref)["seq"]
    browser.sign_in("office")
    assert "按本机关模板第 1 版填写" in browser.read(f"/h/{ref}/papers/{seq}")
    browser.site.press("leader", ref, "sign_measure")
    browser.sign_in("office")
    assert "第 1 版（签发时使用的版本）" in browser.read(f"/h/{ref}/papers/{seq}")
    back = next(form for form in forms_on(page) if form.fields.get("template") == [first])
    assert browser.post(back).status_code == 303
    assert browser.read(HERE).count("本机关第 1 版") == 1
    history = browser.read(f"{HERE}/supervision_letter")
    for words in ("第 1 版", "红头.docx", "已停用", "office"):
        assert words in history, words
    assert "还没有本机关的模板" in browser.read(f"{HERE}/summons")
    assert browser.client.get(f"{HERE}/nothing").status_code == 404
    assert browser.client.get(f"{HERE}/internal_order").status_code == 404


def test_a_mistake_is_shown_beside_the_file_and_the_kinds_stay_chosen(browser: Browser) -> None:
    browser.sign_in("admin")
    page = upload(browser, changed(("{{ 主送 }}", "{{ 主宋 }}")), "circular")
    assert "没有“主宋”这一项" in page
    form = form_of(page, HERE)
    assert form.fields["kinds"] == ["circular"]
    without = browser.post(form)
    assert "请选择要上传的模板文件" in without.text
    assert browser.post(form_of(browser.read(HERE), HERE), {"file": ("a.docx", OWN)}).status_code == 422


def test_whoever_keeps_no_templates_has_no_entry_and_no_page(browser: Browser) -> None:
    for who in PEOPLE:
        browser.sign_in(who)
        for path in (HERE, f"{HERE}/circular", f"{HERE}/shipped.docx"):
            expected = 200 if who in KEEPERS else 403
            assert browser.client.get(path).status_code == expected, (who, path)
        assert (f'href="{HERE}"' in browser.read("/me")) == (who in KEEPERS), who


def test_a_form_of_an_earlier_page_puts_nothing_in_force_twice(browser: Browser) -> None:
    browser.sign_in("office")
    use = form_of(upload(browser, OWN, "circular"), f"{HERE}/use")
    assert [browser.post(use).status_code for _ in range(2)] == [303, 303], "the same press is one"
    assert len([form for form in forms_on(browser.read(HERE)) if form.action.endswith("/end")]) == 1
