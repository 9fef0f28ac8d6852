"""The kinds of channels an authority may have: what each asks for, what of it is secret, what restrains it.

Vendors' limits and payloads: `notifications.channels`. Here is what people fill in.
"""

from dataclasses import dataclass, field

from domain.word import Word


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

    `needs_address`: without an address of the person nothing can be sent; otherwise it only names them in the group.
    """

    entries: tuple[Entry, ...]
    address: AddressOf
    needs_address: bool = True
    standard_base: str = ""
    per_minute: int | None = None
    pasted: str = field(default="", repr=False)
    """The query parameter that carries the robot's key in an address to paste, whose path ends with `sending`."""
    sending: str = ""

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
            Entry("keyword", "关键词", required=False, hint="安全设置选了“自定义关键词”才填，照抄其中一个"),
        ),
        AddressOf.PHONE,
        needs_address=False,
        standard_base="https://oapi.dingtalk.com",
        per_minute=20,
        pasted="access_token",
        sending="/robot/send",
    ),
    ChannelKind.WECOMROBOT: Form(
        (Entry("place", "机器人密钥", secret=True, hint="群机器人地址末尾那一段"),),
        AddressOf.VENDOR,
        needs_address=False,
        standard_base="https://qyapi.weixin.qq.com",
        per_minute=20,
        pasted="key",
        sending="/cgi-bin/webhook/send",
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
            Entry(
                "fields",
                "模板字段",
                required=False,
                hint="如 thing1:hazard,thing2:place,thing3:step,time4:due",
            ),
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
