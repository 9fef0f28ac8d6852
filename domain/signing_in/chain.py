"""The chain over the record of sign-ins: a line changed, taken out or slipped in shows, whichever it is."""

from collections.abc import Iterator

from sqlalchemy import Connection, text

# Each link is computed anew in the database, from the line it stands for and the link before it.
_WRONG = text("""
    SELECT seq FROM (
        SELECT link.seq, link.hash, line.id, row_number() OVER (ORDER BY link.seq) AS n,
            bihuan_sign_in_hash(coalesce(lag(link.hash) OVER (ORDER BY link.seq), ''), line) AS expected
        FROM sign_in_link AS link LEFT JOIN sign_in AS line ON line.id = link.sign_in_id
    ) AS each WHERE seq <> n OR id IS NULL OR hash <> expected ORDER BY seq LIMIT 1
""")
_UNLINKED = text("""
    SELECT id FROM sign_in WHERE NOT EXISTS (SELECT FROM sign_in_link AS link WHERE link.sign_in_id = sign_in.id)
    ORDER BY id LIMIT 1
""")


def broken_sign_ins(connection: Connection) -> Iterator[str]:
    """What is wrong with the record of sign-ins, in Chinese."""
    wrong = connection.scalar(_WRONG)
    if wrong is not None:
        yield f"登录记录第 {wrong} 条与其链不符：该条或其前被改动、删去"
    unlinked = connection.scalar(_UNLINKED)
    if unlinked is not None:
        yield f"登录记录（id {unlinked}）不在链上，是另外添加的"
