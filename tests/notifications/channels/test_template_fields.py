"""Each kind of field of a WeChat template by the vendor's own rule, whatever the word."""

import re
from datetime import datetime

import pytest

from deploy.demo.vendors.wechat import RULES
from domain.clock import SITE_ZONE
from notifications.channels.template_fields import KINDS, fitted
from tests.notifications.channels.exchange import DATA, Exchange

WORDS = [
    "",
    "防火门被占用" * 9,
    "已超期两天多",
    "👀\n请看",
    "138 0000 0000",
    "A-1/２层",
    "浙A12345",
    "3.50",
    "，。！",
    "x" * 50,
]
EXAMPLE = "thing1:hazard,thing2:place,time3:due"
MIDNIGHT = datetime(2026, 12, 1, 0, 0, tzinfo=SITE_ZONE)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_whatever_the_word_the_field_is_taken(kind: str) -> None:
    for word in WORDS:
        for moment in (None, MIDNIGHT):
            found = fitted(f"{kind}7", word, moment)
            assert re.fullmatch(RULES[kind], found), (kind, word, found)
            assert "…" not in found or kind in ("thing", "const")


def test_a_date_is_written_in_full() -> None:
    due = datetime(2026, 11, 30, 9, 5, tzinfo=SITE_ZONE)
    assert fitted("date3", "今天09:05", due) == "2026年11月30日"
    assert fitted("time3", "今天09:05", due) == "2026年11月30日 09:05"
    assert fitted("time3", "11月30日", MIDNIGHT) == "2026年11月30日 23:59"
    assert fitted("phrase1", "已超期两天") == "已超期两天"


@pytest.mark.parametrize("data", [{"id": 1, "link": "https://b.example/"}, {**DATA, "values": {}}])
def test_the_trial_of_the_example_passes(exchange: Exchange, data: dict[str, object]) -> None:
    assert exchange.send("wechatmp", data=data, fields=EXAMPLE).ok
