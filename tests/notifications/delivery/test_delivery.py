"""Delivery on a real database to real receivers: once, together, at the right hour, by the next channel."""

import time

import pytest

from domain.commands import Accept, Assign, Register
from domain.queries.deliveries import failed_deliveries, waiting_notices
from domain.words import NoticeKind
from notifications.delivery import Delivered, passes
from tests.notifications.post_office import MORNING, NIGHT, PostOffice


def test_a_notice_is_sent_once(office: PostOffice) -> None:
    office.reach("officer1")
    office.owe("officer1")
    assert office.pass_once() == Delivered(planned=1, sent=1)
    assert office.pass_once() == Delivered()
    (path, payload), *more = office.inbox.received
    assert (path, more) == ("/ok/officer1", [])
    assert payload["message"].startswith("请今天办理：住院楼5层东侧疏散走道，走道堆放病床3张，现为")
    assert payload["link"].startswith("https://bihuan.example/h/h")
    assert payload["id"] == office.attempts()[0]["id"]
    assert [(a["state"], a["tries"], a["outcome"]) for a in office.attempts()] == [
        ("sent", 1, "对方接口已收下")
    ]


def test_whoever_has_no_channel_reads_it_in_the_app(office: PostOffice) -> None:
    office.owe("officer1", "deputy1")
    assert office.pass_once() == Delivered(planned=2, in_app=2)
    assert office.attempts() == []


def test_whoever_has_left_is_sent_nothing(office: PostOffice) -> None:
    office.reach("officer1")
    office.sql("UPDATE person SET active = false WHERE key = 'officer1'")
    office.owe("officer1")
    assert office.pass_once() == Delivered(planned=1, in_app=1)
    assert office.inbox.received == []


def test_several_notices_of_one_person_are_one_digest(office: PostOffice) -> None:
    office.reach("officer1")
    for _ in range(5):
        office.owe("officer1")
    assert office.pass_once() == Delivered(planned=5, sent=1)
    (_, payload), *more = office.inbox.received
    assert more == []
    assert (payload["kind"], payload["notices"], payload["title"]) == ("digest", 5, "待办摘要")
    assert payload["message"].startswith("请先办：住院楼5层东侧疏散走道，")
    assert payload["message"].endswith("其余点开看。https://bihuan.example/")


def test_a_digest_counts_what_its_reader_holds(office: PostOffice) -> None:
    office.reach("officer1")
    for _ in range(3):
        office.owe("officer1")
    terms = {"me": office.world.people["officer1"]}
    office.sql("UPDATE hazard SET holders = ARRAY[CAST(:me AS int)], state = 'rectifying'", **terms)
    office.sql("UPDATE hazard SET rectify_by = '2026-11-24 16:00+00' WHERE id % 2 = 0")
    office.sql("UPDATE hazard SET rectify_by = '2026-11-22 16:00+00' WHERE id % 2 = 1")
    office.pass_once()
    assert "，已超期 2 天。您今天到期1项，已超期2项，其余点开看。" in office.inbox.texts()[0]


def test_an_urgent_hazard_stands_first_in_a_digest(office: PostOffice) -> None:
    office.reach("officer1")
    office.owe("officer1", kind="inform")
    office.owe("officer1", urgency="urgent")
    office.sql("UPDATE hazard SET place = '氧气站' WHERE id = (SELECT max(id) FROM hazard)")
    office.pass_once()
    assert office.inbox.texts()[0].startswith("请先办：氧气站，")


def test_only_what_is_urgent_goes_out_at_night(office: PostOffice) -> None:
    office.reach("officer1")
    office.reach("deputy1")
    office.owe("officer1", "deputy1")
    office.owe("deputy1", urgency="urgent")
    assert office.pass_once(NIGHT) == Delivered(planned=1, sent=1)
    assert [path for path, _ in office.inbox.received] == ["/ok/deputy1"]
    with office.world.store.engine.connect() as connection:
        assert waiting_notices(connection) == 2
    assert office.pass_once(MORNING) == Delivered(planned=2, sent=2)


def test_a_retry_waits_for_the_morning_too(office: PostOffice) -> None:
    office.reach("officer1", "500")
    office.owe("officer1")
    office.pass_once()
    office.reach("officer1")
    office.time_passes()
    assert office.pass_once(NIGHT) == Delivered()
    assert office.pass_once(MORNING) == Delivered(sent=1)


def test_a_failure_is_tried_again_after_a_pause_in_machine_time(office: PostOffice) -> None:
    office.reach("officer1", "500")
    office.owe("officer1")
    assert office.pass_once() == Delivered(planned=1, retried=1)
    assert office.pass_once() == Delivered()
    pause = office.rows("SELECT extract(epoch FROM next_try_at - clock_timestamp()) AS s FROM attempt")[0][
        "s"
    ]
    assert 60 < pause <= 90  # the receiver's Retry-After
    office.reach("officer1")
    office.time_passes()
    assert office.pass_once() == Delivered(sent=1)
    first, second = office.inbox.ids()
    assert first == second


