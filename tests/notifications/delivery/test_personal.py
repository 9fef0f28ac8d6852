"""Personal notices: over every way that is the person's alone, whole in every form, their code to its owner alone."""

import signal

import pytest

from domain.signing_in.telling import DELEGATION, SECURITY, tell, tell_with_code
from domain.store.secrets import Keyring
from tests.notifications.delivery.counter import Counter
from tests.notifications.delivery.mortals import Mortals
from tests.notifications.post_office import NIGHT, PostOffice

WORDS = "您的密码由officer1重置。"
FIELDS = "thing1:hazard,thing2:place,thing3:step,time4:due"


def told(office: PostOffice, who: str = "nurse1", words: str = WORDS) -> None:
    with office.world.store.engine.begin() as connection:
        tell(connection, office.world.people[who], SECURITY, words)


def code_for(office: PostOffice, by: str, who: str = "nurse1") -> bool:
    """A change that `by` caused, to be confirmed with 271828."""
    world = office.world
    kept_from = frozenset({world.people[by]})
    with world.store.engine.begin() as connection:
        keys = world.store.keys
        return tell_with_code(
            connection, keys, world.people[who], "新手机号若", "271828", kept_from=kept_from
        )


def numbered(office: PostOffice, who: str = "nurse1", phone: str = "13800000001", email: str = "") -> None:
    office.sql(
        "UPDATE person SET phone = :phone, email = :email WHERE key = :who", who=who, phone=phone, email=email
    )


def reached(counter: Counter, part: str = "") -> set[str]:
    """The addresses that something came to, or what says this."""
    return {str(to) for message in counter.came() if part in str(message) for to in message["to"]}


def test_it_goes_over_each_way_at_once_and_at_night(counter: Counter) -> None:
    for kind in ("smsgw", "dingwork", "wecomapp", "wecomrobot"):
        counter.open(kind)
    numbered(counter.office)
    counter.order("nurse1", "smsgw:13800000001", "dingwork", "wecomapp", "wecomrobot")
    told(counter.office)
    counter.pass_once(NIGHT)
    ways = [(a["channel"], a["state"], a["address"]) for a in counter.office.attempts()]
    own = [("smsgw", "sent", "13800000001"), ("dingwork", "sent", "nurse1"), ("wecomapp", "sent", "nurse1")]
    assert ways == own, "never into a group"
    counter.pass_once(NIGHT)
    assert len(counter.office.attempts()) == len(own), "planned once"


def test_who_has_changed_their_number_is_told_at_the_old_one_too(counter: Counter) -> None:
    counter.open("smsgw")
    numbered(counter.office)
    told(counter.office)
    numbered(counter.office, phone="13900000002")
    counter.pass_once()
    assert [a["address"] for a in counter.office.attempts()] == ["13800000001", "13900000002"]
    assert reached(counter) == {"13800000001", "13900000002"}


def test_by_mail_it_goes_to_both_mailboxes(office_with_mail: PostOffice) -> None:
    office = office_with_mail
    office.sql("DELETE FROM reach")
    office.sql("DELETE FROM channel")
    numbered(office, phone="", email="old@b.invalid")
    told(office)
    numbered(office, phone="", email="new@b.invalid")
    assert office.pass_once().sent == 2
    assert [a["address"] for a in office.attempts()] == ["old@b.invalid", "new@b.invalid"]


def test_who_has_left_is_not_written_to(counter: Counter) -> None:
    counter.open("smsgw")
    numbered(counter.office)
    told(counter.office)
    counter.office.sql("UPDATE person SET active = false WHERE key = 'nurse1'")
    counter.pass_once()
    assert {state for _, state in counter.tried("nurse1")} <= {"set_aside"}
    assert counter.came() == []


@pytest.mark.parametrize("title", [SECURITY, DELEGATION])
def test_a_template_of_short_fields_shows_its_title_and_its_words(counter: Counter, title: str) -> None:
    counter.open("wechatmp", fields=FIELDS)
    counter.order("nurse1", "wechatmp")
    with counter.world.store.engine.begin() as connection:
        tell(connection, counter.world.people["nurse1"], title, WORDS)
    counter.pass_once()
    (message,) = counter.came()
    assert WORDS in str(message)
    assert title in str(message)
    assert "无" not in str(message)


def test_a_code_goes_to_the_owner_s_own_number_and_to_no_other(counter: Counter) -> None:
    for kind in ("smsgw", "dingwork"):
        counter.open(kind)
    counter.office.sql("UPDATE channel SET changed_at = clock_timestamp() - interval '60 days'")
    numbered(counter.office)
    counter.order("nurse1", "smsgw", "dingwork")
    counter.office.sql("UPDATE reach SET address = '' WHERE channel_id = :sms", sms=counter.channels["smsgw"])
    assert code_for(counter.office, by="deputy1")
    numbered(counter.office, phone="13900000002")
    counter.pass_once()
    assert reached(counter, "271828") == {"13800000001"}
    assert reached(counter) == {"13800000001", "13900000002", "nurse1"}


def test_a_code_goes_by_no_channel_that_whoever_asked_ever_set_up(counter: Counter) -> None:
    channel = counter.open("smsgw")
    numbered(counter.office)
    mine = "UPDATE channel SET writers = ARRAY[:by], changed_at = '2020-01-01' WHERE id = :channel"
    counter.office.sql(mine, by=counter.world.people["deputy1"], channel=channel)
    assert code_for(counter.office, by="deputy1")
    counter.pass_once()
    assert counter.came()
    assert "271828" not in str(counter.came())


def test_a_code_is_sealed_where_it_waits(counter: Counter) -> None:
    counter.open("smsgw")
    numbered(counter.office)
    code_for(counter.office, by="deputy1")
    (row,) = counter.office.rows("SELECT * FROM personal_notice")
    assert "271828" not in str(row)
    assert isinstance(counter.world.store.keys, Keyring)


@pytest.mark.parametrize("point", ["deliver.after_claim", "deliver.after_send"])
def test_killed_before_it_is_marked_it_comes_all_the_same(
    office: PostOffice, killed: Mortals, point: str
) -> None:
    office.reach("nurse1")
    told(office)
    assert killed.live(f"{point}=kill@1") == -signal.SIGKILL
    assert office.states() == {"sending": 1}
    office.time_passes()
    assert office.pass_once().sent == 1
    assert WORDS in office.inbox.texts("nurse1")[-1]
    assert len(set(office.inbox.ids("nurse1"))) == 1, "the same number at the retry"
    assert office.states() == {"sent": 1}


def test_one_that_is_planned_while_another_plans_is_not_planned_twice(office: PostOffice) -> None:
    office.reach("nurse1")
    for _ in range(3):
        told(office)
    office.pass_once()
    office.pass_once()
    assert len(office.attempts()) == 3
    assert len(office.inbox.texts("nurse1")) == 3
