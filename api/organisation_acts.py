"""What is done to people and units, by the last part of an address."""

from domain.organisation import commands as c

PERSON_ACTS: dict[str, type[c.Change]] = {
    "details": c.ChangePerson,
    "move": c.MovePerson,
    "posts": c.GivePost,
    "posts/end": c.EndPost,
    "delegations": c.Delegate,
    "delegations/end": c.EndDelegation,
    "leave": c.Leave,
    "come-back": c.ComeBack,
    "accounts": c.CreateAccount,
    "accounts/second": c.OpenSecondAccount,
    "accounts/confirm": c.ConfirmAccount,
    "accounts/disable": c.DisableAccount,
    "accounts/enable": c.EnableAccount,
    "accounts/reset-password": c.ResetPassword,
    "accounts/remove-second-factor": c.RemoveSecondFactor,
    "accounts/binding-code": c.GiveBindingCode,
    "accounts/bind": c.BindIdentity,
    "accounts/release": c.ReleaseIdentity,
}
"""Address below a person -> what is done there."""


UNIT_ACTS: dict[str, type[c.Change]] = {
    "facts": c.DescribeUnit,
    "daily-patrol": c.SetDailyPatrol,
    "rename": c.RenameUnit,
    "move": c.MoveUnit,
    "retire": c.RetireUnit,
}
"""The last part of an address -> what is done to the unit."""
