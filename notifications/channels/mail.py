"""Mail: Apprise's address, sent step by step, so that each refusal is known by its code (RFC 5321, RFC 3463).

`mailtos://name:secret@example.cn?smtp=…&mode=starttls&from=bot@example.cn&sender=值班&to=…`; `sender` is the
name shown unless `from` holds one; with `local=no` a host that turns out to be this machine is told nothing.
"""

import contextlib
import hashlib
import re
import smtplib
import ssl
from collections.abc import Mapping
from email.mime.text import MIMEText
from email.utils import format_datetime, formataddr
from typing import Any
from urllib.parse import unquote

from apprise.plugins.email import NotifyEmail
from apprise.plugins.email.common import SecureMailMode

from domain import clock
from domain.outside import NotAdmittedError, is_loopback
from domain.unreachable import why
from notifications.channels.codes import MAIL
from notifications.channels.verdicts import Turn
from notifications.channels.words import plain
from notifications.outcome import Outcome

SECONDS = 15.0
MESSAGE_ID_HEADER = "X-Bihuan-Message"
GOOD, GOOD_TOO = 250, 251
_ENHANCED = re.compile(r"\s*([45])\.(\d{1,3})\.(\d{1,3})\b")
_LINE_END = re.compile(r"\r\n|\n|\r")


class Mail(NotifyEmail):
    """One mail to one mailbox. Set `data` before `notify()`, read `outcome` after it; `asked`: it went out whole."""

    request_rate_per_sec = 0

    def __init__(self, sender: str = "", *, local: bool = True, **parts: Any) -> None:  # noqa: ANN401 - what a URL holds
        super().__init__(**parts)  # type: ignore[no-untyped-call] # Apprise has no types
        own, self.account = (str(part or "") for part in self.from_addr)
        self.sender = plain(sender if own in ("", self.app_id) else own)
        self.local = local
        self.data: Mapping[str, Any] = {}
        self.outcome = Outcome(ok=False, detail="未发出")
        self.asked = False

    @staticmethod
    def parse_url(url: Any, *_: Any, **__: Any) -> dict[str, Any] | None:  # noqa: ANN401 - Apprise's own
        """Read a URL as Apprise does, and the sender's name, which may hold any characters."""
        found: dict[str, Any] | None = NotifyEmail.parse_url(url)  # type: ignore[no-untyped-call] # no types
        if found:
            found["sender"] = unquote(found["qsd"].get("sender") or "")
            found["local"] = found["qsd"].get("local") != "no"
        return found

    def send(self, body: str, title: str = "", *_: Any, **__: Any) -> bool:  # noqa: ANN401 - as Apprise calls it
        """Send one mail; the outcome tells what the server answered."""
        server: smtplib.SMTP | None = None
        try:
            message = self._message(title, body)
            server = self._connected()
            self._sign_in(server)
            self.outcome = self._handed_over(server, message)
        except smtplib.SMTPResponseException as error:
            self.outcome = refused(error.smtp_code, error.smtp_error)
        except smtplib.SMTPNotSupportedError:
            self.outcome = Outcome(
                ok=False, detail="邮件服务器不支持这种加密或登录方式，请改选加密方式", final=True
            )
        except NotAdmittedError:
            self.outcome = Outcome(ok=False, detail="邮件服务器的地址指向本机，未获允许", final=True)
        except UnicodeError:
            self.outcome = Outcome(ok=False, detail="邮箱地址里有邮件服务器不认的字", final=True)
        except (OSError, smtplib.SMTPException) as error:
            detail = "邮件服务器中断了连接" if isinstance(error, smtplib.SMTPException) else why(error)
            self.outcome = Outcome(ok=False, detail=f"连接失败：{detail}", lost=self.asked)
        finally:
            if server is not None:
                with contextlib.suppress(OSError, smtplib.SMTPException):
                    server.quit()
        return self.outcome.ok

    def _connected(self) -> smtplib.SMTP:
        """Connect as the address asks."""
        if self.secure_mode == SecureMailMode.SSL:
            where = (self.smtp_host, self.port or smtplib.SMTP_SSL_PORT)
            return smtplib.SMTP_SSL(*where, timeout=SECONDS, context=ssl.create_default_context())
        return smtplib.SMTP(self.smtp_host, self.port or smtplib.SMTP_PORT, timeout=SECONDS)

    def _sign_in(self, server: smtplib.SMTP) -> None:
        """Say the first word only to a machine that may be spoken to; sign in where the address holds a password."""
        if not self.local and server.sock and is_loopback(str(server.sock.getpeername()[0])):
            raise NotAdmittedError
        if self.secure_mode == SecureMailMode.STARTTLS:
            server.starttls(context=ssl.create_default_context())
        if self.user and self.password:
            server.login(self.user, self.password)

    def _handed_over(self, server: smtplib.SMTP, message: bytes) -> Outcome:
        """Hand the mail over; whatever is not a yes is a refusal with its code."""
        server.ehlo_or_helo_if_needed()
        code, said = server.mail(self.account)
        for _, to in self.targets:
            if code == GOOD:
                code, said = server.rcpt(to)
        if code not in (GOOD, GOOD_TOO):
            return refused(code, said)
        self.asked = True
        code, said = server.data(message)
        return Outcome(ok=True, detail="邮件服务器已收下") if code == GOOD else refused(code, said)

    def _message(self, title: str, body: str) -> bytes:
        """Write the mail. Its Message-ID is the same at every try, so that a mail program may know it again."""
        mail = MIMEText(body, "plain", "utf-8")
        to = ", ".join(address for _, address in self.targets)
        number = hashlib.sha256(f"{to} {self.data.get('link')} {self.data.get('id')}".encode()).hexdigest()
        for name, value in self.headers.items():
            mail[name] = value
        mail["Subject"] = title
        mail["From"] = formataddr((self.sender, self.account), charset="utf-8")
        mail["To"] = to
        mail["Date"] = format_datetime(clock.machine_now())
        mail["Message-ID"] = f"<bihuan.{number[:32]}@{self.account.rpartition('@')[2]}>"
        return _LINE_END.sub("\r\n", mail.as_string()).encode("ascii")


def refused(code: int, said: bytes | str) -> Outcome:
    """Read a refusal: by its enhanced code where it agrees with the reply, else by the reply, else by its class."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    found = _ENHANCED.match(text)
    keys = [str(code), str(code)[:1]]
    if found and found[1] == str(code)[:1]:
        keys = [".".join(found.groups()), ".".join(found.groups()[:2]), *keys]
    verdict = next((MAIL[key] for key in keys if key in MAIL), MAIL["4"])
    shown = f"{code} {'.'.join(found.groups())}" if found else f"{code}"
    return Outcome(ok=False, detail=f"{verdict.words}（邮件代码 {shown}）", final=verdict.turn is Turn.NEVER)
