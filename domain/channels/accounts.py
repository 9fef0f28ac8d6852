"""People's accounts on a channel, entered by the office for many at once: a table pasted from a sheet."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, Row, text

from domain.channels.cards import know_addresses
from domain.channels.changes import setting_up
from domain.channels.kinds import FORMS, AddressOf
from domain.directory.organisation import Actor
from domain.errors import NotReady, WrongInput
from domain.store.base import Store

MOST_LINES = 3000
_CELLS = re.compile(r"\s*[\t,，;；]\s*|\s+")
_ACCOUNT = re.compile(r"[\x21-\x7e]{1,200}")
_PEOPLE = text("""
    SELECT person.id, person.key, person.name, person.phone, home.name AS unit,
        (SELECT array_agg(login) FROM account WHERE account.person_id = person.id AND account.active) AS logins
    FROM person JOIN unit AS home ON home.id = person.unit_id
    WHERE person.active AND starts_with(home.path, (SELECT path FROM unit WHERE id = :authority))
""")


class Accounts(BaseModel):
    """Lines of two cells: who (人员代号, login, phone, or a name that one person has), and their account there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lines: Annotated[str, Field(title="人员和平台账号", min_length=1, max_length=200_000)]


@dataclass(frozen=True)
class RefusedLine:
    """A line that was not taken, and why."""

    number: int
    line: str
    why: str


@dataclass(frozen=True)
class Entered:
    """How many people's accounts were written down, and the lines that were not."""

    saved: int
    refused: tuple[RefusedLine, ...]


def enter_accounts(store: Store, channel_id: int, said: Accounts, *, by: Actor, at: datetime) -> Entered:
    """Write down what can be; an account for somebody who has one replaces it. Nobody's own order is changed."""
    lines = [(n, line.strip()) for n, line in enumerate(said.lines.splitlines(), start=1) if line.strip()]
    if len(lines) > MOST_LINES:
        raise WrongInput(f"一次最多 {MOST_LINES} 行，现有 {len(lines)} 行，请分几次。", field="lines")
    with setting_up(store, by, at) as work:
        card = work.one(channel_id)
        if FORMS[card.kind].address is not AddressOf.VENDOR:
            raise NotReady(
                f"{card.kind.label}用人员资料里的{FORMS[card.kind].address.label}，不需要登记账号。"
            )
        known = _known(work.connection, work.authority)
        found: dict[int, str] = {}
        refused = []
        for number, line in lines:
            person, account, why = _read(line, known)
            if person is None:
                refused.append(RefusedLine(number, line[:80], why))
            else:
                found[person] = account
        know_addresses(work.connection, card.id, found)
    return Entered(len(found), tuple(refused))


def _known(connection: Connection, authority: int) -> Mapping[str, list[Row[Any]]]:
    """People of an authority by everything that may name them."""
    known: defaultdict[str, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(_PEOPLE, {"authority": authority}):
        for name in {row.key, row.name, _digits(row.phone), *(row.logins or ())} - {""}:
            known[_plain(name)].append(row)
    return known


def _read(line: str, known: Mapping[str, list[Row[Any]]]) -> tuple[int | None, str, str]:
    """Read one line: (person, account, why not)."""
    cells = [cell for cell in _CELLS.split(line) if cell]
    if len(cells) < 2:  # noqa: PLR2004 - who, and their account
        return None, "", "缺一列：每行写 人员 和 平台账号，用制表符、逗号或空格分开"
    who, account = cells[0], unicodedata.normalize("NFKC", cells[-1])
    found = known.get(_plain(who)) or known.get(_digits(who)) or []
    people = list({row.id: row for row in found}.values())
    if not people:
        return None, "", f"没有叫“{who}”的在岗人员，请核对人员代号、手机号或姓名"
    if len(people) > 1:
        units = "、".join(f"{row.unit} {row.key}" for row in people[:5])
        return None, "", f"有 {len(people)} 个“{who}”（{units}），请改写人员代号或手机号"
    if not _ACCOUNT.fullmatch(account):
        return None, "", f"平台账号“{account}”应是英文、数字和符号，不带空格"
    return people[0].id, account, ""


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()


def _digits(phone: str) -> str:
    kept = re.sub(r"[\s()-]", "", unicodedata.normalize("NFKC", phone or ""))
    return kept.removeprefix("+86") if kept.removeprefix("+").isdigit() else ""
