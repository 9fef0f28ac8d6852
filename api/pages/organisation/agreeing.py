"""待同意的账号: sign-ins that another gave, each confirmed by a second person after asking its owner."""

from typing import Annotated

from fastapi import Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from api.organising import looker_of
from api.pages.forms import Form
from api.pages.routers import pages_router
from api.pages.visitor import Page, Sent, SentVisit
from domain.errors import KeyReused, NotReady, Refusal
from domain.fields import Login
from domain.organisation import change_organisation, commands as c
from domain.organisation.second_yes import WaitingAccount, waiting_for_my_yes

router = pages_router()
HERE = "/organisation/waiting-accounts"
AT_ONCE = 50


class Chosen(BaseModel):
    """The logins that were ticked."""

    model_config = ConfigDict(extra="forbid")

    login: Annotated[list[Login], Field(title="登录名", max_length=AT_ONCE)] = []


@router.get(HERE)
def waiting_accounts(page: Page) -> Response:
    """Those whose second yes may be the reader's."""
    return _show(page, Form(Chosen), 200, {})


@router.post(HERE)
def agree(page: Sent) -> Response:
    """Say yes to the chosen ones, each by a change of its own; what is refused stays and says why."""

    def carry_out(said: Chosen) -> Response:
        if not said.login:
            raise NotReady("请先勾选已向本人核实的账号。")
        waiting = {one.login: one for one in _waiting(page)}
        refused = {login: why for login in said.login if (why := _agreed(page, login, waiting.get(login)))}
        if refused:
            return _show(page, Form(Chosen, {"login": [*refused]}), 409, refused)
        return page.go(HERE, f"已同意 {len(said.login)} 个账号。")

    return page.submit(Chosen, carry_out, lambda form, status: _show(page, form, status, {}))


def _agreed(page: SentVisit, login: str, waiting: WaitingAccount | None) -> str:
    """Why it was not done; nothing when it was."""
    if waiting is None:
        return "已由他人同意、由本人确认，或不归您同意。"
    shown = next(iter(page.typed.get(f"as_of-{login}", ())), None)
    key = f"{page.key}:{login}" if page.key else None
    try:
        said = c.ConfirmAccount.model_validate({"login": login, "as_of": shown})
        change_organisation(page.store, waiting.person.key, said, by=page.who, at=page.at, key=key)
    except KeyReused:
        return "您同意之后这个账号又有变动，请核对后再勾选一次。"
    except Refusal as refusal:
        return refusal.detail
    except ValidationError:
        return "页面上的时间不对，请刷新后重新同意。"
    return ""


def _waiting(page: Page) -> list[WaitingAccount]:
    look = looker_of(page.reader)
    return waiting_for_my_yes(look.connection, look.eyes)


def _show(page: Page, form: Form[Chosen], status: int, refused: dict[str, str]) -> Response:
    waiting = _waiting(page)
    return page.render(
        "organisation/waiting_accounts.html",
        status,
        waiting=waiting[:AT_ONCE],
        more=len(waiting) - AT_ONCE,
        form=form,
        refused=refused,
        directory=page.reader.directory,
    )
