"""The invented county's channels, all played by the inbox, and which of them each person looks at first."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from deploy.demo.county import Person
from domain.channels.cards import add_channel, change_channel, channels_of, set_reach
from domain.channels.kinds import ChannelKind, fill
from domain.store.secrets import Keyring
from domain.tables.core import PERSON, UNIT
from domain.words import Role, UnitKind

DING, WECOM, WECHAT = ChannelKind.DINGWORK, ChannelKind.WECOMAPP, ChannelKind.WECHATMP
SMS, MAIL = ChannelKind.SMSGW, ChannelKind.MAIL
Said = tuple[str, dict[str, str]]
FIRST: dict[Role, tuple[ChannelKind, ...]] = {
    Role.DESK: (DING, MAIL),
    Role.LEADER: (MAIL, WECOM),
    Role.HEAD: (SMS, WECOM),
    Role.OFFICER: (WECOM, MAIL),
    Role.DEPUTY: (MAIL, DING),
    Role.CHIEF: (WECOM, SMS),
    Role.DEPARTMENT_HEAD: (DING, SMS),
}
FOR_STAFF = ((DING, MAIL), (WECHAT, MAIL), (WECOM, MAIL))


def played_by(port: int, mail_port: int) -> dict[ChannelKind, Said]:
    """What an administrator would fill in for each channel, if the inbox's vendors were the real ones."""
    inbox = f"http://127.0.0.1:{port}"
    ding = {"account": "dingkey", "secret": "dingsecret", "place": "1001"}
    wecom = {"account": "wwcorp", "secret": "wesecret", "place": "1000002"}
    fields = {"fields": "thing1:hazard,thing2:place,time3:due"}
    mailbox = {"account": "bihuan@bihuan.invalid", "place": f"127.0.0.1:{mail_port}", "mode": "insecure"}
    return {
        DING: (f"{inbox}/dingtalk", ding),
        WECOM: (f"{inbox}/wecom", wecom),
        WECHAT: (
            f"{inbox}/wechat",
            {"account": "wxapp", "secret": "wxsecret", "place": "tmpl-hazard"} | fields,
        ),
        SMS: (f"{inbox}/sms/send", {"account": "smskey", "secret": "smssecret", "sign": "临澄卫健"}),
        MAIL: ("", mailbox),
    }


def anchors_to_the_inbox(mail_port: int) -> str:
    """The address outside that keeps the demonstration's daily codes (存证码)."""
    mailbox = "from=bihuan@bihuan.invalid&to=auditor@bihuan.invalid"
    return f"mailto://127.0.0.1:{mail_port}?mode=insecure&format=text&{mailbox}"


def open_channels(connection: Connection, keys: Keyring, port: int, mail_port: int) -> dict[ChannelKind, int]:
    """Open the county's channels, or let those that stand lead to where the inbox listens this time."""
    query = select(UNIT.c.id).where(UNIT.c.kind == UnitKind.AUTHORITY).order_by(UNIT.c.id).limit(1)
    authority = connection.execute(query).scalar_one()
    standing = {card.kind: card for card in channels_of(connection, authority)}
    found = {}
    for kind, (base, said) in played_by(port, mail_port).items():
        filled = fill(kind, base, said)
        if card := standing.get(kind):
            change_channel(connection, keys, card, filled, name=card.name, by=None)
            found[kind] = card.id
        else:
            found[kind] = add_channel(connection, keys, authority, kind, f"演示{kind.label}", filled, None)
    return found


def choose_for_everybody(
    connection: Connection, people: Iterable[Person], channels: dict[ChannelKind, int]
) -> None:
    """Give each person their own order: by their first post, the staff in turn; phones are invented numbers."""
    ids = {row.key: row.id for row in connection.execute(select(PERSON.c.id, PERSON.c.key))}
    for n, person in enumerate(people):
        ways = []
        for kind in order_of(person, n):
            address = {SMS: person.phone.replace("-", ""), MAIL: person.email}.get(kind, person.key)
            ways.append((channels[kind], address, True))
        set_reach(connection, ids[person.key], ways)


def order_of(person: Person, n: int) -> tuple[ChannelKind, ...]:
    """Give the channels of the `n`-th person, in the order in which they are tried."""
    posts = (FIRST[post.role] for post in person.posts if post.role in FIRST)
    return next(posts, FOR_STAFF[n % len(FOR_STAFF)])
