"""The county's channels: each person has an order of their own, and a new start leads to where the inbox listens."""

from sqlalchemy import Engine, select

from deploy.demo.county import read_county
from deploy.demo.county.channels import choose_for_everybody, open_channels, order_of
from deploy.demo.county.organisation import write_organisation
from deploy.demo.county.sign_in import open_sign_in
from domain.channels.cards import channels_of
from domain.channels.kinds import ChannelKind
from domain.signing_in.external.bindings import bound_to
from domain.signing_in.external.services import services
from domain.store.secrets import Keyring
from domain.tables.core import PERSON, REACH

KEYS = Keyring(["k" * 32])


def test_everybody_has_two_ways_and_ports_may_change(engine: Engine) -> None:
    county = read_county()
    with engine.begin() as connection:
        write_organisation(connection, county)
        first = open_channels(connection, KEYS, 8081, 8082)
        choose_for_everybody(connection, county.people, first)
        again = open_channels(connection, KEYS, 9081, 9082)
        assert first == again
        cards = channels_of(
            connection,
            connection.execute(select(PERSON.c.unit_id).where(PERSON.c.key == "office")).scalar_one(),
        )
        assert {card.kind: card.base_url for card in cards}[
            ChannelKind.DINGWORK
        ] == "http://127.0.0.1:9081/dingtalk"
        assert {card.kind: card.settings for card in cards}[ChannelKind.MAIL]["place"] == "127.0.0.1:9082"
        assert all(card.name.startswith("演示") for card in cards)
        ways = connection.execute(
            select(PERSON.c.key, REACH.c.address)
            .join(REACH, REACH.c.person_id == PERSON.c.id)
            .order_by(REACH.c.position)
        ).all()
    assert len(ways) == 2 * len(county.people)
    assert [address for key, address in ways if key == "head"] == ["00000000004", "head"]


def test_everybody_with_a_sign_in_enters_by_the_demonstrations_wecom(engine: Engine) -> None:
    with engine.begin() as connection:
        people = write_organisation(connection, read_county())
        open_sign_in(connection, KEYS, 8081, 8082)
        open_sign_in(connection, KEYS, 9081, 9082)
        (service,) = services(connection)
        assert service.door == "http://127.0.0.1:9081/wecom/connect/oauth2/authorize"
        assert [each.subject for each in bound_to(connection, people["nurse1"])] == ["nurse1"]


def test_the_first_choices_show_every_channel() -> None:
    people = read_county().people
    assert {order_of(person, n)[0] for n, person in enumerate(people)} == {
        ChannelKind.DINGWORK,
        ChannelKind.WECOMAPP,
        ChannelKind.WECHATMP,
        ChannelKind.SMSGW,
        ChannelKind.MAIL,
    }
