"""The vendors' error codes, as data: (code) -> what becomes of the message, and what to tell whoever set it up.

Sources: open.dingtalk.com (自定义机器人, 全局错误码), developer.work.weixin.qq.com (全局错误码),
developers.weixin.qq.com (公众号全局返回码, 获取 access_token), RFC 5321 4.2 and RFC 3463 for mail.
"""

from collections.abc import Mapping

from notifications.channels.verdicts import (
    A_MINUTE,
    AN_HOUR,
    BUSY,
    STALE,
    TEN_MINUTES,
    Table,
    Turn,
    Verdict,
    never,
    rests,
)

_FIELDS = never("平台说参数不对，请检查通道里填写的各项")
_IP = never("平台不放行本服务器的地址，请把服务器的公网 IP 加入平台后台的可信 IP（白名单）")
_NOBODY = never("平台上没有这个接收人，或不在应用的可见范围，请核对平台账号")
_NO_RIGHT = never("平台没有给这个应用发消息的权限，请在平台后台开通")
_APP_GONE = never("应用不存在、已停用或没有权限，请核对应用编号（AgentId）并在平台后台启用")
_AGENT = never("应用编号（AgentId）不对，请在通道里改正后重新测试")
_SECRET = never("应用密钥不对，请在通道里重新填写")
_FORM = never("平台认不出消息的内容或格式")
_TOO_LONG = never("消息太长，平台没有接收")

DINGTALK_ROBOT: Table = {
    -1: BUSY,
    130101: rests(TEN_MINUTES),  # more than 20 in a minute: ten minutes of refusals
    410100: rests(TEN_MINUTES),
    40035: _FIELDS,
    43004: _FORM,
    50003: never("钉钉停用了这个机器人"),
    300001: never("机器人令牌不对，请重新复制机器人地址"),
    300005: never("机器人令牌不对，请重新复制机器人地址"),
    310000: never("机器人的安全设置不放行：请核对加签密钥、关键词（通道里要填同样的关键词）和 IP 地址段"),
    400002: _FORM,
    400013: never("机器人所在的群已解散"),
    400101: never("机器人令牌不对，请重新复制机器人地址"),
    400102: never("机器人已停用，请在钉钉群里启用"),
    400105: _FORM,
    400106: never("机器人已不在群里，请重新添加"),
    400402: _FIELDS,
    430101: never("钉钉认为消息里有不安全的链接"),
    430102: never("钉钉认为消息里有不合适的文字"),
    430103: never("钉钉认为消息里有不合适的图片"),
    430104: never("钉钉认为消息内容不合规范"),
}
DINGTALK: Table = {
    -1: BUSY,
    7: rests(A_MINUTE),
    10: BUSY,
    15: BUSY,
    11: _NO_RIGHT,
    12: _NO_RIGHT,
    28: _SECRET,
    29: _SECRET,
    40: never("钉钉说缺少参数，请核对应用编号（AgentId）等各项"),
    41: never("钉钉说参数不合法，请核对应用编号（AgentId）等各项"),
    42: _NO_RIGHT,
    43: _FIELDS,
    88: rests(A_MINUTE),  # called too often; the sub-code says which limit
    **dict.fromkeys(range(90001, 90019), rests(A_MINUTE)),
    33001: _AGENT,
    33012: _NOBODY,
    40001: _SECRET,
    40003: _NOBODY,
    40013: never("应用标识（AppKey）不对，请在通道里改正"),
    40014: STALE,
    40035: _FIELDS,
    40056: _AGENT,
    40078: _FIELDS,
    40089: never("应用标识（AppKey）或应用密钥（AppSecret）不对，请在通道里重新填写"),
    41002: never("没有填应用标识（AppKey）"),
    41011: never("没有填应用编号（AgentId）"),
    42001: STALE,
    50002: _APP_GONE,
    60011: _NO_RIGHT,
    60020: _IP,
    60121: _NOBODY,
    400002: _FORM,
}
WECOM: Table = {
    -1: BUSY,
    45009: rests(A_MINUTE),
    45011: rests(A_MINUTE),
    45033: rests(A_MINUTE),
    40001: _SECRET,
    40003: _NOBODY,
    40007: _FORM,
    40008: _FORM,
    40013: never("企业编号（CorpID）不对，请在通道里改正"),
    40014: STALE,
    40029: _FIELDS,
    40056: _AGENT,
    40058: _FORM,
    40091: _SECRET,
    41001: _FIELDS,
    41002: never("没有填企业编号（CorpID）"),
    41004: never("没有填应用密钥（Secret）"),
    41009: never("没有接收人"),
    41011: never("没有填应用编号（AgentId）"),
    42001: STALE,
    44004: never("企业微信说内容为空"),
    45002: _TOO_LONG,
    45008: _TOO_LONG,
    47001: _FORM,
    48001: _NO_RIGHT,
    48002: _NO_RIGHT,
    60011: _NO_RIGHT,
    60020: _IP,
    60111: _NOBODY,
    81013: _NOBODY,
    82001: never("没有接收人"),
    93000: never("机器人密钥不对，请重新复制机器人地址"),
    93004: never("机器人已停用，请在企业微信群里启用"),
    93008: never("机器人已不在群里，请重新添加"),
    301002: _APP_GONE,
}
WECOM_SENDING: Table = {**WECOM, 40001: STALE}
"""On a send 40001 is a token's fault; when the token is fetched it is the secret's."""
WECHAT: Table = {
    -1: BUSY,
    40001: STALE,
    40014: STALE,
    42001: STALE,
    45009: rests(AN_HOUR),  # the day's quota of calls
    45011: rests(A_MINUTE),
    40002: _FIELDS,
    40003: never("这个人的 OpenID 不对，或不属于这个公众号"),
    40013: never("公众号编号（AppID）不对，请在通道里改正"),
    40036: never("模板编号的长度不对，请重新复制"),
    40037: never("模板编号不对，请从公众号后台重新复制"),
    40058: _FORM,
    40125: _SECRET,
    40164: _IP,
    40243: never("应用密钥（AppSecret）已冻结，请在公众号后台解冻"),
    41001: _FIELDS,
    41002: never("没有填公众号编号（AppID）"),
    41004: never("没有填应用密钥（AppSecret）"),
    41028: _FORM,
    43004: never("这个人没有关注公众号"),
    43019: never("这个人在公众号的黑名单里"),
    43101: never("这个人拒收公众号的消息"),
    43116: never("这个模板不能用于这样的消息，请在公众号后台检查"),
    45065: never("这条消息微信已经收过"),
    47001: _FORM,
    47003: never("模板字段的内容不合规定，请核对“模板字段”一栏与公众号后台的模板"),
    48001: _NO_RIGHT,
    50004: never("公众号被禁止使用这个接口"),
    50007: never("公众号已被冻结"),
    89501: _IP,
    89503: _IP,
    89506: _IP,
    89507: _IP,
}
WECHAT_TOKEN: Table = {**WECHAT, 40001: _SECRET}
SMS_NEVER = frozenset({"invalid_mobile"})
"""What our form of a gateway says of a number that takes no texts; an office adds its own gateway's words."""

