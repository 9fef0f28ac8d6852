"""The organisation as JSON: read by whom it concerns, pressed once, refused clearly."""

from tests.api.site import Site


def test_units_and_people_are_read_and_filtered(site: Site) -> None:
    (top,) = site.get("office", "/api/units")
    assert (top["code"], top["people"], [u["code"] for u in top["units"]]) == (
        "000",
        18,
        ["001", "002", "061"],
    )
    hospital = site.get("office", "/api/units/001")
    assert (hospital["may"], hospital["units"][0]["code"]) == (
        ["rename_unit", "move_unit", "describe_unit", "set_daily_patrol"],
        "001-01",
    )
    assert site.ask("nurse1", "GET", "/api/units/002").status_code == 404
    people = site.get("office", "/api/people", unit="001", role="officer")
    assert [(p["key"], p["roles"], p["unit"]["name"]) for p in people["items"]] == [
        ("officer1", ["安全管理员"], "临澄县人民医院")
    ]
    assert people["more"] is False
    assert site.ask("office", "GET", "/api/people", params={"role": "king"}).status_code == 422
    assert site.ask("office", "GET", "/api/people", params={"unit": "999"}).status_code == 404
    mine = site.get("nurse1", "/api/people/nurse1")
    assert (mine["open_work"], mine["accounts"][0]["login"]) == (0, "nurse1")
    assert {"change_person", "delegate", "end_delegation"} <= set(mine["may"])
    assert not {"give_post", "leave", "create_account", "reset_password"} & set(mine["may"])
    other = site.get("nurse1", "/api/people/officer1")
    assert (other["open_work"], other["accounts"], other["phone"], other["email"]) == (None, None, None, None)
    for part in ("work", "changes"):
        assert site.ask("nurse1", "GET", f"/api/people/officer1/{part}").status_code == 403
        assert site.ask("nurse1", "GET", f"/api/people/officer2/{part}").status_code == 404
    assert site.get("nurse1", "/api/people/nurse1/work") == {"items": [], "needs_successor": False}


def test_a_change_is_pressed_once_for_the_version_that_was_seen(site: Site) -> None:
    person = site.get("officer1", "/api/people/nurse1")
    said = {"phone": "010 1234 5678", "version": person["version"]}
    path, key = "/api/people/nurse1/details", {"Idempotency-Key": "once"}
    answers = [site.ask("officer1", "POST", path, json=said, headers=key) for _ in range(2)]
    assert [a.status_code for a in answers] == [200, 200]
    assert len(site.get("officer1", "/api/people/nurse1/changes")["items"]) == 1
    reused = site.ask("officer1", "POST", path, json={**said, "phone": ""}, headers=key)
    assert (reused.status_code, reused.json()["code"]) == (422, "key_reused")
    stale = site.ask("officer1", "POST", path, json=said)
    assert (stale.status_code, stale.json()["code"], stale.json()["won_by"]) == (409, "stale", "officer1")
    assert stale.json()["version"] == person["version"] + 1
    unknown = site.ask("officer1", "POST", path, json={"telephone": "1"})
    assert (unknown.status_code, unknown.json()["field"]) == (422, "telephone")
    renamed = site.ask("admin", "POST", "/api/units/001/rename", json={"name": "县人民医院", "version": 7})
    assert (renamed.status_code, renamed.json()["won_by"]) == (409, "他人")
    assert site.ask("admin", "POST", "/api/units/999/rename", json={"name": "无"}).status_code == 422
    line = site.get("admin", "/api/organisation/changes", limit=1)["items"][0]
    assert (line["act"], line["said"]) == ("change_person", "电话 010 1234 5678")


def test_hostile_words_are_kept_or_refused_never_run(site: Site) -> None:
    for name, status in (
        ("<script>alert(1)</script>", 200),
        ("王\u200b某", 200),
        ("张" * 61, 422),
        ("\u0000", 422),
        ("", 422),
        ("   ", 422),
        ("'; DROP TABLE person; --", 200),
        ("👨‍👩‍👧", 200),
    ):
        answer = site.ask("officer1", "POST", "/api/people/nurse1/details", json={"name": name})
        assert answer.status_code == status, (name, answer.text)
    kept = site.get("officer1", "/api/people/nurse1")["name"]
    assert "\u200d" not in kept  # two names that look alike are one
    long = site.ask("officer1", "GET", "/api/people", params={"q": "x" * 61})
    assert long.status_code == 422
