"""The little markdown that DingTalk and WeCom read, as HTML: headings, bold, links, quotes, lists and lines."""

import re
from html import escape

from markupsafe import Markup

_LINK = re.compile(r"\[([^\[\]]*)\]\((https?://[^\s()]+)\)")
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_MENTION = re.compile(r"&lt;@([^&\s]+)&gt;")
_HEADING = re.compile(r"#{1,6} +(.*)")


def shown(text: str) -> Markup:
    """Give markdown as a chat shows it; everything else is words."""
    return Markup("").join(_line(line) for line in text.split("\n") if line.strip())


def _line(line: str) -> Markup:
    heading = _HEADING.fullmatch(line.strip())
    tag, words = ("b", heading[1]) if heading else ("span", line)
    return Markup(f'<{tag} class="line">{_inside(words)}</{tag}>')  # noqa: S704 - escaped piece by piece


def _inside(words: str) -> str:
    safe = escape(words)
    safe = _LINK.sub(r'<a href="\2" target="_blank" rel="noreferrer">\1</a>', safe)
    safe = _BOLD.sub(r"<b>\1</b>", safe)
    return _MENTION.sub(r'<i class="at">@\1</i>', safe)
