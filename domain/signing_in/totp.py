"""The second factor: time-based codes (RFC 6238) of a phone, and recovery codes that open once."""

import hashlib
import re
import secrets
from io import BytesIO

import pyotp
import segno

from domain import clock
from domain.typed_text import half_width

STEP = 30
DRIFT = 1
CODES = 10
ISSUER = "闭环"


def new_secret() -> str:
    """A secret of 160 bits in base 32."""
    return pyotp.random_base32()


def address_of(secret: str, login: str) -> str:
    """The otpauth address that an authenticator reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)


def qr_svg(address: str) -> bytes:
    """The address as a QR code, an SVG without style or script."""
    out = BytesIO()
    segno.make(address, error="m").save(out, kind="svg", scale=5, border=4, xmldecl=False, svgns=True)
    return out.getvalue()


def step_of(secret: str, code: str, after: int | None) -> int | None:
    """The time step this code is right for, one step of drift allowed; never one at or before `after`."""
    digits = re.sub(r"\s", "", half_width(code))
    if not re.fullmatch(r"[0-9]{6}", digits):
        return None
    now = int(clock.machine_now().timestamp()) // STEP
    totp = pyotp.TOTP(secret)
    for step in range(now - DRIFT, now + DRIFT + 1):
        if secrets.compare_digest(totp.at(step * STEP), digits) and (after is None or step > after):
            return step
    return None


def new_recovery_codes() -> list[str]:
    """Ten codes of 48 bits, to be written down; only their hashes are kept."""
    return ["-".join(secrets.token_hex(2) for _ in range(3)) for _ in range(CODES)]


def hash_code(code: str) -> str:
    """What is kept of a recovery code."""
    return hashlib.sha256(re.sub(r"[\s-]", "", half_width(code)).lower().encode()).hexdigest()
