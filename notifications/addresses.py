"""Where a person can be reached, first choice first."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import quote, urlsplit

from domain.outside import is_loopback
from notifications.settings import NotifySettings

_ONE_MAILBOX = re.compile(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+")
WEBHOOK_SCHEMES = frozenset({"json", "jsons"})


class Channel(StrEnum):
    """A way out of the house; the in-app list is the notice itself and needs none."""

    WEBHOOK = "webhook"
    MAIL = "mail"


@dataclass(frozen=True)
class Address:
    """A channel and its Apprise URL, which may hold a secret and is therefore never shown."""

    channel: Channel
    url: str = field(repr=False)


def addresses(email: str, webhook: str, settings: NotifySettings) -> tuple[Address, ...]:
    """Give the ways to reach a person, in the order they are tried; empty means in-app only."""
    found = []
    if webhook and webhook_is_allowed(webhook, settings):
        found.append(Address(Channel.WEBHOOK, webhook))
    if settings.smtp_url and _ONE_MAILBOX.fullmatch(email):
        found.append(Address(Channel.MAIL, _mail_url(email, settings)))
    return tuple(found)


def webhook_is_allowed(webhook: str, settings: NotifySettings) -> bool:
    """Say whether the office lets messages go there: a listed host, and this machine only when allowed."""
    try:
        parts = urlsplit(webhook)
        host = (parts.hostname or "").lower()
    except ValueError:
        return False
    if parts.scheme.lower() not in WEBHOOK_SCHEMES or not host:
        return False
    return settings.allow_loopback if is_loopback(host) else host in settings.webhook_hosts


def _mail_url(email: str, settings: NotifySettings) -> str:
    """Add one recipient to the SMTP address; plain text, and the sender's name unless it is given."""
    joint = "&" if "?" in settings.smtp_url else "?"
    url = f"{settings.smtp_url}{joint}to={quote(email, safe='')}&format=text"
    named = re.search(r"[?&]from=", settings.smtp_url)
    return url if named else f"{url}&from={quote(settings.sender_name, safe='')}"
