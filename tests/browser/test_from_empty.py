"""From an empty house to the first hazard: whoever begins finds each next step on the page, and it ends in 已销号."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import Engine

from domain.audit.cases import verify_chains
from domain.organisation.first import First, install
from domain.store.base import Store
from tests.browser.conftest import PHONE
from tests.browser.live import Live
from tests.browser.test_report import opened, photo, send, shoot, write
from tests.world import World, on

TOP, HOSPITAL, WARD = "某某县卫生健康委员会", "某某县人民医院", "护理部"


@pytest.fixture
def live(engine: Engine, tmp_path: Path) -> Iterator[Live]:
    """A house with nobody in it, served; its clock stands at 2026-11-02 09:00."""
    serving = Live(World(Store(engine, tmp_path))).start()
    yield serving
    serving.stop()


class Office:
    """Everybody's phone; each knows only what they were told."""

    def __init__(self, phones: Callable[..., BrowserContext]) -> None:
        self.phones = phones
        self.pages: dict[str, Page] = {}

    def arrive(self, login: str, temporary: str) -> Page:
        """The first sign-in: the temporary password opens nothing but the change of it."""
        page = self.pages[login] = self.phones(PHONE).new_page()
        page.goto("/")
        page.get_by_label("登录名").fill(login)
        page.get_by_label("密码", exact=True).fill(temporary)
        page.get_by_role("button", name="登录", exact=True).click()
        own = f"{login} keeps one of their own"
        page.get_by_label("临时密码").fill(temporary)
        page.get_by_label("新密码", exact=True).fill(own)
        page.get_by_label("再输一次新密码").fill(own)
        page.get_by_role("button", name="确定", exact=True).click()
        expect(page.get_by_role("status")).to_have_text("密码已修改。")
        return page

    def add(self, page: Page, name: str, post: str, login: str) -> Page:
        """Fill the form for somebody new that is shown, tell them their password; they arrive."""
        page.get_by_label("姓名", exact=True).fill(name)
        page.get_by_label("岗位").select_option(label=post)
        page.get_by_label("登录名").fill(login)
        page.get_by_role("button", name="确定新增人员").click()
        return self.arrive(login, page.locator(".secret-word code").inner_text())


def step(page: Page, home: str, words: str) -> None:
    """What 开始使用 says comes next."""
    page.goto(home)
    page.get_by_role("link", name=words).click()


def build(page: Page, kind: str, name: str, code: str) -> None:
    page.get_by_label("全称", exact=True).fill(name)
    page.get_by_label("代码").fill(code)
    page.get_by_role("button", name=f"确定{kind}").click()
    expect(page.get_by_role("status")).to_have_text(f"已办理：{kind}。")


def press(page: Page, name: str, **typed: str) -> None:
    """From 待办 over the hazard's one big button to its form; fill it and send it."""
    page.goto("/")
    page.locator("a.task").first.click()
    page.locator(".lead .big").locator("a, button").first.click()
    for field, said in typed.items():
        page.locator(f'[name="{field.replace("__", ".")}"]').last.fill(said)
    if name == "我已改完":
        page.locator('[name="photos"]').last.set_input_files([photo("green")])
    if name == "登记并交办":
        page.locator('[name="assign.to"]').last.select_option(label="钱某（护理部）")
    page.locator("main form").get_by_role("button", name=name, exact=True).last.click()
    expect(page.get_by_role("status")).to_contain_text("已办理")


def the_authority_is_built(office: Office, live: Live) -> tuple[Page, Page]:
    """The terminal once; then the administrator enters the desk, the desk a hospital, the administrator its head."""
    said = First(TOP, "000", "500999", "高某", "gao")
    secret = install(live.world.store, said, on("2026-11-02 08:00")).secret or ""
    admin = office.arrive("gao", secret)
    step(admin, "/", "录入卫健委经办人和负责人")
    desk = office.add(admin, "赵某", "卫健委经办人", "zhao")
    desk.get_by_role("link", name="去确认").click()
    expect(desk.get_by_role("main")).to_contain_text("./bihuan admin --confirm zhao")
    live.world.confirm("zhao")  # at the terminal: nobody else is there yet
    step(desk, "/office", "录入单位")
    build(desk, "新增单位", HOSPITAL, "001")
    expect(desk.get_by_role("main")).to_contain_text("由系统管理员、本单位安全管理员、主要负责人录入")
    step(admin, "/", "为每个单位录入主要负责人")
    chief = office.add(admin, "柏某", "主要负责人", "bai")
    agree(desk, "/office", "柏某")
    return desk, chief


