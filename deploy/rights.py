"""What the application's role may do with each table: rows, and of a record only reading and adding.

Applied after every upgrade, so that a new table has its rights from its first day; nobody may empty a table at all.
"""

from sqlalchemy import Connection, text

from domain.store.roles import ROWS

RECORDS = {
    "alembic_version": "SELECT",
    "journal": "SELECT, INSERT",
    "organisation_journal": "SELECT, INSERT",
    "sign_in": "SELECT, INSERT",
    "sign_in_link": "SELECT, INSERT",
    "policy_text": "SELECT, INSERT",
    "anchor": "SELECT, INSERT, UPDATE (told_at)",
    "cases": "SELECT, INSERT",
    "paper_file": "SELECT, INSERT",
    "paper": "SELECT, INSERT, UPDATE",
    "paper_template": "SELECT, INSERT, UPDATE",
    "calendar_edition": "SELECT, INSERT, UPDATE (confirmed_by, confirmed_at)",
    "policy_edition": "SELECT, INSERT, UPDATE (released_by, released_at)",
    "suspension": "SELECT, INSERT, UPDATE",
    "hazard": "SELECT, INSERT, UPDATE",
    "task": "SELECT, INSERT, UPDATE",
}
"""Tables of which the application may do less than with every other."""

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
OPEN_TO_EMPTYING = """SELECT c.relname FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> 'alembic_version'
        AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'is_never_emptied')
    ORDER BY c.relname"""


def guard_tables(connection: Connection) -> None:
    """Let every table refuse TRUNCATE, whoever asks: row triggers do not see it."""
    for table in connection.execute(text(OPEN_TO_EMPTYING)).scalars().all():
        connection.execute(
            text(
                f'CREATE TRIGGER is_never_emptied BEFORE TRUNCATE ON "{table}"'
                " FOR EACH STATEMENT EXECUTE FUNCTION bihuan_is_never_emptied()"
            )
        )


def entitle(connection: Connection, application: str) -> None:
    """Give the application's role its rights, as the tables' owner."""
    role = connection.dialect.identifier_preparer.quote_identifier(application)
    for table in connection.execute(text(TABLES)).scalars().all():
        connection.execute(text(f'REVOKE ALL ON "{table}" FROM {role}, PUBLIC'))
        connection.execute(text(f'GRANT {RECORDS.get(table, ROWS)} ON "{table}" TO {role}'))
    connection.execute(text(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}"))
