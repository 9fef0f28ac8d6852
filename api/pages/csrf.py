"""The token that every form of a session carries: another site cannot know it.

It is derived from the session's own token, so nothing is stored; salted anew for every page, so that compression
gives nothing away.
"""

import hashlib
import hmac
import secrets

from domain.errors import NotAllowed

SALT = 16


class Expired(NotAllowed):
    """The form's token belongs to a session that is over."""

    message = "页面已过期（登录有变化），请返回后重新打开再提交。"


def make_token(session: str) -> str:
    """A token for a form of this session."""
    salt = secrets.token_hex(SALT // 2)
    return salt + _seal(salt, session)


def is_ours(token: str, session: str) -> bool:
    """Whether the form came from a page of this session."""
    return hmac.compare_digest(token[SALT:].encode(), _seal(token[:SALT], session).encode())


def _seal(salt: str, session: str) -> str:
    return hmac.new(session.encode(), f"form {salt}".encode(), hashlib.sha256).hexdigest()
