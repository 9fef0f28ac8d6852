"""Tells the day's code (存证码) to an address outside, which then proves what stood on record that day."""

from domain import clock
from domain.audit.anchors import shown, told_outside, untold
from domain.calendar import day_of
from domain.store.base import Store
from notifications.sender import Sender
from notifications.settings import NotifySettings, from_environment

TITLE = "存证码 {day}"
BODY = (
    "截至 {moment}，办理记录和组织变更的存证码：\n{code}\n"
    "请原样保存，不必回复。日后核对：./bihuan verify {code}"
)


def tell_anchors(store: Store, sender: Sender, settings: NotifySettings | None = None) -> int:
    """Offer every code not yet taken, oldest first, until one is refused; gives how many were taken.

    One sent and not marked, because the process died between, goes out twice: the same words about the same day.
    """
    address = (settings or from_environment()).anchors_to
    if not address:
        return 0
    with store.asking() as connection:
        waiting = untold(connection)
    for told, anchor in enumerate(waiting):
        words = {"moment": clock.in_words(anchor.at), "code": shown(anchor.seq, bytes(anchor.code))}
        title = TITLE.format(day=day_of(anchor.at))
        outcome = sender.send(address, title, BODY.format(**words), data={"id": f"anchor-{anchor.seq}"})
        if not outcome.ok:
            return told
        with store.engine.begin() as connection:
            told_outside(connection, anchor.seq)
    return len(waiting)
