"""A sign-in that somebody else gave: what it shows and signs before its owner, or a second person, confirms it."""

from typing import Any

from sqlalchemy import delete, select, update

from domain.tables.core import ACCOUNT, BINDING_CODE, PERSON, PERSONAL_NOTICE, SIGN_IN_WAIT
from tests.api.site import PASSWORD, Site
from tests.signing_in.door import GOOD, knock

ROBOT = "https://oapi.dingtalk.com/robot/send?access_token=" + "a" * 64


def reset(site: Site, by: str, whom: str) -> None:
    """Somebody resets a password, signs in with it and keeps one of their own choosing."""
    path = f"/api/people/{whom}/accounts/reset-password"
    made = site.ask(by, "POST", path, json={"login": whom})
    assert made.status_code == 200, made.text
    come_in(site, whom, made.json()["password"])


def come_in(site: Site, login: str, temporary: str) -> None:
    token = knock(site, login, temporary).json()["token"]
    said = {"old": temporary, "new": GOOD}
    mine = {"Authorization": f"Bearer {token}"}
    changed = site.client.post("/api/me/password", json=said, headers=mine)
    assert changed.status_code == 200, changed.text
    site.client.cookies.clear()
    site.tokens[login] = changed.json()["token"]


def confirm(site: Site, by: str, whom: str) -> None:
    """The second person's yes."""
    said = site.ask(by, "POST", f"/api/people/{whom}/accounts/confirm", json={"login": whom})
    assert said.status_code == 200, said.text


def told(site: Site, whom: str) -> list[Any]:
    query = select(PERSONAL_NOTICE).join(PERSON, PERSON.c.id == PERSONAL_NOTICE.c.person_id)
    with site.world.store.engine.connect() as connection:
        return list(connection.execute(query.where(PERSON.c.key == whom).order_by(PERSONAL_NOTICE.c.id)))


def code_of(site: Site, whom: str) -> str:
    """The code as it goes out to the owner's own address."""
    last = [row for row in told(site, whom) if row.code is not None][-1]
    assert (last.code_by_email, last.code_by_phone) == (True, False)
    return str(site.world.store.keys.open(bytes(last.code))["code"])


def test_a_password_that_another_set_shows_nothing_that_was_reported_before(site: Site) -> None:
    photo = site.upload("nurse1")
    ref = site.report("nurse1", photos=[photo], addressed_to="authority")
    site.at("2026-11-03 09:00")
    reset(site, "officer1", "nurse1")
    assert site.get("nurse1", "/api/me/reported")["items"] == []
    assert site.get("nurse1", "/api/me/done")["items"] == []
    assert site.get("nurse1", "/api/me/notices")["items"] == []
    there, nowhere = (site.ask("nurse1", "GET", f"/api/hazards/{name}") for name in (ref, "h23456789a"))
    assert (there.status_code, there.json()) == (nowhere.status_code, nowhere.json())
    assert there.json()["code"] == "first_this"
    for path in (f"/api/evidence/{photo}", f"/api/evidence/{photo}?original=true"):
        assert site.ask("nurse1", "GET", path).status_code == 404, path
    # What is reported from here on is theirs to see.
    later = site.report("nurse1", photos=[site.upload("nurse1", "blue")], place="门诊楼")
    assert [one["ref"] for one in site.get("nurse1", "/api/me/reported")["items"]] == [later]

    stands = site.get("nurse1", "/api/me/security")
    assert (stands["unconfirmed"], stands["given_by"], stands["by_password"]) == (True, "officer1", False)
    assert "officer1重置了nurse1的账号" in stands["told"][-1]["words"]
    wrong = site.ask(
        "nurse1", "POST", "/api/me/security/confirm", json={"code": "AAAAAAAA", "password": GOOD}
    )
    assert (wrong.status_code, wrong.json()["field"]) == (422, "code")
    code = code_of(site, "nurse1")
    assert code not in site.ask("nurse1", "GET", "/api/me/security").text
    assert (
        site.ask(
            "nurse1", "POST", "/api/me/security/confirm", json={"code": code, "password": GOOD}
        ).status_code
        == 204
    )
    assert {one["ref"] for one in site.get("nurse1", "/api/me/reported")["items"]} == {ref, later}
    assert site.ask("nurse1", "GET", f"/api/evidence/{photo}?original=true").status_code == 200


