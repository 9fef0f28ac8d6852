"""The day's code goes outside, to a real mailbox, once; what was not taken is offered again."""

from domain.audit.anchors import cast_anchor, latest_codes, untold
from notifications.anchors import tell_anchors
from notifications.sender import AppriseSender
from notifications.settings import NotifySettings
from tests.notifications.sinks import Mailbox
from tests.world import World, on


def address(mailbox: Mailbox, who: str) -> NotifySettings:
    mail = f"mailto://127.0.0.1:{mailbox.port}?mode=insecure&format=text&from=bot@bihuan.invalid&to={who}@bihuan.invalid"
    return NotifySettings(allow_loopback=True, anchors_to=mail)


def told(world: World, settings: NotifySettings) -> int:
    return tell_anchors(world.store, AppriseSender(settings), settings)


def test_codes_are_kept_outside_in_order_and_once(world: World, mailbox: Mailbox) -> None:
    world.report("nurse1", "2026-11-02 09:00")
    cast_anchor(world.store, on("2026-11-03 00:20"))
    assert told(world, NotifySettings()) == 0
    cast_anchor(world.store, on("2026-11-04 00:20"))
    settings = address(mailbox, "auditor")
    assert [told(world, settings), told(world, settings)] == [2, 0]
    first, second = mailbox.mails
    with world.store.engine.connect() as connection:
        newest, oldest = latest_codes(connection)
    assert (first[1]["Subject"], second[1]["Subject"]) == ("存证码 2026-11-03", "存证码 2026-11-04")
    assert oldest.code in first[1].get_content()
    assert f"./bihuan verify {newest.code}" in second[1].get_content()
    assert newest.told_at is not None


def test_a_code_that_was_refused_is_offered_again(world: World, mailbox: Mailbox) -> None:
    world.report("nurse1", "2026-11-02 09:00")
    cast_anchor(world.store, on("2026-11-03 00:20"))
    nobody = NotifySettings(allow_loopback=True, anchors_to="json://127.0.0.1:9/x")
    assert told(world, nobody) == 0
    with world.store.engine.connect() as connection:
        assert len(untold(connection)) == 1
    assert told(world, address(mailbox, "auditor")) == 1
