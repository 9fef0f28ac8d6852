"""Where a person can be reached, first choice first: their own order, else that of their authority's channels."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from domain.channels.cards import ChannelCard
from domain.channels.kinds import FORMS, AddressOf, ChannelKind
from domain.outside import is_loopback
from notifications.channels.address import Address
from notifications.settings import NotifySettings

_ONE_MAILBOX = re.compile(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+")
_BETWEEN_DIGITS = re.compile(r"[\s()./\-\u00b7\u2010-\u2015\u2212\u30fc\u200b-\u200f\u202a-\u202e\ufeff]+")
_OF_CHINA = re.compile(r"(?:(?:00|\+)?86)?(1[0-9]{10})")
_ABROAD = re.compile(r"(?!(?:00|\+)86)(?:00|\+)[0-9]{5,15}")
OUR_MAIL = 0
"""The channel that the settings' own mail server is."""
NOWHERE = -1
"""The channel of whoever has none and cannot sign in: what is owed to them fails like any other message."""
Secrets = Mapping[str, str]


@dataclass(frozen=True)
class Way:
    """A channel and its Apprise URL for one person, which may hold a secret and is therefore never shown."""

    channel_id: int
    kind: ChannelKind
    url: str = field(repr=False)


@dataclass(frozen=True)
class Named:
    """What the person's own row says of them."""

    key: str
    phone: str = ""
    email: str = ""

    def address(self, of: AddressOf) -> str:
        """Give the address of that sort, or nothing."""
        known = {AddressOf.PHONE: self.phone, AddressOf.EMAIL: self.email, AddressOf.KEY: self.key}
        return known.get(of, "").strip()


def url_of(card: ChannelCard, secrets: Secrets, address: str, settings: NotifySettings) -> str | None:
    """Write the URL of a channel for one address, or None where it cannot reach anybody."""
    if FORMS[card.kind].needs_address and not address:
        return None
    if FORMS[card.kind].address is AddressOf.PHONE and address:
        address = digits_of(address)
        if not address:
            return None
    return _WRITERS.get(card.kind, _own)(card, secrets, address, settings)


def digits_of(phone: str) -> str:
    """Give a mobile number as a gateway takes it, digits alone and without +86; nothing for any other number.

    One of another country says so by + or 00: without them it is a telephone on a desk, which takes no text.
    """
    written = _BETWEEN_DIGITS.sub("", unicodedata.normalize("NFKC", phone))
    home = _OF_CHINA.fullmatch(written)
    if home:
        return home[1]
    return written.removeprefix("+") if _ABROAD.fullmatch(written) else ""


def our_mail(email: str, settings: NotifySettings) -> Way | None:
    """Write the way by the settings' mail server: one mailbox, plain text, the sender's name unless it is given."""
    if not settings.smtp_url or not _ONE_MAILBOX.fullmatch(email):
        return None
    return Way(OUR_MAIL, ChannelKind.MAIL, _to_one(settings.smtp_url, email, settings))


def webhook_is_allowed(webhook: str, settings: NotifySettings) -> bool:
    """Say whether the office lets messages go there: a listed host, and this machine only when allowed."""
    try:
        host = (urlsplit(webhook).hostname or "").lower()
    except ValueError:
        return False
    if not host:
        return False
    return settings.allow_loopback if is_loopback(host) else host in settings.webhook_hosts


def _own(card: ChannelCard, secrets: Secrets, address: str, _settings: NotifySettings) -> str:
    """Write the URL of one of our own plugins."""
    said = {**card.settings, **secrets}
    options = {name: text for name, text in said.items() if name not in ("account", "secret", "place")}
    if card.kind is ChannelKind.DINGROBOT and (sign := options.pop("sign", "")):
        options["secret"] = sign
    own = Address(
        scheme=card.kind.value,
        account=said.get("account", ""),
        secret=said.get("secret", ""),
        place=said.get("place") or ("gateway" if card.kind is ChannelKind.SMSGW else ""),
        recipients=(address,) if address else (),
        options={"base": card.base_url, **options},
    )
    return own.url()


def _mail(card: ChannelCard, secrets: Secrets, address: str, settings: NotifySettings) -> str | None:
    """Write the SMTP address of an authority's own mail server."""
    if not _ONE_MAILBOX.fullmatch(address):
        return None
    account, place = card.settings.get("account", ""), card.settings.get("place", "")
    host, _, port = place.partition(":")
    if is_loopback(host) and not settings.allow_loopback:
        return None
    mode = card.settings.get("mode") or "starttls"
    user, _, domain = account.partition("@")
    login = f"{quote(user, safe='')}:{quote(secrets.get('secret', ''), safe='')}@" if secrets else ""
    where = quote(domain or host, safe="") + (f":{port}" if port.isdigit() else "")
    scheme = "mailto" if mode == "insecure" else "mailtos"
    sender = quote(account, safe="")
    base = f"{scheme}://{login}{where}?smtp={quote(host, safe='')}&mode={quote(mode, safe='')}&from={sender}"
    return _to_one(base if settings.allow_loopback else f"{base}&local=no", address, settings)


def _webhook(card: ChannelCard, secrets: Secrets, address: str, settings: NotifySettings) -> str | None:
    """Write the address of an office's own interface: the person's key is the last part of its path."""
    if not webhook_is_allowed(card.base_url, settings):
        return None
    url = card.base_url.replace("http", "json", 1) + "/" + quote(address, safe="/")
    bearer = secrets.get("secret")
    return url + (f"?+Authorization={quote(f'Bearer {bearer}', safe='')}" if bearer else "")


def _to_one(url: str, email: str, settings: NotifySettings) -> str:
    """Write the recipient, and the sender's name for an address that names none."""
    joint = "&" if "?" in url else "?"
    named = f"sender={quote(settings.sender_name, safe='')}"
    return f"{url}{joint}to={quote(email, safe='')}&format=text&{named}"


_WRITERS: Mapping[ChannelKind, Callable[[ChannelCard, Secrets, str, NotifySettings], str | None]] = {
    ChannelKind.MAIL: _mail,
    ChannelKind.WEBHOOK: _webhook,
}
