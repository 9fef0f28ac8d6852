"""规则: what the authority's rules set, what was shipped beside it; an edition made by one, released by another."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from fastapi import Response
from pydantic import BaseModel, ConfigDict, Field

from api.pages.forms import Form
from api.pages.routers import pages_router
from api.pages.visitor import Page, Sent, SentVisit, Visit
from domain.calendar import day_of
from domain.errors import NotReady, WrongInput
from domain.fields import Day, Reason
from domain.organisation import change_organisation, commands as c
from domain.organisation.policies import whose_rules
from domain.organisation.policy_commands import PolicyText
from domain.policy.words import LISTING, WORK
from domain.queries.policies import Setting, dates_under, may_change_rules, rules_of
from domain.words import PaperKind, Role

router = pages_router()
HERE = "/rules"
SHOWN = 50
LONGEST = 200
VALUE = "v."
"""Before the path of a value in the form."""
ROLES = tuple((str(role), role.label) for role in (Role.DEPARTMENT_HEAD, Role.OFFICER, Role.DEPUTY))
CHOICES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "listing_mode": tuple(LISTING.items()),
    "ladder.rung_three_paper": tuple(
        (str(kind), kind.label) for kind in (PaperKind.CIRCULAR, PaperKind.SUMMONS)
    ),
    "assign.default_post": ROLES,
}
BY_CATEGORY = "rectify.by_category."
GROUPS = {
    "listing_mode": "挂牌",
    "rectify": "整改期限",
    "assign": "交办",
    "waits": "各步办理时限",
    "progress": "进展",
    "ladder": "提醒和升级",
    "extension": "延期",
    "again": "再整改",
    "on_spot": "立查立改",
    "look_back": "回头看",
    "suspension": "停用",
    "small_unit": "人员不足的单位",
}


class Draft(BaseModel):
    """What stands in the form beside the values."""

    model_config = ConfigDict(extra="forbid")

    since: Day = Field(title="执行日期")
    because: Reason = Field(title="依据和理由")
    toml: PolicyText = Field("", title="规则文件")
    base: str = Field("", title="现行版本", max_length=80)
    """The rules in force when the form was shown: a value that was left alone is no wish to go back to it."""


@router.get(HERE)
def shown(page: Page) -> Response:
    """The rules, and what waits to be released."""
    return _shown(page, Form(Draft), 200)


@router.post(HERE)
def make(page: Sent) -> Response:
    """Make an edition of what was changed."""

    def save(said: Draft) -> Response:
        if said.base != rules_of(page.reader).policy.version:
            raise NotReady("现行规则刚刚换了一版，您填写的内容都已保留，请对照“历次版本”核对后再拟定。")
        change = c.MakePolicy(changes=_changes(page), **said.model_dump(exclude={"base"}))
        _press(page, change)
        return page.go(HERE, said="已拟定，待另一位负责人核对发布。")

    return page.submit(Draft, save, lambda form, status: _shown(page, form, status))


@router.post(HERE + "/release")
def release(page: Sent) -> Response:
    """Put it in force from its day on."""

    def save(said: c.ReleasePolicy) -> Response:
        _press(page, said)
        return page.go(HERE, said="已发布。执行日期起新登记的隐患按新规则办，已登记的不变。")

    return page.submit(c.ReleasePolicy, save, lambda form, status: _shown(page, form, status))


def _changes(page: SentVisit) -> dict[str, str]:
    """What was typed otherwise than it stands, of the values there are; WrongInput for what no value can be."""
    found: dict[str, str] = {}
    for one in rules_of(page.reader).settings:
        text = next(iter(page.typed.get(VALUE + one.path, ())), one.now).strip()
        if len(text) > LONGEST:
            raise WrongInput(f"“{one.label}”最多 {LONGEST} 个字，请精简。", field=one.path)
        if text != one.now:
            found[one.path] = text
    return found


def _press(page: SentVisit, change: c.Change) -> None:
    unit = whose_rules(page.reader.directory, page.who, page.at)
    change_organisation(page.store, unit.code, change, by=page.who, at=page.at, key=page.key)


def _shown(page: Visit, form: Form[Any], status: int) -> Response:
    reader = page.reader
    found = rules_of(reader)
    waiting = found.waiting
    making = form if form.model is Draft else Form(Draft)
    making.start_with(since=day_of(page.at).isoformat())
    groups = [(GROUPS[name], list(some)) for name, some in groupby(found.settings, key=_group)]
    moved = dates_under(reader, waiting, found.authority) if waiting else []
    return page.render(
        "setting_up/rules.html",
        status,
        form=form,
        making=making,
        releasing=form if form.model is c.ReleasePolicy else Form(c.ReleasePolicy),
        found=found,
        waiting=waiting,
        moved=moved,
        moved_shown=moved[:SHOWN],
        groups=groups,
        typed_in={
            name
            for name, some in groups
            if any(form.value(VALUE + one.path) not in {"", one.now} for one in some)
        },
        choices_of=lambda one: (
            tuple(WORK.items()) if one.path.startswith(BY_CATEGORY) else CHOICES.get(one.path, ())
        ),
        value_of=lambda one: form.value(VALUE + one.path) or one.now,
        makes=may_change_rules(reader, c.MakePolicy, found.authority),
        releases=may_change_rules(reader, c.ReleasePolicy, found.authority),
    )


def _group(one: Setting) -> str:
    return one.path.split(".")[0]
