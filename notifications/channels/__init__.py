"""The channels, by the scheme of their URL: for DingTalk, WeCom, WeChat, text messages, webhooks and mail.

Each is an Apprise plugin that tells more than true or false: after `notify()` its `outcome` holds the receiver's
answer. Apprise's registry is not asked when something is sent, because the first question to it
imports its 180 plugins.
"""

from apprise.manager_plugins import NotificationManager

from notifications.channels.dingtalk import DingRobot, DingWork
from notifications.channels.mail import Mail
from notifications.channels.own import OwnChannel
from notifications.channels.sms import SmsGateway
from notifications.channels.webhook import Webhook
from notifications.channels.wechat import WeChatAccount
from notifications.channels.wecom import WeComApp, WeComRobot

OWN: dict[str, type[OwnChannel]] = {
    "dingrobot": DingRobot,
    "dingwork": DingWork,
    "wecomrobot": WeComRobot,
    "wecomapp": WeComApp,
    "wechatmp": WeChatAccount,
    "smsgw": SmsGateway,
}
Plugin = OwnChannel | Webhook | Mail
PLUGINS: dict[str, type[Plugin]] = {
    "json": Webhook,
    "jsons": Webhook,
    "mailto": Mail,
    "mailtos": Mail,
    **OWN,
}
VENDOR_HOSTS = frozenset({"oapi.dingtalk.com", "qyapi.weixin.qq.com", "api.weixin.qq.com"})
"""Where the vendors' public services stand; every other host is named by the office."""


def register() -> None:
    """Make our schemes known to Apprise itself, for whoever loads a list of URLs with it."""
    manager = NotificationManager()  # type: ignore[no-untyped-call] # Apprise has no types
    for scheme, plugin in OWN.items():
        manager.add(plugin, schemas=scheme, force=True)  # type: ignore[no-untyped-call] # Apprise has no types
