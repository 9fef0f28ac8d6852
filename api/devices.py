"""A browser's own description in words that its owner recognises."""

APPS = (
    ("DingTalk", "钉钉"),
    ("wxwork", "企业微信"),
    ("MicroMessenger", "微信"),
    ("HarmonyOS", "鸿蒙浏览器"),
    ("Edg/", "Edge 浏览器"),
    ("Firefox/", "火狐浏览器"),
    ("Chrome/", "Chrome 浏览器"),
    ("Safari/", "Safari 浏览器"),
    ("python", "程序"),
    ("curl", "程序"),
)
SYSTEMS = (
    ("HarmonyOS", "鸿蒙"),
    ("Android", "安卓手机"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows 电脑"),
    ("Mac OS", "苹果电脑"),
    ("Linux", "Linux 电脑"),
)


def device_name(told: str) -> str:
    """Where and with what, e.g. 安卓手机 · 钉钉; what nobody knows is 其他设备."""
    found = [next((name for mark, name in marks if mark in told), "") for marks in (SYSTEMS, APPS)]
    return " · ".join(name for name in found if name) or "其他设备"
