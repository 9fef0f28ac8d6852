"""The channels, by the scheme of their URL: the place where our own DingTalk and WeCom plugins come in.

Each is an Apprise plugin. One of our own also tells more than true or false: after `notify()` its `outcome` holds
the receiver's answer, and `stop()` cuts a send that takes too long. Apprise's registry is not asked, because the
first question to it imports its 180 plugins.
"""

from apprise.plugins.base import NotifyBase
from apprise.plugins.email import NotifyEmail

from notifications.channels.webhook import Webhook

PLUGINS: dict[str, type[NotifyBase]] = {
    "json": Webhook,
    "jsons": Webhook,
    "mailto": NotifyEmail,
    "mailtos": NotifyEmail,
}