def test_who_reported_does_not_show_in_a_ledger_either(site: Site) -> None:
    """Whoever compares two ledgers learns nothing: the hazard stays, only whose it is goes."""
    ref = site.report("officer1")
    assert site.get("officer1", f"/api/hazards/{ref}")["reported_by_me"]
    site.at("2026-11-03 09:00")
    reset(site, "chief1", "officer1")
    assert not site.get("officer1", f"/api/hazards/{ref}")["reported_by_me"]
    seen = [{one["ref"] for one in site.get(who, "/api/hazards")["items"]} for who in ("officer1", "deputy1")]
    assert seen == [{ref}, {ref}]


def test_it_acts_for_nobody_and_keeps_nobody(site: Site) -> None:
    given = {"delegate": "dept1", "until": "2026-11-20", "password": PASSWORD}
    assert site.ask("deputy1", "POST", "/api/people/deputy1/delegations", json=given).status_code == 200
    ref = site.report("nurse1")
    site.press("officer1", ref, "register", assign={"to": "fixer1", "measures": "清理", "term": "parts"})
    assert site.get("dept1", "/api/me")["acts_for"]
    reset(site, "chief1", "dept1")
    assert site.get("dept1", "/api/me")["acts_for"] == []
    refused = site.try_press("dept1", ref, "void", reason="误报")
    assert refused.status_code in (403, 404, 409), refused.text
    reset(site, "chief1", "officer1")
    for path, said in (
        ("nurse1/accounts/reset-password", {"login": "nurse1"}),
        ("officer1/details", {"phone": "139 0000 0000", "password": GOOD}),
        ("officer1/delegations", {"delegate": "nurse1", "until": "2026-11-20"}),
    ):
        answer = site.ask("officer1", "POST", f"/api/people/{path}", json=said)
        assert (answer.status_code, answer.json()["code"]) == (403, "first_this"), path
    assert site.ask("officer1", "PUT", "/api/me/channels", json={"ways": []}).status_code == 403


def test_a_deciding_post_signs_nothing_until_a_second_person_says_yes(site: Site) -> None:
    ref = site.report("nurse1", suspected_major=True, interim="已切断电源")
    reset(site, "admin", "leader")
    said = {"criterion": "消防判定标准 第三项", "panel": ["office"], "due": "2026-12-20"}
    refused = site.try_press("leader", ref, "upgrade", **said)
    assert (refused.status_code, "另一位" in refused.json()["detail"]) == (403, True)
    assert site.ask("leader", "GET", f"/api/hazards/{ref}/actions").json()["code"] == "first_this"
    assert any("leader" in row.words and "重置" in row.words for row in told(site, "head"))

    site.report("nurse1", place="药房密室", addressed_to="authority", suspected_major=True)
    assert "药房密室" not in site.ask("leader", "GET", "/api/me/notices").text
    yes, login = "/api/people/leader/accounts/confirm", {"login": "leader"}
    own = site.ask("admin", "POST", yes, json=login)
    assert (own.status_code, "另一位" in own.json()["detail"]) == (403, True)
    assert site.ask("officer1", "POST", yes, json=login).status_code == 403
    assert site.ask("head", "POST", yes, json=login).status_code == 200
    assert site.press("leader", ref, "upgrade", **said)["level"] == "major"
    assert site.ask("head", "POST", yes, json=login).status_code == 409


def test_nobody_reads_by_a_post_whose_sign_in_another_gave(site: Site) -> None:
    """The administrator sees no hazard, and none through the head's password either; least of all a direct report."""
    open_ = site.report("nurse1")
    photo = site.upload("nurse1", "blue")
    direct = site.report("nurse1", place="药房", photos=[photo], addressed_to="authority")
    closed = site.report("nurse1", place="食堂")
    site.press("officer1", closed, "dismiss", reason="no_hazard", checked="现场查看")
    held = {"head": set(), "deputy1": set(), "officer1": {open_, closed}}
    for who, yes in (("head", "leader"), ("deputy1", "chief1"), ("officer1", "chief1")):
        reset(site, "admin", who)
        assert {one["ref"] for one in site.get(who, "/api/hazards")["items"]} == held[who], "their own work"
        assert direct not in site.ask(who, "GET", "/api/ledger.csv").text
        for path in (f"/api/hazards/{direct}", f"/api/hazards/{direct}/journal"):
            answer = site.ask(who, "GET", path)
            assert (answer.status_code, answer.json()["code"]) == (403, "first_this"), path
        assert site.ask(who, "GET", f"/api/evidence/{photo}").status_code == 404
        confirmed = site.ask(yes, "POST", f"/api/people/{who}/accounts/confirm", json={"login": who})
        assert confirmed.status_code == 200
        assert {open_, closed} <= {one["ref"] for one in site.get(who, "/api/hazards")["items"]}
    assert site.get("head", f"/api/hazards/{direct}")["ref"] == direct


