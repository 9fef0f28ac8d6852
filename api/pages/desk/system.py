"""系统: what governs the dates, what runs by itself, what did not arrive, what a person must look at."""

from datetime import timedelta

from fastapi import Response

from api.pages.forms import Form
from api.pages.routers import pages_router
from api.pages.visitor import Page, Sent, Visit
from api.views.channels import TryOneOut, channel_view
from domain.channels import may_set_up, try_out
from domain.channels.kinds import FORMS
from domain.directory.organisation import Directory
from domain.policy import in_words
from domain.queries.channels import channel_states
from domain.queries.deliveries import waiting_notices
from domain.queries.system import system_state

router = pages_router()
WORK = {
    "advance_hazards": "到点催办、提级、提请",
    "deliver_notices": "发送消息",
    "follow_changes": "随人员和规则变动重算在办隐患",
    "ask_receipts": "查询送达回执",
    "check_journal": "核对办理记录和时限",
    "anchor_journal": "每日存证",
    "clear_orphans": "清理无主照片",
}
"""What each row of the timetable does, in words; a row not named here is shown by its name."""
BY = {"prefect": "定时调度", "watchdog": "值守补跑", "announced": "刚启动，待首次运行"}
SUBJECTS = {"attempt": "消息", "channel": "通道"}
INCIDENTS = {
    "failing_pass": "定时任务出错",
    "stuck_hazard": "隐患推进出错",
    "undelivered": "消息各通道均未送达",
    "unconfirmed": "不能确认消息是否送达",
    "sealed_channel": "通道密钥读不出来",
    "broken_chain": "办理记录被改动",
    "changed_row": "台账在办理之外被改动",
    "wrong_index": "台账索引与复算不符",
    "unreadable": "无法按规则复算",
    "broken_organisation_chain": "组织变更记录被改动",
    "broken_sign_ins": "登录记录被改动",
    "rows_astray": "台账、文书或政策在记录之外被增删改",
    "broken_anchor": "记录与存证不符",
    "missed_clock": "时限未按时触发",
    "no_next_moment": "在办隐患没有下一时点",
    "no_holder": "在办隐患没有办理人",
    "wrong_next_moment": "下一时点不符",
}


@router.get("/system")
def system(page: Page) -> Response:
    """Everything on one page."""
    return _shown(page)


@router.post("/system/trial")
def try_a_channel(page: Sent) -> Response:
    """Owe a trial message over one channel; its outcome stands in the channel's row within seconds."""

    def save(said: TryOneOut) -> Response:
        try_out(page.store, said.channel, said.to, by=page.who, at=page.at)
        return page.go("/system#trials", said="测试消息已交给后台发送，结果见“试发消息”。")

    def again(form: Form[TryOneOut], status: int) -> Response:
        return _shown(page, form, status)

    return page.submit(TryOneOut, save, again, hidden={"channel"})


def _shown(page: Visit, trial: Form[TryOneOut] | None = None, status: int = 200) -> Response:
    state, waiting = system_state(page.reader), waiting_notices(page.reader.connection)
    may_set = may_set_up(page.reader.directory, page.who, page.at)
    words = {"work": WORK, "by": BY, "kinds": INCIDENTS}
    subjects = {one.subject: subject(one.subject, page.reader.directory) for one in state.incidents}
    return page.render(
        "desk/system.html",
        status,
        state=state,
        waiting=waiting,
        times={"period": period, "at_least": at_least},
        words=words,
        subjects=subjects,
        policy_in_words=in_words,
        may_retry=may_set,
        channels=[channel_view(one) for one in channel_states(page.reader)] if may_set else [],
        forms=FORMS,
        trial=trial or Form(TryOneOut),
    )


def subject(named: str, directory: Directory) -> str:
    """Whom or what an incident is about, in words: a person's name, 通道 3, 每日存证."""
    sort, _, number = named.partition(":")
    if sort == "person" and number.isdigit() and int(number) in directory.people:
        return directory.name_of(int(number))
    return f"{SUBJECTS[sort]} {number}" if sort in SUBJECTS else WORK.get(named, named)


def at_least(length: timedelta) -> str:
    """2 小时: how late something is, in the largest unit it fills."""
    seconds = int(length.total_seconds())
    sizes = ((86400, "天"), (3600, "小时"), (60, "分钟"))
    return next((f"{seconds // size} {unit}" for size, unit in sizes if seconds >= size), f"{seconds} 秒")


def period(length: timedelta) -> str:
    """每 30 秒, 每 5 分钟, 每 1 小时: a cadence in words."""
    seconds = round(length.total_seconds())
    for size, unit in ((3600, "小时"), (60, "分钟")):
        if seconds >= size and seconds % size == 0:
            return f"{seconds // size} {unit}"
    return f"{seconds} 秒"
