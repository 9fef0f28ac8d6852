"""每日巡查 in a browser without scripts: switched on, two taps when all is well, a finding becomes a hazard."""

from domain.task.opening import open_tasks
from tests.api.pages.browser import Browser, form_of
from tests.api.site import picture
from tests.signing_in.test_given import reset
from tests.world import on

ORGANISATION = "/organisation?unit=001"
SWITCH = "/organisation/units/001/daily-patrol"


def switched_on(browser: Browser) -> str:
    """The officer switches it on by its page; gives the address of the task that the day begins with."""
    browser.sign_in("officer1")
    assert SWITCH in browser.read(ORGANISATION)
    assert browser.send(SWITCH, SWITCH, on="true").status_code == 303
    assert open_tasks(browser.site.world.store, on("2026-11-02 09:00")) == 1
    (task,) = browser.site.get("nurse1", "/api/tasks")["items"]
    browser.sign_in("nurse1")
    address = f"/t/{task['ref']}"
    home = browser.read("/")
    assert address in home
    assert "请巡查：护理部" in home
    return address


def test_two_taps_when_all_is_well(browser: Browser) -> None:
    address = switched_on(browser)
    form = form_of(browser.read(address), f"{address}/hand_in")
    assert browser.post(form).headers["location"] == address
    page = browser.read(address)
    assert "已完成" in page
    assert page.count("合格") >= 6
    assert address not in browser.read("/")
    assert browser.post(form).status_code == 303, "a double click is one press"
    browser.sign_in("officer1")
    listed = browser.read("/tasks?day=2026-11-02")
    assert address in listed
    assert "已完成，nurse1" in listed


def test_what_is_wrong_is_asked_for_at_its_item_and_becomes_a_hazard(browser: Browser) -> None:
    address = switched_on(browser)
    form = form_of(browser.read(address), f"{address}/hand_in")
    wrong = {"item-2.found": "wrong", "item-2.place": "5楼走道"}
    answer = browser.post(form, **wrong)
    assert (answer.status_code, "请写明哪里不对" in answer.text) == (422, True)
    wrong["item-2.description"] = "堆放病床3张"
    answer = browser.post(form, [("item-1.photos", ("x.jpg", b"none"))], **wrong)
    assert (answer.status_code, 'id="e-item-1.photos"' in answer.text) == (422, True)
    answer = browser.post(form, **wrong)
    assert (answer.status_code, 'id="e-item-2.photos"' in answer.text) == (422, True)
    assert "5楼走道" in answer.text
    photo = [("item-2.photos", ("p.jpg", picture()))]
    assert browser.post(form_of(answer.text, form.action), photo, **wrong).status_code == 303
    (task,) = browser.site.get("officer1", "/api/tasks")["items"]
    (ref,) = task["hazards"]
    hazard = browser.site.get("officer1", f"/api/hazards/{ref}")
    assert (hazard["place"], hazard["source"]["code"], len(hazard["photos"]["before"])) == (
        "5楼走道",
        "daily_check",
        1,
    )
    browser.sign_in("nurse1")
    assert f"/h/{ref}" in browser.read(address)


def test_of_a_finding_a_task_tells_only_whoever_sees_its_hazard(browser: Browser) -> None:
    address = switched_on(browser)
    form = form_of(browser.read(address), f"{address}/hand_in")
    said = {"item-2.found": "wrong", "item-2.place": "金丝雀楼", "item-2.description": "堆放病床3张"}
    assert browser.post(form, [("item-2.photos", ("p.jpg", picture()))], **said).status_code == 303
    site, path = browser.site, f"/api/tasks/{address.removeprefix('/t/')}"
    ref = site.get("officer1", path)["hazards"][0]
    for who, sees in (("officer1", True), ("dept1", True), ("nurse1", True), ("fixer1", False)):
        assert (site.ask(who, "GET", f"/api/hazards/{ref}").status_code == 200) is sees
        assert (ref in site.ask(who, "GET", path).text) is sees, who
        assert ("金丝雀楼" in site.ask(who, "GET", path).text) is sees, who
        browser.sign_in(who)
        assert ("金丝雀楼" in browser.read(address)) is sees, who
    reset(site, "officer1", "nurse1")
    told = site.ask("nurse1", "GET", path).text
    assert ref not in told, "a sign-in that another gave shows nothing that its owner reported"
    assert "金丝雀楼" not in told


def test_a_finding_of_whoever_comes_second_stays_on_the_page(browser: Browser) -> None:
    address = switched_on(browser)
    first = form_of(browser.read(address), f"{address}/hand_in")
    browser.sign_in("fixer1")
    second = form_of(browser.read(address), f"{address}/hand_in")
    browser.sign_in("nurse1")
    assert browser.post(first).status_code == 303
    said = {"item-4.found": "wrong", "item-4.place": "楼梯间", "item-4.description": "防火门被垫住"}
    photo = [("item-4.photos", ("p.jpg", picture()))]
    for who, form in (("fixer1", second), ("nurse1", first)):
        browser.sign_in(who)
        answer = browser.post(form, photo, **said)
        assert answer.status_code in (409, 422), who
        for word in ("随手拍", "楼梯间", "防火门被垫住"):
            assert word in answer.text, (who, word)
        assert 'name="item-4.photos" value="' in answer.text
        assert "再按一次" not in answer.text
    assert browser.site.get("officer1", "/api/hazards")["items"] == []


def test_the_officer_waives_with_a_reason_and_others_of_the_house_do_not_see_it(browser: Browser) -> None:
    address = switched_on(browser)
    assert "免办" not in browser.read(address)
    for who, status in (
        ("officer2", 404),
        ("clinic1", 404),
        ("auditor", 200),
        ("office", 200),
        ("chief1", 200),
    ):
        browser.sign_in(who)
        assert browser.client.get(address).status_code == status, who
    browser.sign_in("officer1")
    waiving = form_of(browser.read(address), f"{address}/waive")
    assert browser.post(waiving).status_code == 422
    assert browser.post(waiving, reason="科室停诊").status_code == 303
    assert "科室停诊" in browser.read(address)


def test_a_wrong_day_or_unit_is_said_at_its_field_and_an_empty_day_is_calm(browser: Browser) -> None:
    switched_on(browser)
    assert browser.client.get("/tasks?day=2026-13-01").status_code == 422
    assert browser.client.get("/tasks?unit=nowhere").status_code == 422
    assert "没有符合条件的任务" in browser.read("/tasks?day=2026-11-01")
    browser.sign_in("officer2")
    assert "还没有巡查任务" in browser.read("/tasks")


def test_an_undone_day_stands_on_the_board_until_it_is_made_up(browser: Browser) -> None:
    address = switched_on(browser)
    world = browser.site.world
    browser.site.at("2026-11-03 08:00")
    world.sweep("2026-11-03 08:00")
    open_tasks(world.store, on("2026-11-03 08:00"))
    browser.sign_in("chief1")
    board = browser.read("/board")
    for state, count in (("open", 1), ("missed", 1), ("done", 0)):
        assert f'href="/tasks?state={state}"><strong>{count}</strong>' in board
        assert browser.read(f"/tasks?state={state}").count('href="/t/') == count
    browser.sign_in("dept1")
    assert "请补办巡查：护理部" in browser.read("/")
    assert "每日巡查" in browser.read("/notices")
    form = form_of(browser.read(address), f"{address}/hand_in")
    assert browser.post(form).status_code == 303
    browser.sign_in("chief1")
    assert 'href="/tasks?state=missed"><strong>0</strong>' in browser.read("/board")
    browser.sign_in("dept1")
    assert "已完成，无需再办" in browser.read("/notices?show=all")
