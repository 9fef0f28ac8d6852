"""Asks whether a program of ours answers over HTTP on this machine, and whether a port is free."""

import http.client
import socket

from domain.store.settings import StartError


def answers(port: int, path: str, seconds: float = 1.0) -> bool:
    """Whether GET on 127.0.0.1 gives 200 within the time."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def refuse_taken_port(port: int, option: str) -> None:
    """Refuse to start on a port somebody listens on, naming the option that changes it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise StartError(
                f"无权使用端口 {port}，请用 {option} 换一个大于 1023 的端口 (not allowed to use port {port})"
            ) from None
        except OSError:
            raise StartError(
                f"端口 {port} 已被占用，请用 {option} 换一个 (port {port} is taken; choose another)"
            ) from None
