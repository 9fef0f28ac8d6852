"""`./bihuan doctor`: what is configured, reachable, late and failing, one line each."""

import argparse
import os
import shutil
from collections.abc import Iterator
from urllib.parse import urlsplit

from sqlalchemy import URL, Connection, text

from api.outside import PUBLIC_URL
from deploy.database_checks import complaints
from deploy.demo_time import stored_time
from deploy.finding import GOOD, WARNING, WRONG, Finding
from deploy.migrate import schema_is_current
from deploy.opening import borrowed_database
from deploy.public_address import look_at_the_public_address
from deploy.readiness import answers
from deploy.terminal import say
from domain import clock
from domain.audit.anchors import untold
from domain.calendar import missing_year_warning
from domain.channels.cards import load_channels, sealed_for_others
from domain.incidents import open_incidents
from domain.outside import is_loopback
from domain.running import timetable_rows
from domain.store.calendars import calendar_in_force
from domain.store.engine import check_server, make_engine
from domain.store.secrets import keyring_of
from domain.store.settings import Settings
from notifications.settings import ANCHORS_TO

LEAST_FREE_BYTES = 1_000_000_000


def main(settings: Settings, _options: argparse.Namespace) -> int:
    """Print every finding; 1 when something is wrong, 0 when nothing or only warnings."""
    settings = settings.for_looking()
    say(f"  数据目录 {settings.data}，证据、日志均在其下 (data)")
    marks = []
    with borrowed_database(settings) as url:
        for finding in examine(settings, url):
            say(f"{finding.mark} {finding.text}")
            marks.append(finding.mark)
    wrong, warnings = marks.count(WRONG), marks.count(WARNING)
    say(f"{wrong} 项异常，{warnings} 项提醒 ({wrong} wrong, {warnings} warnings)")
    return 1 if wrong else 0


def examine(settings: Settings, url: URL) -> Iterator[Finding]:
    """Look at everything, from the ground up; what stands on a missing part is not asked."""
    yield _disk(settings)
    yield from _programs(settings)
    yield from look_at_the_public_address(os.environ)
    version = check_server(url)
    place = url.render_as_string(hide_password=True)
    yield Finding(GOOD, f"PostgreSQL {version // 10000}.{version % 10000}，{place}")
    if not schema_is_current(url):
        yield Finding(WRONG, "数据库结构不是本版本的，请运行 ./bihuan up 升级 (the schema is not current)")
        return
    engine = make_engine(url, "bihuan-doctor", pool_size=1)
    try:
        legal = stored_time(engine)
        if legal is not None:
            yield Finding(GOOD, f"演示数据，演示时间 {clock.in_words(legal)} (a demonstration)")
        with engine.connect() as connection:
            missing = missing_year_warning(legal or clock.now(), calendar_in_force(connection))
            yield Finding(WARNING, missing) if missing else Finding(GOOD, "放假安排齐全 (calendar)")
            if legal is None:
                yield _links(connection, settings)
            yield from _walls(connection)
            yield from _channels(connection, settings)
            yield from _anchors(connection)
            yield from _timetable(connection)
            yield from _incidents(connection)
    finally:
        engine.dispose()


def _disk(settings: Settings) -> Finding:
    free = shutil.disk_usage(settings.data if settings.data.exists() else settings.data.parent).free
    text = f"磁盘剩余 {free / 1e9:.1f} GB (free disk)"
    return Finding(GOOD if free >= LEAST_FREE_BYTES else WRONG, text)


def _programs(settings: Settings) -> Iterator[Finding]:
    for name, option, port, path in (
        ("网页 web", "--port", settings.port, "/healthz"),
        ("Prefect", "--prefect-port", settings.prefect_port, "/api/health"),
    ):
        up = answers(port, path, 3)
        why = f"无应答：没有启动，或端口不同（用 {option} 指明）；日志在 logs 目录 (does not answer)"
        said = "应答正常 (answers)" if up else why
        yield Finding(GOOD if up else WRONG, f"{name} 127.0.0.1:{port} {said}")


def _links(connection: Connection, settings: Settings) -> Finding:
    """Where the links in messages lead: on a receiver's phone, this machine's own address leads nowhere."""
    address = os.environ.get(PUBLIC_URL) or f"http://127.0.0.1:{settings.port}"
    if not is_loopback(urlsplit(address).hostname or ""):
        return Finding(GOOD, f"消息中的链接以 {address} 开头 (links in messages)")
    why = f"消息中的链接以 {address} 开头，收信人的手机打不开：请把 {PUBLIC_URL} 设为对外的 https 地址"
    messages_leave = bool(load_channels(connection))
    return Finding(
        WRONG if messages_leave else WARNING,
        f"{why} (links in messages lead to this machine; set its public address)",
    )


def _walls(connection: Connection) -> Iterator[Finding]:
    """The database's own walls: whoever may do anything may also change what is on record."""
    found = list(complaints(connection))
    yield from (Finding(WRONG, each) for each in found)
    if not found:
        role = connection.scalar(text("SELECT current_user"))
        yield Finding(GOOD, f"数据库角色 {role} 只能读写各行，不能改表、清空或改写记录 (roles and rights)")


def _channels(connection: Connection, settings: Settings) -> Iterator[Finding]:
    """The messengers, and whether their secrets can be opened with the key at hand."""
    cards = load_channels(connection)
    if not cards:
        yield Finding(
            WARNING, "没有消息通道，消息只在系统中显示 (no channel: messages are seen in the app alone)"
        )
        return
    lost = sealed_for_others(cards.values(), keyring_of(settings.data))
    names = "、".join(card.name for card in lost or cards.values())
    if lost:
        yield Finding(WRONG, f"通道密钥读不出来：{names} (no key opens the secrets of these channels)")
    else:
        yield Finding(GOOD, f"消息通道：{names} (channels)")


def _anchors(connection: Connection) -> Iterator[Finding]:
    """Whether the daily codes over the record are kept outside; the newest may still be on its way."""
    waiting = len(untold(connection))
    if waiting > 1:
        why = f"存证码有 {waiting} 个没有在系统外存底：请设置 {ANCHORS_TO}"
        yield Finding(WARNING, f"{why} (codes over the record are not kept outside)")
    else:
        yield Finding(GOOD, "存证码均已在系统外存底 (codes over the record are kept outside)")


def _timetable(connection: Connection) -> Iterator[Finding]:
    rows = timetable_rows(connection)
    if not rows:
        yield Finding(WARNING, "后台任务尚未运行过 (nothing has run by itself yet)")
    for row in rows:
        done = f"{row.name} 上次完成 {clock.in_words(row.last)}"
        if row.late is not None:
            yield Finding(WRONG, f"{done}，已迟 {row.late.total_seconds():.0f} 秒 (late)")
        elif row.unscheduled is not None:
            silent = row.unscheduled.total_seconds()
            why = f"Prefect 已 {silent:.0f} 秒没有调度它：请看其部署是否暂停、调度服务是否在运行"
            yield Finding(WRONG, f"{done}，由 {row.by} 代为执行；{why} (Prefect does not schedule it)")
        else:
            yield Finding(GOOD, f"{done}，由 {row.by} 执行 (in time)")


def _incidents(connection: Connection) -> Iterator[Finding]:
    incidents = open_incidents(connection)
    for incident in incidents:
        text = f"{incident.kind} {incident.subject}：{incident.detail}（{incident.times} 次）"
        yield Finding(WRONG, text)
    if not incidents:
        yield Finding(GOOD, "没有未处理的异常 (no open incident)")
