"""The State Council's notice as people paste it: read to the day, or refused with the words that are wrong."""

from datetime import date

import pytest

from domain.calendar.notice import recognise
from domain.calendar.years import as_toml, read_years, shipped_text
from domain.errors import WrongInput
from tests.calendars import INVENTED, OF_2025, OF_2026

OF_2024 = """一、元旦：1月1日放假，与周末连休。
二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
五、端午节：6月10日放假，与周末连休。
六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。"""
BY_DAYS = """2026-01-01 元旦
2026-01-02 元旦
２０２６年１月３日 元旦
1月4日 上班
2月15日至23日 春节
2月14日 上班
2026/2/28 上班

4月4日至4月6日：清明节
5月1日~5日 劳动节
5月9日 上班
6月19日至21日 端午节
9月25日至27日 中秋节
10月1日至7日 国庆节
9月20日、10月10日 上班"""


@pytest.mark.parametrize(
    ("year", "text"),
    [(2024, OF_2024), (2025, OF_2025), (2026, OF_2026), (2026, "".join(OF_2026.split())), (2026, BY_DAYS)],
)
def test_a_notice_and_the_shipped_year_are_the_same_to_the_day(year: int, text: str) -> None:
    shipped, found = read_years(shipped_text())[year], recognise(text, year)
    assert (set(found.off), found.work) == (set(shipped.off), set(shipped.work))
    assert read_years(as_toml(found.official)) == {year: found.official}


def test_what_says_neither_off_nor_worked_is_handed_back_and_the_number_is_read() -> None:
    found = recognise(OF_2024, 2024)
    assert [sentence for sentence in found.left if "2月9日" in sentence] == found.left != []
    assert date(2024, 2, 9) not in found.off
    assert recognise(OF_2026, 2026).number == "国办发明电〔2025〕7号"
    assert recognise(OF_2025, 2025).off[date(2025, 10, 6)] == "国庆节、中秋节"


def test_a_new_year_that_begins_in_december_belongs_to_the_notice_of_the_year_after() -> None:
    for begins in ("2026年12月31日至2027年1月2日", "12月31日至1月2日"):
        text = INVENTED.replace(
            "1月1日（周五）至5日（周二）放假调休，共5天。1月9日（周六）上班", f"{begins}放假，共3天"
        )
        found = recognise(text, 2027)
        assert date(2026, 12, 31) in found.off
        assert read_years(as_toml(found.official)) == {2027: found.official}


@pytest.mark.parametrize(
    ("was", "becomes", "field", "said"),
    [
        (INVENTED, "您好", "text", "没有认出放假日期"),
        ("关于2027年", "关于2026年", "year", "通知写的是 2026 年，选的是 2027 年"),
        ("1月1日（周五）", "1月1日（周四）", "text", "2027-01-01 是周五，不是周四"),
        ("1月9日（周六）", "1月9日（星期天）", "text", "2027-01-09 是周六，不是周天"),
        ("调休，共5天。1月9日", "调休，共6天。1月9日", "text", "写明共 6 天，日期却是 5 天"),
        ("6月9日放假", "6月31日放假", "text", "2027年6月31日 不存在"),
        ("6月9日放假", "13月9日放假", "text", "2027年13月9日 不存在"),
        ("9月15日放假", "9月15日至9月11日放假", "text", "结束日早于开始日"),
        ("9月15日放假", "9月15日至12月31日放假", "text", "间隔过长"),
        ("9月15日放假", "2026年9月15日放假", "text", "不属于 2027 年的安排"),
        ("六、中秋节：9月15日放假，共1天。", "", "text", "缺少中秋的放假安排"),
        ("10月1日至7日放假调休，共7天", "10月1日放假，共1天", "text", "10月2日是法定的国庆节假日"),
        ("1月9日（周六）上班", "1月5日上班", "text", "2027-01-05 既是放假日又是调休上班日"),
        ("1月9日（周六）上班", "1月11日上班", "text", "2027-01-11 不是周六或周日"),
        ("一、元旦：1月1日", "1月1日", "text", "没有写明是哪个节日"),
    ],
)
def test_what_contradicts_itself_is_refused_with_its_words(
    was: str, becomes: str, field: str, said: str
) -> None:
    assert was in INVENTED
    with pytest.raises(WrongInput, match=said) as refused:
        recognise(INVENTED.replace(was, becomes), 2027)
    assert refused.value.field == field
