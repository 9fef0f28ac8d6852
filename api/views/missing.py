"""What somebody in office still lacks to do their work here, each one press away."""

from sqlalchemy import Connection

from api.views.people_shapes import MissingView
from domain.directory.organisation import PersonCard
from domain.organisation import commands as c
from domain.organisation.seeing import Eyes, accounts_of


def missing_of(eyes: Eyes, connection: Connection, card: PersonCard) -> list[MissingView]:
    """Posts and a sign-in, for somebody in office; `act` is the address of the form below the person."""
    if not card.active:
        return []
    home = eyes.directory.units[card.unit_id]
    found: list[tuple[str, str, type[c.Change]]] = []
    if not eyes.directory.roles_to_come(card.id, eyes.at):
        found.append(("posts", "未任职：办理“任职”", c.GivePost))
    accounts = accounts_of(connection, card.id)
    if not any(account.active for account in accounts):
        stopped = [
            (f"accounts/enable?login={a.login}", f"账号“{a.login}”已停用：启用", c.EnableAccount)
            for a in accounts
        ]
        found += stopped or [("accounts", "没有账号，不能登录：开通账号", c.CreateAccount)]
    return [
        MissingView(act=act, label=label, mine=eyes.may(change, home, card)) for act, label, change in found
    ]