def test_a_second_yes_frees_the_acts_and_not_what_was_reported_in_confidence(site: Site) -> None:
    photo = site.upload("nurse1")
    direct = site.report("nurse1", photos=[photo], addressed_to="authority")
    site.at("2026-11-03 09:00")
    reset(site, "officer1", "nurse1")
    yes, login = "/api/people/nurse1/accounts/confirm", {"login": "nurse1"}
    assert site.ask("chief1", "POST", yes, json=login).status_code == 200
    assert site.ask("chief1", "POST", yes, json=login).status_code == 409
    assert site.get("nurse1", "/api/me/reported")["items"] == []
    for path in (f"/api/hazards/{direct}", f"/api/evidence/{photo}?original=true"):
        assert site.ask("nurse1", "GET", path).status_code == 404, path
    code = code_of(site, "nurse1")
    assert (
        site.ask(
            "nurse1", "POST", "/api/me/security/confirm", json={"code": code, "password": GOOD}
        ).status_code
        == 204
    )
    assert [one["ref"] for one in site.get("nurse1", "/api/me/reported")["items"]] == [direct]


def test_a_post_that_decides_is_not_given_by_one_person_alone(site: Site) -> None:
    ref = site.report("nurse1", suspected_major=True, interim="已切断电源")
    said = {"criterion": "消防判定标准 第三项", "panel": ["office"], "due": "2026-12-20"}
    given = site.ask("admin", "POST", "/api/people/auditor/posts", json={"role": "leader"})
    assert given.status_code == 200, given.text
    assert site.try_press("auditor", ref, "upgrade", **said).json()["code"] == "first_this"
    assert any("auditor" in row.words and "任命" in row.words for row in told(site, "head"))
    yes, login = "/api/people/auditor/accounts/confirm", {"login": "auditor"}
    assert site.ask("admin", "POST", yes, json=login).status_code == 403
    assert site.ask("head", "POST", yes, json=login).status_code == 200
    assert site.press("auditor", ref, "upgrade", **said)["level"] == "major"
    for whose in ("head", "office", "chief1"):
        path, until = f"/api/people/{whose}/delegations", "2026-11-20"
        refused = site.ask("admin", "POST", path, json={"delegate": "expert", "until": until, "reason": "x"})
        assert refused.status_code == 403, whose


def test_no_way_round_makes_one_person_enough(site: Site) -> None:
    """A post given while the account is stopped, an administrator by promotion, own ways in before one's own word."""

    def post(who: str, path: str, **said: object) -> int:
        return site.ask(who, "POST", f"/api/people/{path}", json=said).status_code

    ref = site.report("nurse1", suspected_major=True, interim="已切断电源")
    site.token("auditor")
    assert post("admin", "auditor/accounts/disable", login="auditor") == 200
    assert post("admin", "auditor/posts", role="leader") == 200
    assert post("admin", "auditor/accounts/enable", login="auditor") == 200
    del site.tokens["auditor"]
    said = {"criterion": "消防判定标准 第三项", "panel": ["office"], "due": "2026-12-20"}
    assert site.try_press("auditor", ref, "upgrade", **said).json()["code"] == "first_this"
    assert post("admin", "expert/posts", role="admin") == 200
    assert post("expert", "auditor/accounts/confirm", login="auditor") == 403

    site.report("nurse1", place="药房", addressed_to="authority")
    site.at("2026-11-03 09:00")
    reset(site, "officer1", "nurse1")
    assert post("chief1", "nurse1/accounts/confirm", login="nurse1") == 200
    assert post("nurse1", "nurse1/accounts/second", login="nurse1-b", password=GOOD) == 403
    assert post("nurse1", "nurse1/details", phone="13900001111", password=GOOD) == 403


def test_the_administrator_alone_neither_verifies_nor_closes(site: Site) -> None:
    """分管 and 安管 sign too; each waits for a second person, whether the password or the post came from one alone."""
    ref = site.report("nurse1")
    reset(site, "admin", "officer1")
    assign = {"to": "fixer1", "measures": "清理", "term": "parts"}
    refused = site.try_press("officer1", ref, "register", assign=assign)
    assert refused.json()["code"] == "first_this"
    confirm(site, "chief1", "officer1")
    site.press("officer1", ref, "register", assign=assign)
    site.press("fixer1", ref, "accept")
    site.press("fixer1", ref, "submit", photos=[site.upload("fixer1", "green")], result="已清")
    site.press("officer1", ref, "pass", opinion="合格")
    reset(site, "admin", "deputy1")
    assert site.try_press("deputy1", ref, "approve_closure").json()["code"] == "first_this"
    given = site.ask("admin", "POST", "/api/people/dept1/posts", json={"role": "deputy"})
    assert given.status_code == 200
    assert site.try_press("dept1", ref, "approve_closure").json()["code"] == "first_this"
    confirm(site, "chief1", "deputy1")
    assert site.press("deputy1", ref, "approve_closure")["state"] == "closed"


