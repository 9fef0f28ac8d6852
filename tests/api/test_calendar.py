"""The calendar by program: one enters a year, another confirms it, every process reckons with it from then on."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from domain.audit.first_seal import seal_what_stands
from domain.calendar import end_of
from domain.cases.recalculation import recalculate_all
from domain.errors import NotAllowed
from domain.organisation import change_organisation
from domain.organisation.commands import EnterYear
from domain.organisation.first import THE_COMMAND_LINE
from domain.organisation.journal import broken_lines
from domain.organisation.sealing import differing_rows
from domain.store.base import Store
from tests.api.site import Site
from tests.calendars import INVENTED, SHORTER
from tests.databases import administrator
from tests.world import PEOPLE, on

HERE = "/api/calendar"
KEEPERS = {"office", "office2", "leader", "head", "admin"}
READERS = KEEPERS | {"auditor"}


def enter(site: Site, who: str, text: str = INVENTED, year: Any = 2027, **more: Any) -> Response:
    return site.ask(who, "POST", f"{HERE}/years", json={"year": year, "text": text, **more})


def waiting(site: Site) -> int:
    found = site.get("auditor", HERE)["editions"]
    return next(int(one["id"]) for one in found if one["state"]["code"] == "waiting")


def confirm(site: Site, who: str, edition: int) -> Response:
    return site.ask(who, "POST", f"{HERE}/confirm", json={"edition": edition})


def assigned(site: Site, term: str = "parts") -> str:
    ref = site.report("nurse1")
    site.press("officer1", ref, "register")
    site.press("officer1", ref, "assign", to="fixer1", measures="清理", term=term)
    return ref


def test_a_year_is_entered_confirmed_and_moves_what_was_provisional(site: Site) -> None:
    site.at("2026-12-28 09:00")
    ref = assigned(site)
    assert site.get("office", HERE, year=2027)["provisional"]
    assert enter(site, "office").status_code == 201
    assert site.get("office", HERE, year=2027)["provisional"], "nobody has confirmed it yet"
    (edition,) = site.get("office", HERE)["editions"]
    assert (edition["year"], edition["edition"], edition["source"]) == (2027, 1, "国办发明电〔2026〕99号")
    assert edition["feasts"][0] == {"name": "元旦", "days": [f"2027-01-0{n}" for n in range(1, 6)]}
    assert edition["make_up"][:2] == ["2027-01-09", "2027-01-31"]
    assert (edition["entered_by"], edition["confirmed_by"]) == ("office", "")
    site.at("2026-12-29 09:00")
    done = confirm(site, "leader", edition["id"])
    assert done.status_code == 200, done.text
    year = site.get("office", HERE, year=2027)
    assert (year["provisional"], 2027 in year["settled"]) == (False, True)
    assert {"day": "2027-01-09", "kind": {"code": "make_up", "label": "调休上班"}, "feast": ""} in year[
        "days"
    ]
    assert recalculate_all(site.world.store, at=on("2026-12-29 09:01"), why="放假安排") == 1
    assert site.world.hazard(ref).rectify_by == end_of(date(2027, 1, 6))
    assert not site.get("admin", "/api/system")["warning"]


def test_another_process_reckons_with_the_confirmed_year_without_a_restart(site: Site) -> None:
    other = Store(site.world.store.engine, site.world.store.evidence)
    with other.asking() as connection:
        assert other.calendar(connection).is_provisional(2027)
    enter(site, "office")
    confirm(site, "office2", waiting(site))
    with other.asking() as connection:
        known = other.calendar(connection)
        assert not known.is_provisional(2027)
        assert other.calendar(connection) is known, (
            "one object for the same years: what was reckoned is remembered"
        )
        assert other.calendar(connection, 10**6) is known


def test_who_enters_and_who_confirms(site: Site) -> None:
    for who in PEOPLE:
        assert site.ask(who, "GET", HERE).status_code == (200 if who in READERS else 403), who
        assert enter(site, who).status_code == (201 if who in KEEPERS else 403), who
    edition = waiting(site)
    (last,) = [one for one in site.get("auditor", HERE)["editions"] if one["id"] == edition]
    for who in PEOPLE:
        if who not in KEEPERS:
            refused = confirm(site, who, edition)
            assert refused.status_code == 403, who
    own = confirm(site, last["entered_by"], edition)
    assert (own.status_code, "须由另一位有权人员确认" in own.json()["detail"]) == (403, True)
    assert confirm(site, "office", edition).status_code == 200


def test_the_command_line_is_nobody_and_cannot_stand_for_two_people(site: Site) -> None:
    said = EnterYear(year=2027, text=INVENTED)
    with pytest.raises(NotAllowed, match="命令行不能代办"):
        change_organisation(site.world.store, "000", said, by=THE_COMMAND_LINE, at=on("2026-12-01 09:00"))


def test_what_cannot_be_entered_or_confirmed_is_refused_and_says_why(site: Site) -> None:
    for year, words in (
        (2028, "只能录入和确认 2026 年、2027 年"),
        (1999, "不能小于 2026"),
        ("二〇二七", "整数"),
    ):
        answer = enter(site, "office", INVENTED.replace("2027", str(year)), year)
        assert (answer.status_code, answer.json()["field"]) == (422, "year"), year
        assert words in answer.json()["detail"]
    nameless = enter(site, "office", INVENTED.replace("国办发明电〔2026〕99号", ""))
    assert (nameless.status_code, nameless.json()["field"]) == (422, "source")
    named = enter(site, "office", INVENTED.replace("国办发明电〔2026〕99号", ""), source="国办发〔2026〕3号")
    assert named.status_code == 201
    assert enter(site, "office", "<script>1月1日</script>").json()["field"] == "text"
    first = waiting(site)
    assert enter(site, "office2").status_code == 201
    old = confirm(site, "leader", first)
    assert (old.status_code, "之后又录入了第 2 版" in old.json()["detail"]) == (409, True)
    second = waiting(site)
    assert confirm(site, "leader", second).status_code == 200
    again = confirm(site, "head", second)
    assert (again.status_code, "已由leader于" in again.json()["detail"]) == (409, True)
    assert confirm(site, "head", 999).status_code == 404
    assert site.ask("office", "GET", HERE, params={"year": "1990"}).status_code == 422
    enter(site, "office", SHORTER)
    site.at("2028-03-01 09:00")
    late = confirm(site, "leader", waiting(site))
    assert "只能录入和确认 2028 年、2029 年" in late.json()["detail"], (
        "days that have passed stay as they were"
    )


def test_two_who_confirm_at_once_are_one_confirmation(site: Site) -> None:
    enter(site, "office")
    edition = waiting(site)
    for who in ("leader", "head", "office2"):
        site.token(who)
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda who: confirm(site, who, edition), ("leader", "head", "office2")))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    labels = [one["label"] for one in site.get("auditor", "/api/organisation/changes")["items"]]
    assert labels.count("确认放假安排") == 1


def test_a_corrected_notice_replaces_the_year_and_earlier_dates_wait_for_a_word(site: Site) -> None:
    site.at("2026-12-28 09:00")
    ref = assigned(site)
    enter(site, "office")
    confirm(site, "leader", waiting(site))
    recalculate_all(site.world.store, at=on("2026-12-28 10:00"), why="放假安排")
    enter(site, "office", SHORTER)
    confirm(site, "leader", waiting(site))
    recalculate_all(site.world.store, at=on("2026-12-28 11:00"), why="放假安排")
    states = [one["state"]["code"] for one in site.get("office", HERE)["editions"]]
    assert states == ["in_force", "followed"]
    (one,) = site.get("office", f"{HERE}/earlier")["items"]
    assert (one["ref"], one["was"], one["becomes"]) == (ref, "2027-01-06", "2027-01-04")
    assert site.get("admin", f"{HERE}/earlier") == {"items": []}
    said = {"hazards": [ref]}
    assert site.ask("admin", "POST", f"{HERE}/earlier", json=said).status_code == 404
    assert site.ask("leader", "POST", f"{HERE}/earlier", json=said).json() == {"moved": 1}
    assert site.ask("leader", "POST", f"{HERE}/earlier", json=said).json() == {"moved": 0}
    assert site.get("office", f"{HERE}/earlier") == {"items": []}


def test_the_record_says_who_did_what_and_every_edition_is_sealed(site: Site) -> None:
    seal_what_stands(site.world.store, on("2026-11-02 08:00"))
    enter(site, "office")
    confirm(site, "leader", waiting(site))
    found = site.get("admin", "/api/organisation/changes")["items"][:2]
    assert [one["label"] for one in found] == ["确认放假安排", "录入放假安排"]
    assert "2027 年放假安排第 1 版" in str(found)
    with site.world.store.asking() as connection:
        assert list(broken_lines(connection)) == []
        assert list(differing_rows(connection)) == []
    with administrator(site.world.store.engine).begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # past every trigger
        connection.execute(text("UPDATE calendar_edition SET body = replace(body, '01-09', '01-10')"))
    with site.world.store.asking() as connection:
        assert any("calendar_edition" in said for said in differing_rows(connection))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE calendar_edition SET body = ''",
        "UPDATE calendar_edition SET confirmed_by = NULL, confirmed_at = NULL",
        "UPDATE calendar_edition SET confirmed_at = now()",
        "DELETE FROM calendar_edition",
        """INSERT INTO calendar_edition
            (unit_id, year, edition, body, source, said, entered_by, entered_at, confirmed_by, confirmed_at)
            SELECT unit_id, year, 9, body, source, said, entered_by, entered_at, entered_by, now()
            FROM calendar_edition""",
    ],
)
def test_nobody_changes_an_edition_past_the_rules(statement: str, site: Site) -> None:
    enter(site, "office")
    confirm(site, "leader", waiting(site))
    with pytest.raises(DBAPIError), administrator(site.world.store.engine).begin() as connection:
        connection.execute(text(statement))


def test_the_same_press_sent_twice_is_one(site: Site) -> None:
    for _ in range(2):
        answer = site.ask(
            "office",
            "POST",
            f"{HERE}/years",
            json={"year": 2027, "text": INVENTED},
            headers={"Idempotency-Key": "1"},
        )
        assert answer.status_code == 201
    assert len(site.get("office", HERE)["editions"]) == 1
