"""The roles of the embedded server: their passwords in libpq's own form of a password file, their databases.

Each program is told its own role's password and no other. Programs of one user of the operating system can read each
other's files: the roles bound what a program can be made to do by what it is sent, not what its user may do.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

import psycopg
from psycopg import sql

from domain.store.roles import (
    Roles,
    create_missing_database,
    make_roles,
    names,
    new_password,
    settle_our_database,
    settle_prefects_database,
)
from domain.store.secrets import kept_secret

ADMINISTRATOR = "bihuan"
"""The superuser that `initdb` makes: only the supervisor and whoever looks after the server signs in as it."""
DATABASE, PREFECTS = "bihuan", "prefect"
ROLES = Roles()
FILE = "pgpass"
PASSWORDS_ONLY = "local all all scram-sha-256\n"
LET_IN = f"local all {ADMINISTRATOR} peer map=bihuan\n{PASSWORDS_ONLY}"
"""How the administrator comes in before it has a password, or when the file of passwords was lost."""
LOCKED_OUT = ("authentication failed", "no password supplied")
"""What libpq says when the password is wrong or missing."""

Connect = Callable[[str], psycopg.Connection]


def read_passwords(home: Path) -> dict[str, str]:
    """Give each role's password; nothing where there is no file."""
    path = home / FILE
    lines = path.read_text(encoding="ascii").splitlines() if path.exists() else []
    return dict(line.split(":")[3:5] for line in lines)


def rules_for(home: Path) -> str:
    """Say who may come in: by password, once there are passwords."""
    return PASSWORDS_ONLY if (home / FILE).exists() else LET_IN


def give_passwords(connect: Connect, home: Path, rules: str) -> None:
    """Set the roles' passwords while the administrator is let in without one, or a role is missing."""
    wanted = (ADMINISTRATOR, *names(ROLES))
    with connect("postgres") as connection:
        asked = connection.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY (%s)", [list(wanted)])
        if len(asked.fetchall()) == len(wanted) and rules == PASSWORDS_ONLY:
            return
        kept_secret(home / FILE, lambda: "\n".join(f"*:*:*:{role}:{new_password()}" for role in wanted))
        make_roles(connection, read_passwords(home))


def make_our_database(connect: Connect, name: str = DATABASE) -> None:
    """Make a database of ours unless it is there, and see that it is the owner's."""
    _make(connect, name, ROLES.owner, settle_our_database(name, ROLES))


def make_prefects_database(connect: Connect) -> None:
    """Make Prefect's database unless it is there, and see that it is Prefect's."""
    _make(connect, PREFECTS, ROLES.prefect, settle_prefects_database(PREFECTS, ROLES))


def _make(connect: Connect, name: str, owner: str, statements: Iterable[sql.Composed]) -> None:
    with connect("postgres") as connection:
        create_missing_database(connection, name, owner)
    with connect(name) as connection:
        for statement in statements:
            connection.execute(statement)
