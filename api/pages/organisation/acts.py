"""The forms of 单位与人员: one for each act, with what follows from it; a password is shown once."""

from typing import Any
from urllib.parse import urlencode

from fastapi import Response

from api.organising import looker_of
from api.pages.forms import Form
from api.pages.organisation import choices
from api.pages.organisation.asked import Asked, on_person, on_unit, to_add
from api.pages.organisation.overview import HERE
from api.pages.routers import pages_router
from api.pages.visitor import Page, Sent, SentVisit, Visit
from api.proving import asks_for_proof, refuse_unproven
from domain.organisation import Changed, change_organisation, commands as c
from domain.signing_in.profile import profile_of
from domain.unit_facts import Facts, UnitType

router = pages_router()
FOLLOWS = {
    "add_person": "填了登录名，就同时开通账号：临时密码只显示一次，请当面或电话告知本人。",
    "create_account": "临时密码只显示一次，请当面或电话告知本人；首次登录须修改。一人多个账号仍是同一个人。",
    "reset_password": "原密码立即失效，正在登录的设备全部退出；新的临时密码只显示一次。",
    "confirm_account": "这个账号由另一人开通或重置。请先当面或电话核实确是本人在用；同意后，本人即可签批和代办。",
    "open_second_account": "两个账号仍是您一个人：待办相同，回避相同。临时密码只显示一次。",
    "disable_account": "正在登录的设备立即退出，此账号不能再登录；人员和任职不变。",
    "enable_account": "恢复后可用原密码登录。",
    "remove_second_factor": "登录时不再要求动态口令，正在登录的设备全部退出。请先核实是本人提出。",
    "give_binding_code": "绑定码半小时内有效，只显示一次。本人在手机的钉钉或企业微信里点开消息时输入它，以后直接进入。",
    "move_person": "在本单位内只换科室；调往其他单位时，原单位的任职、委托全部终止，名下未办结事项交给接替人。",
    "leave": "账号停用、登录退出、任职和委托终止；做过的事、说过的话都保留在记录中。",
    "come_back": "恢复为在岗；任职和账号须重新办理。",
    "end_post": "任职立即结束；等此岗位办理的事项由其他在岗人员或上一级办理。",
    "end_delegation": "委托立即终止，受托人不能再代办。",
    "describe_unit": "本单位和主管部门可见；每次修改都留记录。不清楚的先空着，以后再补。",
    "set_daily_patrol": "每个工作日给每个科室一份巡查任务，在手机上完成；当日未完成的，报科室负责人、安全管理员。",
    "retire_unit": "停用后不再接收新的隐患；历史记录保留，代码不再使用。",
    "move_unit": "连同下级科室一起调整。",
    "delegate": "受托人可以代办其全部事项，记录中同时写明两个人；整改人的受托人不能验收、销号。",
}

CODE_ADVICE = (
    "半小时内有效，用一次。请当面或电话告知本人："
    "在手机的钉钉或企业微信里点开任一条消息，选“用绑定码进入”，输入它。"
)
SAID_BY_THE_ADDRESS: dict[type[c.Change], set[str]] = {
    c.AddPerson: {"unit"},
    c.CreateUnit: {"parent", "unit_kind"},
    c.CreateAccount: set(),
    c.EndPost: {"post"},
    c.EndDelegation: {"delegation"},
    c.BindIdentity: {"login", "service", "subject"},
    c.ReleaseIdentity: {"login", "service", "subject"},
}
"""Fields that a form carries without showing them."""


@router.get(HERE + "/new/{what}")
def ask_new(what: str, page: Page) -> Response:
    """新增单位、科室或人员."""
    asked = to_add(looker_of(page.reader), what, {name: values[-1] for name, values in page.asked.items()})
    return _show(page, asked, _begun(page, asked), 200)


@router.post(HERE + "/new/{what}")
def make_new(what: str, page: Sent) -> Response:
    """Add it."""
    typed = {name: texts[0] for name, texts in page.typed.items() if texts}
    return _send(page, to_add(looker_of(page.reader), what, typed))


@router.get(HERE + "/units/{code}/{act}")
def ask_unit(code: str, act: str, page: Page) -> Response:
    """更名、调整隶属、停用."""
    asked = on_unit(looker_of(page.reader), code, act)
    return _show(page, asked, _begun(page, asked), 200)


