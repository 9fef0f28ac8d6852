"""Who holds a sign-in code of DingTalk (免登) or WeCom (OAuth 2, snsapi_base). A code serves once, for five minutes."""

import hashlib
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from domain.signing_in.external.asking import STALE, Asker, kept
from domain.signing_in.external.flow import Flow


def wecom_door(asker: Asker, flow: Flow, back: str) -> str:
    """The address of WeCom's page that sends the browser back with a code, without asking anything."""
    query = {
        "appid": asker.service.client_id,
        "redirect_uri": back,
        "response_type": "code",
        "scope": "snsapi_base",
        "state": flow.state,
        "agentid": asker.service.agent_id,
    }
    return f"{asker.service.door}?{urlencode(query)}#wechat_redirect"


def wecom_person(asker: Asker, code: str) -> str:
    """The userid of whoever holds the code; somebody outside the corporation has none."""

    def ask(token: str) -> dict[str, Any]:
        url = f"{asker.service.base_url}/cgi-bin/auth/getuserinfo"
        return asker.get(url, {"access_token": token, "code": code})

    query = {"corpid": asker.service.client_id, "corpsecret": asker.secret()}
    found = _with_token(asker, f"{asker.service.base_url}/cgi-bin/gettoken", query, ask)
    return _subject(asker, found.get("userid") or found.get("UserId"))


def dingtalk_person(asker: Asker, code: str) -> str:
    """The userid of whoever holds the code."""

    def ask(token: str) -> dict[str, Any]:
        url = f"{asker.service.base_url}/topapi/v2/user/getuserinfo"
        return asker.post(url, {"code": code}, {"access_token": token})

    query = {"appkey": asker.service.client_id, "appsecret": asker.secret()}
    found = _with_token(asker, f"{asker.service.base_url}/gettoken", query, ask)
    result = found.get("result")
    return _subject(asker, result.get("userid") if isinstance(result, dict) else None)


def _with_token(
    asker: Asker, url: str, query: dict[str, str], ask: Callable[[str], dict[str, Any]]
) -> dict[str, Any]:
    """Ask with the app's token; one that is refused is fetched anew, once."""
    key = hashlib.sha256(repr((url, sorted(query.items()))).encode()).hexdigest()
    for _ in range(2):
        token = kept.get(key) or kept.put(key, _token(asker, asker.get(url, query)))
        found = ask(token)
        code = asker.code_of(found)
        if code not in STALE:
            break
        kept.forget(key)
    if code:
        raise asker.refused(code)
    return found


def _token(asker: Asker, found: dict[str, Any]) -> str:
    if code := asker.code_of(found):
        raise asker.refused(code)
    token = found.get("access_token")
    if not isinstance(token, str) or not token:
        raise asker.refused("答复无法识别")
    return token


def _subject(asker: Asker, found: object) -> str:
    if not isinstance(found, str) or not found:
        raise asker.refused("不是本单位成员")
    return found[:200]
