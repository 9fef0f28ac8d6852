"""Photos whose report never came are cleared away after a day; whatever a hazard shows stays for ever."""

import os
import time
from io import BytesIO
from threading import Thread

from PIL import Image
from sqlalchemy import select, text

from domain.cases.perform import perform
from domain.commands import Report
from domain.errors import WrongInput
from domain.evidence.files import keep
from domain.evidence.originals import path_of, private_folder
from domain.evidence.orphans import clear_orphans
from domain.evidence.showing import copies_of
from domain.tables.core import EVIDENCE
from tests.world import World, on

NOW = on("2026-11-02 09:00")


def sent(world: World, who: str, colour: str) -> str:
    """Send a photo; two copies for showing lie beside it."""
    file = BytesIO()
    Image.new("RGB", (64, 48), colour).save(file, "JPEG")
    file.seek(0)
    return keep(world.store, file, by=world.actor(who), at=NOW).hash


def hours_pass(world: World, hours: int) -> None:
    with world.store.engine.begin() as connection:
        connection.execute(text(f"UPDATE evidence SET recorded_at = recorded_at - interval '{hours} hours'"))


def files(world: World, digest: str) -> int:
    return path_of(world.store, digest).exists() + len(copies_of(world.store, digest))


def senders(world: World, digest: str) -> int:
    with world.store.engine.connect() as connection:
        return len(connection.execute(select(EVIDENCE).where(EVIDENCE.c.hash == digest)).all())


def test_a_photo_waits_a_day_for_its_report(world: World) -> None:
    lost, used = sent(world, "nurse1", "red"), sent(world, "nurse1", "green")
    world.report("nurse1", "2026-11-02 09:00", photos=[used])
    hours_pass(world, 23)
    assert (clear_orphans(world.store), files(world, lost)) == (0, 3)
    hours_pass(world, 2)
    assert (clear_orphans(world.store), files(world, lost), senders(world, lost)) == (1, 0, 0)
    assert (files(world, used), senders(world, used)) == (3, 1)
    assert clear_orphans(world.store) == 0


def test_what_a_crash_left_arriving_goes_after_a_day(world: World) -> None:
    for hours in (23, 25):
        left = private_folder(world.store.evidence / "arriving" / f"{hours}")
        (left / "file").write_bytes(b"x")
        then = time.time() - hours * 3600
        os.utime(left, (then, then))
    clear_orphans(world.store)
    assert [path.name for path in (world.store.evidence / "arriving").iterdir()] == ["23"]


def test_after_photos_and_scans_belong_to_their_hazard_too(world: World) -> None:
    before, after = sent(world, "nurse1", "red"), sent(world, "nurse1", "green")
    fixed = {"photos": [after], "fixer": "fixer1"}
    world.report("nurse1", "2026-11-02 09:00", photos=[before], fixed=fixed)
    scan = sent(world, "office", "white")
    world.without_account("clinic2")
    on_paper = {"on_behalf_of": "clinic2", "scan": scan, "unit": "061", "photos": []}
    world.report("office", "2026-11-02 09:00", no_photo_because="纸质上报", **on_paper)
    hours_pass(world, 48)
    assert clear_orphans(world.store) == 0
    assert [files(world, digest) for digest in (before, after, scan)] == [3, 3, 3]


def test_a_photo_sent_again_waits_another_day(world: World) -> None:
    digest = sent(world, "nurse1", "red")
    hours_pass(world, 30)
    assert sent(world, "nurse1", "red") == digest
    assert (clear_orphans(world.store), files(world, digest)) == (0, 3)


def test_what_two_people_sent_goes_when_neither_needs_it(world: World) -> None:
    digest = sent(world, "nurse1", "red")
    hours_pass(world, 30)
    sent(world, "officer1", "red")
    assert (clear_orphans(world.store), files(world, digest), senders(world, digest)) == (0, 3, 1)


def test_a_report_written_in_the_same_moment_keeps_its_photo_or_is_refused(world: World) -> None:
    refused = []
    for n in range(6):
        digest = sent(world, "nurse1", f"#{n}00000")
        hours_pass(world, 30)
        clearing = Thread(target=clear_orphans, args=(world.store,))
        clearing.start()
        report = Report(unit="001", place="走道", category="01", description="堆物", photos=[digest])
        try:
            perform(world.store, None, report, by=world.actor("nurse1"), at=NOW)
        except WrongInput:
            refused.append(digest)
        clearing.join()
        assert (files(world, digest) == 0) == (digest in refused)
        assert (senders(world, digest) == 0) == (digest in refused)


def test_a_line_without_photos_shows_nothing(world: World) -> None:
    world.report("nurse1", "2026-11-02 09:00", photos=[], no_photo_because="光线不足")
    with world.store.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM case_evidence")) == 0
