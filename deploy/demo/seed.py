"""Seeds the invented county 临澄县 and says where to look."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

from sqlalchemy import Engine, delete

from deploy.demo.county import County, SampleHazard, read_county, read_hazards
from deploy.demo.county.history import OUT_OF_USE, TOLD_ON, Life
from deploy.demo.county.organisation import write_organisation
from deploy.demo.drawings import drawing
from deploy.demo.inbox.people import Reader
from deploy.terminal import say
from domain import clock
from domain.calendar import day_of
from domain.cases.perform import advance, perform
from domain.commands import Command
from domain.directory.organisation import Actor
from domain.evidence.files import keep
from domain.evidence.originals import original
from domain.kinds import KINDS
from domain.points.writing import NewPoints, add_points
from domain.queries import due
from domain.store.base import Store
from domain.tables.core import NOTICE_OWED


def seed(engine: Engine, evidence: Path) -> None:
    """Write the county and live its forty hazards up to now; their old notices are not sent again."""
    store = Store(engine, evidence)
    county, hazards, now = read_county(), read_hazards(), clock.now()
    with engine.begin() as connection:
        people = write_organisation(connection, county)
    _hang_the_sheets(store, people, county, now)
    for n, hazard in enumerate(hazards, start=1):
        _live(store, people, _life(store, people, county, hazard, now), now)
        if n % 10 == 0:
            say(f"已写入 {n}/{len(hazards)} 条隐患 ({n} of {len(hazards)} hazards)")
    _let_the_clock_catch_up(store, now)
    with engine.begin() as connection:
        connection.execute(delete(NOTICE_OWED))


def introduction(inbox_port: int) -> Iterator[str]:
    """Where to look and whom to sign in as."""
    yield "登录名 office（卫健委经办），密码 bihuan-demo (sign in as office; more below)"
    yield f"演示收件箱 http://127.0.0.1:{inbox_port}（每条消息如其送达，the inbox of all messages）"
    yield "演示账号，密码均为 bihuan-demo (sign-ins of the demonstration only)："
    yield "  卫健委 office office2 经办 · leader 分管 · head 主要 · expert 专家 · auditor 审计 · admin 管理"
    yield "  县医院 nurse1 一线 · fixer1 责任人 · dept1 科室 · officer1 安全管理员 · deputy1 分管 · chief1 院长"
    yield "  中医院 同样的人，末尾换成 2；柳湾诊所（两人） clinic1 clinic2"
    yield "登录页也可点“企业微信登录”：选一位的手机，消息里的链接随即以其身份打开 (WeCom's sign-in, played here)"
    yield "看什么 (what to look at)：各人的“待办”；点开一条隐患，看下一步由谁办、没人办会怎样"
    yield "加 --day 20s 时一天只有 20 秒：几分钟内可见提醒、催办、督办函待签、挂牌待签"
    yield "签发 (signing)：leader 的待办里有督办函待签，head 的待办里有挂牌待签"


def _hang_the_sheets(store: Store, people: dict[str, int], county: County, now: datetime) -> None:
    """Each unit's 安全管理员 makes its points (点位)."""
    for group in county.points:
        officer = people[_holder(county, group.unit.split("-")[0], "officer")]
        said = NewPoints(unit=group.unit, places=list(group.places), category=group.category)
        add_points(store, said, by=Actor(officer), at=now)


def readers() -> Iterator[Reader]:
    """Give everybody, and the names the vendors know them under."""
    for person in read_county().people:
        number = person.phone.replace("-", "")
        yield Reader(person.key, person.name, person.title, (number, person.email))


def _life(store: Store, people: dict[str, int], county: County, hazard: SampleHazard, now: datetime) -> Life:
    offset = day_of(now) - TOLD_ON

    def shift(day: date) -> date:
        return day + offset

    finder = people["office"]
    return Life(
        hazard=hazard,
        officer=_holder(county, hazard.unit, "officer"),
        chief=_holder(county, hazard.unit, "chief"),
        before=_photo(store, hazard.key, finder, now, clear=False),
        after=_photo(store, hazard.key, finder, now, clear=True),
        shut=_photo(store, f"{hazard.key}-shut", finder, now, clear=True)
        if hazard.key in OUT_OF_USE
        else None,
        shift=shift,
    )


def _holder(county: County, unit: str, role: str) -> str:
    held = (p.key for p in county.people for post in p.posts if post.role == role and post.unit == unit)
    return next(held)


def _live(store: Store, people: dict[str, int], life: Life, now: datetime) -> None:
    """Press every button of a life in order, each by its own person at its own moment."""
    ref: str | None = None
    for at, who, command in life.steps():
        moment = min(at, now - timedelta(minutes=1))
        _show(store, people[who], command, moment)
        ref = perform(store, ref, command, by=Actor(people[who]), at=moment).ref


def _show(store: Store, person: int, command: Command, at: datetime) -> None:
    """Whoever shows a photo has uploaded it."""
    for photo in command.photos_shown():
        keep(store, BytesIO(b"".join(original(store, photo))), by=Actor(person), at=at)


def _let_the_clock_catch_up(store: Store, now: datetime) -> None:
    with store.engine.connect() as connection:
        owed = due(connection, now, limit=1000)
    for row in owed:
        advance(store, row.id, at=now, kind=KINDS[row.kind])


def _photo(store: Store, key: str, by: int, at: datetime, *, clear: bool) -> str:
    """A plainly invented picture of before or after; no two hazards share one."""
    return keep(store, drawing(key, clear=clear), by=Actor(by), at=at).hash
