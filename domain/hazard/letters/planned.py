"""Papers about the treatment of a hazard: what was decided of its plan, and what a unit says when it asks for 摘牌."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from domain.actions import Action
from domain.calendar import day_of, last_day
from domain.cases.case import Case
from domain.cases.clocks import term_of
from domain.cases.kind import Finish
from domain.commands import ApprovePlan, FilePlan
from domain.hazard.letters.decided import Said, as_decided, of_command
from domain.hazard.letters.sentences import BLANK, amount, found, meanwhile, named, plain
from domain.hazard.numbers import body_of
from domain.hazard.people import listed_above_the_commission
from domain.papers.content import said_on_paper
from domain.words import PaperKind

LEVELS = {"county": "县级", "city": "市级", "province": "省级"}
ITEMS = ("goals", "methods", "money", "people", "schedule", "safety")
"""The six items of a plan (16号令 15), in order."""
ORDINALS = ("（一）", "（二）", "（三）", "（四）", "（五）", "（六）")


def six_items(plan: dict[str, Any] | None) -> Iterator[tuple[str, str]]:
    """(heading, text) of each item as it was filed; the text is empty where nothing was."""
    for name in ITEMS:
        yield FilePlan.model_fields[name].title or name, plain((plan or {}).get(name))


def five_in_place(case: Case) -> Iterator[tuple[str, str]]:
    """五落实 (domain facts 1.2): who, what, with what money, until when, and what if; empty where it is not known."""
    hazard, plan = case.hazard, case.hazard.plan or {}
    due = said_on_paper(last_day(hazard.rectify_by)) if hazard.rectify_by else ""
    yield "责任", case.directory.name_of(hazard.fixer_id) if hazard.fixer_id else ""
    yield "措施", plain(hazard.measures)
    yield "资金", plain(plan.get("money")) or amount(hazard.funds)
    yield "时限", due
    yield "预案", plain(plan.get("safety"))


AGREED = ApprovePlan.model_fields["opinion"].default
"""What the form says by itself, which is no opinion of its own."""


def plan_opinion(done: Finish) -> Said:
    """治理方案审查意见 (row 16): which plan, agreed to or to be filed again."""
    case, command = done.case, done.command
    filed, plan = term_of(case, "plan_review"), case.hazard.plan or {}
    due = said_on_paper(date.fromisoformat(plan["due"])) if plan.get("due") else ""
    when = said_on_paper(day_of(filed[1])) if filed else ""
    received = f"收到{when}报送的治理方案" + (f"，方案确定的完成日期为{due}。" if due else "。")
    if command.action is Action.APPROVE_PLAN:
        said = of_command(command, "opinion")
        opinion = f"意见：{said}。" if said not in ("", AGREED) else ""
        until = as_decided(done).hazard.rectify_by
        still = f"，于{said_on_paper(last_day(until))}前完成整改" if until else ""
        decided = f"经审查，同意按该治理方案治理{still}。{opinion}"
    else:
        decided = f"经审查，该治理方案须修改后重新报送。需要修改的内容：{of_command(command, 'reason')}。"
    whom = "" if body_of(case, PaperKind.PLAN_OPINION).id == case.hazard.unit_id else "你单位"
    about = f"关于{named(case)}治理方案的审查意见"
    return about, [found(case, whom), received, decided, meanwhile(case)], ""


def lifting_request(done: Finish) -> Said:
    """摘牌申请 (domain facts 5.13): the listing, what was done (six items, 五落实), money, proof, self-check."""
    case, command = as_decided(done), done.command
    listed = case.hazard.listed or {}
    number = listed.get("number") or BLANK
    until = said_on_paper(date.fromisoformat(listed["until"])) if listed.get("until") else BLANK
    level = LEVELS.get(listed.get("level", ""), "")
    told = getattr(command, "staff_told_on", None)
    staff = f"整改情况已于{said_on_paper(told)}向职工通报。" if told else ""
    above = "请审查并转报挂牌机关。" if listed_above_the_commission(done.case) else "请审查。"
    photos = f"整改前照片{len(case.hazard.before_photos)}张、整改后照片{len(case.hazard.after_photos)}张"
    items = six_items(case.hazard.plan)
    return (
        f"关于{named(case)}摘牌的申请",
        [
            found(case, "本单位"),
            f"该隐患已列入{level}挂牌督办（原挂牌督办通知书：{number}），督办期限至{until}。",
            f"一、整改情况：{of_command(command, 'result')}。",
            "二、按治理方案六项内容落实的情况：",
            *(f"{n}{heading}：{text or BLANK}。" for n, (heading, text) in zip(ORDINALS, items, strict=True)),
            "三、五落实："
            + "；".join(f"{name}：{text or BLANK}" for name, text in five_in_place(case))
            + "。",
            f"四、投入资金：{amount(case.hazard.spent) or BLANK}。",
            f"五、佐证：{photos}；检测、评价报告：{BLANK}。",
            f"六、自验结论：{of_command(command, 'self_check') or BLANK}。{staff}",
            f"整改已经完成，现申请验收并摘牌，{above}",
        ],
        "特此申请。",
    )
