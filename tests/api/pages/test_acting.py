"""Every action through its form, as a browser without scripts sends it."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from api.pages.acting.offers import offers
from api.pages.acting.recipes import RECIPES
from domain.queries import reading
from tests.api.pages.browser import Browser, Form, form_of
from tests.api.pages.diaries import DIARIES
from tests.api.site import picture


def test_the_diaries_use_every_form() -> None:
    used = {name for _, _, presses in DIARIES.values() for _, _, name, _ in presses}
    assert used == set(RECIPES)


def report(browser: Browser, who: str, more: dict[str, Any]) -> str:
    said = dict(more)
    if "fixed" in said:
        said["fixed"] = {**said["fixed"], "photos": [browser.site.upload(who, "green")]}
    return browser.site.report(who, department="001-01", **said)


def open_forms(browser: Browser, who: str, ref: str) -> list[str]:
    world = browser.site.world
    with reading(world.store, world.actor(who), browser.site.moment) as reader:
        case = reader.one(ref)
        return [offer.name for offer in offers(case, reader.who) if offer.refusal is None]


@pytest.mark.parametrize("diary", DIARIES)
def test_a_life_is_lived_through_the_forms(browser: Browser, diary: str) -> None:
    reporter, more, presses = DIARIES[diary]
    ref = report(browser, reporter, more)
    for moment, who, name, typed in presses:
        browser.site.at(f"2026-{moment}")
        browser.site.world.sweep(f"2026-{moment}")
        browser.sign_in(who)
        for other in open_forms(browser, who, ref):
            assert f"/h/{ref}/{other}" in browser.read(f"/h/{ref}/{other}")
        page = browser.read(f"/h/{ref}")
        assert f"/h/{ref}/{name}" in page, f"{name} is not offered to {who}"
        browser.press(who, ref, name, **typed)
        assert browser.client.get(f"/h/{ref}").status_code in (200, 404)
    assert len(browser.site.get("office", f"/api/hazards/{ref}/journal")["items"]) > len(presses)


def test_what_was_typed_is_kept_when_a_field_is_refused(browser: Browser) -> None:
    ref = report(browser, "nurse1", {})
    browser.press("officer1", ref, "register-assign", **{"assign.to": "fixer1", "assign.measures": "清理"})
    browser.press("fixer1", ref, "accept")
    asked = {"until": "2026-11-01", "reason": "<script>alert(1)</script> 等配件", "photo": "blue"}
    answer = browser.fill("fixer1", ref, "request_extension", **asked)
    assert answer.status_code == 422
    assert "申请的新期限应晚于现定期限" in answer.text
    assert "<script>alert" not in answer.text
    shown = form_of(answer.text, f"/h/{ref}/request_extension")
    assert shown.fields["reason"] == ["<script>alert(1)</script> 等配件"]
    assert shown.fields["until"] == ["2026-11-01"]
    assert len(shown.fields["photos"]) == 1
    assert 'aria-invalid="true"' in answer.text
    done = browser.post(shown, until="2026-11-10")
    assert done.status_code == 303
    journal = browser.site.get("fixer1", f"/api/hazards/{ref}/journal")["items"]
    assert journal[-1]["said"]["photos"] == shown.fields["photos"]


def test_a_wrong_file_is_told_beside_its_field_and_the_rest_is_kept(browser: Browser) -> None:
    ref = report(browser, "nurse1", {})
    browser.press("officer1", ref, "register-assign", **{"assign.to": "fixer1", "assign.measures": "清理"})
    browser.press("fixer1", ref, "accept")
    action = f"/h/{ref}/submit"
    files = [("photos", ("a.svg", b"<svg/>")), ("photos", ("b.jpg", picture("green")))]
    answer = browser.post(form_of(browser.read(action), action), files, result="已清理")
    assert answer.status_code == 422
    shown = form_of(answer.text, action)
    assert shown.fields["result"] == ["已清理"]
    assert len(shown.fields["photos"]) == 1
    assert 'id="e-photos"' in answer.text
    assert browser.post(shown).status_code == 303


def test_more_photos_than_there_is_room_for_leave_the_form_and_the_others_and_name_the_limit(
    browser: Browser,
) -> None:
    ref = report(browser, "nurse1", {})
    browser.press("officer1", ref, "register-assign", **{"assign.to": "fixer1", "assign.measures": "清理"})
    browser.press("fixer1", ref, "accept")
    action, heavy = f"/h/{ref}/submit", bytes(6_500_000)
    files = [("photos", (f"{n}.jpg", picture(f"#00{n}000") + heavy)) for n in range(10)]
    answer = browser.post(form_of(browser.read(action), action), files, result="已清理")
    shown = form_of(answer.text, action)
    assert (answer.status_code, shown.fields["result"]) == (422, ["已清理"])
    assert len(shown.fields["photos"]) == 9
    assert "第 10 张：没有收下，一次最多提交 60 MB" in answer.text
    assert browser.post(shown, [("photos", ("last.jpg", picture("blue")))]).status_code == 303


def form_of_progress(browser: Browser) -> tuple[str, Form]:
    """(ref, the form): a hazard being rectified, and its 报进展 as fixer1 is shown it."""
    ref = report(browser, "nurse1", {})
    browser.press("officer1", ref, "register-assign", **{"assign.to": "fixer1", "assign.measures": "清理"})
    browser.press("fixer1", ref, "accept")
    action = f"/h/{ref}/report_progress"
    return ref, form_of(browser.read(action), action)


def test_a_double_click_and_the_back_button_have_no_second_effect(browser: Browser) -> None:
    ref, form = form_of_progress(browser)
    first, second = (browser.post(form, note="已清一半") for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    changed = browser.post(form, note="已清一半，又写一遍")
    assert changed.status_code == 422
    assert "上次的内容已生效；后来的修改尚未提交" in changed.text
    assert progress_of(browser, ref) == 1
    again = form_of(changed.text, form.action)
    assert again.fields["note"] == ["已清一半，又写一遍"]
    assert browser.post(again).status_code == 303
    assert progress_of(browser, ref) == 2


def test_what_cannot_be_done_twice_says_so_and_shows_everything_that_was_typed(browser: Browser) -> None:
    ref = report(browser, "nurse1", {"addressed_to": "authority"})
    browser.sign_in("office")
    action = f"/h/{ref}/register-assign"
    form = form_of(browser.read(action), action)
    said = {
        "description": "现场查看，疏散走道被占用",
        "no_photo_because": "病人隐私",
        "assign.measures": "清理",
    }
    said |= {"found_at": "2026-11-02T08:30", "interim": "专人看守"}
    assert browser.post(form, **said).status_code == 303
    changed = browser.post(form, **said | {"description": "现场查看，走道堆放病床"})
    assert changed.status_code == 422
    assert "后来的修改尚未提交，也不能再提交：" in changed.text
    assert "再按一次" not in changed.text
    for typed in ("现场查看，走道堆放病床", "病人隐私", "清理", "专人看守"):
        assert typed in changed.text, typed


def progress_of(browser: Browser, ref: str) -> int:
    return browser.site.world.actions(ref).count("report_progress")


def test_a_form_that_breaks_off_is_none(browser: Browser) -> None:
    ref, form = form_of_progress(browser)
    fields = {name: values[0] for name, values in form.fields.items()} | {"note": "已清一半"}
    part = 'Content-Disposition: form-data; name="{}"'
    whole = [f"--B\r\n{part.format(name)}\r\n\r\n{text}\r\n" for name, text in fields.items()]
    photo = f'--B\r\n{part.format("photos")}; filename="p.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
    body = "".join([*whole, photo]).encode() + picture()
    headers = {"content-type": "multipart/form-data; boundary=B"}
    for cut in (body[:-200], body, body + b"\r\n--B", "".join(whole).encode()):
        sent = browser.client.post(form.action, content=cut, headers=headers, follow_redirects=False)
        assert sent.status_code == 400
        assert progress_of(browser, ref) == 0
    shouted = {"content-type": "Multipart/Form-Data; boundary=B"}
    assert browser.client.post(form.action, content=body, headers=shouted).status_code == 400
    sent = browser.client.post(
        form.action, content=body + b"\r\n--B--\r\n", headers=headers, follow_redirects=False
    )
    assert (sent.status_code, progress_of(browser, ref)) == (303, 1)


def test_whoever_comes_second_sees_who_won_and_loses_nothing(browser: Browser) -> None:
    ref = report(browser, "nurse1", {})
    browser.sign_in("officer1")
    action = f"/h/{ref}/dismiss"
    form = form_of(browser.read(action), action)
    browser.site.press("officer1", ref, "register")
    browser.sign_in("officer1")
    answer = browser.post(form, reason="no_hazard", checked="看过了")
    assert answer.status_code == 409
    assert "刚刚已“登记”" in answer.text
    assert form_of(answer.text, action).fields["checked"] == ["看过了"]


def test_a_form_that_may_not_be_pressed_says_why(browser: Browser) -> None:
    ref = report(browser, "nurse1", {})
    browser.sign_in("nurse1")
    answer = browser.client.get(f"/h/{ref}/register")
    assert answer.status_code == 403
    assert "由安全管理员办理" in answer.text
    assert browser.client.get(f"/h/{ref}/approve_closure").status_code == 409
    assert browser.client.get(f"/h/{ref}/nothing").status_code == 404
    browser.sign_in("officer2")
    assert browser.client.get(f"/h/{ref}").status_code == 404
    assert browser.client.get(f"/h/{ref}/register").status_code == 404


def test_only_the_desk_may_record_for_somebody_without_an_account(browser: Browser) -> None:
    ref = report(browser, "office", {})
    for who, name, shown in (
        ("office", "register", False),
        ("officer1", "propose_measure", False),
        ("office", "register", True),
    ):
        if shown:
            browser.site.world.without_account("nurse1")
        browser.sign_in(who)
        page = browser.client.get(f"/h/{ref}/{name}").text
        assert ('name="on_behalf_of"' in page) is shown
        assert ('value="nurse1"' in page) is shown


def test_dates_are_suggested_with_their_sum(browser: Browser) -> None:
    ref = report(browser, "nurse1", {})
    browser.sign_in("officer1")
    page = browser.read(f"/h/{ref}/register-assign")
    form = form_of(page, f"/h/{ref}/register-assign")
    assert form.fields["assign.term"] == ["simple"]
    assert "简单整改 · 11月5日" in page
    assert "最晚 2026-12-02" in page


def test_after_photos_older_than_the_assignment_are_asked_about_once(browser: Browser) -> None:
    ref = report(browser, "nurse1", {})
    browser.press("officer1", ref, "register-assign", **{"assign.to": "fixer1", "assign.measures": "清理"})
    browser.press("fixer1", ref, "accept")
    action = f"/h/{ref}/submit"
    form = form_of(browser.read(action), action)
    old = Image.Exif()
    old.get_ifd(0x8769)[0x9003] = "2026:10:30 09:00:00"
    out = BytesIO()
    Image.new("RGB", (64, 48), "green").save(out, "JPEG", exif=old)
    asked = browser.post(form, [("photos", ("p.jpg", out.getvalue()))], result="已清理")
    assert asked.status_code == 422
    assert "早于交办" in asked.text
    assert browser.post(form_of(asked.text, action)).status_code == 303
    browser.sign_in("officer1")
    assert "早于交办" in browser.read(f"/h/{ref}")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("走" * 5000, "最多 1000 个字"),
        ("\x01\x02", "只有空白"),
        ("\u200b\u200b", "只有空白"),
        ("", "必填"),
    ],
)
def test_hostile_words_are_refused_at_their_field_and_shown_again(
    browser: Browser, typed: str, told: str
) -> None:
    ref = report(browser, "nurse1", {})
    answer = browser.fill("officer1", ref, "dismiss", reason="no_hazard", checked=typed)
    assert answer.status_code == 422
    assert told in answer.text
    assert form_of(answer.text, f"/h/{ref}/dismiss").fields["checked"] == [typed]


def test_an_address_nobody_could_have_been_given_is_refused_calmly(browser: Browser) -> None:
    ref = report(browser, "nurse1", {})
    browser.sign_in("officer1")
    for path in (
        "/h/%00",
        f"/h/{ref}/%00",
        "/h/%FF",
        f"/h/{ref}/..%2f..",
        "/notices?cursor=%00",
        "/h/" + "x" * 999,
    ):
        answer = browser.client.get(path)
        assert answer.status_code in (404, 422), path
        assert "回到待办" in answer.text
    broken = browser.client.post(
        f"/h/{ref}/dismiss", content=b"--x\r\n?", headers={"Content-Type": "multipart/form-data; boundary=x"}
    )
    assert broken.status_code in (400, 403)
