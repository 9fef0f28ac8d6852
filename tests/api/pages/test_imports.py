"""导入 without scripts: each line seen, decided for all rows of a kind, taken in, taken back; who may; bad files."""

from io import BytesIO
from urllib.parse import quote

import pytest
from openpyxl import load_workbook

from tests.api.pages.browser import Browser, form_of

HEAD = "检查日期,受检单位,部位,类别,级别,存在的问题,发现方式,责任人,整改时限,状态,完成日期,复查日期,举报人"
ROWS = (
    "2026.9.14,临澄县人民医院,住院楼5层,消防,一般,走道堆放病床3张,监督检查,nurse1,3日内,已销号,2026.9.15,2026.9.16,丁某某",
    "2026.10.20,县人民医院,配电室,用电,一般,绝缘垫破损,四不两直,fixer1,2026.11.20,整改中,,,",
    "2026.10.21,临澄县人民医院分院,食堂,燃气,较大,没有报警器,监督检查,,月底前,整改中,,,",
    "2026.10.22,县人民医院,药房,消防,特别重大,灭火器过期,监督检查,,7日内,整改中,,,",
    "2026.10.23,县中医院,锅炉房,特种设备,特别重大,司炉工无证,监督检查,,7日内,整改中,,,",
    "2026.10.24,县中医院,库房,消防,一般,<script>alert(1)</script>,监督检查,,7日内,整改中,2026.10.1,,",
    "合计,,,,,共6项,,,,,,,",
)
LEDGER = "\n".join((HEAD, *ROWS)).encode("gb18030")


def uploaded(browser: Browser, who: str = "office", body: bytes = LEDGER, name: str = "台账.csv") -> str:
    """The address of the import that an upload leads to."""
    browser.sign_in(who)
    answer = browser.send("/import", "/import", files=[("file", (name, body))])
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_every_line_is_shown_with_its_verdict_and_nothing_is_written(browser: Browser) -> None:
    address = uploaded(browser)
    page = browser.read(address)
    for told in (
        "<strong>2</strong> 行可导入",
        "<strong>4</strong> 行要您决定",
        "文字编码按 GBK（GB18030）读取",
        "没有叫“临澄县人民医院分院”的单位，您是不是要找：临澄县人民医院",
        "级别“特别重大”不在一般、重大之列",
        "完成日期 2026-10-01 早于检查日期 2026-10-24",
        "合计行",
        "K7",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
    ):
        assert told in page, told
    assert "举报人、上报人（不导入）" in page
    assert "还没有" not in browser.read("/import")
    assert browser.site.get("office", "/api/hazards")["items"] == []


def test_one_answer_decides_all_rows_of_a_kind_and_what_is_ready_is_taken_in(browser: Browser) -> None:
    address = uploaded(browser)
    decided = browser.send(
        address,
        f"{address}/decide",
        **{
            "answer:unit:临澄县人民医院分院": "001",
            "answer:level:特别重大": "major",
            "answer:fixed_before_found:": "leave_out",
        },
    )
    assert decided.status_code == 303, decided.text
    assert "<strong>5</strong> 行可导入" in browser.read(address)
    browser.send(address, f"{address}/take-in")
    page = browser.read(address)
    assert "已导入 5 条隐患。" in page
    hazards = browser.site.get("office", "/api/hazards")["items"]
    assert len(hazards) == 5
    assert not any("丁某某" in str(hazard) for hazard in hazards)
    again = browser.read(uploaded(browser))
    assert "<strong>5</strong> 行以前已导入" in again
    assert "行可导入" not in again


DAYS = (
    "2026.9.31,临澄县人民医院,住院楼5层,消防,一般,走道堆放病床,监督检查,,3日内,整改中,,,",
    "2026.9.1,临澄县人民医院,配电室,用电,特别重大,绝缘垫破损,监督检查,,2026.8.1,整改中,,,",
    "2026.9.2,临澄县人民医院,食堂,燃气,特重大,没有报警器,监督检查,,3日内,整改中,,,",
)


