"""Who sees whom, and whose phone: one's own unit's people, the commission everybody, phones where work needs them."""

from domain.organisation import change_organisation
from domain.organisation.commands import GivePost
from domain.organisation.seeing import Eyes, changes_seen, find_people
from domain.words import Role
from tests.world import LONG_AGO, PEOPLE, World, on


def test_who_sees_whom_and_may_call_him(world: World) -> None:
    with world.store.engine.connect() as connection:
        directory = world.store.directory(connection)
    nurse = directory.people[world.people["nurse1"]]
    eyes = {who: Eyes(directory, world.people[who], LONG_AGO) for who in PEOPLE}
    commission = {"office", "office2", "leader", "head", "admin"}
    colleagues = {who for who, (home, _) in PEOPLE.items() if home.startswith("001")}
    assert {who for who in PEOPLE if eyes[who].sees(nurse)} == commission | colleagues | {"auditor"}
    may_call = {who for who in PEOPLE if eyes[who].sees(nurse) and eyes[who].may_call(nurse)}
    assert may_call == commission | {"nurse1", "dept1", "officer1", "deputy1", "chief1"}
    manages = {who for who in PEOPLE if eyes[who].manages(nurse)}
    assert manages == {"nurse1", "officer1", "chief1", "admin"}


def test_who_sees_which_units(world: World) -> None:
    with world.store.engine.connect() as connection:
        directory = world.store.directory(connection)

    def seen(who: str) -> set[str]:
        eyes = Eyes(directory, world.people[who], LONG_AGO)
        return {unit.code for unit in directory.units.values() if eyes.sees_unit(unit)}

    assert seen("nurse1") == seen("chief1") == {"000", "001", "001-01"}
    assert seen("clinic1") == {"000", "061"}
    assert seen("expert") == {"000"}
    assert seen("auditor") == seen("office") == seen("admin") == set(world.units)


def test_whom_one_finds(world: World) -> None:
    with world.store.engine.connect() as connection:
        directory = world.store.directory(connection)
    desk, nurse = (Eyes(directory, world.people[who], LONG_AGO) for who in ("office", "nurse1"))
    hospital = directory.units[world.units["001"]]
    found = [person.key for person in find_people(desk, unit=hospital, role=Role.OFFICER)]
    assert found == ["officer1"]
    assert {person.key for person in find_people(desk, q="NURSE")} == {"nurse1"}
    assert [person.key for person in find_people(nurse, q="2")] == []
    assert find_people(desk, active=False) == []
    assert len(find_people(desk, active=None)) == len(PEOPLE)


def test_who_reads_which_changes(world: World) -> None:
    at = on("2026-11-02 09:00")
    for who, key, post in (("chief1", "dept1", "officer"), ("chief2", "fixer2", "officer")):
        said = GivePost(role=Role(post))
        change_organisation(world.store, key, said, by=world.actor(who), at=at)
    with world.store.engine.connect() as connection:
        directory = world.store.directory(connection)

        def read(who: str) -> list[str]:
            eyes = Eyes(directory, world.people[who], at)
            lines = changes_seen(connection, eyes, None)
            return [directory.people[line.person_id].key for line in lines]

        assert read("auditor") == read("admin") == ["fixer2", "dept1"]
        assert read("officer1") == ["dept1"]