@router.post(HERE + "/units/{code}/{act}")
def change_unit(code: str, act: str, page: Sent) -> Response:
    """Change it."""
    return _send(page, on_unit(looker_of(page.reader), code, act))


@router.get(HERE + "/people/{key}/{act:path}")
def ask_person(key: str, act: str, page: Page) -> Response:
    """The form of one act on one person."""
    asked = on_person(looker_of(page.reader), key, act)
    return _show(page, asked, _begun(page, asked), 200)


@router.post(HERE + "/people/{key}/{act:path}")
def change_person(key: str, act: str, page: Sent) -> Response:
    """Do it."""
    return _send(page, on_person(looker_of(page.reader), key, act))


def _begun(page: Visit, asked: Asked) -> Form[Any]:
    """The form with what is known and what the address says."""
    said = {k: v[-1] for k, v in page.asked.items() if k in asked.change.model_fields}
    return Form(asked.change).start_with(**{**asked.start, **said})


def _show(page: Visit, asked: Asked, form: Form[Any], status: int) -> Response:
    look, where, person = looker_of(page.reader), asked.where, asked.person
    return page.render(
        "organisation/act.html",
        status,
        asked=asked,
        act=asked.change.act,
        form=form,
        follows=FOLLOWS.get(asked.change.act, ""),
        where=where,
        person=person,
        work=asked.work,
        roles=choices.roles(look, where, person),
        units=choices.units(look),
        types=[(kind, kind.label) for kind in UnitType],
        colleagues=choices.colleagues(look, where, person),
        prove=asks_for_proof(asked.change, asked.target, page.me.key),
    )


def _send(page: SentVisit, asked: Asked) -> Response:
    """Press it; what is refused shows the form again with everything typed."""

    def save(said: c.Change) -> Response:
        version = page.version if asked.version else None
        wanted = _cleared(said, page.typed)
        refuse_unproven(page.request, page.store, page.who, wanted, asked.target, page.proof)
        done = change_organisation(
            page.store, asked.target, wanted, by=page.who, at=page.at, version=version, key=page.key
        )
        return _after(page, asked, said, done)

    def again(form: Form[Any], status: int) -> Response:
        return _show(page, asked, form, status)

    return page.submit(asked.change, save, again, hidden=SAID_BY_THE_ADDRESS.get(asked.change, {"login"}))


def _cleared(said: c.Change, typed: dict[str, list[str]]) -> c.Change:
    """An emptied phone, e-mail or fact is cleared; a field that was not shown stays as it is."""
    if isinstance(said, c.ChangePerson):
        fields, nothing = ["phone", "email"], ""
    elif isinstance(said, c.DescribeUnit):
        fields, nothing = list(Facts.model_fields), None
    else:
        return said
    emptied = [name for name in fields if typed.get(name) and not typed[name][0].strip()]
    return said.model_copy(update=dict.fromkeys(emptied, nothing))


def _after(page: Visit, asked: Asked, said: c.Change, done: Changed) -> Response:
    """The password once, or back to where it can be seen."""
    person = isinstance(said, c.PersonChange | c.AddPerson)
    onward = f"{HERE}/people/{done.target}" if person else f"{HERE}?{urlencode({'unit': done.target})}"
    if isinstance(said, c.DescribeUnit):
        onward = asked.back
    if isinstance(said, c.RetireUnit):
        onward = HERE
    if asked.change in (c.Delegate, c.EndDelegation) and done.target == page.me.key:
        onward = "/me/delegates"
    if done.secret:
        return _told_once(page, asked, said, done.secret, onward)
    return page.go(onward, said=f"已办理：{asked.title}。")


def _told_once(page: Visit, asked: Asked, said: c.Change, secret: str, onward: str) -> Response:
    """A temporary password or a binding code, to be told to its owner now."""
    if isinstance(said, c.GiveBindingCode):
        what, advice = "绑定码", CODE_ADVICE
    else:
        hours = profile_of(page.store).password.temporary_hours
        what, advice = "临时密码", f"{hours} 小时内有效，首次登录须修改。请当面或电话告知本人，不要发到群里。"
    return page.render(
        "organisation/told_once.html",
        what=what,
        advice=advice,
        name=asked.person.name if asked.person else getattr(said, "name", ""),
        login=getattr(said, "login", ""),
        secret=secret,
        onward=onward,
        again=f"{asked.action}?{urlencode({'unit': said.unit})}" if isinstance(said, c.AddPerson) else "",
    )
