"""日历 as an office uses it: paste the notice, another looks and confirms, dates follow; nothing typed is lost."""

from domain.cases.recalculation import recalculate_all
from tests.api.pages.browser import Browser, form_of, forms_on
from tests.api.test_calendar import assigned, confirm, enter, waiting
from tests.calendars import INVENTED, SHORTER
from tests.world import PEOPLE, on

HERE = "/calendar"
READERS = {"office", "office2", "leader", "head", "admin", "auditor"}


def test_a_notice_is_pasted_looked_at_and_confirmed_by_another(browser: Browser) -> None:
    browser.site.at("2026-12-28 09:00")
    assigned(browser.site)
    browser.sign_in("office")
    assert f'href="{HERE}"' in browser.read("/me")
    page = browser.read(f"{HERE}?year=2027")
    assert "2027 年放假安排还没有确认" in page
    form = form_of(page, HERE)
    assert form.fields["year"] == ["2027"]
    saved = browser.post(form, text=INVENTED + "\n（2月4日除夕，鼓励休息）")
    assert (saved.status_code, saved.headers["location"]) == (303, f"{HERE}?year=2027")
    page = browser.read(f"{HERE}?year=2027")
    for words in (
        "1月1日至5日放假，共 5 天",
        "1月9日、1月31日",
        "没有采用的一句",
        "1 条期限顺延",
        "住院楼5层东侧疏散走道",
        "由您录入，须由另一位有权人员确认",
        "1月4日至5日、2月5日、2月8日至11日、4月5日、5月3日至5日、6月9日、9月15日、10月4日至7日改为放假；1月9日、",
    ):
        assert words in page, words
    assert "核对无误" not in page
    assert "2027 年放假安排待确认" in browser.read(HERE)
    browser.sign_in("auditor")
    page = browser.read(f"{HERE}?year=2027")
    assert "核对无误" not in page
    assert [form for form in forms_on(page) if form.action.startswith(HERE)] == []
    browser.sign_in("leader")
    yes = form_of(browser.read(f"{HERE}?year=2027"), f"{HERE}/confirm")
    assert browser.post(yes).headers["location"] == f"{HERE}?year=2027"
    page = browser.read(f"{HERE}?year=2027")
    assert "还没有确认" not in page
    assert "使用中" in page
    assert "leader" in page


def test_what_was_typed_stays_beside_the_complaint(browser: Browser) -> None:
    browser.sign_in("office")
    wrong = INVENTED.replace("1月1日（周五）", "1月1日（周四）")
    answer = browser.post(
        form_of(browser.read(HERE), HERE), year="2027", text=wrong, source="国办发〔2026〕3号"
    )
    assert answer.status_code == 422
    assert "2027-01-01 是周五，不是周四" in answer.text
    form = form_of(answer.text, HERE)
    assert form.fields["text"] == [wrong]
    assert (form.fields["year"], form.fields["source"]) == (["2027"], ["国办发〔2026〕3号"])


def test_who_comes_second_is_told_who_confirmed(browser: Browser) -> None:
    enter(browser.site, "office")
    edition = waiting(browser.site)
    browser.site.token("head")
    browser.sign_in("leader")
    late = form_of(browser.read(f"{HERE}?year=2027"), f"{HERE}/confirm")
    confirm(browser.site, "head", edition)
    answer = browser.post(late)
    assert answer.status_code == 409
    assert "已由head于" in answer.text
    assert "2027 年　工作日" in answer.text, "the year that it was about"


def test_earlier_dates_are_chosen_and_agreed_to(browser: Browser) -> None:
    site = browser.site.at("2026-12-28 09:00")
    ref = assigned(site)
    for text in (INVENTED, SHORTER):
        enter(site, "office", text)
        confirm(site, "leader", waiting(site))
        recalculate_all(site.world.store, at=on("2026-12-28 10:00"), why="放假安排")
    browser.sign_in("admin")
    assert "待同意的期限提前" not in browser.read(HERE)
    browser.sign_in("office")
    form = form_of(browser.read(HERE), f"{HERE}/earlier")
    assert "“隐患”必填" in browser.post(form, hazards=[]).text
    assert browser.post(form_of(browser.read(HERE), f"{HERE}/earlier"), hazards=[ref]).status_code == 303
    page = browser.read(HERE)
    assert "已将 1 条隐患的期限按日历提前" in page
    assert "待同意的期限提前" not in page
    record = browser.read(f"/h/{ref}")
    assert "同意提前" in record


def test_who_sees_the_calendar(browser: Browser) -> None:
    for who in PEOPLE:
        browser.sign_in(who)
        expected = 200 if who in READERS else 403
        assert browser.client.get(HERE).status_code == expected, who
        assert (f'href="{HERE}"' in browser.read("/me")) == (who in READERS), who


def test_any_year_can_be_looked_at_and_no_other(browser: Browser) -> None:
    browser.sign_in("office")
    page = browser.read(f"{HERE}?year=2025")
    assert "2025 年　工作日 248 天" in page
    assert browser.client.get(f"{HERE}?year=1990").status_code == 404
    assert browser.client.get(f"{HERE}?year=abc").status_code == 200
