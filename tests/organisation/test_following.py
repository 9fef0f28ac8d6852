"""After a change every open hazard has the right holder: some at once, the rest within a minute; chains stay whole."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest
from sqlalchemy import Engine, text

from deploy import verify
from domain.cases.recalculation import state_of_the_world
from domain.incidents import open_incidents
from domain.organisation.journal import broken_lines
from flows.checking import check_all
from flows.context import Context, StoppedEarly
from flows.following import LEFT_TO_ANOTHER, follow_all
from flows.passes import completed
from flows.timetable import ROWS
from tests.api.site import PASSWORD, Site
from tests.databases import administrator
from tests.flows.rooms_of_a_test import context_with
from tests.world import on


def appoint(site: Site, whom: str, role: str) -> None:
    answer = site.ask("chief1", "POST", f"/api/people/{whom}/posts", json={"role": role})
    assert answer.status_code == 200, answer.text


def test_a_new_officer_finds_the_open_work_at_once(site: Site) -> None:
    site.report("nurse1")
    assert site.verbs("dept1") == []
    appoint(site, "dept1", "officer")
    assert site.verbs("dept1") == ["登记"]


def test_a_change_past_the_writer_is_followed_within_a_minute_and_only_once(site: Site) -> None:
    ref = site.report("nurse1")
    context = context_with(site.world.store.engine)
    site.world.leave_post("officer1", "officer")  # as an import would do it
    done = follow_all(context, site.moment, None)
    completed(context, "follow_changes", "watchdog", None, done, site.moment)
    assert site.world.hazard(ref).holders == [site.world.people["deputy1"]]
    spoiled = text("UPDATE hazard SET holders = '{}' WHERE ref = :ref")
    with site.world.store.engine.begin() as connection:
        connection.execute(spoiled, {"ref": ref})
    assert follow_all(context, site.moment, None)["recalculated"] == 0
    assert site.world.hazard(ref).holders == []  # nothing changed, so nothing was read anew
    assert ROWS["follow_changes"].every <= 60


def test_a_post_that_begins_and_ends_by_its_dates_moves_the_work_by_itself(site: Site) -> None:
    ref = site.report("nurse1")
    context = context_with(site.world.store.engine)
    people = site.world.people
    dates = {"role": "officer", "since": "2026-11-05", "until": "2026-11-06"}
    assert site.ask("chief1", "POST", "/api/people/dept1/posts", json=dates).status_code == 200
    said = {"delegate": "deputy1", "since": "2026-11-05", "until": "2026-11-05", "password": PASSWORD}
    assert site.ask("chief1", "POST", "/api/people/chief1/delegations", json=said).status_code == 200
    for moment, holders in (
        ("2026-11-04 23:59", ["officer1"]),
        ("2026-11-05 00:00", ["officer1", "dept1"]),
        ("2026-11-06 23:59", ["officer1", "dept1"]),
        ("2026-11-07 00:00", ["officer1"]),
    ):
        done = follow_all(context, on(moment), None)
        completed(context, "follow_changes", "watchdog", None, done, on(moment))
        assert site.world.hazard(ref).holders == sorted(people[who] for who in holders), moment


def test_a_new_colleague_moves_nobodys_work(site: Site) -> None:
    store, at = site.world.store, site.moment
    with store.engine.connect() as connection:
        was = state_of_the_world(store, connection, at)
    new = {"unit": "001-01", "name": "新来的", "role": "staff", "login": "new"}
    assert site.ask("officer1", "POST", "/api/people", json=new).status_code == 201
    with store.engine.connect() as connection:
        assert state_of_the_world(store, connection, at) == was
    site.ask("officer1", "POST", "/api/people/nurse1/move", json={"unit": "001"})
    with store.engine.connect() as connection:
        assert state_of_the_world(store, connection, at) != was


@dataclass(frozen=True)
class HeldUp(Context):
    """Context of a pass that is held up before each hazard until it may go on."""

    begun: threading.Event = field(default_factory=threading.Event)
    may_go_on: threading.Event = field(default_factory=threading.Event)

    def leave_if_asked(self) -> None:
        self.begun.set()
        assert self.may_go_on.wait(60)
        super().leave_if_asked()


def test_while_one_pass_recalculates_the_others_leave_it_to_that_one(site: Site) -> None:
    ref = site.report("nurse1")
    context = context_with(site.world.store.engine)
    slow = HeldUp(context.store, context.sender, context.cores)
    site.world.leave_post("officer1", "officer")
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(follow_all, slow, site.moment, None)
        assert slow.begun.wait(60)
        try:
            others = [core(context, site.moment, None) for core in (follow_all, check_all)]
            holders = site.world.hazard(ref).holders
        finally:
            slow.may_go_on.set()
        done = first.result(60)
    assert (others, holders) == ([LEFT_TO_ANOTHER] * 2, [site.world.people["officer1"]])
    assert site.world.hazard(ref).holders == [site.world.people["deputy1"]]
    completed(context, "follow_changes", "watchdog", None, done, site.moment)
    assert follow_all(context, site.moment, None) == {"world": done["world"], "recalculated": 0}


def test_whoever_leaves_early_leaves_the_work_to_the_next(site: Site) -> None:
    ref = site.report("nurse1")
    context, leaving = context_with(site.world.store.engine), context_with(site.world.store.engine)
    site.world.leave_post("officer1", "officer")
    leaving.stopping.set()
    with pytest.raises(StoppedEarly):
        follow_all(leaving, site.moment, None)
    assert follow_all(context, site.moment, None)["world"]
    assert site.world.hazard(ref).holders == [site.world.people["deputy1"]]


def rewrite(engine: Engine) -> None:
    with administrator(engine).begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("UPDATE organisation_journal SET actor_id = 1 WHERE seq = 1"))


def test_a_rewritten_line_of_the_organisation_is_named_by_the_audit_and_by_verify(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    appoint(site, "dept1", "officer")
    appoint(site, "fixer1", "officer")
    engine = site.world.store.engine
    assert verify.verify(site.world.store) == 0
    assert "组织变更 2 行" in capsys.readouterr().out
    with pytest.raises(Exception, match="append-only"), administrator(engine).begin() as connection:
        connection.execute(text("DELETE FROM organisation_journal"))
    rewrite(engine)
    context = context_with(site.world.store.engine)
    check_all(context, site.moment, None)
    with engine.connect() as connection:
        assert [i.kind for i in open_incidents(connection)] == ["broken_organisation_chain"]
        assert list(broken_lines(connection)) == [
            "组织变更记录第 1 行（give_post）的哈希不符，内容或前文被改动"
        ]
    assert verify.verify(site.world.store) == 1
    with administrator(engine).begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("DELETE FROM organisation_journal WHERE seq = 1"))
    with engine.connect() as connection:
        assert list(broken_lines(connection)) == ["组织变更记录第 1 行缺失（见到第 2 行）"]
