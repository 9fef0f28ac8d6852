"""Secrets at rest and in passing: sealed, rotated, struck out of every record at every level."""

import stat
from pathlib import Path

import pytest
from sqlalchemy import text

from deploy.demo.vendors.faults import Kind
from domain.channels.cards import seal_all_anew
from domain.store.secrets import FILE, VARIABLE, Keyring, SealedForOthersError, keyring_of
from domain.store.settings import StartError
from notifications.delivery import ask_receipts
from tests.notifications.delivery.counter import Counter
from tests.notifications.post_office import NOON

OLD, NEW = "an old key of more than 32 characters", "a new key of more than 32 characters!"
SECRETS = {
    "dingrobot": {"place": "robot-CANARY01", "sign": "SEC-CANARY02"},
    "dingwork": {"secret": "CANARY03"},
    "wecomrobot": {"place": "CANARY04"},
    "wecomapp": {"secret": "CANARY05"},
    "smsgw": {"secret": "CANARY06"},
}


def test_what_is_sealed_opens_with_its_own_key_alone() -> None:
    sealed = Keyring([OLD]).seal({"secret": "s3cret"})
    assert b"s3cret" not in sealed
    assert Keyring([OLD]).open(sealed) == {"secret": "s3cret"}
    assert Keyring([NEW, OLD]).open(sealed) == {"secret": "s3cret"}
    with pytest.raises(SealedForOthersError, match="密钥不对"):
        Keyring([NEW]).open(sealed)
    assert (Keyring([OLD]).seal({}), Keyring([OLD]).open(b"")) == (b"", {})


def test_the_key_is_a_file_of_its_own_unless_it_is_set(tmp_path: Path) -> None:
    first = keyring_of(tmp_path, {})
    kept = tmp_path / FILE
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert keyring_of(tmp_path, {}).open(first.seal({"a": "b"})) == {"a": "b"}
    assert list(tmp_path.iterdir()) == [kept]
    with pytest.raises(SealedForOthersError):
        keyring_of(tmp_path, {VARIABLE: NEW}).open(first.seal({"a": "b"}))


@pytest.mark.parametrize("text_", ["short", f"{NEW},short", " , "])
def test_a_key_too_short_is_refused(tmp_path: Path, text_: str) -> None:
    with pytest.raises(StartError, match=r"至少 32 个字符"):
        keyring_of(tmp_path, {VARIABLE: text_})


def test_keys_rotate_and_what_no_key_opens_is_named(counter: Counter) -> None:
    store = counter.world.store
    store.keys = Keyring([OLD])
    counter.open("wecomapp")
    with store.engine.begin() as connection:
        assert seal_all_anew(connection, Keyring([NEW, OLD])) == []
        assert seal_all_anew(connection, Keyring([OLD])) == ["wecomapp"]
        assert seal_all_anew(connection, Keyring([NEW])) == []


def test_a_channel_that_no_key_opens_is_closed_and_an_incident_and_the_others_go_on(counter: Counter) -> None:
    counter.open("wecomapp")
    counter.open("smsgw")
    counter.order("officer1", "wecomapp", "smsgw:13800000001")
    counter.office.sql("UPDATE channel SET secrets = 'sealed by another' WHERE kind = 'wecomapp'")
    counter.office.owe("officer1")
    assert counter.pass_once().sent == 1
    assert counter.came("sms")
    (detail,) = counter.office.incidents().values()
    assert detail.startswith("通道“wecomapp”：密钥不对")


def everything_kept(counter: Counter) -> str:
    """Every row of every table, as text."""
    with counter.world.store.engine.connect() as connection:
        names = connection.execute(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ).scalars()
        rows = [
            connection.execute(text(f'SELECT t::text FROM "{name}" t')).scalars().all()
            for name in names.all()
        ]
    return "\n".join("\n".join(each) for each in rows)


@pytest.mark.parametrize("trouble", [None, Kind.STATUS, Kind.HTML, Kind.RESET, Kind.ERRCODE])
def test_canaries_in_every_credential_appear_nowhere(
    counter: Counter,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    trouble: Kind | None,
) -> None:
    caplog.set_level(1)
    for kind, secrets in SECRETS.items():
        counter.open(kind, **secrets)
    addresses = {"smsgw": "13800000001", "dingrobot": "13800000001"}
    for who, kind in zip(("officer1", "deputy1", "chief1", "office", "leader"), SECRETS, strict=True):
        counter.order(who, f"{kind}:{addresses.get(kind, who)}")
    if trouble is Kind.ERRCODE:  # a vendor that repeats the secret it was given
        counter.exchange.fault(
            trouble, "/wecom/cgi-bin/gettoken", times=99, number=40001, words="CANARY05 is wrong"
        )
    elif trouble:
        counter.exchange.fault(trouble, times=99, number=500)
    counter.office.owe("officer1", "deputy1", "chief1", "office", "leader")
    counter.pass_once()
    ask_receipts(counter.world.store, counter.sender, at=NOON, settings=counter.settings)
    assert sum(counter.office.states().values()) >= 5
    printed = capfd.readouterr()
    for place in (caplog.text, printed.out, printed.err, everything_kept(counter)):
        assert "CANARY" not in place