MAIL: Mapping[str, Verdict] = {
    # RFC 3463, most telling first: class.subject.detail, a part of it, or the three digits of RFC 5321
    "5.1.8": never("邮件服务器不接受这个发件人地址，请核对发件账号"),
    "5.1": never("没有这个邮箱，请核对邮箱地址"),
    "5.2.2": never("对方邮箱已满"),
    "5.2": never("对方邮箱已停用或不收信"),
    "5.3.4": _TOO_LONG,
    "5.4": never("邮件服务器找不到对方的服务器，请核对邮箱地址"),
    "5.7.8": never("邮件服务器不认账号或密码（授权码），请在通道里重新填写"),
    "5.7": never("邮件服务器拒绝发送，请核对发件账号的权限"),
    "4.2.2": Verdict(Turn.AGAIN, None, "对方邮箱暂时已满，稍后自动重试"),
    "4.7": Verdict(Turn.AGAIN, None, "邮件服务器要求稍后再发，自动重试"),
    "421": Verdict(Turn.AGAIN, None, "邮件服务器繁忙，稍后自动重试"),
    "432": Verdict(Turn.AGAIN, None, "邮件服务器要求稍后再登录，自动重试"),
    "450": Verdict(Turn.AGAIN, None, "对方邮箱暂时不收信，稍后自动重试"),
    "451": Verdict(Turn.AGAIN, None, "邮件服务器要求稍后再发，自动重试"),
    "452": Verdict(Turn.AGAIN, None, "邮件服务器暂时没有空间，稍后自动重试"),
    "454": Verdict(Turn.AGAIN, None, "邮件服务器暂时不能核对账号，稍后自动重试"),
    "530": never("邮件服务器要求登录，请填写密码或授权码，并核对加密方式"),
    "534": never("邮件服务器要求使用授权码，请在邮箱设置里生成后填写"),
    "535": never("邮件服务器不认账号或密码（授权码），请在通道里重新填写"),
    "538": never("邮件服务器要求加密，请改选加密方式"),
    "550": never("没有这个邮箱，或对方服务器拒收，请核对邮箱地址"),
    "551": never("这个邮箱已迁走，请核对邮箱地址"),
    "552": never("对方邮箱已满，或邮件太大"),
    "553": never("邮箱地址的写法对方不认，或发件账号与登录账号不一致"),
    "554": never("对方服务器拒收这封邮件"),
    "555": never("邮件服务器不支持这样的发送"),
    "556": never("对方的域名不收信，请核对邮箱地址"),
    "4": Verdict(Turn.AGAIN, None, "邮件服务器暂时没有接收，稍后自动重试"),
    "5": never("邮件服务器拒绝了这封邮件"),
}