def test_whoever_stands_above_a_post_appoints_to_it_alone(site: Site) -> None:
    """They could do its work themselves; their own sign-in is nobody else's."""
    ref = site.report("nurse1")
    assert site.ask("chief1", "POST", "/api/people/dept1/posts", json={"role": "officer"}).status_code == 200
    assign = {"to": "fixer1", "measures": "清理", "term": "parts"}
    assert site.press("dept1", ref, "register", assign=assign)["state"] == "assigned"


def test_a_delegate_does_not_outlive_a_post_that_the_administrator_gives(site: Site) -> None:
    """Named while their principal was harmless, they would sign as the head whom the administrator makes of them."""
    for by, whom in (("admin", "nurse1"), ("expert", "expert")):
        given = {"delegate": "auditor" if whom == "expert" else "fixer1", "until": "2026-11-20"}
        given |= {"password": PASSWORD} if by == whom else {}
        assert site.ask(by, "POST", f"/api/people/{whom}/delegations", json=given).status_code == 200
    later = {"role": "chief", "unit": "001", "since": "2026-11-10"}
    assert site.ask("admin", "POST", "/api/people/nurse1/posts", json=later).status_code == 200
    assert site.ask("admin", "POST", "/api/people/expert/posts", json={"role": "leader"}).status_code == 200
    assert [one["person"]["key"] for one in site.get("fixer1", "/api/me")["acts_for"]] == ["nurse1"]
    assert site.get("auditor", "/api/me")["acts_for"] == []
    assert "重新委托" in told(site, "auditor")[-1].words
    site.at("2026-11-10 09:00")
    assert site.get("fixer1", "/api/me")["acts_for"] == []
    again = {"delegate": "fixer1", "until": "2026-11-20"}
    for by in ("admin", "nurse1"):
        assert site.ask(by, "POST", "/api/people/nurse1/delegations", json=again).status_code == 403, by


def test_nobody_who_had_a_hand_in_it_says_the_second_yes(site: Site) -> None:
    """Neither the last nor one before: an officer's reset does not cover the administrator's."""
    reset(site, "admin", "dept1")
    reset(site, "officer1", "dept1")
    yes, login = "/api/people/dept1/accounts/confirm", {"login": "dept1"}
    for by in ("admin", "officer1"):
        assert site.ask(by, "POST", yes, json=login).status_code == 403, by
    confirm(site, "chief1", "dept1")


def test_a_sign_in_that_waits_sets_nothing_up(site: Site) -> None:
    """Neither units and people nor channels, points and ways to sign in; and it lists nobody."""
    assert site.ask("admin", "POST", "/api/people/expert/posts", json={"role": "admin"}).status_code == 200
    reset(site, "admin", "office")
    reset(site, "chief1", "officer1")
    ward = {"parent": "001", "unit_kind": "department", "code": "001-09", "name": "新科室"}
    hospital = {"parent": "000", "unit_kind": "institution", "code": "009", "name": "新医院"}
    person = {"unit": "001-01", "name": "某人", "login": "somebody"}
    service = {"kind": "oidc", "name": "x", "base_url": "https://id.invalid", "client_id": "x", "secret": "x"}
    for who, method, path, said in (
        ("expert", "POST", "/api/units", hospital),
        ("office", "POST", "/api/units", hospital),
        ("officer1", "POST", "/api/units", ward),
        ("officer1", "POST", "/api/people", person),
        ("expert", "POST", "/api/units/001/rename", {"name": "改名医院"}),
        ("expert", "POST", "/api/sign-in-services", service),
        ("expert", "GET", "/api/sign-ins", None),
        ("expert", "GET", "/api/system", None),
        ("office", "GET", "/api/channels", None),
        ("office", "POST", "/api/channels/paste", {"address": ROBOT}),
        ("officer1", "POST", "/api/points", {"unit": "001-01", "places": ["配电间"], "category": "02"}),
    ):
        answer = site.ask(who, method, path, **({"json": said} if said else {}))
        assert (answer.status_code, answer.json().get("code")) == (403, "first_this"), (
            who,
            path,
            answer.text,
        )
    assert {one["unit"]["code"][:3] for one in site.get("office", "/api/people")["items"]} == {"000"}