def the_hospital_is_built(office: Office, desk: Page, chief: Page) -> Page:
    """Its head enters a ward, an officer and a deputy; the officer everybody else and a point."""
    step(chief, "/", "录入科室")
    build(chief, "新增科室", WARD, "001-01")
    step(chief, "/", "录入安全管理员")
    officer = office.add(chief, "王某", "安全管理员", "wang")
    chief.get_by_role("link", name="再加一人").click()
    office.add(chief, "孙某", "分管负责人", "sun")
    agree(desk, "/office", "王某", "孙某")
    officer.goto("/organisation?unit=001-01")
    officer.get_by_role("link", name="新增人员").first.click()
    office.add(officer, "李某", "一线岗位人员", "li")
    officer.get_by_role("link", name="再加一人").click()
    office.add(officer, "钱某", "一线岗位人员", "qian")
    agree(chief, "/", "李某", "钱某")
    step(officer, "/", "添加点位")
    officer.get_by_label("单位或科室").select_option(label=WARD)
    officer.get_by_label("部位").fill("住院楼5层东侧疏散走道")
    officer.get_by_role("button", name="添加", exact=True).click()
    officer.get_by_role("link", name="打印二维码").click()
    expect(officer.locator(".label-card svg")).to_have_count(1)
    return officer


def agree(page: Page, home: str, *names: str) -> None:
    """The second yes of somebody else, after asking; found on their first page."""
    page.goto(home)
    page.get_by_role("link", name="个账号等您同意使用").click()
    for name in names:
        page.get_by_label(name).check()
    page.get_by_role("button", name="已核实，同意使用").click()
    expect(page.get_by_role("status")).to_contain_text(f"已同意 {len(names)} 个账号")


def a_channel_is_set_up(desk: Page) -> None:
    step(desk, "/office", "设置消息通道")
    desk.get_by_label("机器人 Webhook 地址").fill(
        "https://oapi.dingtalk.com/robot/send?access_token=" + "a" * 64
    )
    desk.get_by_role("button", name="添加", exact=True).click()
    expect(desk.locator(".said")).to_contain_text("已添加")
    desk.goto("/office")
    expect(desk.get_by_role("main")).not_to_contain_text("开始使用")  # nothing is missing any more


def the_first_hazard_is_closed(office: Office, officer: Page) -> None:
    nurse = opened(office.pages["li"])
    shoot(nurse, photo())
    write(nurse)
    send(nurse)
    nurse.wait_for_url("**/report/done/*")
    press(officer, "登记并交办", assign__measures="清走病床", assign__due="2026-11-09")
    expect(officer.get_by_role("main")).to_contain_text("500999-001-2026-00001")
    press(office.pages["qian"], "签收")
    press(office.pages["qian"], "我已改完", result="病床已清走")
    press(officer, "验收通过", opinion="现场已畅通")
    press(office.pages["sun"], "同意销号")
    nurse.goto("/mine/reported")
    expect(nurse.locator("a.task").first).to_contain_text("已销号")


def test_from_an_empty_house_to_the_first_hazard(
    new_context: Callable[..., BrowserContext], live: Live
) -> None:
    guest = new_context(PHONE).new_page()
    guest.goto("/")
    expect(guest.get_by_role("status")).to_contain_text("./bihuan admin")
    office = Office(new_context)
    desk, chief = the_authority_is_built(office, live)
    officer = the_hospital_is_built(office, desk, chief)
    a_channel_is_set_up(desk)
    the_first_hazard_is_closed(office, officer)
    assert list(verify_chains(live.world.store)) == []
    chief.goto("/")
    expect(chief.get_by_role("main")).not_to_contain_text("开始使用")
    guest.goto("/sign-in")
    expect(guest.get_by_role("main")).not_to_contain_text("./bihuan admin")
