"""Passwords: hashed with argon2id, checked against the rules, made up when somebody else must give one."""

import secrets
from functools import cache
from importlib import resources
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from domain.errors import WrongInput
from domain.signing_in.profile import PasswordRules

# OWASP's smallest argon2id: enough against guessing, and many sign-ins at once do not fill a small machine.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
LONGEST = 200
SHORTEST_PART = 3
# Without the characters that people mistake for one another when they read them out.
_LETTERS = "abcdefghjkmnpqrstuvwxyz"
_DIGITS = "23456789"


def hash_password(password: str) -> str:
    """The argon2id hash to keep for an account."""
    return _hasher.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether the password is the kept one; without account it takes as long and says no."""
    try:
        _hasher.verify(kept or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def temporary_password() -> str:
    """Twelve characters in three groups, easy to read out: about 55 bits."""
    groups = ["".join(secrets.choice(_LETTERS + _DIGITS) for _ in range(4)) for _ in range(2)]
    return "-".join(
        [*groups, secrets.choice(_LETTERS).upper() + "".join(secrets.choice(_DIGITS) for _ in range(3))]
    )


def refuse_weak(
    rules: PasswordRules, password: str, *, known: tuple[str, ...] = (), field: str = "password"
) -> None:
    """Raise WrongInput saying which rule is broken. `known`: login, name, phone, unit: no password of them."""
    if len(password) < rules.shortest:
        raise WrongInput(f"密码至少 {rules.shortest} 个字符，可以用一句自己记得住的话。", field=field)
    if len(password) > LONGEST:
        raise WrongInput(f"密码最多 {LONGEST} 个字符。", field=field)
    plain = password.casefold()
    if plain in common_passwords() or len(set(plain)) < SHORTEST_PART or _runs_on(plain):
        raise WrongInput("这个密码太常见，容易被猜中，请换一个。", field=field)
    if any(_is_mostly(_bare(plain), _bare(word.casefold())) for word in known):
        raise WrongInput("密码不能主要由登录名、姓名或电话组成，请换一个。", field=field)
    kinds = sum(
        any(test(c) for c in password)
        for test in (str.islower, str.isupper, str.isdigit, lambda c: not c.isascii() or not c.isalnum())
    )
    if kinds < rules.kinds:
        raise WrongInput(f"密码须含大写字母、小写字母、数字、其他字符中的 {rules.kinds} 类。", field=field)


def _bare(text: str) -> str:
    """Without the spaces and dashes that people put into telephone numbers."""
    return text.replace(" ", "").replace("-", "")


def _is_mostly(plain: str, word: str) -> bool:
    """Whether a password is a known word with little around it."""
    return len(word) >= SHORTEST_PART and word in plain and len(plain) < 2 * len(word) + SHORTEST_PART


def _runs_on(plain: str) -> bool:
    """Whether it is one run such as 1234567890 or abcdefghij, forwards or backwards."""
    steps = {ord(b) - ord(a) for a, b in pairwise(plain)}
    return steps in ({1}, {-1}) or plain in "01234567890123456789"


@cache
def common_passwords() -> frozenset[str]:
    """Passwords that everybody tries first."""
    text = resources.files("domain.signing_in").joinpath("common.txt").read_text(encoding="utf-8")
    return frozenset(
        line.strip().casefold() for line in text.splitlines() if line and not line.startswith("#")
    )


@cache
def _nobody() -> str:
    """A hash to check when no such account exists, so that a wrong login takes as long as a wrong password."""
    return hash_password(secrets.token_hex())
