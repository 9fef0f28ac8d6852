"""Who sees whom, and whose phone: one's own unit's people, the commission everybody, phones where work needs them."""

from domain.organisation import change_organisation
from domain.organisation.commands import GivePost
from domain.organisation.seeing import Eyes, changes_seen, find_people
from domain.words import Role
from tests.api.site import Site
from tests.world import LONG_AGO, PEOPLE, World, on

CALLS_NURSE1 = {"dept1", "officer1", "deputy1", "chief1"}


def test_who_sees_whom_and_may_call_them(world: World) -> None:
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


def test_telephones_logins_and_other_units_numbers_are_read_by_those_who_may(site: Site) -> None:
    phone, mail = "13811112222", "nurse1@hospital.invalid"
    said = {"phone": phone, "email": mail}
    assert site.ask("chief1", "POST", "/api/people/nurse1/details", json=said).status_code == 200
    reset = site.ask("chief1", "POST", "/api/people/nurse1/accounts/reset-password", json={"login": "nurse1"})
    assert reset.status_code == 200
    above = site.ask("admin", "POST", "/api/people/expert/details", json={"phone": "13822223333"})
    assert above.status_code == 200
    read = {who: site.get(who, "/api/organisation/changes")["items"] for who in PEOPLE if who != "nurse1"}
    knows_the_phone = {who for who, items in read.items() if phone in str(items) or mail in str(items)}
    assert knows_the_phone == {"office", "office2", "leader", "head", "admin", *CALLS_NURSE1}
    told_of_it = {who for who, items in read.items() if "reset_password" in {one["act"] for one in items}}
    oversees = {"office", "office2", "leader", "head", "auditor", "admin"}
    assert told_of_it == oversees | {"officer1", "chief1"}
    assert "邮箱、电话有变动" in str(read["fixer1"])
    assert all(one["hash"] is None for one in read["officer1"])
    assert {one["unit"]["code"] for who in ("fixer1", "officer2") for one in read[who]} <= {"001-01"}
    assert read["officer2"] == read["clinic1"] == []


def test_a_unit_does_not_learn_how_many_people_the_county_has(site: Site) -> None:
    everybody = len(PEOPLE)
    assert site.get("admin", "/api/units/000")["people"] == everybody
    for who in ("nurse1", "officer1", "clinic1"):
        above = site.get(who, "/api/units/000")
        assert (above["people"], len(above["units"])) == (None, 1)
    assert site.get("clinic1", "/api/units/061")["people"] == 2
    at_home = sum(home == "000" for home, _ in PEOPLE.values())
    assert site.get("expert", "/api/units/000")["people"] == at_home
