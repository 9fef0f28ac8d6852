"""A phone joins the demonstration: the address, the code, and what is said about it."""

import ipaddress
import os

import pytest

from deploy.cli import read_options
from deploy.demo import local_network
from domain.store.settings import StartError


def test_the_web_stays_on_this_machine_unless_asked() -> None:
    assert not read_options(["demo"]).lan
    assert read_options(["demo", "--lan"]).lan


def test_links_and_the_web_use_the_address_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_network, "SOMEWHERE_ELSE", ("127.0.0.1", 9))
    monkeypatch.setattr(os, "environ", {})
    page = local_network.listen_on_the_network(8080)
    address = page.removeprefix("http://").removesuffix(":8080/")
    assert ipaddress.ip_address(address).is_loopback
    assert os.environ == {"BIHUAN_HOST": "0.0.0.0", "BIHUAN_NOTIFY_PUBLIC_URL": page[:-1]}  # noqa: S104 - what --lan means


def test_the_invitation_shows_a_code_and_says_who_can_see() -> None:
    lines = list(local_network.invitation("http://192.0.2.7:8080/"))
    assert "http://192.0.2.7:8080/" in lines[0]
    assert any("▀" in line or "█" in line or "▄" in line for line in lines)
    assert "不要录入真实数据" in lines[-2]


def test_without_a_network_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_network, "SOMEWHERE_ELSE", ("255.255.255.255", 9))
    with pytest.raises(StartError, match="局域网"):
        local_network.address_of_this_machine()
