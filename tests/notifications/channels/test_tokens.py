"""Tokens: kept until shortly before their end, fetched once, dropped only by whoever was refused with them."""

import threading
from concurrent.futures import ThreadPoolExecutor

from notifications.channels.tokens import Grant, MemoryTokens, drop, obtain, token_key


class Hours:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_a_token_is_fetched_again_five_minutes_before_its_end() -> None:
    hours, fetched = Hours(), iter(("first", "second"))
    tokens = MemoryTokens(hours)

    def give() -> str:
        return obtain(tokens, "app", lambda: Grant(next(fetched), 7200))

    assert give() == "first"
    hours.seconds = 6899
    assert give() == "first"
    hours.seconds = 6901
    assert give() == "second"


def test_a_short_token_serves_half_its_life() -> None:
    hours = Hours()
    tokens = MemoryTokens(hours)
    obtain(tokens, "app", lambda: Grant("short", 60))
    hours.seconds = 29
    assert tokens.get("app") == "short"
    hours.seconds = 31
    assert tokens.get("app") is None


def test_twenty_sends_at_once_fetch_one_token() -> None:
    tokens, asked, all_here = MemoryTokens(), [], threading.Barrier(20)

    def fetch() -> Grant:
        asked.append(1)
        return Grant("shared", 7200)

    def send(_: int) -> str:
        all_here.wait()
        return obtain(tokens, "herd", fetch)

    with ThreadPoolExecutor(20) as pool:
        assert set(pool.map(send, range(20))) == {"shared"}
    assert len(asked) == 1


def test_a_late_refusal_of_an_old_token_leaves_its_successor() -> None:
    tokens = MemoryTokens()
    tokens.put("app", "new", 7200)
    drop(tokens, "app", "old")
    assert tokens.get("app") == "new"
    drop(tokens, "app", "new")
    assert tokens.get("app") is None


def test_the_name_of_a_place_tells_no_secret_and_changes_with_it() -> None:
    name = token_key("dingwork", "https://oapi.dingtalk.com", "key", "canary-9f3")
    assert name.startswith("dingwork:")
    assert "canary" not in name
    assert name != token_key("dingwork", "https://oapi.dingtalk.com", "key", "changed")
