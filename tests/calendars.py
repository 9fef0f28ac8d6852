"""Notices of the State Council for tests: two as they were published, and one invented for 2027."""

from sqlalchemy import func, select

from domain.organisation import change_organisation
from domain.organisation.commands import ConfirmYear, EnterYear
from domain.tables.core import CALENDAR_EDITION
from tests.world import World, on

OF_2025 = """国务院办公厅关于2025年
部分节假日安排的通知
国办发明电〔2024〕12号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2025年元旦、春节、清明节、劳动节、端午节、国庆节和中秋节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。
国务院办公厅
2024年11月12日
（此件公开发布）"""

OF_2026 = """国务院办公厅关于2026年部分节假日安排的通知
国办发明电〔2025〕7号

各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
　　经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
　　一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）
上班。
　　二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
　　三、清明节：4月4日（周六）至6日（周一）放假，共3天。
　　四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
　　五、端午节：6月19日（周五）至21日（周日）放假，共3天。
　　六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
　　七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
　　节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。
国务院办公厅
2025年11月4日"""

INVENTED = """国务院办公厅关于2027年部分节假日安排的通知
国办发明电〔2026〕99号
一、元旦：1月1日（周五）至5日（周二）放假调休，共5天。1月9日（周六）上班。
二、春节：2月5日至11日放假调休，共7天。1月31日（周日）、2月14日（周日）上班。
三、清明节：4月3日至5日放假，共3天。
四、劳动节：5月1日至5日放假调休，共5天。5月8日（周六）上班。
五、端午节：6月9日放假，共1天。
六、中秋节：9月15日放假，共1天。
七、国庆节：10月1日至7日放假调休，共7天。9月26日（周日）、10月9日（周六）上班。"""
"""No notice of 2027: it gives the year five days off at its beginning."""

SHORTER = INVENTED.replace(
    "1月1日（周五）至5日（周二）放假调休，共5天。1月9日（周六）上班", "1月1日（周五）放假1天"
)
"""The same without the long new year, as the law alone has it."""


def enter(world: World, who: str, at: str, text: str = INVENTED, year: int = 2027) -> int:
    """Enter a year; gives the id of its edition."""
    said = EnterYear(year=year, text=text)
    change_organisation(world.store, "000", said, by=world.actor(who), at=on(at))
    with world.store.engine.connect() as connection:
        return int(connection.execute(select(func.max(CALENDAR_EDITION.c.id))).scalar_one())


def confirm(world: World, who: str, at: str, edition: int) -> None:
    """Put it in force."""
    said = ConfirmYear(edition=edition)
    change_organisation(world.store, "000", said, by=world.actor(who), at=on(at))


def publish(world: World, at: str, text: str = INVENTED) -> None:
    """One enters it, another confirms it."""
    confirm(world, "leader", at, enter(world, "office", at, text))
