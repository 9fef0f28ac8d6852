"""Every row against what the journal says of it: the last line's seal, and the rows that hang on a hazard."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, text

from domain.cases.kind import Kind
from domain.cases.store.sealing import Rows, hanging_rows
from domain.kinds import KINDS
from domain.organisation.sealing import SEAL
from domain.policy import digest_of_body
from domain.seals.sealed import (
    HANGING,
    INVOLVED,
    PAPERS,
    ROW,
    digest_of,
    digest_of_all,
    digest_of_people,
    parts_of,
)
from domain.tables.cases import CaseRow
from domain.tables.core import ORGANISATION_JOURNAL, POLICY_TEXT
from domain.words import PaperState

ENDED = (PaperState.ANSWERED, PaperState.DECLINED)
_EVIDENCE = text("""WITH told AS (
    SELECT named.file #>> '{}' AS hash, j.case_id
        FROM journal j, jsonb_path_query(j.data, '$.**.photos[*]') AS named(file)
        WHERE j.case_id = ANY(:ids) AND j.actor_id IS NOT NULL
    UNION SELECT j.data ->> 'scan', j.case_id FROM journal j
        WHERE j.case_id = ANY(:ids) AND j.actor_id IS NOT NULL AND j.data ? 'scan'
), kept AS (SELECT hash, case_id FROM case_evidence WHERE case_id = ANY(:ids))
SELECT case_id FROM ((TABLE told EXCEPT TABLE kept) UNION (TABLE kept EXCEPT TABLE told)) AS differing""")
_INVOLVED = """WITH told AS (
    SELECT who AS person_id, id AS case_id FROM {table}, unnest(involved) AS who WHERE id = ANY(:ids)
), kept AS (SELECT person_id, case_id FROM case_involved WHERE case_id = ANY(:ids))
SELECT case_id FROM ((TABLE told EXCEPT TABLE kept) UNION (TABLE kept EXCEPT TABLE told)) AS differing"""
_STRAYS = "SELECT count(*) FROM {table} AS t WHERE NOT EXISTS (SELECT FROM {of} WHERE {of}.id = t.{key})"
_WRONGLY_NAMED = """SELECT count(*) FROM (SELECT id, ref FROM cases WHERE kind = '{kind}') AS named
    FULL JOIN {kind} USING (id, ref) WHERE named IS NULL OR {kind} IS NULL"""
_UNKNOWN_FILES = """SELECT count(*) FROM case_evidence AS shown
    WHERE NOT EXISTS (SELECT FROM evidence WHERE evidence.hash = shown.hash)"""
HANG_ON_A_CASE = ("journal", "notice", "case_involved", "case_evidence")
HANG_ON_A_HAZARD = ("paper", "listing", "suspension", "hazard_words")
Said = tuple[CaseRow, str]


@dataclass(frozen=True)
class FirstSeals:
    """The hazards sealed as they stood when seals came: by id, the version and the seal; `given`: seals have come."""

    of: dict[int, tuple[int, bytes]]
    given: bool


def first_seals(connection: Connection) -> FirstSeals:
    """What the organisation's journal seals of hazards."""
    lines = connection.execute(
        select(ORGANISATION_JOURNAL.c.seals).where(ORGANISATION_JOURNAL.c.act == SEAL).order_by("seq")
    )
    found, given = dict[int, tuple[int, bytes]](), False
    for (seals,) in lines:
        given = True
        for hazard, (version, seal) in (seals or {}).get("hazard", {}).items():
            found[int(hazard)] = version, bytes.fromhex(seal)
    return FirstSeals(found, given)


def verify_rows(
    connection: Connection, kind: Kind, first: FirstSeals, rows: list[CaseRow], journals: dict[int, list[Any]]
) -> Iterator[Said]:
    """What in these cases' rows is not as the last act left it."""
    ids = [int(row.id or 0) for row in rows]
    hanging = hanging_rows(connection, ids) if kind.has_papers else {}
    for row in rows:
        key = int(row.id or 0)
        for said in _differing(kind, first, row, journals.get(key, []), hanging.get(key, {})):
            yield row, said
    involved = text(_INVOLVED.format(table=kind.name))
    for wanted, said in ((_EVIDENCE, "照片归属与办理记录不符"), (involved, "相关人员索引与台账不符")):
        wrong = set(connection.scalars(wanted, {"ids": ids}))
        yield from ((row, said) for row in rows if row.id in wrong)


def strays(connection: Connection) -> Iterator[str]:
    """Rows that hang on a case which is not there any more, and cases that are not named as their rows are."""
    hanging = [(table, "cases", "case_id") for table in HANG_ON_A_CASE]
    hanging += [(table, "hazard", "hazard_id") for table in HANG_ON_A_HAZARD]
    for table, of, key in hanging:
        if n := connection.scalar(text(_STRAYS.format(table=table, of=of, key=key))):
            yield f"{table} 有 {n} 行所属的隐患已不存在：隐患被整条删去"
    for kind in KINDS.values():
        if n := connection.scalar(text(_WRONGLY_NAMED.format(kind=kind.name))):
            yield f"{kind.label}有 {n} 条与登记的代号、类别不符，或被整条删去"
    if n := connection.scalar(text(_UNKNOWN_FILES)):
        yield f"办理记录所列的 {n} 个照片或文件没有上传记录：上传记录被删去"


def wrong_policies(connection: Connection) -> Iterator[str]:
    """Frozen policies that are not what their version names."""
    for version, body in connection.execute(select(POLICY_TEXT.c.version, POLICY_TEXT.c.body)):
        if not version.endswith(f"#{digest_of_body(body)}"):
            yield f"冻结的政策 {version} 与其版本号不符，被改动"


def _differing(kind: Kind, first: FirstSeals, row: CaseRow, lines: list[Any], hanging: Rows) -> Iterator[str]:
    begun, seal = first.of.get(int(row.id or 0), (0, b""))
    parts, last = parts_of(seal), begun
    for line in lines:
        if line.seal and line.seq > begun:
            parts |= parts_of(bytes(line.seal))
            last = line.seq
    if not parts and not first.given:
        return
    if last != row.version or ROW not in parts:
        yield f"末行（第 {row.version} 行）没有封存值"
        return
    yield from _row_differs(kind, row, parts)
    for letter, table in HANGING.items():
        hung, told = hanging.get(letter, []), parts.get(letter)
        if told is None and not hung:
            continue
        if told is None and not (seal or (lines[0].seq == 1 and first.given)):
            continue
        ended = (one for one in hung if letter == PAPERS and one["state"] in ENDED and not one["look_again"])
        if any(one["holders"] for one in ended):
            yield f"{table} 已办结，却仍有办理人"
        if told is None or digest_of_all(table, hung, told[0]) != told:
            yield f"{table} 各行与办理记录所封存的不符，在办理之外被改动、增删"


def _row_differs(kind: Kind, row: CaseRow, parts: dict[bytes, bytes]) -> Iterator[str]:
    told = parts[ROW]
    if digest_of(kind.name, vars(row), told[0]) != told:
        yield f"台账行与第 {row.version} 行所封存的不符，在办理之外被改动"
    if digest_of_people(row.involved) != parts[INVOLVED]:
        yield f"相关人员与第 {row.version} 行所封存的不符，在办理之外被改动"
