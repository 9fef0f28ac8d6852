import pytest
from sqlalchemy import JSON, Engine, Text, bindparam, cast, select, text

from domain.store.engine import check_server, connect, make_engine, prefect_url, read_url
from domain.store.settings import StartError


def test_sessions_speak_utc_and_bear_the_application_name(engine: Engine) -> None:
    with engine.connect() as connection:
        zone = connection.scalar(text("SHOW timezone"))
        name = connection.scalar(text("SHOW application_name"))
    assert (zone, name) == ("UTC", "bihuan-test")


@pytest.mark.parametrize("address", ["", "mysql://h/d", "postgresql://host", "not an address", "sqlite:///x"])
def test_an_address_that_is_not_postgresql_is_refused_without_repeating_it(address: str) -> None:
    with pytest.raises(StartError) as refusal:
        read_url(address)
    assert "BIHUAN_DATABASE_URL" in str(refusal.value)


def test_an_unreachable_database_is_named_without_its_password() -> None:
    url = read_url("postgres://someone:hidden-secret@127.0.0.1:1/bihuan")
    with pytest.raises(StartError) as refusal:
        check_server(url)
    assert "127.0.0.1" in str(refusal.value)
    assert "hidden-secret" not in str(refusal.value)


def test_prefect_gets_a_database_of_its_own_beside_ours() -> None:
    url = prefect_url(read_url("postgresql://u:p@db.example/bihuan?sslmode=require"))
    assert (
        url.render_as_string(hide_password=False) == "postgresql+asyncpg://u:p@db.example/prefect?ssl=require"
    )
    assert prefect_url(read_url("postgresql://u@h/county")).database == "county_prefect"


def test_chinese_in_documents_is_stored_as_itself(engine: Engine) -> None:
    with engine.connect() as connection:
        stored = connection.scalar(select(cast(bindparam("body", {"名": "闭环"}, JSON), Text)))
    assert stored == '{"名":"闭环"}'


def test_an_engine_made_from_text_reaches_the_same_database(engine: Engine) -> None:
    again = make_engine(engine.url.render_as_string(hide_password=False))
    with again.connect() as one, connect(engine.url) as two:
        row = two.execute("SELECT current_database()").fetchone()
        assert row is not None
        assert one.scalar(text("SELECT current_database()")) == row[0]
    again.dispose()
