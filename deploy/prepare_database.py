"""`./bihuan prepare-database`: three roles and two databases on a PostgreSQL of the user's own."""

import argparse
import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import URL

from deploy.terminal import say
from domain.store.engine import check_server, connect, prefect_url, read_url
from domain.store.roles import (
    Roles,
    create_database,
    create_missing_database,
    create_role,
    join_roles,
    make_roles,
    names,
    new_password,
    settle_our_database,
    settle_prefects_database,
)
from domain.store.settings import Settings, StartError

ADMINISTRATOR = "BIHUAN_ADMIN_DATABASE_URL"
FILE = "database.env"
SEES_CHINESE = "SELECT cardinality(show_trgm('灭火器')) > 0"
BLIND = (
    "数据库 {name} 的区域设置（LC_CTYPE）不认识中文，搜索会查不到；请用 C.UTF-8 或 zh_CN.UTF-8 建库后再运行"
    " (its locale is blind to Chinese; create it with LC_CTYPE C.UTF-8)"
)


def main(settings: Settings, options: argparse.Namespace) -> int:
    """Make what is missing and hand over what one role had; or print the SQL for whoever may run it."""
    named = read_url(settings.database_url).database if settings.database_url else None
    name: str = options.name or named or "bihuan"
    roles = Roles(*(f"{name}_{role}" for role in ("owner", "app", "prefect")))
    if options.print:
        for line in script(name, roles):
            print(line)
        return 0
    address = os.environ.get(ADMINISTRATOR)
    if not address:
        raise StartError(
            f"请设置 {ADMINISTRATOR}=postgresql://管理员:密码@主机/postgres，或用 --print 打印 SQL"
            " (set it to an administrator's address, or print the SQL)"
        )
    prepare(settings.data / FILE, read_url(address), name, roles)
    return 0


def prepare(file: Path, server: URL, name: str, roles: Roles) -> None:
    """Do it, and write the three addresses, with their passwords, into a file that nobody else may read."""
    check_server(server)
    beside = prefects(name)
    passwords = {role: new_password() for role in names(roles)}
    kept = dict(line.split("=", 1) for line in file.read_text().splitlines()) if file.exists() else {}
    for line in kept.values():
        known = read_url(line.replace("+asyncpg", ""))
        if known.username in passwords and known.password is not None:
            passwords[known.username] = str(known.password)
    try:
        with connect(server) as connection:
            make_roles(connection, passwords)
            for statement in join_roles(roles):
                connection.execute(statement)
            create_missing_database(connection, name, roles.owner)
            create_missing_database(connection, beside, roles.prefect)
        with connect(server.set(database=name)) as connection:
            execute(connection, settle_our_database(name, roles))
            if connection.execute(SEES_CHINESE).fetchone() != (True,):
                raise StartError(BLIND.format(name=name))
        with connect(server.set(database=beside)) as connection:
            execute(connection, settle_prefects_database(beside, roles))
    except psycopg.Error as error:
        raise StartError(
            f"管理员 {server.username} 无权完成：{' '.join(str(error).split())} (not allowed)"
        ) from None
    write(
        file,
        server,
        {"": (name, roles.application), "OWNER_": (name, roles.owner), "PREFECT_": (beside, roles.prefect)},
        passwords,
    )
    say(
        f"已建立 {'、'.join(names(roles))}；三个地址（含密码）写在 {file}，只有本用户可读"
        " (three addresses, in that file)"
    )
    say(
        f"启动前读入：set -a; . {file}; set +a；再运行 ./bihuan up 与 doctor (read it before ./bihuan up and doctor)"
    )


def execute(connection: psycopg.Connection, statements: Iterator[sql.Composed]) -> None:
    """Say each to the server."""
    for statement in statements:
        connection.execute(statement)


def write(file: Path, server: URL, places: dict[str, tuple[str, str]], passwords: dict[str, str]) -> None:
    """Write BIHUAN_…DATABASE_URL, one a line, as a shell and systemd read them."""
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = [
        f"BIHUAN_{of}DATABASE_URL="
        + server.set(
            drivername="postgresql", database=database, username=role, password=passwords[role]
        ).render_as_string(hide_password=False)
        for of, (database, role) in places.items()
    ]
    draft = file.with_suffix(".new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write("\n".join(lines) + "\n")
    draft.replace(file)


def prefects(name: str) -> str:
    """The name of Prefect's database beside ours."""
    return prefect_url(URL.create("postgresql+psycopg", database=name)).database or "prefect"


def script(name: str, roles: Roles) -> Iterator[str]:
    """The same as a script for psql, which asks for the passwords itself."""
    yield "-- 以管理员身份用 psql 执行；密码由 psql 询问 (run it in psql as an administrator)"
    for role in names(roles):
        yield create_role(role).as_string(None) + ";"
        yield f"\\password {role}"
    for statement in join_roles(roles):
        yield statement.as_string(None) + ";"
    for database, owner, statements in (
        (name, roles.owner, settle_our_database(name, roles)),
        (prefects(name), roles.prefect, settle_prefects_database(prefects(name), roles)),
    ):
        yield "-- 已有此库则略过下一行 (skip the next line when the database exists)"
        yield create_database(database, owner).as_string(None) + ";"
        yield f"\\connect {database}"
        for statement in statements:
            yield statement.as_string(None) + ";"
