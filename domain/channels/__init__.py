"""Channels as people set them up: an authority's robots and apps, trials, a person's own order, a failed message again.

Nothing is sent from here: a trial and a second try are owed, and whoever delivers carries them.
"""

from domain.channels.accounts import Accounts, Entered, enter_accounts
from domain.channels.again import try_again
from domain.channels.changes import (
    NewChannel,
    Pasted,
    SetUp,
    add,
    change,
    move,
    paste,
    remove,
    set_open,
    try_out,
)
from domain.channels.mine import Way, Ways, set_ways
from domain.directory.who_sets_up import authority_of, may_set_up

__all__ = [
    "Accounts",
    "Entered",
    "NewChannel",
    "Pasted",
    "SetUp",
    "Way",
    "Ways",
    "add",
    "authority_of",
    "change",
    "enter_accounts",
    "may_set_up",
    "move",
    "paste",
    "remove",
    "set_open",
    "set_ways",
    "try_again",
    "try_out",
]
