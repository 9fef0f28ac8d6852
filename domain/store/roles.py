"""Three roles of PostgreSQL, so that what one of them is made to do stays small.

The owner has the tables and changes them, at a start alone. The application reads and writes rows. Prefect has its own
database and knows no other. None of them is a superuser; whoever makes them is, or may make roles and databases.
"""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass

from psycopg import Connection, sql

ROWS = "SELECT, INSERT, UPDATE, DELETE"


@dataclass(frozen=True)
class Roles:
    """Their names."""

    owner: str = "bihuan_owner"
    application: str = "bihuan_app"
    prefect: str = "bihuan_prefect"


def new_password() -> str:
    """A password nobody guesses, without signs that an address or a password file would want quoted."""
    return secrets.token_urlsafe(24)


def make_roles(connection: Connection, passwords: Mapping[str, str]) -> None:
    """Make the roles that are missing and set their passwords, which reach the server only as SCRAM verifiers."""
    for name, password in passwords.items():
        connection.execute(create_role(name))
        verifier = connection.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256")
        setting = sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}")
        connection.execute(setting.format(sql.Identifier(name), sql.Literal(verifier.decode())))


def create_role(name: str) -> sql.Composed:
    """Say how a role that may sign in and nothing else is made, unless it is there."""
    return sql.SQL(
        "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {}) THEN CREATE ROLE {} LOGIN; END IF; END $$"
    ).format(sql.Literal(name), sql.Identifier(name))


def join_roles(roles: Roles) -> Iterator[sql.Composed]:
    """Let an administrator who is no superuser give things to the roles; a superuser may anyway."""
    for name in (roles.owner, roles.prefect):
        yield sql.SQL(
            "DO $$ BEGIN IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)"
            " THEN GRANT {} TO CURRENT_USER; END IF; END $$"
        ).format(sql.Identifier(name))


def create_missing_database(connection: Connection, name: str, owner: str) -> None:
    """Make a database unless it is there."""
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
        connection.execute(create_database(name, owner))


def create_database(name: str, owner: str) -> sql.Composed:
    """Say how a database is made."""
    statement = sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0")
    return statement.format(sql.Identifier(name), sql.Identifier(owner))


def settle_our_database(name: str, roles: Roles) -> Iterator[sql.Composed]:
    """Say, inside our database, whose it is and who else may enter it."""
    yield from _settle(name, roles.owner)
    named = {"db": sql.Identifier(name), "owner": sql.Identifier(roles.owner)}
    named |= {"app": sql.Identifier(roles.application)}
    for line in (
        "CREATE EXTENSION IF NOT EXISTS pg_trgm",
        "GRANT CONNECT ON DATABASE {db} TO {app}",
        "GRANT USAGE ON SCHEMA public TO {app}",
        f"ALTER DEFAULT PRIVILEGES FOR ROLE {{owner}} IN SCHEMA public GRANT {ROWS} ON TABLES TO {{app}}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {app}",
    ):
        yield sql.SQL(line).format(**named)


def settle_prefects_database(name: str, roles: Roles) -> Iterator[sql.Composed]:
    """Say, inside Prefect's database, that it is Prefect's alone."""
    yield from _settle(name, roles.prefect)


def _settle(name: str, owner: str) -> Iterator[sql.Composed]:
    named = {"db": sql.Identifier(name), "owner": sql.Identifier(owner)}
    for line in (
        "ALTER DATABASE {db} OWNER TO {owner}",
        "REVOKE ALL ON DATABASE {db} FROM PUBLIC",
        "ALTER SCHEMA public OWNER TO {owner}",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    ):
        yield sql.SQL(line).format(**named)
    yield sql.SQL(HAND_OVER).format(owner=sql.Literal(owner))


HAND_OVER = """DO $$
DECLARE command text;
BEGIN
    FOR command IN
        SELECT format('ALTER %s %s OWNER TO %I', CASE relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW'
                WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END, c.oid::regclass, {owner})
            FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S')
                AND relowner <> {owner}::regrole AND NOT EXISTS (SELECT FROM pg_depend d
                    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND deptype IN ('a', 'i', 'e'))
        UNION ALL SELECT format('ALTER ROUTINE %s OWNER TO %I', p.oid::regprocedure, {owner})
            FROM pg_proc p WHERE pronamespace = 'public'::regnamespace AND proowner <> {owner}::regrole
                AND NOT EXISTS (SELECT FROM pg_depend d
                    WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND deptype = 'e')
        UNION ALL SELECT format('ALTER TYPE %s OWNER TO %I', t.oid::regtype, {owner})
            FROM pg_type t WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd')
                AND typowner <> {owner}::regrole AND NOT EXISTS (SELECT FROM pg_depend d
                    WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND deptype = 'e')
    LOOP
        EXECUTE command;
    END LOOP;
END $$"""
"""Gives what another role made, before there were three, to its owner; what belongs to an extension stays."""


def names(roles: Roles) -> tuple[str, ...]:
    """All three."""
    return astuple(roles)
