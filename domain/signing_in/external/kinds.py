"""The kinds of services and what an office fills in for each."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from domain.errors import WrongInput
from domain.fields import Plain, ShortText
from domain.outside import AllowedHosts, NotAdmittedError
from domain.word import Word

Text = Annotated[Plain, Field(max_length=200)]
OF_VENDORS = frozenset({"oapi.dingtalk.com", "qyapi.weixin.qq.com", "open.weixin.qq.com"})


class ServiceKind(Word):
    """登录方式"""

    DINGTALK = "dingtalk", "钉钉"
    WECOM = "wecom", "企业微信"
    OIDC = "oidc", "统一身份认证（OIDC）"


STANDARD_BASE = {
    ServiceKind.DINGTALK: "https://oapi.dingtalk.com",
    ServiceKind.WECOM: "https://qyapi.weixin.qq.com",
}
WECOM_DOOR = "https://open.weixin.qq.com/connect/oauth2/authorize"
NEEDED = {
    ServiceKind.DINGTALK: {"corp_id": "企业编号 CorpID", "client_id": "AppKey", "secret": "AppSecret"},
    ServiceKind.WECOM: {"client_id": "企业编号 CorpID", "agent_id": "AgentId", "secret": "应用 Secret"},
    ServiceKind.OIDC: {"base_url": "签发地址", "client_id": "应用 ID", "secret": "密钥"},
}


class ServiceSaid(BaseModel):
    """What an administrator fills in. A secret left empty keeps the one that is known."""

    model_config = ConfigDict(extra="forbid")

    kind: ServiceKind = Field(title="种类")
    name: Annotated[ShortText, Field(title="名称", max_length=40)]
    base_url: Text = Field("", title="接口地址")
    client_id: Text = Field("", title="应用标识")
    secret: Text = Field("", title="密钥")
    corp_id: Text = Field("", title="企业编号 CorpID")
    agent_id: Text = Field("", title="AgentId")
    door: Text = Field("", title="登录页地址")
    """Where WeCom's sign-in page stands, when it is a private one."""
    claim: Text = Field("sub", title="人员标识")
    """Which claim of an OIDC service names the person."""

    def checked(self, allowed: AllowedHosts, *, has_secret: bool = False) -> "ServiceSaid":
        """Give it with the standard addresses filled in; raises `WrongInput` naming the field."""
        for name, label in NEEDED[self.kind].items():
            if not getattr(self, name) and not (name == "secret" and has_secret):
                raise WrongInput(f"请填写{label}。", field=name)
        base = (self.base_url or STANDARD_BASE.get(self.kind, "")).rstrip("/")
        door = self.door or (WECOM_DOOR if self.kind is ServiceKind.WECOM else "")
        for name, url in (("base_url", base), ("door", door)):
            _refuse_unknown_place(url, allowed, name)
        return self.model_copy(update={"base_url": base, "door": door})


def _refuse_unknown_place(url: str, allowed: AllowedHosts, field: str) -> None:
    """Only places that whoever runs the system has named: a page must not lead anywhere else."""
    if not url:
        return
    try:
        if not allowed.check(url).query:
            return
    except NotAdmittedError:
        pass
    host = urlsplit(url).hostname if url.isprintable() and "[" not in url else ""
    raise WrongInput(
        f"地址 {host or ''} 未获允许：应为 https，且主机已由运维人员列入 BIHUAN_SIGN_IN_HOSTS。", field=field
    )
