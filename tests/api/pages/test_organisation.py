"""单位与人员 in a browser without scripts: found, added, appointed, reset, moved, left; refused with nothing lost."""

import html
import re

import pytest

from tests.api.pages.browser import Browser, forms_on
from tests.api.site import PASSWORD
from tests.world import PEOPLE

HERE = "/organisation"


def fixed_corridor(browser: Browser, fixer: str = "fixer1") -> str:
    site = browser.site
    ref = site.report("nurse1")
    site.press("officer1", ref, "register", assign={"to": fixer, "measures": "清理", "term": "parts"})
    site.press(fixer, ref, "accept")
    return ref


def test_the_tree_is_a_way_down_and_the_people_are_beside_it(browser: Browser) -> None:
    browser.sign_in("admin")
    top = browser.read(HERE)
    for word in ("临澄县卫生健康委员会", "临澄县人民医院", "柳湾诊所", "新增单位", "新增人员", "变更记录"):
        assert word in top
    assert "nurse1" not in top  # the hospital's people are below
    hospital = browser.read(f"{HERE}?unit=001")
    assert all(word in hospital for word in ("护理部", "officer1", "安全管理员", "停用"))
    found = browser.read(f"{HERE}?unit=000&q=clinic")
    assert "查到 2 人" in found
    assert "没有查到" in browser.read(f"{HERE}?q=%3Cscript%3Ex")
    assert "<script>x" not in browser.read(f"{HERE}?q=%3Cscript%3Ex")


def test_everybody_sees_their_own_and_no_more(browser: Browser) -> None:
    for who in ("nurse1", "officer1", "officer2", "clinic2", "office", "expert", "auditor"):
        home, (role, *_) = PEOPLE[who]
        browser.sign_in(who)
        page = browser.read(HERE)
        oversees = role in {"desk", "leader", "head", "auditor", "admin"}
        assert ("临澄县中医院" in page) == (oversees or home.startswith("002")), who
        other = browser.client.get(f"{HERE}/people/{'officer2' if who != 'officer2' else 'officer1'}")
        assert other.status_code == (200 if oversees else 404), who
        own = browser.read(f"{HERE}/people/{who}")
        assert "我的安全设置" in own
        assert "离岗</a>" not in own


def test_the_record_of_sign_ins_is_read_by_those_who_audit(browser: Browser) -> None:
    browser.try_sign_in("nurse1", password="wrong")
    browser.sign_in("auditor")
    page = browser.read(f"{HERE}/sign-ins")
    assert all(word in page for word in ("nurse1", "密码不对", "登录成功"))
    assert "登录记录" in browser.read(HERE)
    browser.sign_in("office")
    assert browser.client.get(f"{HERE}/sign-ins").status_code == 403
    assert "登录记录" not in browser.read(HERE)


def test_a_new_colleague_gets_post_and_sign_in_and_the_password_is_shown_once(browser: Browser) -> None:
    browser.sign_in("officer1")
    shown = f"{HERE}/new/person?unit=001-01"
    said = {"name": "新来的", "role": "staff", "login": "XinLai", "phone": "123", "email": "", "key": ""}
    refused = browser.send(shown, f"{HERE}/new/person", **said)
    assert refused.status_code == 422
    assert 'value="新来的"' in refused.text
    assert 'value="XinLai"' in refused.text
    assert "应为电话号码" in refused.text
    done = browser.send(shown, f"{HERE}/new/person", **{**said, "phone": "000-0000-0001"})
    assert done.status_code == 200
    password = re.search(r"<code>(\S+)</code>", done.text)
    assert password
    key = re.search(r'href="/organisation/people/([^"]+)">我已告知', done.text)
    assert key
    person = browser.read(f"{HERE}/people/{key[1]}")
    assert all(word in person for word in ("新来的", "一线岗位人员", "xinlai", "待本人改密"))
    assert password[1] not in person
    options = re.findall(r'<option value="(\w+)"', browser.read(shown))
    assert {"staff", "department_head"} <= set(options)
    assert not {"officer", "chief", "desk"} & set(options)

    browser.client.cookies.clear()
    assert browser.try_sign_in("xinlai", password=password[1]).status_code == 303
    for path in ("/", "/me", HERE):
        led = browser.client.get(path, follow_redirects=False)
        assert (led.status_code, led.headers.get("location")) == (302, "/me/password"), path
    change = browser.read("/me/password")
    assert "请先设一个自己的密码" in change
    assert "单位与人员" not in change
    said = {"old": password[1], "new": "corridor lamp 7 kettle", "again": "corridor lamp 8 kettle"}
    twice = browser.send("/me/password", "/me/password", **said)
    assert (twice.status_code, "不一样" in twice.text) == (422, True)
    assert "corridor" not in twice.text  # a password is not sent back
    said["again"] = said["new"]
    changed = browser.send("/me/password", "/me/password", **said)
    assert (changed.status_code, changed.headers["location"]) == (303, "/")
    assert "新来的" in browser.read("/me")


