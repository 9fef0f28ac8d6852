"""OpenID Connect: discovery, the authorisation code with PKCE, and an ID token whose every claim is checked."""

from base64 import b64encode
from typing import Any
from urllib.parse import quote, urlencode

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from domain.outside import NotAdmittedError
from domain.signing_in.external.asking import Asker, kept
from domain.signing_in.external.flow import Flow

SCOPE = "openid"
SIGNED_BY = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
"""Signatures made with a key that only the service holds."""
LEEWAY_SECONDS = 120


def door(asker: Asker, flow: Flow, back: str) -> str:
    """The address of the service's sign-in page."""
    page = _address(asker, "authorization_endpoint")
    query = {
        "response_type": "code",
        "client_id": asker.service.client_id,
        "redirect_uri": back,
        "scope": SCOPE,
        "state": flow.state,
        "nonce": flow.nonce,
        "code_challenge": create_s256_code_challenge(flow.verifier),
        "code_challenge_method": "S256",
    }
    return f"{page}{'&' if '?' in page else '?'}{urlencode(query)}"


def person(asker: Asker, flow: Flow, code: str, back: str) -> str:
    """Whom the service names by the chosen claim."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "code_verifier": flow.verifier,
    }
    login = f"{quote(asker.service.client_id, safe='')}:{quote(asker.secret(), safe='')}"
    headers = {"Authorization": f"Basic {b64encode(login.encode()).decode()}"}
    found = asker.post_form(_address(asker, "token_endpoint"), form, headers)
    claims = _claims(asker, flow, found)
    subject = claims.get(asker.service.claim or "sub")
    if not isinstance(subject, str) or not subject:
        raise asker.refused(f"没有 {asker.service.claim}")
    return subject[:200]


def _claims(asker: Asker, flow: Flow, found: dict[str, Any]) -> CodeIDToken:
    """Check signature, issuer, audience, time and nonce."""
    client, issuer = asker.service.client_id, asker.service.base_url
    try:
        token = _decoded(asker, str(found.get("id_token") or ""))
        options = {"iss": {"essential": True, "values": [issuer, f"{issuer}/"]}}
        options["aud"] = {"essential": True, "values": [client]}
        params = {"nonce": flow.nonce, "client_id": client, "access_token": found.get("access_token")}
        claims = CodeIDToken(token.claims, token.header, options, params)
        claims.validate(leeway=LEEWAY_SECONDS)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise asker.refused(f"身份凭证无效：{type(error).__name__}") from None
    return claims


def _decoded(asker: Asker, text: str) -> jwt.Token:
    """Check the signature; a key that is not known yet is asked for once."""
    registry = JWSRegistry(algorithms=SIGNED_BY, strict_check_header=False)
    try:
        return jwt.decode(text, _keys(asker), registry=registry)
    except InvalidKeyIdError:
        kept.forget(f"keys {asker.service.base_url}")
        return jwt.decode(text, _keys(asker), registry=registry)


def _keys(asker: Asker) -> KeySet:
    name = f"keys {asker.service.base_url}"
    found = kept.get(name) or kept.put(name, asker.get(_address(asker, "jwks_uri")))
    return KeySet.import_key_set(found)


def _address(asker: Asker, name: str) -> str:
    """An address that the service publishes, on a host that we allow, of the issuer that we trust."""
    issuer = asker.service.base_url
    known = kept.get(f"oidc {issuer}") or kept.put(
        f"oidc {issuer}", asker.get(f"{issuer}/.well-known/openid-configuration")
    )
    address = known.get(name)
    try:
        if known.get("issuer") in (issuer, f"{issuer}/") and isinstance(address, str):
            asker.allowed.check(address)
            return address
    except NotAdmittedError:
        pass
    raise asker.refused(f"{name} 不可用")
