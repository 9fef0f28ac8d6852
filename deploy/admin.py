"""`./bihuan admin`: the first administrator of an empty installation, or a new password for one who lost theirs."""

import argparse
from functools import partial

from pydantic import ValidationError

from api.wrong_input import broken
from deploy.demo_time import stored_time
from deploy.migrate import schema_is_current
from deploy.opening import borrowed_database
from deploy.terminal import say
from domain import clock
from domain.errors import Refusal
from domain.organisation import change_organisation
from domain.organisation.commands import (
    AddPerson,
    ConfirmAccount,
    CreateAccount,
    CreateUnit,
    RemoveSecondFactor,
    ResetPassword,
)
from domain.organisation.first import THE_COMMAND_LINE, First, install, logins_of_administrators
from domain.signing_in.profile import profile_of
from domain.store.base import Store
from domain.store.settings import Settings, StartError
from domain.typed_text import half_width
from domain.words import UnitKind


def main(settings: Settings, options: argparse.Namespace) -> int:
    """Make the first administrator, or reset the one who is named."""
    with borrowed_database(settings) as url:
        if not schema_is_current(url):
            raise StartError("数据库结构不是本版本的，请先运行 ./bihuan up (the schema is not current)")
        store = Store.open(url.render_as_string(hide_password=False), settings.data / "evidence")
        try:
            if stored_time(store.engine) is not None:
                raise StartError(
                    "这是演示数据，请用演示的 admin 登录 (a demonstration has its own administrator)"
                )
            if options.confirm is not None:
                return by_the_terminal(store, ConfirmAccount, options.confirm)
            if options.remove_second_factor is not None:
                return by_the_terminal(store, RemoveSecondFactor, options.remove_second_factor)
            login, password = first(store, options) if options.reset is None else reset(store, options.reset)
            tell(login, password, profile_of(store).password.temporary_hours, settings.port)
        except Refusal as refusal:
            raise StartError(refusal.detail) from None
        finally:
            store.close()
    return 0


def first(store: Store, options: argparse.Namespace) -> tuple[str, str]:
    """The authority and its administrator, whose login and password it gives; refused when there is one already."""
    known = logins_of_administrators(store, clock.now())
    if known:
        raise StartError(
            f"已有系统管理员：{'、'.join(known)}；其他人员请由其登录后添加，忘记密码用 --reset 登录名"
            " (there is an administrator; use --reset LOGIN for a new password)"
        )
    if not options.unit or not options.region:
        raise StartError(
            "请写明主管部门全称和六位行政区划代码（隐患编号以它开头），例如"
            " ./bihuan admin --unit 某某县卫生健康委员会 --region 500999 (name the authority: --unit and --region)"
        )
    said = First(options.unit, options.code, options.region, options.name, options.login)
    _check(said)
    done = install(store, said, clock.now())
    return said.login.lower(), done.secret or ""


def reset(store: Store, login: str) -> tuple[str, str]:
    """The login and a temporary password, for an administrator who lost theirs."""
    known = logins_of_administrators(store, clock.now())
    if login.lower() not in known:
        raise StartError(f"“{login}”不是系统管理员的登录名，现有：{'、'.join(known)} (not an administrator)")
    with store.engine.connect() as connection:
        directory = store.directory(connection)
    key = directory.people[directory.names[login.lower()]].key
    said, at = ResetPassword(login=login), clock.now()
    done = change_organisation(store, key, said, by=THE_COMMAND_LINE, at=at)
    return login.lower(), done.secret or ""


def by_the_terminal(store: Store, kind: type[ConfirmAccount | RemoveSecondFactor], said: str) -> int:
    """The second yes, or a lost second factor taken off: for a house that has nobody else yet who may."""
    login = half_width(said).lower()
    with store.engine.connect() as connection:
        directory = store.directory(connection)
    if login not in directory.names:
        raise StartError(f"没有登录名“{login}” (no such login)")
    key = directory.people[directory.names[login]].key
    change_organisation(store, key, kind(login=login), by=THE_COMMAND_LINE, at=clock.now())
    say(f"已办理：{kind.label}，{login} (done, and its owner is told)")
    return 0


def tell(login: str, password: str, hours: int, port: int) -> None:
    """Say it once; it is kept nowhere."""
    say(f"登录名   {login}")
    say(f"临时密码 {password}")
    say(f"只显示这一次，{hours} 小时内有效，首次登录须修改 (shown once; change it at the first sign-in)")
    say(f"请打开 http://127.0.0.1:{port}/ 登录 (sign in there)")


def _check(said: First) -> None:
    """The same rules as in the pages; a complaint names the option."""
    of_the_unit = partial(CreateUnit, parent="-", unit_kind=UnitKind.AUTHORITY)
    for option, build in (
        ("--unit", partial(of_the_unit, code="0", name=said.unit)),
        ("--code", partial(of_the_unit, code=said.code, name="--")),
        ("--name", partial(AddPerson, unit="0", name=said.name)),
        ("--login", partial(CreateAccount, login=said.login)),
    ):
        try:
            build()
        except ValidationError as wrong:
            why = "，".join(one.rule for one in broken(wrong.errors(), str))
            raise StartError(f"{option} {why} ({option} is not right)") from None
    if not (said.region.isascii() and said.region.isdigit() and len(said.region) == len("500999")):
        raise StartError("--region 应为六位行政区划代码，例如 500999 (six digits)")