def test_a_wrong_answer_is_told_at_its_question_and_nothing_that_was_said_is_lost(browser: Browser) -> None:
    address = uploaded(browser, body="\n".join((HEAD, *DAYS)).encode())
    said = {
        "answer:found:2026.9.31": "九月底",
        "answer:level:特别重大": "major",
        "answer:level:特重大": "leave_out",
        "all:level": "level:特重大",
    }
    answer = browser.send(address, f"{address}/decide", **said)
    assert answer.status_code == 422
    assert answer.text.count("“九月底”不是日期，请写作 2026-11-30。") == 2, (
        "above the form, and at its question"
    )
    form = form_of(answer.text, f"{address}/decide")
    assert {name: form.fields[name] for name in said} == {
        "answer:found:2026.9.31": ["九月底"],
        "answer:level:特别重大": ["major"],
        "answer:level:特重大": ["leave_out"],
        "all:level": ["level:特重大"],
    }
    assert "<strong>3</strong> 行要您决定" in browser.read(address)


ALL = {
    "two ways": (
        {"answer:level:特别重大": "major", "answer:level:特重大": "general"},
        ["level:特别重大", "level:特重大"],
        "怎样办却不同，请只留一项",
    ),
    "no way": ({"answer:level:特别重大": "major"}, ["level:特重大"], "还没有选怎样办"),
}


@pytest.mark.parametrize("how", ALL)
def test_for_all_of_a_kind_is_one_way(browser: Browser, how: str) -> None:
    said, every, told = ALL[how]
    address = uploaded(browser, body="\n".join((HEAD, *DAYS)).encode())
    answer = browser.send(address, f"{address}/decide", **said, **{"all:level": every})
    assert answer.status_code == 422
    assert told in answer.text


def test_the_item_that_is_ticked_decides_for_all_and_a_decision_may_be_taken_back(browser: Browser) -> None:
    address = uploaded(browser, body="\n".join((HEAD, *DAYS)).encode())
    browser.send(
        address, f"{address}/decide", **{"answer:level:特重大": "major", "all:level": "level:特重大"}
    )
    page = browser.read(address)
    assert "已作的决定（2 项）" in page
    assert "不在一般、重大之列，以及同类的各项 → 重大事故隐患" in page
    assert "<strong>1</strong> 行可导入" in page
    browser.send(address, f"{address}/undecide", key="level:*")
    page = browser.read(address)
    assert "已作的决定（1 项）" in page
    assert 'name="answer:level:特别重大"' in page
    assert browser.send(address, f"{address}/undecide", key="").status_code == 422


def test_what_two_columns_were_said_to_mean_stays_on_a_refusal(browser: Browser) -> None:
    address = uploaded(browser)
    answer = browser.send(address, f"{address}/columns", **{"column:0:5": "place", "column:0:12": "remark"})
    form = form_of(answer.text, f"{address}/columns")
    assert (form.fields["column:0:5"], form.fields["column:0:12"]) == (["place"], ["remark"])


def test_a_column_is_corrected_and_remembered_for_the_next_ledger_of_its_make(browser: Browser) -> None:
    address = uploaded(browser)
    form = form_of(browser.read(address), f"{address}/columns")
    assert form.fields["column:0:5"] == ["description"]
    browser.post(form, **{"column:0:12": "remark"})
    again = form_of(browser.read(address), f"{address}/columns")
    assert again.fields["column:0:12"] == ["remark"]
    following = uploaded(browser, name="下一本.csv")
    assert form_of(browser.read(following), f"{following}/columns").fields["column:0:12"] == ["remark"]


def test_two_columns_of_one_meaning_are_refused_in_words(browser: Browser) -> None:
    address = uploaded(browser)
    answer = browser.send(address, f"{address}/columns", **{"column:0:5": "place"})
    assert answer.status_code == 422
    assert "“部位”对应了两列" in answer.text


def test_an_import_is_taken_back_as_a_whole(browser: Browser) -> None:
    address = uploaded(browser)
    browser.send(address, f"{address}/take-in")
    assert browser.send(address, f"{address}/take-back", reason="").status_code == 422
    browser.send(address, f"{address}/take-back", reason="导错了")
    assert "已撤销" in browser.read(address)
    states = {hazard["state"] for hazard in browser.site.get("office", "/api/hazards")["items"]}
    assert states == {"voided"}


