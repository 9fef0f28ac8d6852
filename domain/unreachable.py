"""Why nothing came of a connection, in words for whoever set up where it goes."""

import socket
import ssl
from collections.abc import Mapping

import httpcore2

# The first that fits, from the error itself to what caused it.
_REASONS: Mapping[type[BaseException], str] = {
    socket.gaierror: "找不到这个主机名，请检查地址或本机的域名解析",
    UnicodeError: "主机名的写法不对",
    ssl.SSLCertVerificationError: "对方的证书不可信",
    ssl.SSLError: "加密连接没有建立，请检查端口和加密方式",
    ConnectionRefusedError: "对方没有开放这个端口，请检查地址和端口",
    httpcore2.ConnectTimeout: "连不上对方，请检查地址、端口和防火墙",
    httpcore2.TimeoutException: "没有等到答复",
    TimeoutError: "没有等到答复",
    ConnectionResetError: "对方中断了连接",
    BrokenPipeError: "对方中断了连接",
}


def why(error: BaseException) -> str:
    """Say in words why nothing came of a connection."""
    seen: BaseException | None = error
    while seen is not None:
        for kind, words in _REASONS.items():
            if isinstance(seen, kind):
                return words
        seen = seen.__cause__ or seen.__context__
    return "没有等到完整的答复"
