"""消息通道: paste the robot's address, test, done. The web sends nothing: a trial is owed and its outcome shown."""

from typing import Annotated

from fastapi import Path, Response

from api.ids import ChannelId
from api.pages.forms import Form
from api.pages.routers import pages_router
from api.pages.setting_up.kept import keep, restore
from api.pages.visitor import Page, Sent, Visit
from api.views.channels import TryOut, channel_view
from domain import channels
from domain.channels import Accounts, NewChannel, Pasted, SetUp, authority_of
from domain.channels.kinds import FORMS, ChannelKind
from domain.errors import NotFound
from domain.messages.samples import samples
from domain.queries.channels import channel_state, channel_states

router = pages_router()
SHOWN_LINES = 20
PASTED_SECRETS = ("address", "sign")
Kind = Annotated[str, Path(title="种类", max_length=16)]


@router.get("/channels")
def listed(page: Page) -> Response:
    """The channels of my authority, in the order in which they are tried."""
    states = [channel_view(state) for state in channel_states(page.reader)]
    return page.render("setting_up/channels.html", states=states)


@router.get("/channels/messages")
def messages(page: Page) -> Response:
    """Every message with invented facts."""
    authority_of(page.reader.directory, page.who, page.at)
    link = f"{page.request.url.scheme}://{page.request.url.netloc}"
    return page.render("setting_up/messages.html", samples=list(samples(link, page.at)))


@router.get("/channels/new")
def ask(page: Page) -> Response:
    """Paste a robot's address, or choose a kind."""
    return _asked(page, Form(Pasted))


@router.post("/channels/paste")
def paste(page: Sent) -> Response:
    """Add the robot whose address was pasted, and go to where it is tested."""

    def save(said: Pasted) -> Response:
        made = channels.paste(page.store, said, by=page.who, at=page.at)
        return page.go(f"/channels/{made}", said="已添加。请发一条测试消息。")

    restore(page, PASTED_SECRETS)
    return page.submit(Pasted, save, again=lambda form, status: _asked(page, form, status))


@router.get("/channels/new/{kind}")
def ask_kind(page: Page, kind: Kind) -> Response:
    """The form of one kind."""
    return _asked_kind(page, _kind(kind), Form(SetUp).start_with(name=_kind(kind).label))


@router.post("/channels/new/{kind}")
def make(page: Sent, kind: Kind) -> Response:
    """Add a channel of this kind."""
    chosen = _kind(kind)

    def save(said: SetUp) -> Response:
        new = NewChannel(kind=chosen, **said.model_dump())
        made = channels.add(page.store, new, by=page.who, at=page.at)
        return page.go(f"/channels/{made}", said="已添加。请发一条测试消息。")

    restore(page, secrets_of(chosen))
    return page.submit(SetUp, save, again=lambda form, status: _asked_kind(page, chosen, form, status))


@router.get("/channels/{channel}")
def one(page: Page, channel: ChannelId) -> Response:
    """One channel: test it, change it, close it."""
    return _shown(page, channel)


@router.post("/channels/{channel}")
def change(page: Sent, channel: ChannelId) -> Response:
    """Write it anew; secrets left empty stay."""

    def save(said: SetUp) -> Response:
        channels.change(page.store, channel, said, by=page.who, at=page.at)
        return page.go(f"/channels/{channel}", said="已保存。")

    restore(page, secrets_of(channel_state(page.reader, channel).card.kind))
    return page.submit(SetUp, save, again=lambda form, status: _shown(page, channel, form, status=status))


@router.get("/channels/{channel}/trial")
def look(page: Page, channel: ChannelId) -> Response:
    """How the latest trial stands: a piece of the page, asked for again while it is under way."""
    return page.render("setting_up/trial.html", state=channel_view(channel_state(page.reader, channel)))


@router.post("/channels/{channel}/trial")
def try_out(page: Sent, channel: ChannelId) -> Response:
    """Owe a trial message."""

    def save(said: TryOut) -> Response:
        channels.try_out(page.store, channel, said.to, by=page.who, at=page.at)
        return page.go(f"/channels/{channel}", said="测试消息已交给后台发送，结果见下方。")

    return page.submit(
        TryOut, save, again=lambda form, status: _shown(page, channel, trial=form, status=status)
    )


