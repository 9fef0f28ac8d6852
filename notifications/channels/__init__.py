"""Own Apprise plugins, by the scheme of their URL: the place where DingTalk and WeCom come in.

A plugin is an Apprise plugin that tells more than true or false: after `notify()` its `outcome` holds the
receiver's answer, and `stop()` cuts a send that takes too long. Any other scheme is left to Apprise itself.
"""

from notifications.channels.webhook import Webhook

PLUGINS: dict[str, type[Webhook]] = {"json": Webhook, "jsons": Webhook}