def test_one_form_sent_twice_has_one_effect(browser: Browser) -> None:
    browser.sign_in("admin")
    shown = f"{HERE}/new/unit?parent=000&unit_kind=institution"
    page = browser.read(shown)
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
    said = {**hidden, "name": "新医院", "code": "003", "short_name": ""}
    answers = [browser.client.post(f"{HERE}/new/unit", data=said, follow_redirects=False) for _ in range(2)]
    assert [a.status_code for a in answers] == [303, 303]
    assert browser.read(HERE).count("新医院") == 2  # once in the tree, once in the way down
    again = browser.send(shown, f"{HERE}/new/unit", name="新医院", code="004")
    assert (again.status_code, "已有“新医院”" in again.text) == (422, True)
    below = browser.send(
        f"{HERE}/units/003/rename", f"{HERE}/units/003/rename", name="新的医院", short_name="新"
    )
    assert below.headers["location"] == f"{HERE}?unit=003"
    stale = browser.send(f"{HERE}/units/001/retire", f"{HERE}/units/001/retire", reason="合并")
    assert stale.status_code == 409
    assert "在岗人员 6 人" in stale.text
    assert (
        browser.send(f"{HERE}/units/003/retire", f"{HERE}/units/003/retire", reason="合并").status_code == 303
    )
    assert "新的医院" not in browser.read(HERE)
    assert "停用单位" in browser.read(f"{HERE}/changes")


@pytest.mark.parametrize(
    ("path", "first", "then"),
    [
        ("/organisation/new/person?unit=001-01", {"name": "张三"}, {"name": "李四"}),
        (
            f"{HERE}/people/fixer1/details?login=fixer1",
            {"phone": "000-0000-0001"},
            {"phone": "000-0000-0002"},
        ),
    ],
)
def test_a_form_that_was_saved_and_then_changed_is_sent_as_another(
    browser: Browser, path: str, first: dict[str, str], then: dict[str, str]
) -> None:
    browser.sign_in("officer1")
    (name,) = first
    form = next(f for f in forms_on(browser.read(path)) if f.method == "post" and name in f.fields)
    assert browser.post(form, **first).status_code == 303
    changed = browser.post(form, **then)
    assert changed.status_code == 422
    assert "后来的修改尚未提交" in changed.text
    assert "Idempotency-Key" not in changed.text
    again = next(f for f in forms_on(changed.text) if f.method == "post" and name in f.fields)
    assert again.fields[name] == [then[name]]
    sent = browser.post(again)
    assert sent.status_code == 303, sent.text


def test_posts_are_given_and_ended_and_move_departments(browser: Browser) -> None:
    browser.sign_in("chief1")
    given = browser.send(f"{HERE}/people/dept1/posts", f"{HERE}/people/dept1/posts", role="officer")
    assert given.status_code == 303
    page = browser.read(f"{HERE}/people/dept1")
    post = re.findall(r"/people/dept1/posts/end\?post=(\d+)", page)
    assert len(post) == 2
    ended = browser.send(
        f"{HERE}/people/dept1/posts/end?post={post[1]}", f"{HERE}/people/dept1/posts/end", post=post[1]
    )
    assert ended.status_code == 303
    assert "安全管理员" not in browser.read(f"{HERE}/people/dept1").split("变更记录")[0]
    moved = browser.send(f"{HERE}/people/nurse1/move", f"{HERE}/people/nurse1/move", unit="001")
    assert moved.status_code == 303
    assert "临澄县人民医院 · 代号 nurse1" in browser.read(f"{HERE}/people/nurse1")
    changed = browser.send(
        f"{HERE}/people/nurse1/details", f"{HERE}/people/nurse1/details", name="水某", phone="", email=""
    )
    assert changed.status_code == 303
    record = html.unescape(browser.read(f"{HERE}/people/nurse1"))
    assert "名称 nurse1 → 水某" in record
    assert "邮箱 nurse1@bihuan.invalid" in record


def test_a_stale_form_is_refused_with_what_was_typed(browser: Browser) -> None:
    browser.site.token("admin")
    browser.sign_in("officer1")
    address = f"{HERE}/people/nurse1/details"
    page = browser.read(address)
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
    browser.site.ask("admin", "POST", "/api/people/nurse1/details", json={"phone": "000-0000-0009"})
    said = {**hidden, "name": "改名", "phone": "000-0000-0002", "email": ""}
    stale = browser.client.post(address, data=said, follow_redirects=False)
    assert stale.status_code == 409
    assert "admin刚刚修改过" in stale.text
    assert 'value="000-0000-0002"' in stale.text


