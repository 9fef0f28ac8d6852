"""An OpenID Connect service as it behaves: PKCE and client secret checked, a code once, tokens signed with its key."""

import base64
import hashlib
import secrets
from functools import cached_property
from urllib.parse import parse_qsl, unquote, urlencode

from joserfc import jwt
from joserfc.jwk import RSAKey

from deploy.demo.vendors.wire import Reply, Request, answer
from deploy.demo.vendors.world import World

CLIENT, SECRET = "bihuan-client", "oidc/secret+1"
MINUTES = 300


class Oidc:
    """Discovery, sign-in page, tokens and keys. Whoever comes to the page is the person that `login_hint` names."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.claims: dict[str, object] = {}
        self.forged = False
        self.published: dict[str, str] = {}
        self.kid = "k1"
        self.issued: dict[str, dict[str, str]] = {}
        self.routes = {
            "/.well-known/openid-configuration": self.discovery,
            "/authorize": self.authorize,
            "/token": self.token,
            "/keys": self.keys,
        }

    @cached_property
    def key(self) -> RSAKey:
        """What this service signs with; made when it is first asked for."""
        return self._make()

    @cached_property
    def another_key(self) -> RSAKey:
        """What somebody else would sign with."""
        return self._make()

    def _make(self) -> RSAKey:
        return RSAKey.generate_key(2048, {"kid": self.kid, "use": "sig", "alg": "RS256"})

    def renew(self, kid: str) -> None:
        """Sign with a new key from now on."""
        self.kid = kid
        del self.key

    def discovery(self, request: Request) -> Reply:
        """Say where everything stands."""
        issuer = f"http://{request.headers.get('host', '')}/oidc"
        found = {"issuer": issuer, "authorization_endpoint": f"{issuer}/authorize"}
        return answer(
            {**found, "token_endpoint": f"{issuer}/token", "jwks_uri": f"{issuer}/keys", **self.published}
        )

    def authorize(self, request: Request) -> Reply:
        """Send the browser back with a code, without asking anything."""
        asked = dict(request.query)
        code = secrets.token_hex(12)
        self.issued[code] = asked
        query = urlencode({"code": code, "state": asked.get("state", "")})
        return Reply(b"", 302, {"Location": f"{asked.get('redirect_uri', '')}?{query}"})

    def token(self, request: Request) -> Reply:
        """Exchange a code for an ID token."""
        form = dict(parse_qsl(request.body.decode()))
        asked = self.issued.pop(form.get("code", ""), None)
        login = base64.b64decode(request.headers.get("authorization", "").removeprefix("Basic ")).decode()
        if tuple(map(unquote, login.split(":"))) != (CLIENT, SECRET):
            return answer({"error": "invalid_client"}, status=401)
        if asked is None or asked.get("redirect_uri") != form.get("redirect_uri") or not _proves(asked, form):
            return answer({"error": "invalid_grant"}, status=400)
        now = int(self.world.now())
        claims = {
            "iss": f"http://{request.headers.get('host', '')}/oidc",
            "sub": asked.get("login_hint", "nurse1"),
            "aud": CLIENT,
            "iat": now,
            "exp": now + MINUTES,
            "nonce": asked.get("nonce", ""),
            **self.claims,
        }
        key = self.another_key if self.forged else self.key
        token = jwt.encode({"alg": "RS256", "kid": self.kid}, claims, key)
        return answer({"access_token": secrets.token_hex(8), "token_type": "Bearer", "id_token": token})

    def keys(self, _: Request) -> Reply:
        """Publish the key."""
        return answer({"keys": [self.key.as_dict(private=False)]})


def _proves(asked: dict[str, str], form: dict[str, str]) -> bool:
    """PKCE: only whoever began holds the verifier."""
    digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == asked.get("code_challenge")
