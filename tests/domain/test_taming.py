"""Links in a reporter's words become words; what is no link stays as it was."""

import re

import pytest

from domain.messages.taming import tame

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
]
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
]


@pytest.mark.parametrize("link", LINKS)
def test_no_client_finds_a_link(link: str) -> None:
    found = tame(f"走道堆物，{link} 请看")
    assert not SCHEME_OR_HOST.search(found), found
    assert tame(found) == found, "what is tame stays as it is"


@pytest.mark.parametrize("words", WORDS)
def test_numbers_and_sentences_stay(words: str) -> None:
    assert tame(words) == words
