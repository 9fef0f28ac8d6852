"""The demonstration's inbox: what the vendors took is shown as the phone shows it, and nothing in it is obeyed."""

import http.client
import smtplib
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import pytest

from deploy.demo.inbox.mail import MailServer
from deploy.demo.inbox.people import Reader, read_people, write_people
from deploy.demo.inbox.web import InboxHandler
from deploy.demo.seed import readers
from deploy.demo.vendors.journal import Journal
from deploy.demo.vendors.server import Vendors, VendorServer
from deploy.demo.vendors.wire import Message
from deploy.readiness import answers
from notifications.outcome import Outcome
from notifications.sender import AppriseSender
from notifications.settings import NotifySettings

NASTY = "<script>alert(1)</script>[点我](javascript:alert(1))"


@dataclass
class Demo:
    port: int
    mail_port: int
    journal: Journal

    def get(self, path: str = "/") -> tuple[int, str, str]:
        return self.ask("GET", path)

    def ask(self, method: str, path: str, body: bytes | None = None) -> tuple[int, str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text, answer.headers.get("Content-Security-Policy", "")

    def send(
        self, url: str, body: str = "请今天改完。", link: str = "http://127.0.0.1:8080/h/7f3a"
    ) -> Outcome:
        url = url.replace("BASE", f"base=http://127.0.0.1:{self.port}").replace("MAIL", str(self.mail_port))
        sender = AppriseSender(NotifySettings(allow_loopback=True), seconds=5)
        return sender.send(url, "催办：住院楼", body + link, data={"id": 7, "link": link})


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    write_people(tmp_path / "people.json", readers())
    journal = Journal(tmp_path / "messages.jsonl")
    handler = type("Handler", (InboxHandler,), {"people": read_people(tmp_path / "people.json")})
    with ExitStack() as running:
        web = running.enter_context(VendorServer(Vendors(journal), 0, handler))
        mail = running.enter_context(MailServer(0, journal))
        for server in (web, mail):
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
            running.callback(server.shutdown)
        yield Demo(web.server_address[1], mail.server_address[1], journal)


@pytest.mark.parametrize(
    ("url", "app", "who"),
    [
        ("dingwork://dingkey:dingsecret@1001/nurse1?BASE/dingtalk", "钉钉工作通知", "李某（护士）"),
        ("wecomapp://wwcorp:wesecret@1000002/officer1?BASE/wecom", "企业微信应用消息", "王某"),
        ("smsgw://smskey:smssecret@gw/00000000004?BASE/sms/send", "短信", "宗某（主任）"),
        ("wechatmp://wxapp:wxsecret@tmpl-hazard/chief1?BASE/wechat", "微信服务通知", "柏某（院长）"),
        (
            "mailto://127.0.0.1:MAIL?mode=insecure&from=bot@bihuan.invalid&to=leader@bihuan.invalid",
            "电子邮件",
            "钟某",
        ),
        ("dingrobot://robot-plain/00000000011?BASE/dingtalk", "钉钉群机器人", "王某"),
        ("wecomrobot://693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa?BASE/wecom", "企业微信群机器人", "群成员"),
    ],
)
def test_a_message_is_shown_with_its_reader_and_its_link(demo: Demo, url: str, app: str, who: str) -> None:
    assert demo.send(url).ok
    status, text, _ = demo.get()
    assert status == 200
    assert f"<b>{app}</b> → {who}" in text
    assert "请今天改完。" in text
    assert 'href="http://127.0.0.1:8080/h/7f3a"' in text


def test_a_webhook_is_shown_too(demo: Demo) -> None:
    assert demo.send(f"json://127.0.0.1:{demo.port}/nurse1").ok
    assert "接口消息" in demo.get()[1]
    assert demo.ask("POST", "/nurse1", b"not json")[0] == 400
    assert demo.ask("POST", "/nurse1", b'["a list"]')[0] == 200


def test_the_page_shows_one_person_alone_newest_first(demo: Demo) -> None:
    for n, who in enumerate(("nurse1", "fixer1", "nurse1")):
        demo.journal.take(Message("dingwork", (who,), "markdown", "t", f"第{n}条"))
    _, text, _ = demo.get("/?to=nurse1")
    assert "第1条" not in text
    assert text.index("第2条") < text.index("第0条")
    assert 'aria-current="page">李某 护士 2</a>' in text
    assert "还没有消息" in demo.get("/?to=nobody")[1]


@pytest.mark.parametrize("kind", ["markdown", "textcard", "card", "sms", "mail", "text"])
def test_nothing_in_a_message_is_obeyed(demo: Demo, kind: str) -> None:
    demo.journal.take(Message("dingwork", (NASTY,), kind, NASTY, NASTY, NASTY, "", ((NASTY, NASTY),)))
    _, text, policy = demo.get()
    assert "<script" not in text
    assert 'href="javascript' not in text
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy


def test_what_the_vendor_swallows_is_said_so(demo: Demo) -> None:
    for _ in range(2):
        assert demo.send("dingwork://dingkey:dingsecret@1001/nurse1?BASE/dingtalk").ok
    assert demo.get()[1].count("平台已受理，但没有展示给收件人") == 1


def test_mail_is_refused_as_mailboxes_refuse(demo: Demo) -> None:
    with smtplib.SMTP("127.0.0.1", demo.mail_port, timeout=60) as client:
        assert client.docmd("DATA")[0] == 503
        assert client.docmd("VRFY", "x")[0] == 502
        assert client.noop()[0] == 250
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            client.sendmail("a@bihuan.invalid", ["no-one@bihuan.invalid"], "Subject: x\n\nx")
        with pytest.raises(smtplib.SMTPDataError):
            client.sendmail("a@bihuan.invalid", ["one@bihuan.invalid"], "Subject: x\n\n" + "x\n" * 600_000)
        mail = EmailMessage()
        mail["Subject"] = "请改"
        mail.set_content(".第一行以句点开头")
        client.send_message(mail, "a@bihuan.invalid", ["one@bihuan.invalid"])
    assert [each["text"] for each in demo.journal.newest()] == [".第一行以句点开头"]


def test_a_half_written_line_is_passed_over_and_the_rest_kept(tmp_path: Path) -> None:
    file = tmp_path / "messages.jsonl"
    first = Journal(file)
    first.take(Message("mail", ("a",), "mail", "t", "一\u2028二"))
    with file.open("a", encoding="utf-8") as out:
        out.write('{"app": "mai')
    again = Journal(file)
    again.take(Message("mail", ("b",), "mail", "t", "三"))
    assert [each["text"] for each in Journal(file).newest()] == ["三", "一\u2028二"]
    again.clear()
    assert Journal(file).newest() == []


def test_nobody_is_known_without_a_file(tmp_path: Path) -> None:
    assert read_people(tmp_path / "people.json") == {}
    write_people(tmp_path / "people.json", [Reader("nurse1", "李某", "护士", ("00000000008",))])
    assert read_people(tmp_path / "people.json")["00000000008"].key == "nurse1"


def test_in_a_demonstration_nobody_steers_the_vendors(demo: Demo) -> None:
    assert demo.ask("POST", "/control/faults", b"{}")[0] == 404
    assert demo.ask("POST", "/dingtalk/nothing", b"{}")[0] == 404
    assert demo.get("/style.css")[0] == 200


def test_the_demonstrations_wecom_asks_whose_phone_it_is_and_sends_back_to_this_machine_only(
    demo: Demo,
) -> None:
    status, text, policy = demo.get(
        "/wecom/connect/oauth2/authorize?redirect_uri=http://127.0.0.1:8080/b&state=s1"
    )
    assert (status, "default-src 'none'" in policy) == (200, True)
    chosen = "/wecom/connect/oauth2/chosen?redirect_uri=http%3A%2F%2F127.0.0.1%3A8080%2Fb&amp;state=s1&amp;as=nurse1"
    assert f'href="{chosen}"' in text
    assert demo.get(chosen.replace("&amp;", "&"))[0] == 302
    assert demo.get("/wecom/connect/oauth2/chosen?redirect_uri=https://evil.example/&as=nurse1")[0] == 400
    assert demo.get("/wecom/connect/oauth2/chosen?redirect_uri=http://127.0.0.1/&as=nobody")[0] == 400


def test_the_program_shows_its_page_and_takes_mail(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as two:
        ports = [one.getsockname()[1], two.getsockname()[1]]
    command = [sys.executable, "-m", "deploy.demo.inbox", *map(str, ports), str(tmp_path)]
    with subprocess.Popen(command) as program:
        demo, until = Demo(ports[0], ports[1], Journal(tmp_path / "unused")), time.monotonic() + 60
        while not answers(ports[0], "/") and time.monotonic() < until:
            time.sleep(0.05)
        assert demo.send(
            "mailto://127.0.0.1:MAIL?mode=insecure&from=bot@bihuan.invalid&to=li@bihuan.invalid"
        ).ok
        assert "li@bihuan.invalid" in demo.get()[1]
        program.terminate()


@pytest.mark.parametrize(
    ("host", "status"),
    [("evil.example:8081", 421), ("", 421), ("192.168.1.7:8081", 200), ("[::1]:8081", 200)],
)
def test_another_sites_name_for_this_machine_reads_no_message(demo: Demo, host: str, status: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", demo.port, timeout=60)
    with closing(connection):
        connection.putrequest("GET", "/", skip_host=True)
        connection.putheader("Host", host)
        connection.endheaders()
        assert connection.getresponse().status == status