def test_a_leaver_is_refused_with_their_list_and_handed_on_in_one_press(browser: Browser) -> None:
    ref = fixed_corridor(browser)
    browser.site.token("dept1")
    browser.sign_in("officer1")
    address = f"{HERE}/people/fixer1/leave"
    page = browser.read(address)
    assert "名下未办结 1 项" in page
    assert "整改责任人：须由接替人接手" in page
    assert "住院楼5层东侧疏散走道" in page
    refused = browser.send(address, address, reason="退休")
    assert refused.status_code == 409
    assert 'value="退休"' in refused.text
    assert "请选定接替人" in refused.text
    done = browser.send(address, address, reason="退休", successor="dept1")
    assert (done.status_code, done.headers["location"]) == (303, f"{HERE}/people/fixer1")
    person = browser.read(f"{HERE}/people/fixer1")
    assert "已离岗" in person
    assert "接替人 dept1" in person
    assert browser.site.get("dept1", f"/api/hazards/{ref}")["fixer"]["key"] == "dept1"
    back = browser.send(f"{HERE}/people/fixer1/come-back", f"{HERE}/people/fixer1/come-back")
    assert back.status_code == 303
    work = browser.read(f"{HERE}/people/dept1/work")
    assert "1 项" in work
    browser.sign_in("nurse1")
    assert browser.client.get(f"{HERE}/people/dept1/work").status_code == 403
    assert browser.client.get(f"{HERE}/people/dept1/nothing").status_code == 404
    assert browser.client.get(f"{HERE}/units/001/nothing").status_code == 404
    assert browser.client.get(f"{HERE}/new/nothing").status_code == 404


def test_what_hangs_on_somebody_is_shown_only_to_them_and_whoever_may_let_them_leave(
    browser: Browser,
) -> None:
    fixed_corridor(browser)
    page = f"{HERE}/people/fixer1"
    for who, status in (("nurse1", 403), ("dept1", 403), ("fixer1", 200), ("officer1", 200), ("office", 403)):
        browser.sign_in(who)
        for about in ("work", "leave", "move"):
            answer = browser.client.get(f"{page}/{about}")
            assert (answer.status_code, "住院楼" in answer.text) == (status, status == 200), (who, about)


def test_accounts_are_stopped_reset_and_opened(browser: Browser) -> None:
    browser.sign_in("chief1")
    person = f"{HERE}/people/nurse1"
    assert "重置密码" in browser.read(person)
    for act in ("disable", "enable"):
        shown = f"{person}/accounts/{act}?login=nurse1"
        assert browser.send(shown, f"{person}/accounts/{act}").status_code == 303
    reset = browser.send(
        f"{person}/accounts/reset-password?login=nurse1", f"{person}/accounts/reset-password"
    )
    assert "只显示这一次" in reset.text
    refused = browser.send(f"{person}/accounts", f"{person}/accounts", login="second")
    assert (refused.status_code, "第二个账号" in refused.text) == (403, True)
    browser.sign_in("admin")
    made = browser.send(f"{person}/accounts", f"{person}/accounts", login="second")
    assert "只显示这一次" in made.text
    assert browser.read(person).count("待本人改密") == 2


def test_my_delegate_acts_for_me_until_i_end_it(browser: Browser) -> None:
    for who in ("nurse1", "dept1"):
        browser.site.token(who)
    browser.sign_in("officer1")
    address = "/me/delegates"
    refused = browser.send(
        address, address, delegate="nobody", until="2026-11-20", reason="出差", password=PASSWORD
    )
    assert refused.status_code == 422
    assert 'value="出差"' in refused.text
    for until, why in (("2026-10-01", "今天或以后"), ("2027-11-01", "184 天")):
        wrong = browser.send(address, address, delegate="dept1", until=until, password=PASSWORD)
        assert (wrong.status_code, why in wrong.text) == (422, True)
    done = browser.send(
        address, address, delegate="dept1", until="2026-11-20", reason="出差", password=PASSWORD
    )
    assert done.status_code == 303
    page = browser.read(address)
    assert all(word in page for word in ("dept1", "代办中", "2026-11-20", "出差"))
    browser.site.report("nurse1")
    assert browser.site.verbs("dept1") == ["登记"]
    number = re.search(r'name="delegation" value="(\d+)"', page)
    assert number
    assert browser.send(address, f"{address}/end", delegation=number[1]).status_code == 303
    assert browser.site.verbs("dept1") == []
    nurses = f"{HERE}/people/nurse1/delegations"
    assert browser.send(nurses, nurses, delegate="fixer1", until="2026-11-09").status_code == 303
    browser.sign_in("fixer1")
    assert "我代别人办理" in browser.read(address)


def test_the_commission_names_somebody_for_an_absent_head(browser: Browser) -> None:
    browser.sign_in("office")
    address = f"{HERE}/people/clinic1/delegations"
    assert browser.send(address, address, delegate="clinic2", until="2026-11-20").status_code == 303
    assert "由 office 指定" in browser.read(f"{HERE}/people/clinic1")
    until = {"until": "2026-11-20"}
    for who, whom, to, status in (
        ("office", "nurse1", "fixer1", 403),
        ("office", "clinic1", "office2", 200),
        ("clinic1", "clinic1", "officer1", 422),
    ):
        path = f"/api/people/{whom}/delegations"
        proof = {"password": PASSWORD} if who == whom else {}
        answer = browser.site.ask(who, "POST", path, json={"delegate": to, **until, **proof})
        assert answer.status_code == status, answer.text
