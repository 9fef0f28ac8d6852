"""What the office sets about messages: the environment variables `BIHUAN_NOTIFY_*`."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.channels.hosts import HOSTS, LOOPBACK, YES
from domain.kinds import page_of

ANCHORS_TO = "BIHUAN_NOTIFY_ANCHORS_TO"


@dataclass(frozen=True)
class NotifySettings:
    """Which channels are open. Without `smtp_url` only an authority's own mail server is used.

    `anchors_to`: an Apprise address outside that keeps the daily codes of the record (存证码).
    `webhook_hosts` may be called beside the vendors'; not `paced`: every message goes at once (measurements).
    """

    public_url: str = "http://127.0.0.1:8080"
    sender_name: str = "闭环"
    smtp_url: str = field(default="", repr=False)
    anchors_to: str = field(default="", repr=False)
    webhook_hosts: frozenset[str] = frozenset()
    allow_loopback: bool = False
    paced: bool = True

    def link(self, ref: str) -> str:
        """Give the address of a case's page."""
        return f"{self.public_url.rstrip('/')}{page_of(ref)}"

    def tasks_link(self) -> str:
        """Give the address of the reader's own list."""
        return f"{self.public_url.rstrip('/')}/"

    def security_link(self) -> str:
        """Give the address of the reader's own 安全设置."""
        return f"{self.public_url.rstrip('/')}/me/security"


def from_environment(environ: Mapping[str, str] = os.environ) -> NotifySettings:
    """Read BIHUAN_NOTIFY_PUBLIC_URL, _SENDER_NAME, _SMTP_URL, _ANCHORS_TO, _WEBHOOK_HOSTS, _ALLOW_LOOPBACK and _PACE.

    The SMTP address is an Apprise one without recipient, such as
    `mailtos://name:secret@example.cn?smtp=mail.example.cn&mode=starttls`; hosts are separated by commas.
    """
    standard = NotifySettings()
    hosts = environ.get(HOSTS, "").split(",")
    return NotifySettings(
        public_url=environ.get("BIHUAN_NOTIFY_PUBLIC_URL") or standard.public_url,
        sender_name=environ.get("BIHUAN_NOTIFY_SENDER_NAME") or standard.sender_name,
        smtp_url=environ.get("BIHUAN_NOTIFY_SMTP_URL", ""),
        anchors_to=environ.get(ANCHORS_TO, ""),
        webhook_hosts=frozenset(host.strip().lower() for host in hosts if host.strip()),
        paced=environ.get("BIHUAN_NOTIFY_PACE", "").lower() != "none",
        allow_loopback=environ.get(LOOPBACK, "").lower() in YES,
    )
