"""Links in somebody's words are made words: no chat, phone or mail program turns them into something to tap.

An office's message must not lead where a stranger likes. Only our own link is one, and it is not written here.
"""

import re

_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_SCHEME = re.compile(
    r"\b(https?|ftp|file|mailto|tel|sms|smsto|data|javascript|vbscript|dingtalk|weixin|wxwork|alipays?|intent)[:\uff1a]+\s*",
    re.IGNORECASE,
)
_SLASHES = re.compile(r"[:\uff1a]\s*[/\uff0f]{2,}\s*")
_NUMBERS = re.compile(r"(?<![\d.])\d{1,3}(?:[.\uff0e\uff61]\d{1,3}){3}(?![\d.])")
_DOTS = re.compile(
    r"(?<=[\w\u200d-])[.\uff0e\uff61](?=[A-Za-z])|(?<=[^\W\d])[.\uff0e\uff61](?=[^\W\d])|"
    r"(?<=[A-Za-z0-9\u200d-])\u3002(?=[A-Za-z0-9])"
)
_ANY_DOT = re.compile(r"[.\uff0e\uff61]")
APART = " . "


def tame(text: str) -> str:
    """Take a text's links apart: `http://evil.cn/x` becomes `http： evil . cn/x`. Numbers such as 3.5 stay."""
    seen = _INVISIBLE.sub("", text)
    seen = _SLASHES.sub("： ", seen)
    seen = _SCHEME.sub(lambda found: f"{found[1]}： ", seen)
    seen = _NUMBERS.sub(lambda found: _ANY_DOT.sub(APART, found[0]), seen)
    return _DOTS.sub(APART, seen)
