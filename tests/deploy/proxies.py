"""Where the proxies are."""

import shutil

NO_NGINX = "没有找到 nginx，代理测试跳过"
NO_CADDY = "没有找到 Caddy，代理测试跳过"


def path_of_nginx() -> str | None:
    """On the path, or where Debian keeps it for root."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def path_of_caddy() -> str | None:
    """On the path."""
    return shutil.which("caddy")
