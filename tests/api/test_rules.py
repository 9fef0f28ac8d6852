"""The rules by program: one makes an edition, another, a leader, releases it, new hazards freeze it from its day."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from domain.audit.first_seal import seal_what_stands
from domain.audit.rows import wrong_policies
from domain.calendar import end_of
from domain.errors import NotAllowed
from domain.organisation import change_organisation
from domain.organisation.commands import MakePolicy
from domain.organisation.first import THE_COMMAND_LINE
from domain.organisation.journal import broken_lines
from domain.organisation.sealing import differing_rows
from domain.store.base import Store
from tests.api.site import Site
from tests.databases import administrator
from tests.world import PEOPLE, on

HERE = "/api/rules"
MAKERS = {"office", "office2", "leader", "head"}
READERS = MAKERS | {"admin", "auditor"}
SLOWER = {"rectify.parts": "12 天"}


def make(site: Site, who: str, since: str = "2026-11-05", changes: Any = None, **more: Any) -> Response:
    said = {
        "changes": SLOWER if changes is None else changes,
        "since": since,
        "because": "县里配件要从省里调",
        **more,
    }
    return site.ask(who, "POST", f"{HERE}/editions", json=said)


def waiting(site: Site) -> int:
    found = site.get("auditor", HERE)["editions"]
    return next(int(one["id"]) for one in found if one["state"]["code"] == "waiting")


def release(site: Site, who: str, edition: int) -> Response:
    return site.ask(who, "POST", f"{HERE}/release", json={"edition": edition})


def states(site: Site) -> list[str]:
    return [one["state"]["code"] for one in site.get("office", HERE)["editions"]]


def assigned(site: Site, at: str) -> str:
    """Reported, registered and assigned with the term for parts, all at one moment."""
    site.at(at)
    ref = site.report("nurse1", place=f"住院楼{at}")
    site.press("officer1", ref, "register")
    site.press("officer1", ref, "assign", to="fixer1", measures="更换", term="parts")
    return ref


def test_an_edition_is_made_released_and_frozen_by_what_is_new_from_its_day_on(site: Site) -> None:
    before = assigned(site, "2026-11-02 09:00")
    assert make(site, "office").status_code == 201
    made = assigned(site, "2026-11-03 09:00")
    (edition,) = site.get("office", HERE)["editions"]
    assert (edition["state"]["code"], edition["made_by"]) == ("waiting", "office")
    assert edition["changes"] == [{"label": "整改：更换配件、维修", "was": "7 天", "becomes": "12 天"}]
    preview = site.get("leader", f"{HERE}/preview")
    assert [(one["ref"], one["was"], one["becomes"]) for one in preview["dates"]] == [
        (before, "2026-11-09", "2026-11-16"),
        (made, "2026-11-10", "2026-11-16"),
    ]
    assert release(site, "leader", edition["id"]).status_code == 200
    assert states(site) == ["to_come"]
    eve = assigned(site, "2026-11-04 23:30")
    day = assigned(site, "2026-11-05 00:30")
    assert states(site) == ["in_force"]
    dates = [site.world.hazard(ref).rectify_by for ref in (before, made, eve, day)]
    assert dates == [end_of(date(2026, 11, n)) for n in (9, 10, 11, 17)]
    policies = [site.world.hazard(ref).policy for ref in (before, eve, day)]
    assert policies[0] == policies[1] == "default@2026.1#" + policies[0][-8:]
    assert policies[2].startswith("default@2026.1-1#")
    assert site.get("office", HERE)["version"] == policies[2]
    terms = {one["label"]: one["value"] for one in site.get("admin", "/api/system")["policies"][0]["terms"]}
    assert "更换配件、维修 12 天" in terms["整改期限"]
    with site.world.store.asking() as connection:
        assert list(wrong_policies(connection)) == []


def test_another_process_freezes_the_released_edition_without_a_restart(site: Site) -> None:
    other = Store(site.world.store.engine, site.world.store.evidence)

    def frozen(at: str) -> str:
        with other.engine.begin() as connection:
            directory = other.directory(connection)
            return other.policy_in_force(connection, directory, site.world.units["001"], on(at)).version

    was = frozen("2026-11-05 09:00")
    make(site, "office")
    assert frozen("2026-11-05 09:00") == was, "nobody has released it"
    release(site, "head", waiting(site))
    assert frozen("2026-11-05 09:00") != was
    assert frozen("2026-11-04 09:00") == was


def test_who_makes_and_who_releases(site: Site) -> None:
    for who in PEOPLE:
        for path in (HERE, f"{HERE}/preview", f"{HERE}/file"):
            assert site.ask(who, "GET", path).status_code == (200 if who in READERS else 403), (who, path)
        assert make(site, who).status_code == (201 if who in MAKERS else 403), who
    edition = waiting(site)
    (last,) = [one for one in site.get("auditor", HERE)["editions"] if one["id"] == edition]
    for who in PEOPLE:
        if who not in {"leader", "head"}:
            assert release(site, who, edition).status_code == 403, who
    assert last["made_by"] == "head"
    own = release(site, "head", edition)
    assert (own.status_code, "须由另一位负责人发布" in own.json()["detail"]) == (403, True)
    assert release(site, "leader", edition).status_code == 200


def test_what_cannot_be_made_or_released_is_refused_and_says_why(site: Site) -> None:
    for changes, field, words in (
        ({"rectify.parts": "很快"}, "rectify.parts", "“整改：更换配件、维修”无法识别"),
        ({"ladder.urge": "9"}, "ladder", "必须依次递增"),
        ({"nothing": "1"}, "nothing", "没有“nothing”这一项"),
        ({}, "changes", "没有一项与现用规则不同"),
        ({"rectify.parts": "7d"}, "changes", "没有一项与现用规则不同"),
    ):
        answer = make(site, "office", changes=changes)
        assert (answer.status_code, answer.json()["field"]) == (422, field), changes
        assert words in answer.json()["detail"]
    early = make(site, "office", "2026-11-01")
    assert (early.json()["field"], "已经过去" in early.json()["detail"]) == ("since", True)
    broken = make(site, "office", changes={}, toml="[[[")
    assert (broken.json()["field"], "不是有效的 TOML" in broken.json()["detail"]) == ("toml", True)
    assert make(site, "office", because=" ").json()["field"] == "because"
    make(site, "office")
    first = waiting(site)
    make(site, "office2", "2026-11-10", {"rectify.parts": "13d"})
    old = release(site, "leader", first)
    assert (old.status_code, "之后又拟定了第 2 版" in old.json()["detail"]) == (409, True)
    second = waiting(site)
    assert release(site, "leader", second).status_code == 200
    again = release(site, "head", second)
    assert (again.status_code, "已由leader于" in again.json()["detail"]) == (409, True)
    before = make(site, "office", "2026-11-09", {"rectify.parts": "14d"})
    assert "自 2026-11-10 起执行，新的一版不能早于它" in before.json()["detail"]
    assert release(site, "head", 999).status_code == 404
    make(site, "office", "2026-11-11", {"rectify.parts": "14d"})
    site.at("2026-11-20 09:00")
    late = release(site, "head", waiting(site))
    assert "执行日期 2026-11-11 已经过去" in late.json()["detail"]
    assert states(site) == ["waiting", "in_force", "followed"]


def test_the_command_line_is_nobody_and_cannot_stand_for_two_people(site: Site) -> None:
    said = MakePolicy(changes=SLOWER, since=date(2026, 12, 1), because="x")
    with pytest.raises(NotAllowed, match="命令行不能代办"):
        change_organisation(site.world.store, "000", said, by=THE_COMMAND_LINE, at=on("2026-11-02 09:00"))


def test_two_who_release_at_once_are_one_release(site: Site) -> None:
    make(site, "office")
    edition = waiting(site)
    for who in ("leader", "head"):
        site.token(who)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda who: release(site, who, edition), ("leader", "head")))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    labels = [one["label"] for one in site.get("auditor", "/api/organisation/changes")["items"]]
    assert labels.count("发布规则") == 1


def test_rules_are_given_out_as_a_file_and_taken_back_from_one(site: Site) -> None:
    given = site.ask("auditor", "GET", f"{HERE}/file")
    assert given.headers["content-type"].startswith("application/toml")
    assert 'parts = "7d" # 整改：更换配件、维修' in given.text
    changed = given.text.replace('parts = "7d"', 'parts = "12d"')
    made = make(site, "office", changes={}, toml=changed)
    assert made.status_code == 201, made.text
    assert make(site, "office", changes={}, toml=given.text).status_code == 422, "nothing differs"
    release(site, "leader", waiting(site))
    site.at("2026-11-05 09:00")
    assert 'parts = "12d"' in site.ask("office", "GET", f"{HERE}/file").text
    back = make(site, "office", "2026-11-06", changes={}, toml=given.text)
    assert back.json()["editions"][0]["changes"][0]["becomes"] == "7 天"


@pytest.mark.parametrize("toml", ["x = " + "9" * 5000, "a." * 3000 + "b = 1", "x = " + "[" * 3000])
def test_a_file_that_cannot_be_read_is_refused_in_words(site: Site, toml: str) -> None:
    answer = make(site, "office", changes={}, toml=toml)
    assert (answer.status_code, answer.json()["field"]) == (422, "toml")


def test_the_record_says_who_did_what_and_every_edition_is_sealed(site: Site) -> None:
    seal_what_stands(site.world.store, on("2026-11-02 08:00"))
    make(site, "office")
    release(site, "leader", waiting(site))
    found = site.get("admin", "/api/organisation/changes")["items"][:2]
    assert [one["label"] for one in found] == ["发布规则", "拟定规则"]
    assert "规则第 1 版" in str(found)
    assert "7 天 → 12 天" in str(found)
    with site.world.store.asking() as connection:
        assert list(broken_lines(connection)) == []
        assert list(differing_rows(connection)) == []
    with administrator(site.world.store.engine).begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # past every trigger
        connection.execute(text("UPDATE policy_edition SET since = since - 1"))
    with site.world.store.asking() as connection:
        assert any("policy_edition" in said for said in differing_rows(connection))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE policy_edition SET body = '{}'",
        "UPDATE policy_edition SET released_by = NULL, released_at = NULL",
        "UPDATE policy_edition SET released_at = now()",
        "DELETE FROM policy_edition",
        """INSERT INTO policy_edition (unit_id, edition, because, since, made_by, made_at, released_by, released_at)
            SELECT unit_id, 9, because, since, made_by, made_at, made_by, now() FROM policy_edition""",
    ],
)
def test_nobody_changes_an_edition_past_the_rules(statement: str, site: Site) -> None:
    make(site, "office")
    release(site, "leader", waiting(site))
    with pytest.raises(DBAPIError), administrator(site.world.store.engine).begin() as connection:
        connection.execute(text(statement))
