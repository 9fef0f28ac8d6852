"""The menus: a tab bar on the phone, a side menu at the desk. An entry appears once its path is routed."""

from collections.abc import Container
from dataclasses import dataclass

from domain.roles import (
    ADMINISTERING,
    AUTHORITY_ROLES,
    COMMISSION,
    INSTITUTION_ROLES,
    LINE,
    OVERSEEING,
    RUNNING,
)
from domain.words import Role

EVERYBODY = frozenset(Role)
MANAGERS = AUTHORITY_ROLES | ADMINISTERING | {*LINE}


@dataclass(frozen=True)
class Entry:
    """An entry: where it leads, what it is called, its icon, whose posts show it; `tab`: also on the phone."""

    path: str
    label: str
    icon: str
    roles: frozenset[Role] = EVERYBODY
    tab: bool = False


CLOSERS = INSTITUTION_ROLES | {*COMMISSION}
TAKING_IN = frozenset({Role.DESK, Role.OFFICER})
LEADERS = frozenset({Role.LEADER, Role.HEAD})
TEMPLATES = frozenset({*COMMISSION}) | ADMINISTERING
COUNTING = OVERSEEING | {*LINE}
DESKS = frozenset({Role.DESK})
ENTRIES = (
    Entry("/leader", "首屏", "clock", LEADERS, tab=True),
    Entry("/office", "首屏", "clock", DESKS, tab=True),
    Entry("/", "待办", "task", tab=True),
    Entry("/report", "随手拍", "camera", tab=True),
    Entry("/hazards", "台账", "list", tab=True),
    Entry("/tasks", "巡查任务", "done"),
    Entry("/board", "看板", "board", MANAGERS),
    Entry("/reports", "报表", "paper", COUNTING),
    Entry("/papers", "文书登记簿", "list", MANAGERS),
    Entry("/closing", "成批销号", "done", CLOSERS),
    Entry("/import", "导入", "plus", TAKING_IN),
    Entry("/organisation", "单位与人员", "people", MANAGERS),
    Entry("/points", "点位", "qr", MANAGERS),
    Entry("/notices", "消息", "bell"),
    Entry("/channels", "消息通道", "bell", frozenset({Role.DESK, Role.ADMIN})),
    Entry("/paper-templates", "文书模板", "list", TEMPLATES),
    Entry("/rules", "规则", "list", RUNNING),
    Entry("/calendar", "日历", "list", RUNNING),
    Entry("/system", "系统", "gear", RUNNING),
    Entry("/sign-in-services", "登录方式", "phone", ADMINISTERING),
    Entry("/me", "我的", "person", tab=True),
)


def entries(routed: Container[str], roles: frozenset[Role]) -> list[Entry]:
    """The entries for somebody with these posts; whoever has no post is staff."""
    mine = roles | {Role.STAFF}
    return [entry for entry in ENTRIES if entry.path in routed and mine & entry.roles]


def is_current(entry: Entry, path: str) -> bool:
    """Whether the page at `path` belongs to this entry."""
    if entry.path == "/":
        return path == "/" or path.startswith("/mine")
    return path == entry.path or path.startswith(f"{entry.path}/")


def first_page(roles: frozenset[Role]) -> str:
    """Where somebody with these posts begins: leaders and the desk with boards, others with tasks."""
    if roles & LEADERS:
        return "/leader"
    return "/office" if roles & DESKS else "/"
