"""The URL of one of our channels: `scheme://account:secret@place/recipient/recipient?base=https://host&option=value`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, quote_plus, unquote, urlencode, urlsplit

STRUCK_OUT = "***"


@dataclass(frozen=True)
class Address:
    """What a URL of one of our channels holds. Only `scheme` and the host of `base` may be shown."""

    scheme: str
    account: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)
    place: str = field(default="", repr=False)
    recipients: tuple[str, ...] = field(default=(), repr=False)
    options: Mapping[str, str] = field(default_factory=dict, repr=False)

    def url(self) -> str:
        """Write the URL; `read` gives the same address back."""

        def safe(text: str) -> str:
            return quote(text, safe="")

        login = ":".join(filter(None, (safe(self.account), safe(self.secret))))
        path = "".join(f"/{safe(each)}" for each in self.recipients)
        query = f"?{urlencode(self.options)}" if self.options else ""
        return f"{self.scheme}://{login + '@' if login else ''}{safe(self.place)}{path}{query}"

    def secrets(self) -> set[str]:
        """Give every part that must not be seen, in every way it may be written."""
        options = {text for name, text in self.options.items() if name in {"secret", "token", "key"}}
        hidden = {self.secret, self.place if self.scheme.endswith("robot") else "", *options}
        return set().union(*map(forms_of, hidden))


def forms_of(secret: str) -> set[str]:
    """Give a secret as it is, as in a URL and as in JSON; an empty one has no form."""
    if not secret:
        return set()
    quoted = json.dumps(secret)[1:-1]
    return {
        secret,
        quote(secret, safe=""),
        quote(secret),
        quote_plus(secret),
        quoted,
        quoted.replace("/", "\\/"),
    }


def read(url: str) -> Address | None:
    """Read a URL, or give None when it cannot be one."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    login, _, place = parts.netloc.rpartition("@")
    account, _, secret = login.partition(":")
    return Address(
        scheme=parts.scheme.lower(),
        account=unquote(account),
        secret=unquote(secret),
        place=unquote(place),
        recipients=tuple(unquote(each) for each in parts.path.split("/") if each),
        options=dict(parse_qsl(parts.query)),
    )
