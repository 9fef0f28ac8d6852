"""What is filled in for a channel, checked: each refusal names its field. The kinds: `channel_forms`."""

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from domain.channels.forms import FORMS, AddressOf, ChannelKind, Entry, Form
from domain.errors import WrongInput
from domain.outside import is_loopback

__all__ = ["FORMS", "AddressOf", "ChannelKind", "Entry", "Filled", "Form", "fill", "read_pasted"]

LONGEST = 200
_HOST = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?(/[^\s?#@]*)?")
_MAIL_SERVER = re.compile(r"(?P<host>[A-Za-z0-9.-]+)(:(?P<port>\d{1,5}))?")
_FIELD = re.compile(r"[a-z_]+\d*\s*:\s*(?P<word>[a-z]+)")
TEMPLATE_WORDS = (
    "title",
    "body",
    "hazard",
    "place",
    "due",
    "left",
    "step",
    "fixer",
    "by",
    "unit",
    "kind",
    "state",
)
MAIL_PORTS = (25, 465, 587, 994, 2525)
_WORD = re.compile(r"[\x21-\x7e]+")


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
    for kind in (ChannelKind.DINGROBOT, ChannelKind.WECOMROBOT):
        key, path = query.get(FORMS[kind].pasted), FORMS[kind].sending
        if parts.scheme in ("http", "https") and parts.netloc and parts.path.endswith(path) and key:
            return (
                kind,
                f"{parts.scheme}://{parts.netloc}{parts.path.removesuffix(FORMS[kind].sending)}",
                {"place": key},
            )
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
    if kind is ChannelKind.WECHATMP:
        _check_fields(given["fields"])
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


def _check_fields(fields: str) -> None:
    """A template's fields are pairs; a word that no message has would always be empty."""
    for pair in filter(None, (each.strip() for each in fields.split(","))):
        found = _FIELD.fullmatch(pair)
        if found is None or found["word"] not in TEMPLATE_WORDS:
            words = "、".join(TEMPLATE_WORDS)
            raise WrongInput(
                f"模板字段“{pair[:40]}”应写作 字段:内容，如 thing1:hazard；内容只能是 {words}。",
                field="fields",
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
