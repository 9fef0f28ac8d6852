"""The words of every kind of notice, against the process page."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.actions import Action
from domain.clock import SITE_ZONE
from domain.messages import rendering, texts, writing as messages
from domain.messages.facts import Facts
from domain.messages.rendering import Workload
from domain.messages.wording import fill, moment, shorten, time_left_text
from domain.words import Line, NoticeKind, State

CANARY = "李金丝雀"
AT = datetime(2026, 11, 24, 9, 0, tzinfo=SITE_ZONE)
MIDNIGHT_AFTER_30TH = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
PROCESS = {
    "NEW_TASK": (
        "请{due}前改完并拍照：{place}，{hazard}。先做好：{interim}。交办人{assigner}，电话{phone}。"
        "不归您管，请{decline_by}前退签。{link}"
    ),
    "REMIND": "请{due}前改完并拍照：{place}，{hazard}，{left}。做不完，请在{extension_by}前申请延期。{link}",
    "URGE": (
        "请今天改完并拍照：{place}，{hazard}，已超期{days}天，责任人{fixer}。有困难请点选卡点。"
        "{next_at}仍未办，将报{next_person}。{link}"
    ),
    "CLIMB": (
        "请今天定人、定钱或定日期：{place}，{hazard}，已超期{days}天。责任人{fixer}，卡在{blocker}。"
        "{next_at}仍未办，将{next_step}。{link}"
    ),
    "SUPERVISE": (
        "请{reply_by}前书面反馈：{place}，{hazard}，原定{due}，已超期{days}天。"
        "督办函{doc_no}，签发人{signer}，联系人{clerk}{phone}。{link}"
    ),
    "PROPOSE_LISTING": (
        "请{sign_by}前签发或写明不挂牌理由：{unit}{place}，{hazard}。依据{criterion}；期限{due}；"
        "已管控：{interim}；拟挂牌原因：{because}。{link}"
    ),
    "VERIFY": (
        "请{verify_by}前验收：{place}，{hazard}。{fixer}{submitted_at}报已改完，有整改前后照片。"
        "通过，或写明缺什么退回。{link}"
    ),
    "SEND_BACK": (
        "请{redo_by}前补改后重新提交：{place}，{hazard}。还缺：{missing}。这是第{times}次退回，"
        "退回人{verifier}，电话{phone}。{link}"
    ),
    "CLOSED": (
        "无需再办，已销号：{number}，{place}，{hazard}。{closed_on}由{closer}批准，用时{days}天。"
        "再次发现，请随手拍。{link}"
    ),
    "EXTENSION": (
        "请{due}前改完：{place}，{hazard}。{outcome}，原定{first_due}。理由：{reason}。"
        "改完前继续做好：{interim}。决定人{decider}。{link}"
    ),
    "TRANSFER": (
        "请继续做好：{interim}。{place}，{hazard}，已移交{department}，函号{doc_no}，{reply_by}前等其答复。"
        "联系人{clerk}{phone}。{link}"
    ),
    "USE_STOPPED": (
        "请立即停止使用：{place}（{what}，{scope}停用），{hazard}。未经同意不得恢复使用。决定人{by}，文号{number}。{link}"
    ),
    "USE_RESUMED": (
        "请知悉，已同意恢复使用：{place}（{what}），{hazard}。要求：{conditions}。批准人{by}。{link}"
    ),
    "USE_REFUSED": "请继续停用：{place}（{what}），{hazard}。未同意恢复使用，理由：{reason}。决定人{by}。{link}",
    "DIGEST": (
        "请先办：{place}，{hazard}，{left}。您今天到期{today}项，已超期{late}项，"
        "待登记{to_register}项，待签{to_sign}项，其余点开看。{link}"
    ),
}
BARE = Facts(
    kind=NoticeKind.URGE,
    at=AT,
    link="https://bihuan.example/h/habc",
    unit="县人民医院",
    outside=False,
    place="住院楼5层",
    description="走道堆放病床3张",
    line=Line.UNIT,
    state=State.RECTIFYING,
    action=Action.URGE,
)
FULL = replace(
    BARE,
    number="500240-012-2026-00017",
    interim="专人值守",
    criterion="判定清单第三项",
    blocker="parts",
    send_backs=2,
    rectify_by=MIDNIGHT_AFTER_30TH,
    first_rectify_by=MIDNIGHT_AFTER_30TH - timedelta(days=5),
    reported_at=AT - timedelta(days=9),
    submitted_at=AT,
    closed_at=AT,
    transfer={"department": "县市场监管局", "letter_number": "临卫函3号", "reply_by": "2026-12-08"},
    fixer="张某",
    assigner="王某",
    assigner_phone="0231000",
    actor_phone="0232000",
    paper="督办函",
    paper_number="临卫督〔2026〕3号",
    data={
        "by": "赵某",
        "days": 2,
        "reason": "缺合页",
        "because": "期限 2026-11-22，已超期 2 天",
        "next_at": "2026-11-26T01:00:00+00:00",
        "next_person": "陈某",
        "next_step": "urge",
        "act_by": "2026-11-25T16:00:00+00:00",
        "paper": "督办函",
    },
)


@pytest.mark.parametrize("name", [name for name in PROCESS if name != "DIGEST"])
def test_a_text_is_the_one_of_the_process_page(name: str) -> None:
    ours = getattr(texts, name).replace("[", "").replace("]", "").replace("{paper}{doc_no}", "督办函{doc_no}")
    assert _without_before(ours) == _without_before(PROCESS[name])


def _without_before(text: str) -> str:
    """A date until which something is asked brings its 前 along; the page writes it beside the date."""
    return text.replace("}前", "}")


def test_every_text_is_at_most_120_characters_as_written() -> None:
    written = {name: text for name, text in vars(texts).items() if name.isupper()}
    assert (
        len(written) == len(NoticeKind) + 7
    )  # two digests, the trial, what a 约谈 asks, 催办 by hand of who mends nothing, three of use in place of one
    assert [name for name, text in written.items() if len(text.replace("[", "").replace("]", "")) > 120] == []


@pytest.mark.parametrize("kind", NoticeKind)
@pytest.mark.parametrize("facts", [BARE, FULL], ids=["nothing known", "everything known"])
def test_every_kind_has_words_whatever_is_known(kind: NoticeKind, facts: Facts) -> None:
    text = rendering.render_notice(replace(facts, kind=kind))
    assert "住院楼5层" in text
    assert text.endswith(facts.link)
    assert not set("{}[]") & set(text)
    assert "None" not in text
    for nonsense in ("，，", "，。", "：。", "；。", "。。", "：，", "卡在。", "电话。", "由批准", "还缺："):
        assert nonsense not in text or (facts is FULL and nonsense == "还缺：")


def test_an_empty_placeholder_takes_its_clause_along() -> None:
    assert messages.urge(BARE) == (
        "请今天改完并拍照：住院楼5层，走道堆放病床3张。有困难请点选卡点。https://bihuan.example/h/habc"
    )
    assert "卡在" not in messages.climb(replace(FULL, blocker=""))
    assert "责任人张某。" in messages.climb(replace(FULL, blocker=""))


def test_a_full_urge_reads_as_designed() -> None:
    late = replace(FULL, clock="overdue")
    assert messages.urge(late) == (
        "请今天改完并拍照：住院楼5层，走道堆放病床3张，已超期2天，责任人张某。有困难请点选卡点。"
        "11月26日09:00仍未办，将报陈某。https://bihuan.example/h/habc"
    )


def test_by_hand_what_is_in_time_is_asked_for_by_its_date_and_nobody_is_threatened_with() -> None:
    assert messages.urge(FULL).startswith("请11月30日前改完并拍照：")
    late = replace(FULL, rectify_by=AT - timedelta(days=3))
    assert messages.urge(late).startswith("请今天改完并拍照：")
    assert "仍未办" not in messages.urge(late)


def test_who_served_a_letter_upon_themself_is_nobody_to_ask() -> None:
    assert "联系人" not in messages.supervise(replace(FULL, action=Action.ACKNOWLEDGE_MEASURE))
    assert "联系人" in messages.supervise(replace(FULL, action=Action.SERVE_MEASURE))


@pytest.mark.parametrize("state", [State.REGISTERED, State.VERIFYING, State.VERIFIED, State.TRANSFERRED])
def test_who_is_urged_by_hand_is_asked_for_their_own_act(state: State) -> None:
    said = messages.urge(replace(FULL, state=state))
    assert said.startswith("请今天办理：住院楼5层，走道堆放病床3张，现为")
    assert "拍照" not in said
    assert messages.urge(replace(FULL, state=state, clock="overdue")).startswith("请今天改完并拍照：")


def test_what_was_submitted_in_time_is_nowhere_called_late() -> None:
    in_time = replace(
        FULL, state=State.VERIFYING, rectify_by=AT - timedelta(days=3), submitted_at=AT - timedelta(days=4)
    )
    for write in (messages.urge, messages.supervise, messages.climb):
        assert "已超期2天" not in write(in_time)
        assert "已超期2天" in write(replace(in_time, submitted_at=AT))


def test_an_answer_that_is_due_is_not_spoken_of_as_the_work() -> None:
    for write in (messages.remind, messages.urge):
        assert write(replace(FULL, clock="reply")).startswith(
            "请今天办理或督促：住院楼5层，走道堆放病床3张，"
        )


def test_a_listing_names_the_unit_once_and_its_reasons() -> None:
    said = messages.propose_listing(replace(FULL, outside=True))
    assert said.startswith(
        "请11月25日前签发或写明不挂牌理由：县人民医院住院楼5层，走道堆放病床3张。依据判定清单第三项；"
    )


def test_a_reader_outside_the_unit_sees_its_short_name_first() -> None:
    place = replace(FULL, outside=True, place="门诊楼负一层配电房东侧走道").placeholders()["place"]
    assert place == "县人民医院门诊楼负一层配电房东…"
    assert len(place) == 16


def test_long_texts_are_cut_and_lines_joined() -> None:
    assert replace(BARE, description="一\n" + "长" * 40).placeholders()["hazard"] == "一 " + "长" * 21 + "…"
    assert shorten("刚好", 2) == "刚好"


@pytest.mark.parametrize("kind", NoticeKind)
@pytest.mark.parametrize("action", [Action.REPORT, Action.REPORT_UP])
def test_the_reporter_is_never_named_nor_quoted(kind: NoticeKind, action: Action) -> None:
    data: dict[str, Any] = {**FULL.data, "by": CANARY, "reason": CANARY}
    data.pop("because")
    facts = replace(FULL, kind=kind, action=action, data=data)
    if kind not in {NoticeKind.SUPERVISE, NoticeKind.SEND_BACK}:  # these acts are never a report
        assert CANARY not in rendering.render_notice(facts)


def test_facts_have_no_place_for_a_reporter() -> None:
    assert not [name for name in Facts.__dataclass_fields__ if "reporter" in name]


@pytest.mark.parametrize("kind", NoticeKind)
def test_the_word_for_a_complaint_is_never_sent(kind: NoticeKind) -> None:
    facts = replace(FULL, kind=kind, description="群众举报氧气瓶倒放", place="举报点")
    assert "举报" not in rendering.render_notice(facts) + rendering.subject_of(facts)


def test_nobody_is_told_that_they_themselves_will_be_told() -> None:
    assert "将报" not in messages.urge(replace(FULL, reader="陈某"))


def test_a_leader_reads_what_happens_next() -> None:
    proposing = replace(FULL, data={**FULL.data, "next_step": "propose_listing"})
    assert "11月26日09:00仍未办，将提请挂牌。" in messages.climb(proposing)
    assert "仍未办" not in messages.climb(replace(FULL, data={**FULL.data, "next_step": "remind"}))


@pytest.mark.parametrize(
    ("button", "action"),
    [("催办", "urge"), ("提请挂牌", "propose_listing"), ("拟发", "propose_measure"), ("系统提醒", "remind")],
)
def test_what_a_notice_of_an_earlier_release_kept_as_a_button_reads_as_it_did(
    button: str, action: str
) -> None:
    kept, ours = ({**FULL.data, "next_step": said} for said in (button, action))
    assert messages.climb(replace(FULL, data=kept)) == messages.climb(replace(FULL, data=ours))
    assert messages.urge(replace(FULL, data=kept)) == messages.urge(replace(FULL, data=ours))


def test_a_digest_names_the_first_and_counts_the_rest() -> None:
    said = rendering.render_digest(
        FULL, Workload(today=1, late=2, to_register=200, to_sign=3), "https://bihuan.example/"
    )
    assert said == (
        "请先办：住院楼5层，走道堆放病床3张，还剩 1 天。您今天到期1项，已超期2项，"
        "待登记200项，待签3项，其余点开看。"
        "https://bihuan.example/"
    )
    assert (
        rendering.render_digest(BARE, Workload(held=1), "L")
        == "请先办：住院楼5层，走道堆放病床3张。其余点开看。L"
    )
    in_time = replace(
        BARE, state=State.VERIFIED, rectify_by=AT - timedelta(days=3), submitted_at=AT - timedelta(days=4)
    )
    assert "超期" not in rendering.render_digest(in_time, Workload(held=1), "L"), (
        "the date of the work is not the reader's"
    )
    assert "超期" not in str(rendering.card(in_time))
    patrols = rendering.render_digest(BARE, Workload(tasks=2), "L")
    assert patrols == "请先办：住院楼5层，走道堆放病床3张。您待巡查2项，其余点开看。L"
    nothing = rendering.render_digest(BARE, Workload(), "L")
    assert nothing == "请知悉，目前无需办理：住院楼5层，走道堆放病床3张。其余点开看。L"


def test_moments_are_said_as_people_say_them() -> None:
    assert moment(MIDNIGHT_AFTER_30TH, AT) == "11月30日"
    assert moment(datetime(2026, 11, 24, 16, 0, tzinfo=UTC), AT) == "今天"
    assert moment(datetime(2026, 11, 24, 8, 0, tzinfo=UTC), AT) == "今天16:00"
    assert moment(datetime(2027, 1, 4, 1, 0, tzinfo=UTC), AT) == "2027年1月4日09:00"
    assert moment(None, AT) == ""


def test_the_days_left_are_counted_by_the_calendar_in_shanghai() -> None:
    assert time_left_text(MIDNIGHT_AFTER_30TH, AT) == "还剩 6 天"
    assert time_left_text(MIDNIGHT_AFTER_30TH, datetime(2026, 11, 30, 23, 59, tzinfo=SITE_ZONE)) == "今天到期"
    assert time_left_text(MIDNIGHT_AFTER_30TH, datetime(2026, 12, 1, 0, 0, tzinfo=SITE_ZONE)) == "已超期 1 天"


def test_a_value_with_brackets_or_braces_is_only_text() -> None:
    assert fill("甲[{x}]{y}", {"x": "[{y}]", "y": "{x}"}) == "甲[{y}]{x}"


def test_a_wait_is_called_by_its_name_with_its_sum() -> None:
    said = messages.waiting(
        replace(FULL, clock="plan_review", data={"because": "3 个工作日，自 2026-11-19 起 = 2026-11-23"})
    )
    assert said == (
        "请今天办理或督促：住院楼5层，走道堆放病床3张，审查治理方案已到时限。"
        "3 个工作日，自 2026-11-19 起 = 2026-11-23。https://bihuan.example/h/habc"
    )


@pytest.mark.parametrize("clock", sorted(messages.INTERMEDIATE_CLOCKS))
@pytest.mark.parametrize("kind", [NoticeKind.REMIND, NoticeKind.URGE])
def test_who_owes_a_plan_a_report_or_a_control_is_not_told_to_finish_the_work(
    clock: str, kind: NoticeKind
) -> None:
    assert "改完" not in rendering.render_notice(replace(FULL, kind=kind, clock=clock))


def test_a_reminder_names_the_last_day_to_ask_for_more() -> None:
    last = {"extension_by": "2026-11-27T16:00:00+00:00"}
    as_kept_by_0_1_0 = {"because": "到期前 1 个工作日 = 2026-11-27，请及早申请延期"}
    for data in (last, as_kept_by_0_1_0):
        said = messages.remind(replace(FULL, clock="ask_extension", data=data))
        assert said.endswith("还剩 6 天。做不完，请在11月27日前申请延期。https://bihuan.example/h/habc")
    assert "延期" not in messages.remind(replace(FULL, clock="remind", data=as_kept_by_0_1_0))


def test_a_reason_is_a_code_only_where_one_is_chosen() -> None:
    data = {"reason": "duplicate"}
    assert "理由：重复。" in messages.inform(replace(FULL, action=Action.DISMISS, data=data))
    assert "理由：duplicate。" in messages.inform(replace(FULL, action=Action.VOID, data=data))


def test_what_lies_behind_is_not_announced() -> None:
    passed = {**FULL.data, "next_at": "2026-11-24T00:59:00+00:00"}
    assert "仍未办" not in messages.climb(replace(FULL, data=passed))


def test_a_date_is_asked_for_only_when_the_notice_knows_whose_it_is() -> None:
    data = {"next_at": "2026-11-26T16:00:00+00:00", "next_step": "urge", "next_person": "陈某"}
    assert messages.verify(replace(FULL, data=data, reader="陈某")).startswith("请验收：")
    assert messages.verify(FULL).startswith("请11月25日前验收：")


def test_today_is_said_without_before() -> None:
    today = replace(FULL, rectify_by=datetime(2026, 11, 24, 16, 0, tzinfo=UTC))
    assert messages.remind(today).startswith("请今天改完并拍照：")
    last = {"extension_by": "2026-11-24T16:00:00+00:00"}
    assert "做不完，请在今天申请延期。" in messages.remind(replace(FULL, clock="ask_extension", data=last))


def test_what_somebody_wrote_is_not_edited_with_our_own_words() -> None:
    assert "请今天前修好" in messages.remind(replace(FULL, description="请今天前修好"))


LONG_PAST: dict[str, Any] = {
    "rectify_by": AT - timedelta(days=20, hours=9),
    "first_rectify_by": AT - timedelta(days=30),
    "transfer": {"department": "县市场监管局", "letter_number": "临卫函3号", "reply_by": "2026-11-03"},
    "data": {
        "act_by": (AT - timedelta(days=20, hours=9)).isoformat(),
        "due": (AT - timedelta(days=20, hours=9)).isoformat(),
        "next_at": (AT - timedelta(days=2)).isoformat(),
        "next_person": "陈某",
        "next_step": "urge",
        "because": "到期前 1 个工作日 = 2026-11-03，请及早申请延期",
        "extension_by": "2026-11-03T16:00:00+00:00",
    },
}


@pytest.mark.parametrize("kind", NoticeKind)
@pytest.mark.parametrize("clock", ["", "ask_extension", "remind"])
@pytest.mark.parametrize("state", [State.ASSIGNED, State.RECTIFYING, State.VERIFYING, State.TRANSFERRED])
def test_nothing_is_asked_for_before_a_day_that_has_passed(
    kind: NoticeKind, clock: str, state: State
) -> None:
    said = rendering.render_notice(replace(FULL, kind=kind, clock=clock, state=state, **LONG_PAST))
    assert not re.search(r"请[^，。]*月\d+日[^，。]*前", said), said
    assert not re.search(r"11月\d+日[^，。；]*(前|仍未办)", said), said


@pytest.mark.parametrize(
    "kind", [NoticeKind.NEW_TASK, NoticeKind.REMIND, NoticeKind.SEND_BACK, NoticeKind.TODO]
)
def test_what_is_late_already_is_asked_for_today_with_its_days(kind: NoticeKind) -> None:
    said = rendering.render_notice(replace(FULL, kind=kind, **LONG_PAST))
    assert said.startswith("已超期 21 天，请今天")
    assert said.count("已超期") == 1


def test_an_hour_of_today_that_has_passed_is_not_before_us() -> None:
    data = {"act_by": (AT - timedelta(hours=1)).isoformat()}
    assert messages.verify(replace(FULL, data=data)).startswith("今天已超时，请今天验收：")


def test_the_card_of_what_need_only_be_known_says_what_was_done_and_by_whom() -> None:
    told = replace(FULL, kind=NoticeKind.INFORM, action=Action.ACCEPT)
    card = rendering.card(told)
    assert card["rows"][2:4] == [["情况", "签收"], ["办理人", "赵某"]]
    assert card["values"]["step"] == "知悉：签收，赵某"
    assert card["values"]["happened"] == "签收"
    reported = rendering.card(replace(told, action=Action.REPORT))
    assert "赵某" not in str(reported)


def test_the_card_of_a_to_do_has_its_own_step_and_date_and_not_the_rectification_s() -> None:
    card = rendering.card(replace(FULL, kind=NoticeKind.TODO, data={"step": "签发挂牌"}))
    assert card["values"]["step"] == "签发挂牌"
    assert "due" not in card["values"]