def test_a_reset_voids_a_binding_code_that_was_given_out(site: Site) -> None:
    fetched = site.ask("nurse1", "POST", "/api/me/binding-code", json={"password": PASSWORD})
    assert fetched.status_code == 200, fetched.text
    with site.world.store.engine.begin() as connection:
        assert connection.execute(select(BINDING_CODE)).all()
    reset(site, "officer1", "nurse1")
    with site.world.store.engine.begin() as connection:
        assert connection.execute(select(BINDING_CODE)).all() == []


def test_a_new_head_made_by_one_administrator_signs_nothing(site: Site) -> None:
    new = {
        "unit": "000",
        "name": "新主任",
        "role": "head",
        "login": "newhead",
        "email": "admin@bihuan.invalid",
    }
    made = site.ask("admin", "POST", "/api/people", json=new).json()
    come_in(site, "newhead", made["password"])
    assert all(not row.code_by_email for row in told(site, made["target"])), "an address that the giver wrote"
    ref = site.report("nurse1", suspected_major=True, interim="已切断电源")
    said = {"criterion": "消防判定标准 第三项", "panel": ["office"], "due": "2026-12-20"}
    assert site.try_press("newhead", ref, "upgrade", **said).json()["code"] == "first_this"
    assert any("新主任" in row.words for row in told(site, "head"))
    # Nor through a second administrator whose password the first has reset.
    again = {**new, "login": "another", "role": "admin", "email": ""}
    second = site.ask("admin", "POST", "/api/people", json=again).json()
    come_in(site, "another", second["password"])
    path = f"/api/people/{made['target']}/accounts/confirm"
    assert site.ask("another", "POST", path, json={"login": "newhead"}).json()["code"] == "first_this"
    third = {**new, "login": "third", "email": ""}
    assert site.ask("another", "POST", "/api/people", json=third).json()["code"] == "first_this"


def test_every_act_is_told_at_the_address_that_stood_before(site: Site) -> None:
    changed = site.ask("officer1", "POST", "/api/people/nurse1/details", json={"email": "new@bihuan.invalid"})
    assert changed.status_code == 200
    last = told(site, "nurse1")[-1]
    assert (last.email, "new@bihuan.invalid" in last.words) == ("nurse1@bihuan.invalid", True)
    reset(site, "officer1", "nurse1")
    asked = [row for row in told(site, "nurse1") if row.code is not None]
    assert [row.code_by_email for row in asked] == [False], "whoever gave the password wrote the address too"
    with site.world.store.engine.begin() as connection:
        connection.execute(update(ACCOUNT).where(ACCOUNT.c.login == "fixer1").values(totp_secret=b"x"))
    for act, word in (
        ("remove-second-factor", "动态口令"),
        ("disable", "停用"),
        ("enable", "启用"),
        ("binding-code", "绑定码"),
    ):
        path = f"/api/people/fixer1/accounts/{act}"
        assert site.ask("officer1", "POST", path, json={"login": "fixer1"}).status_code == 200, act
        assert word in told(site, "fixer1")[-1].words


def test_a_session_alone_changes_nothing_of_the_sign_in(site: Site) -> None:
    for path, said in (
        ("/api/me/second-factor", {}),
        ("/api/me/binding-code", {}),
        ("/api/people/nurse1/accounts/binding-code", {"login": "nurse1"}),
        ("/api/people/nurse1/accounts/second", {"login": "nurse1-b"}),
        ("/api/people/nurse1/details", {"phone": "139 0000 0000"}),
        ("/api/people/nurse1/details", {"email": "x@bihuan.invalid"}),
    ):
        for proof in ({}, {"password": "not it"}, {"code": "123456"}):
            answer = site.ask("nurse1", "POST", path, json={**said, **proof})
            assert answer.status_code in (422, 429), (path, answer.text)
            assert answer.json().get("field") in ("password", "code", None), answer.text
    with site.world.store.engine.begin() as connection:
        connection.execute(delete(SIGN_IN_WAIT))
    proof = {"password": PASSWORD}
    changed = site.ask(
        "nurse1", "POST", "/api/people/nurse1/details", json={"phone": "139 0000 0000", **proof}
    )
    assert changed.status_code == 200, changed.text
    second = site.ask(
        "nurse1", "POST", "/api/people/nurse1/accounts/second", json={"login": "nurse1-b", **proof}
    )
    assert second.status_code == 200, second.text
    assert "第二个账号" in told(site, "nurse1")[-1].words