def test_eight_failures_lead_to_the_next_channel_and_then_to_an_incident(
    office_with_mail: PostOffice,
) -> None:
    office = office_with_mail
    office.reach("officer1", "500", email="later-officer@bihuan.invalid")
    office.owe("officer1")
    for _ in range(8):
        office.pass_once()
        office.time_passes()
    assert [(a["channel"], a["state"]) for a in office.attempts()] == [
        ("webhook", "set_aside"),
        ("mail", "waiting"),
    ]
    for _ in range(8):
        office.pass_once()
        office.time_passes()
    assert [(a["channel"], a["state"], a["tries"]) for a in office.attempts()] == [
        ("webhook", "set_aside", 8),
        ("mail", "set_aside", 8),
    ]
    subject = f"person:{office.world.people['officer1']}"
    assert office.incidents()[subject].startswith("officer1未收到消息（电子邮件）")
    with office.world.store.engine.connect() as connection:
        assert {(f.person, f.state) for f in failed_deliveries(connection)} == {("officer1", "set_aside")}
    office.reach("officer1")
    office.owe("officer1")
    office.pass_once()
    assert office.incidents() == {}


def test_a_final_refusal_goes_to_the_next_channel_at_once(office_with_mail: PostOffice) -> None:
    office = office_with_mail
    office.reach("officer1", "404", email="officer@bihuan.invalid")
    office.owe("officer1")
    assert office.pass_once() == Delivered(planned=1, sent=1, set_aside=1)
    assert office.mailbox is not None
    (recipients, mail), *more = office.mailbox.mails
    assert (recipients, more) == (["officer@bihuan.invalid"], [])
    assert "请今天办理" in mail.get_content()


def test_a_channel_taken_away_meanwhile_is_not_used(office: PostOffice) -> None:
    office.reach("officer1", "500")
    office.owe("officer1")
    office.pass_once()
    office.reach("officer1", "")
    office.time_passes()
    assert office.pass_once() == Delivered(set_aside=1, planned=1, in_app=1), "their superior was told"
    assert len(office.inbox.received) == 1
    assert office.incidents()


def test_a_message_that_cannot_be_written_is_set_aside_and_hurts_no_neighbour(office: PostOffice) -> None:
    office.reach("officer1")
    office.reach("deputy1")
    office.owe("officer1", next_at="no moment at all")
    office.owe("deputy1")
    assert office.pass_once() == Delivered(planned=2, sent=1, retried=1)
    for _ in range(7):
        office.time_passes()
        office.pass_once()
    office.time_passes()
    assert office.pass_once() == Delivered()
    assert [path for path, _ in office.inbox.received] == ["/ok/deputy1"]
    poison = next(a for a in office.attempts() if a["who"] == "officer1")
    assert (poison["state"], poison["tries"]) == ("set_aside", 8)
    assert list(office.incidents()) == [f"attempt:{poison['id']}"]


def test_receivers_that_hang_drip_or_fail_do_not_hold_up_the_others(office: PostOffice) -> None:
    for who, way in {"officer1": "hang", "deputy1": "drip", "chief1": "500", "office": "body"}.items():
        office.reach(who, way)
    people = office.crowd(30)
    office.owe("officer1", "deputy1", "chief1", "office")
    office.owe_ids(people)
    begun = time.monotonic()
    assert office.pass_once() == Delivered(planned=34, sent=31, retried=3)
    assert time.monotonic() - begun < 20


def test_what_could_not_begin_in_time_is_given_back_uncounted(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passes, "SECONDS_TO_BEGIN", 0.3)
    monkeypatch.setattr(passes, "SECONDS_OF_A_PASS", 0.1)
    office.owe_ids(office.crowd(20, "slow"))
    done = office.pass_once()
    assert done.given_back >= 4
    assert done.sent + done.given_back == 20
    assert sum(a["tries"] for a in office.attempts()) == done.sent
    monkeypatch.undo()
    assert office.pass_once() == Delivered(sent=done.given_back)
    assert len(set(office.inbox.ids())) == len(office.inbox.ids()) == 20


def test_a_real_hazard_tells_its_people_without_naming_the_reporter(office: PostOffice) -> None:
    for who in ("officer1", "fixer1", "dept1", "chief1", "deputy1", "office", "leader"):
        office.reach(who)
    office.sql("UPDATE person SET name = '李金丝雀' WHERE key = 'nurse1'")
    world = office.world
    ref = world.report("nurse1", "2026-11-02 09:00", suspected_major=False)
    office.pass_once()
    world.press(
        ref, "officer1", "2026-11-02 10:00", Register(level="general", category="01", source="staff_report")
    )
    world.press(
        ref, "officer1", "2026-11-02 10:01", Assign(to="fixer1", measures="清走病床", interim="专人值守")
    )
    world.press(ref, "fixer1", "2026-11-02 11:00", Accept())
    office.pass_once()
    world.sweep("2026-11-20 10:00")
    office.pass_once()
    assert office.inbox.texts("officer1")
    assert office.inbox.texts("fixer1")[0].endswith(f"https://bihuan.example/h/{ref}")
    assert "先做好：专人值守。交办人officer1。" in office.inbox.texts("fixer1")[0]
    assert "李金丝雀" not in str(office.inbox.received)
    assert set(office.states()) == {"sent"}
    assert {NoticeKind(p["kind"]) for _, p in office.inbox.received if p["kind"] != "digest"}
