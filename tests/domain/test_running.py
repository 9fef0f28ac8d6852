"""What our own record of passes says."""

from datetime import timedelta

from sqlalchemy import Engine, text

from domain.running import announce_row, last_outcome, late_rows, record_pass, timetable_rows


def test_an_announced_row_is_not_late_until_its_patience_is_over(engine: Engine) -> None:
    with engine.begin() as connection:
        announce_row(connection, "sweep", every=60, patience=180)
        assert late_rows(connection) == []
        connection.execute(
            text("UPDATE timetable_pass SET completed_at = clock_timestamp() - interval '190 s'")
        )
        (row,) = late_rows(connection)
    assert (row.name, row.every, row.by) == ("sweep", timedelta(seconds=60), "announced")
    assert row.late is not None
    assert timedelta(seconds=10) <= row.late < timedelta(seconds=20)


def test_a_pass_makes_it_punctual_and_says_who_completed_it(engine: Engine) -> None:
    with engine.begin() as connection:
        announce_row(connection, "sweep", every=60, patience=0)
        assert [row.name for row in late_rows(connection)] == ["sweep"]
        announce_row(connection, "sweep", every=60, patience=180)
        record_pass(connection, "sweep", "prefect", run="r1", result={"lines": 3})
        (row,) = timetable_rows(connection)
    assert (row.by, row.flow_run_id, row.result, row.late) == ("prefect", "r1", {"lines": 3}, None)


def test_announcing_anew_changes_the_terms_and_leaves_the_last_pass(engine: Engine) -> None:
    with engine.begin() as connection:
        announce_row(connection, "sweep", every=60, patience=180)
        record_pass(connection, "sweep", "prefect", result={"world": "a"})
        announce_row(connection, "sweep", every=2, patience=6)
        (row,) = timetable_rows(connection)
        assert last_outcome(connection, "sweep") == {"world": "a"}
        assert last_outcome(connection, "unknown") == {}
    assert (row.by, row.every) == ("prefect", timedelta(seconds=2))


def ages(engine: Engine, column: str, seconds: int) -> None:
    with engine.begin() as connection:
        statement = f"UPDATE timetable_pass SET {column} = clock_timestamp() - make_interval(secs => :s)"
        connection.execute(text(statement), {"s": seconds})


def test_the_watchdogs_passes_do_not_hide_that_the_scheduler_is_silent(engine: Engine) -> None:
    with engine.begin() as connection:
        announce_row(connection, "sweep", every=60, patience=180)
        record_pass(connection, "sweep", "prefect", run="r1")
    for seconds, silent in ((230, False), (250, True)):
        ages(engine, "scheduled_at", seconds)
        with engine.begin() as connection:
            record_pass(connection, "sweep", "watchdog")
            (row,) = timetable_rows(connection)
        assert (row.late, row.unscheduled is not None) == (None, silent)
    with engine.begin() as connection:
        record_pass(connection, "sweep", "prefect", run="r2")
        (row,) = timetable_rows(connection)
    assert (row.by, row.unscheduled) == ("prefect", None)


def test_a_worker_that_begins_gives_the_scheduler_its_time_anew(engine: Engine) -> None:
    with engine.begin() as connection:
        announce_row(connection, "sweep", every=60, patience=180)
    ages(engine, "scheduled_at", 9000)
    with engine.begin() as connection:
        assert timetable_rows(connection)[0].unscheduled is not None
        announce_row(connection, "sweep", every=60, patience=180)
        assert timetable_rows(connection)[0].unscheduled is None
