"""规则 as an office uses it: change a value, say why and from when; a leader looks and releases; nothing is lost."""

from tests.api.pages.browser import Browser, form_of, forms_on
from tests.api.test_rules import assigned, make, release, waiting
from tests.world import PEOPLE

HERE = "/rules"
READERS = {"office", "office2", "leader", "head", "admin", "auditor"}


def test_a_value_is_changed_looked_at_and_released_by_another(browser: Browser) -> None:
    assigned(browser.site, "2026-11-02 09:00")
    browser.sign_in("office")
    assert f'href="{HERE}"' in browser.read("/me")
    page = browser.read(HERE)
    for words in ("整改：更换配件、维修", "系统自带", "公安部令第61号第三十一条", "重大超期即提请"):
        assert words in page, words
    form = form_of(page, HERE)
    assert form.fields["v.waits.verify"] == ["3 个工作日 / 3 个工作日 / 10 天"]
    typed = {"v.rectify.parts": "12 天", "since": "2026-11-05", "because": "配件要从省里调"}
    assert browser.post(form, **typed).headers["location"] == HERE
    page = browser.read(HERE)
    for words in (
        "待发布",
        "7 天 → 12 天",
        "配件要从省里调",
        "有 1 条整改期限会不同",
        "由您拟定，须由另一位负责人发布",
    ):
        assert words in page, words
    assert f"{HERE}/release" not in [form.action for form in forms_on(page)]
    browser.sign_in("admin")
    page = browser.read(HERE)
    assert [form for form in forms_on(page) if form.action.startswith(HERE)] == []
    assert "由卫健委分管或主要负责人发布" in page
    browser.sign_in("leader")
    yes = form_of(browser.read(HERE), f"{HERE}/release")
    assert browser.post(yes).headers["location"] == HERE
    page = browser.read(HERE)
    assert "已发布，尚未执行" in page
    browser.site.at("2026-11-05 09:00")
    page = browser.read(HERE)
    assert "执行中" in page
    assert "本地已改" in page


def test_what_was_typed_stays_when_a_value_is_refused(browser: Browser) -> None:
    browser.sign_in("office")
    typed = {"v.rectify.parts": "很快", "v.rectify.simple": "5 天", "since": "2026-11-05", "because": "试行"}
    answer = browser.post(form_of(browser.read(HERE), HERE), **typed)
    assert answer.status_code == 422
    assert "“整改：更换配件、维修”无法识别" in answer.text
    again = form_of(answer.text, HERE)
    assert {name: again.fields[name] for name in typed} == {name: [value] for name, value in typed.items()}
    long = browser.post(again, **{"v.rectify.parts": "3" * 201})
    assert "“整改：更换配件、维修”最多 200 个字" in long.text
    no_reason = browser.post(again, because="")
    assert form_of(no_reason.text, HERE).fields["v.rectify.simple"] == ["5 天"]


def test_who_comes_second_is_told_who_released_it(browser: Browser) -> None:
    make(browser.site, "office")
    edition = waiting(browser.site)
    browser.site.token("head")
    browser.sign_in("leader")
    late = form_of(browser.read(HERE), f"{HERE}/release")
    release(browser.site, "head", edition)
    answer = browser.post(late)
    assert answer.status_code == 409
    assert "已由head于" in answer.text


def test_a_form_of_the_rules_before_takes_nothing_back(browser: Browser) -> None:
    for who in ("office", "leader"):
        browser.site.token(who)
    browser.site.token("auditor")
    browser.sign_in("office2")
    old = form_of(browser.read(HERE), HERE)
    make(browser.site, "office", "2026-11-02")
    release(browser.site, "leader", waiting(browser.site))
    answer = browser.post(old, **{"v.rectify.simple": "5 天", "because": "试行"})
    assert answer.status_code == 409
    assert "现行规则刚刚换了一版" in answer.text
    assert form_of(answer.text, HERE).fields["v.rectify.simple"] == ["5 天"]


def test_who_sees_the_rules(browser: Browser) -> None:
    for who in PEOPLE:
        browser.sign_in(who)
        assert browser.client.get(HERE).status_code == (200 if who in READERS else 403), who
        assert (f'href="{HERE}"' in browser.read("/me")) == (who in READERS), who
