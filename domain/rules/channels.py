"""The kinds of channels an authority may have: what each asks for, what of it is secret, what restrains it.

Vendors' limits and payloads: `notifications.channels`. Here is what people fill in.
"""

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from domain.errors import WrongInput
from domain.outside import is_loopback
from domain.word import Word

LONGEST = 200
_HOST = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?(/[^\s?#@]*)?")
_MAIL_SERVER = re.compile(r"(?P<host>[A-Za-z0-9.-]+)(:(?P<port>\d{1,5}))?")
MAIL_PORTS = (25, 465, 587, 994, 2525)
_WORD = re.compile(r"[\x21-\x7e]+")


class ChannelKind(Word):
    """通道种类"""

    DINGROBOT = "dingrobot", "钉钉群机器人"
    DINGWORK = "dingwork", "钉钉工作通知"
    WECOMROBOT = "wecomrobot", "企业微信群机器人"
    WECOMAPP = "wecomapp", "企业微信应用"
    WECHATMP = "wechatmp", "微信公众号"
    SMSGW = "smsgw", "短信网关"
    MAIL = "mail", "电子邮件"
    WEBHOOK = "webhook", "单位接口"


class AddressOf(Word):
    """Where a person's address on a channel comes from when nobody wrote one down."""

    PHONE = "phone", "手机号"
    EMAIL = "email", "电子邮箱"
    KEY = "key", "人员代号"
    VENDOR = "vendor", "平台账号"


@dataclass(frozen=True)
class Entry:
    """One thing to fill in. `place` says where it goes in the channel's address; secrets are sealed."""

    name: str
    label: str
    secret: bool = False
    required: bool = True
    hint: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """What a kind asks for. `per_minute`: how many messages the vendor takes; None where nobody counts.

    `needs_address`: without an address of the person nothing can be sent; otherwise it only names him in the group.
    """

    entries: tuple[Entry, ...]
    address: AddressOf
    needs_address: bool = True
    standard_base: str = ""
    per_minute: int | None = None
    pasted: str = field(default="", repr=False)
    """The query parameter that carries the robot's key in an address to paste."""

    def entry(self, name: str) -> Entry | None:
        """The entry of this name."""
        return next((entry for entry in self.entries if entry.name == name), None)

    @property
    def asks_for_base(self) -> bool:
        """Whether there is no host but the office's own."""
        return not self.standard_base


FORMS: dict[ChannelKind, Form] = {
    ChannelKind.DINGROBOT: Form(
        (
            Entry("place", "机器人令牌", secret=True, hint="群设置里复制的机器人地址末尾那一段"),
            Entry("sign", "加签密钥", secret=True, required=False, hint="安全设置选了“加签”才填"),
        ),
        AddressOf.PHONE,
        needs_address=False,
        standard_base="https://oapi.dingtalk.com",
        per_minute=20,
        pasted="access_token",
    ),
    ChannelKind.WECOMROBOT: Form(
        (Entry("place", "机器人密钥", secret=True, hint="群机器人地址末尾那一段"),),
        AddressOf.VENDOR,
        needs_address=False,
        standard_base="https://qyapi.weixin.qq.com",
        per_minute=20,
        pasted="key",
    ),
    ChannelKind.DINGWORK: Form(
        (
            Entry("account", "应用标识（AppKey）"),
            Entry("secret", "应用密钥（AppSecret）", secret=True),
            Entry("place", "应用编号（AgentId）"),
        ),
        AddressOf.VENDOR,
        standard_base="https://oapi.dingtalk.com",
    ),
    ChannelKind.WECOMAPP: Form(
        (
            Entry("account", "企业编号（CorpID）"),
            Entry("secret", "应用密钥（Secret）", secret=True),
            Entry("place", "应用编号（AgentId）"),
        ),
        AddressOf.VENDOR,
        standard_base="https://qyapi.weixin.qq.com",
    ),
    ChannelKind.WECHATMP: Form(
        (
            Entry("account", "公众号编号（AppID）"),
            Entry("secret", "应用密钥（AppSecret）", secret=True),
            Entry("place", "模板编号"),
            Entry("fields", "模板字段", required=False, hint="如 thing1:hazard,thing2:place,time3:due"),
        ),
        AddressOf.VENDOR,
        standard_base="https://api.weixin.qq.com",
    ),
    ChannelKind.SMSGW: Form(
        (
            Entry("account", "网关账号"),
            Entry("secret", "网关密钥", secret=True),
            Entry("sign", "短信签名", required=False, hint="如 临澄卫健"),
            Entry("good", "成功代码", required=False, hint="网关答复中算成功的代码，用逗号分开"),
            Entry("never", "不必重试的代码", required=False, hint="如黑名单、空号的代码，用逗号分开"),
        ),
        AddressOf.PHONE,
    ),
    ChannelKind.MAIL: Form(
        (
            Entry("account", "发件账号", hint="如 bot@example.cn"),
            Entry("secret", "密码或授权码", secret=True, required=False),
            Entry("place", "邮件服务器", hint="如 smtp.example.cn，端口不同的写 smtp.example.cn:465"),
            Entry(
                "mode",
                "加密方式",
                required=False,
                hint="starttls（默认）、ssl 或 insecure（不加密）",
                choices=("starttls", "ssl", "insecure"),
            ),
        ),
        AddressOf.EMAIL,
        standard_base="mail",
    ),
    ChannelKind.WEBHOOK: Form(
        (Entry("secret", "接口密钥", secret=True, required=False, hint="随每条消息发送，供接口核对来源"),),
        AddressOf.KEY,
    ),
}


@dataclass(frozen=True)
class Filled:
    """A form filled in and checked; `secrets` are not to be shown."""

    base_url: str
    settings: dict[str, str]
    secrets: dict[str, str] = field(repr=False)


def read_pasted(text: str) -> tuple[ChannelKind, str, dict[str, str]] | None:
    """Recognise a robot's address as the vendor shows it: (kind, base, entries); None when it is none."""
    try:
        parts = urlsplit(text.strip())
        query = dict(parse_qsl(parts.query))
    except ValueError:
        return None
    for kind, path in ((ChannelKind.DINGROBOT, "/robot/send"), (ChannelKind.WECOMROBOT, "/webhook/send")):
        key = query.get(FORMS[kind].pasted)
        if parts.scheme in ("http", "https") and parts.netloc and parts.path.endswith(path) and key:
            return kind, f"{parts.scheme}://{parts.netloc}", {"place": key}
    return None


def fill(
    kind: ChannelKind, base_url: str, said: dict[str, str], kept: frozenset[str] = frozenset()
) -> Filled:
    """Check what was filled in; a secret left empty keeps what is `kept`. Raises WrongInput naming the field."""
    form = FORMS[kind]
    unknown = set(said) - {entry.name for entry in form.entries}
    if unknown:
        raise WrongInput(f"{kind.label}没有“{min(unknown)}”这一项。", field=min(unknown))
    given = {entry.name: said.get(entry.name, "").strip() for entry in form.entries}
    for entry in form.entries:
        _check(entry, given[entry.name], kept)
    if kind is ChannelKind.MAIL:
        _check_mail_server(given["place"])
    secret = {entry.name for entry in form.entries if entry.secret}
    return Filled(
        base_url=_base(form, base_url.strip()),
        settings={name: text for name, text in given.items() if text and name not in secret},
        secrets={name: text for name, text in given.items() if text and name in secret},
    )


def _check(entry: Entry, text: str, kept: frozenset[str]) -> None:
    if not text:
        if entry.required and entry.name not in kept:
            raise WrongInput(f"请填写{entry.label}。{entry.hint}", field=entry.name)
        return
    if len(text) > LONGEST:
        raise WrongInput(f"{entry.label}最多 {LONGEST} 个字符，现有 {len(text)} 个。", field=entry.name)
    if entry.choices and text not in entry.choices:
        raise WrongInput(f"{entry.label}只能填 {'、'.join(entry.choices)}，现为“{text}”。", field=entry.name)
    if entry.secret and not _WORD.fullmatch(text):
        raise WrongInput(
            f"{entry.label}只能是连续的英文、数字和符号，请重新复制，不要带空格。", field=entry.name
        )


def _check_mail_server(place: str) -> None:
    """Mail goes to mail servers: a page is no way to knock at every port of the house."""
    found = _MAIL_SERVER.fullmatch(place)
    port = found and found["port"]
    if found is None or not (port is None or int(port) in MAIL_PORTS or is_loopback(found["host"])):
        ports = "、".join(map(str, MAIL_PORTS))
        raise WrongInput(
            f"邮件服务器应写作 主机 或 主机:端口，如 smtp.example.cn:465；端口只能是 {ports}。", field="place"
        )


def _base(form: Form, base_url: str) -> str:
    """The host to call, without a slash at its end; the vendor's own when nobody names another."""
    if form.standard_base == "mail":
        return ""
    if not base_url and form.standard_base:
        return form.standard_base
    if not base_url:
        raise WrongInput("请填写接口地址，如 https://oa.example.cn/in。", field="base_url")
    if len(base_url) > LONGEST or not _HOST.fullmatch(base_url):
        raise WrongInput(
            "接口地址应写作 https://主机 或 https://主机/路径，不带账号、问号和空格。", field="base_url"
        )
    return base_url.rstrip("/")
