"""Which hosts a channel may name: the vendor's own, and those that whoever runs the system has listed."""

import os
from collections.abc import Mapping
from urllib.parse import urlsplit

from domain.channels.kinds import FORMS, ChannelKind
from domain.errors import WrongInput
from domain.outside import is_loopback

HOSTS, LOOPBACK = "BIHUAN_NOTIFY_WEBHOOK_HOSTS", "BIHUAN_NOTIFY_ALLOW_LOOPBACK"
YES = frozenset({"1", "yes", "true", "on"})


def check_host(kind: ChannelKind, base_url: str, environ: Mapping[str, str] = os.environ) -> None:
    """Refuse a host that no message would be let out to, naming who can list it; raises WrongInput."""
    parts = urlsplit(base_url)
    host = (parts.hostname or "").lower()
    own = urlsplit(FORMS[kind].standard_base).hostname
    if not host or (host == own and parts.scheme == "https"):
        return
    if host == own:
        raise WrongInput(f"{host} 只收加密的请求，接口地址请以 https:// 开头。", field="base_url")
    if is_loopback(host):
        if environ.get(LOOPBACK, "").lower() not in YES:
            raise WrongInput("接口地址指向服务器本机，不能使用；请填写接口所在主机的地址。", field="base_url")
        return
    listed = {each.strip().lower() for each in environ.get(HOSTS, "").split(",")}
    if host not in listed:
        raise WrongInput(
            f"主机 {host} 还没有获准接收消息。请让部署本系统的人把它加入设置 {HOSTS} 并重启，然后再保存。",
            field="base_url",
        )


def check_mail_host(place: str, environ: Mapping[str, str] = os.environ) -> None:
    """Refuse a mail server (host or host:port) that is this machine itself, as no mail would go there."""
    if is_loopback(place.partition(":")[0].lower()) and environ.get(LOOPBACK, "").lower() not in YES:
        raise WrongInput(
            "邮件服务器指向本系统所在的机器，不能使用；请填写邮件服务器的主机名。", field="place"
        )
