"""How the database is reached: one engine for each process, and the address Prefect uses for its own."""

import json
import os
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import URL, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError

from domain.store.settings import StartError

OLDEST_SERVER = 140000
DRIVERS = frozenset({"postgres", "postgresql", "postgresql+psycopg"})


def read_url(text: str) -> URL:
    """Read an address such as postgresql://user:secret@host/bihuan; `StartError` without repeating it."""
    try:
        url = make_url(text)
    except ArgumentError:
        url = None
    if url is None or url.drivername not in DRIVERS or not url.database:
        raise StartError(
            "BIHUAN_DATABASE_URL 应写作 postgresql://用户:密码@主机/数据库名"
            " (write BIHUAN_DATABASE_URL as postgresql://user:password@host/database)"
        )
    return url.set(drivername="postgresql+psycopg")


def url_from_environment() -> URL:
    """Give the address the supervisor hands to its children in BIHUAN_DATABASE_URL."""
    text = os.environ.get("BIHUAN_DATABASE_URL")
    if not text:
        raise StartError("未设置 BIHUAN_DATABASE_URL，请用 ./bihuan up 启动 (BIHUAN_DATABASE_URL is not set)")
    return read_url(text)


def make_engine(url: URL | str, application: str = "bihuan", pool_size: int = 10) -> Engine:
    """Make an engine in UTC whose sessions bear the application's name.

    No ping before use, which costs a round trip each time: whoever writes repeats a lost unit as a whole.
    """
    return create_engine(
        read_url(url) if isinstance(url, str) else url,
        pool_size=pool_size,
        max_overflow=5,
        pool_timeout=10,
        connect_args={
            "application_name": application,
            "connect_timeout": 5,
            "options": "-c timezone=UTC -c idle_in_transaction_session_timeout=60000",
        },
        json_serializer=_as_json,
    )


def _as_json(value: Any) -> str:  # noqa: ANN401 - whatever a document column holds
    """Write Chinese as itself: a third of the bytes of the escapes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def connect(url: URL) -> psycopg.Connection:
    """Open an autocommit connection of our own; `StartError` in one sentence, without the password."""
    try:
        return psycopg.connect(
            url.set(drivername="postgresql").render_as_string(hide_password=False),
            autocommit=True,
            connect_timeout=5,
        )
    except psycopg.Error as error:
        place = url.render_as_string(hide_password=True)
        reason = " ".join(str(error).split())
        raise StartError(f"数据库 {place} 无法连接：{reason} (the database cannot be reached)") from None


def check_server(url: URL) -> int:
    """Give the server's version number such as 180006; `StartError` when it is older than PostgreSQL 14."""
    with connect(url) as connection:
        version = connection.info.server_version
    if version < OLDEST_SERVER:
        raise StartError(
            f"PostgreSQL 版本过低：{version // 10000}，至少需要 14 (PostgreSQL 14 or newer is needed)"
        )
    return version


def prefect_url(url: URL) -> URL:
    """Give the address of Prefect's own database beside ours, for the driver Prefect speaks."""
    return for_prefect(url.set(database="prefect" if url.database == "bihuan" else f"{url.database}_prefect"))


def for_prefect(url: URL) -> URL:
    """Give the same address for the driver Prefect speaks."""
    query = dict(url.query)
    mode = query.pop("sslmode", None)
    kept = {key: value for key, value in query.items() if key in {"host", "port"}}
    return url.set(drivername="postgresql+asyncpg", query={**kept, **({"ssl": mode} if mode else {})})


def ensure_prefect_database(url: URL) -> URL:
    """Make Prefect's database beside ours unless it is there, and give its address."""
    beside = prefect_url(url)
    with connect(url) as connection:
        known = connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [beside.database]
        ).fetchone()
        if known is None:
            try:
                name = sql.Identifier(beside.database or "prefect")
                connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
            except psycopg.errors.InsufficientPrivilege:
                raise StartError(
                    f"无权创建数据库 {beside.database}，请管理员创建，或设置 BIHUAN_PREFECT_DATABASE_URL"
                    f" (may not create database {beside.database}; ask the administrator to)"
                ) from None
            except psycopg.errors.DuplicateDatabase:  # made by somebody else meanwhile
                pass
    return beside
