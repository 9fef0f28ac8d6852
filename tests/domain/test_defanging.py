"""Links in a reporter's words become words; what is no link stays as it was."""

import re
import unicodedata

import pytest

from domain.messages.defanging import defang

LINKS = [
    "http://evil.example/x",
    "HTTPS://Evil.Example",
    "www.evil.cn",
    "evil.cn/登录",
    "点这里evil.com。",
    "例子.中国",
    "evil．cn",
    "evil｡cn",
    "evil。cn",
    "http：//evil．cn",
    "https:／／evil.cn",
    "e\u200bvil\u200b.c\u2060n",
    "evil\u200d.cn",
    "mailto:a@evil.cn",
    "a@evil.cn",
    "[点我](http://evil.cn)",
    "<a href='javascript:alert(1)'>",
    "weixin://dl/business",
    "dingtalk://dingtalkclient/page",
    "http://10.0.0.1:8080/x",
    "10.0.0.1/x",
    "xn--fsq.xn--0zwm56d",
    "tel:110",
    "a.b.c.evil.co.uk",
    "//evil.cn",
    "evil\u2024cn",
    "evil\ufe52cn",
    "evil\u06d4cn",
    "evil\u2488cn",
    "evil\ufe0f.\ufe0fcn",
    "evil\u0307.cn",
    "http\ua789//evil",
    "http\u2236\u2215\u2215evil",
    "http:\u2044\u2044evil",
    "http:\\\\evil",
    "http\ufe55\u29f8\u29f8evil\u2024cn\u2215x",
    "tel\u2236110",
    "\u2121:110",
    "\uff48\uff54\uff54\uff50\uff1a\uff0f\uff0f\uff45\uff56\uff49\uff4c\uff0e\uff43\uff4e",
    "\u24d4\u24e5\u24d8\u24db.\u24d2\u24dd",
    "\U0001d41e\U0001d42f\U0001d422\U0001d425.\U0001d41c\U0001d427",
    "10\u20240\u20240\u20241",
    "\uff11\uff10\uff0e\uff10\uff0e\uff10\uff0e\uff11",
    "mailto\u02f8a@evil\uff61cn",
]
LOOK_ALIKES = str.maketrans(
    {
        "\u06d4": ".",
        "\uff61": ".",
        **dict.fromkeys("\ua789\u2236\u02f8", ":"),
        **dict.fromkeys("\u2044\u2215\u29f8\\", "/"),
    }
)
SCHEME_OR_HOST = re.compile(
    r"[a-z]+:/|\b(?:mailto|tel|javascript):|www\.|[^\W_][.．｡][^\W\d_]|[a-z]。[a-z]|\d\.\d+\.\d+\.\d",
    re.IGNORECASE,
)
WORDS = [
    "宽1.2米，高3.5米",
    "见GB 50016-2014第5.5.21条",
    "1.走道 2.楼梯",
    "请修。门坏了",
    "12:30前",
    "比例1:50",
    "v2.0",
    "……",
    "门坏了…请修",
    "比例1\u223650，约50\u33a1，见第\u2460条",
    "\u2488走道 \u2489楼梯",
    "A/B 区，A\u2215B 区，1\uff0f2",
    "位置\uff1a走道\uff0c明早8\uff1a30",
    "\u26a0\ufe0f 注意",
]


@pytest.mark.parametrize("link", LINKS)
def test_no_client_finds_a_link(link: str) -> None:
    found = defang(f"走道堆物，{link} 请看")
    read = re.sub(
        "[\u0300-\u036f\ufe00-\ufe0f]", "", unicodedata.normalize("NFKC", found.translate(LOOK_ALIKES))
    )
    assert not SCHEME_OR_HOST.search(found), found
    assert not SCHEME_OR_HOST.search(read.replace(": ", "")), "nor does one that reads look-alikes"
    assert defang(found) == found, "what is apart stays as it is"


@pytest.mark.parametrize("words", WORDS)
def test_numbers_and_sentences_stay(words: str) -> None:
    assert defang(words) == words