def test_a_check_is_taken_away_with_its_file(browser: Browser) -> None:
    address = uploaded(browser)
    browser.send(address, f"{address}/forget")
    assert browser.client.get(address).status_code == 404
    assert "还没有导入过台账" in browser.read("/import")


def test_a_unit_takes_in_its_own_ledger_and_nobody_elses(browser: Browser) -> None:
    rows = (
        "2026.9.14,临澄县人民医院,住院楼5层,消防,一般,走道堆放病床,自查,nurse1,3日内,已销号,2026.9.15,2026.9.16,",
        "2026.9.14,县中医院,住院楼5层,消防,一般,走道堆放病床,自查,,3日内,已销号,2026.9.15,2026.9.16,",
        "2026.9.14,县人民医院,住院楼6层,消防,重大,报警主机关闭,自查,,3日内,整改中,,,",
        "2026.9.14,县人民医院,住院楼7层,消防,一般,灭火器过期,监督检查,,3日内,整改中,,,",
    )
    page = browser.read(uploaded(browser, "officer1", "\n".join((HEAD, *rows)).encode()))
    assert "<strong>1</strong> 行可导入" in page
    assert "<strong>3</strong> 行不能导入" in page
    for told in (
        "本单位只能导入自己的台账",
        "重大事故隐患由卫健委经办人导入",
        "属监管级，由卫健委经办人导入",
    ):
        assert told in page


@pytest.mark.parametrize("who", ["nurse1", "dept1", "expert", "auditor", "admin"])
def test_who_takes_none_in_sees_no_import(browser: Browser, who: str) -> None:
    address = uploaded(browser)
    browser.sign_in(who)
    for path in ("/import", address):
        assert browser.client.get(path).status_code == 403
    assert 'href="/import"' not in browser.read("/me")


def test_another_units_import_is_not_there(browser: Browser) -> None:
    address = uploaded(browser, "officer1", "\n".join((HEAD, ROWS[0].replace("监督检查", "自查"))).encode())
    browser.sign_in("officer2")
    assert browser.client.get(address).status_code == 404


BAD = {
    "图片.xlsx": (b"\x89PNG\r\n\x1a\n....", "这是图片，不是表格"),
    "网页.xls": (b"<html><table><tr><td>1</td></tr></table></html>", "这是网页或 XML 格式的表格"),
    "空.csv": (b"", "文件是空的"),
    "空白.csv": (b"\n\n\n", "文件里没有内容"),
    "信.csv": ("尊敬的领导：\n您好".encode(), "没有找到隐患台账的表格"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_in_one_sentence_at_its_field(browser: Browser, name: str) -> None:
    body, told = BAD[name]
    browser.sign_in("office")
    answer = browser.send("/import", "/import", files=[("file", (name, body))])
    assert answer.status_code == 422
    assert told in answer.text
    assert "还没有导入过台账" in browser.read("/import")


def test_the_table_comes_back_with_its_bad_cells_marked(browser: Browser) -> None:
    address = uploaded(browser)
    page = browser.read(address)
    assert "文本文件以 .xlsx 返回：每一格按原文保留" in page
    assert f'href="{address}/marked"' in page
    answer = browser.client.get(f"{address}/marked")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].endswith(f"{quote('台账（标注）.xlsx')}")
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    assert sheet["N1"].value == "错误说明"
    assert "您是不是要找：临澄县人民医院" in str(sheet["N4"].value)


def test_what_was_not_written_is_said_when_the_rest_is(browser: Browser) -> None:
    address = uploaded(browser)
    browser.send(address, f"{address}/take-in")
    page = browser.read(address)
    assert "已导入 2 条隐患。还有 4 行要您决定，没有写入：可下载标注了问题的表格" in page
    assert f'href="{address}/marked"' in page


def test_a_table_without_a_bad_row_is_not_offered_with_marks(browser: Browser) -> None:
    address = uploaded(browser, body="\n".join((HEAD, ROWS[0])).encode())
    assert "/marked" not in browser.read(address)
    answer = browser.client.get(f"{address}/marked")
    assert answer.status_code == 409
    assert "不需要标注" in answer.text