@router.post("/channels/{channel}/open")
def open_it(page: Sent, channel: ChannelId) -> Response:
    """Use it again."""
    channels.set_open(page.store, channel, active=True, by=page.who, at=page.at)
    return page.go(f"/channels/{channel}", said="已启用。")


@router.post("/channels/{channel}/close")
def close_it(page: Sent, channel: ChannelId) -> Response:
    """Use it no more."""
    channels.set_open(page.store, channel, active=False, by=page.who, at=page.at)
    return page.go(f"/channels/{channel}", said="已停用；待发的消息改走下一个通道。")


@router.post("/channels/{channel}/accounts")
def enter(page: Sent, channel: ChannelId) -> Response:
    """Write down many people's accounts; the lines that were not taken stay in the form, each with its reason."""

    def save(said: Accounts) -> Response:
        done = channels.enter_accounts(page.store, channel, said, by=page.who, at=page.at)
        if not done.refused:
            return page.go(f"/channels/{channel}", said=f"已登记 {done.saved} 人的账号。")
        form = Form(Accounts, {"lines": ["\n".join(each.line for each in done.refused)]})
        form.errors["lines"] = f"已登记 {done.saved} 人；下面 {len(done.refused)} 行没有登记。" + "".join(
            f"第 {each.number} 行：{each.why}。" for each in done.refused[:SHOWN_LINES]
        )
        return _shown(page, channel, accounts=form, status=422)

    return page.submit(
        Accounts, save, again=lambda form, status: _shown(page, channel, accounts=form, status=status)
    )


@router.post("/channels/{channel}/remove")
def remove(page: Sent, channel: ChannelId) -> Response:
    """Delete a closed one."""
    channels.remove(page.store, channel, by=page.who, at=page.at)
    return page.go("/channels", said="已删除。它发过的消息仍有记录。")


@router.post("/channels/{channel}/up")
def up(page: Sent, channel: ChannelId) -> Response:
    """Try it before the one that stands before it."""
    channels.move(page.store, channel, by=page.who, at=page.at)
    return page.go("/channels", said="顺序已调整。")


def secrets_of(kind: ChannelKind) -> tuple[str, ...]:
    """The entries of a kind that are secret."""
    return tuple(entry.name for entry in FORMS[kind].entries if entry.secret)


def _kind(text: str) -> ChannelKind:
    if text not in set(ChannelKind):
        raise NotFound("没有这种消息通道。")
    return ChannelKind(text)


def _asked(page: Visit, form: Form[Pasted], status: int = 200) -> Response:
    authority_of(page.reader.directory, page.who, page.at)
    kept = keep(page, form, PASTED_SECRETS)
    return page.render("setting_up/new_channel.html", status, form=form, kinds=list(ChannelKind), **kept)


def _asked_kind(page: Visit, kind: ChannelKind, form: Form[SetUp], status: int = 200) -> Response:
    authority_of(page.reader.directory, page.who, page.at)
    kept = keep(page, form, secrets_of(kind))
    return page.render("setting_up/kind.html", status, form=form, kind=kind, asked=FORMS[kind], **kept)


def _shown(
    page: Visit,
    channel: int,
    form: Form[SetUp] | None = None,
    trial: Form[TryOut] | None = None,
    accounts: Form[Accounts] | None = None,
    status: int = 200,
) -> Response:
    state = channel_state(page.reader, channel)
    card = state.card
    if form is None:
        form = Form(SetUp).start_with(name=card.name, base_url=card.base_url, **card.settings)
    return page.render(
        "setting_up/channel.html",
        status,
        state=channel_view(state),
        form=form,
        trial=trial or Form(TryOut),
        accounts=accounts or Form(Accounts),
        asked=FORMS[card.kind],
        **keep(page, form, secrets_of(card.kind)),
    )
