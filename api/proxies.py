"""Which proxies may say from where a request came, and that it came over HTTPS."""

import os
from collections.abc import Mapping
from ipaddress import ip_network

from api.outside import PUBLIC_URL
from domain.store.settings import StartError

TRUSTED = "BIHUAN_TRUSTED_PROXIES"
NOBODY = "none"
THIS_MACHINE = ["127.0.0.1", "::1"]


def trusted_proxies(environ: Mapping[str, str] = os.environ) -> list[str]:
    """Addresses and networks. Unsaid: this machine when the public address is https, which we do not speak ourselves.

    Everybody is never trusted: whoever may write `X-Forwarded-For` chooses under which address they are remembered.
    """
    said = environ.get(TRUSTED, "").strip()
    if not said:
        return THIS_MACHINE if environ.get(PUBLIC_URL, "").lower().startswith("https://") else []
    if said.lower() == NOBODY:
        return []
    proxies = [part.strip() for part in said.split(",") if part.strip()]
    for proxy in proxies:
        _refuse_what_is_no_address(proxy)
    return proxies


def _refuse_what_is_no_address(proxy: str) -> None:
    try:
        everybody = ip_network(proxy).prefixlen == 0
    except ValueError:
        everybody = True
    if everybody:
        raise StartError(
            f"{TRUSTED} 应写代理服务器的地址或网段，用逗号分开，如 127.0.0.1,10.0.0.0/24，现为“{proxy}”"
            " (addresses or networks of your proxies)"
        )
