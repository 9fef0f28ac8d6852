"""Which machines outside the house the web may ask, and under which address they know us."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi import Request

from domain.outside import AllowedHosts
from domain.signing_in.external.kinds import OF_VENDORS

HOSTS = "BIHUAN_SIGN_IN_HOSTS"
PUBLIC_URL = "BIHUAN_NOTIFY_PUBLIC_URL"


@dataclass(frozen=True)
class Outside:
    """The allowed, and our own address; without one, the address by which a request came."""

    allowed: AllowedHosts = field(default_factory=lambda: AllowedHosts(OF_VENDORS))
    public_url: str = ""

    def back(self, request: Request, service_id: int) -> str:
        """Where a sign-in service sends the browser back to."""
        base = self.public_url or str(request.base_url)
        return f"{base.rstrip('/')}/sign-in/back/{service_id}"


def from_surroundings(*, loopback: bool, environ: Mapping[str, str] = os.environ) -> Outside:
    """As the environment says; this machine itself may be asked in a demonstration only."""
    hosts = (host.strip().lower() for host in environ.get(HOSTS, "").split(","))
    allowed = AllowedHosts(OF_VENDORS, frozenset(filter(None, hosts)), loopback)
    return Outside(allowed, environ.get(PUBLIC_URL, ""))
