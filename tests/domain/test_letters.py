"""What each kind of paper says, of which body, to whom; what decisions write by themselves; how it is laid out."""

import hashlib
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from domain.commands import (
    EditMeasure,
    GrantExtension,
    Lift,
    List,
    Publish,
    RefuseExtension,
    RefuseLifting,
    RequestExtension,
    ServeMeasure,
    SignMeasure,
)
from domain.darkroom import fill
from domain.errors import NotReady, WrongInput
from domain.hazard.letters.drafting import draft_of, signed_now
from domain.hazard.letters.sentences import so_far
from domain.hazard.letters.shapes import SHAPES
from domain.hazard.waits import unfired
from domain.papers.content import Content, beginning_of_hash, check_code, said_on_paper
from domain.papers.pdf import as_pdf
from domain.papers.placeholders import placeholders_of, shipped_template
from domain.words import REQUESTS, Line, PaperKind, Source, State
from tests.domain.test_papers import paper, proposed, signed
from tests.pdfs import words_of
from tests.scenes import DAY, lifting, listed, proposed_for_listing, scene
from tests.stage import AFTER, IDS, Stage, on

HOSTILE = '#read("/etc/passwd") *粗* $x$ \\ <a> {{ 7 * 7 }} {% x %} #{ 1 + 1 }'

# Kind -> (who issues it, to whom, how it ends); a request has no number and asks for no reply.
WRITTEN = {
    PaperKind.INTERNAL_ORDER: ("临澄县人民医院", "护理部 fixer1", "此单。"),
    PaperKind.TAKE_OVER_LETTER: ("临澄县卫生健康委员会", "临澄县人民医院", "特此函告。"),
    PaperKind.SUPERVISION_LETTER: ("临澄县卫生健康委员会", "临澄县人民医院", "特此函告。"),
    PaperKind.CIRCULAR: ("临澄县卫生健康委员会", "各有关单位", "特此通报。"),
    PaperKind.SUMMONS: ("临澄县卫生健康委员会", "临澄县人民医院", "特此通知。"),
    PaperKind.GRADING_REQUEST: ("临澄县卫生健康委员会", "委领导", "妥否，请批示。"),
    PaperKind.TRANSFER_REQUEST: ("临澄县卫生健康委员会", "委领导", "妥否，请批示。"),
    PaperKind.COPY_OUT: ("临澄县卫生健康委员会", "有关部门", "特此函告。"),
    PaperKind.HANDOVER_LETTER: ("临澄县卫生健康委员会", "有关部门", "特此函告。"),
    PaperKind.ADVICE: ("临澄县卫生健康委员会", "临澄县人民医院", "特此函告。"),
    PaperKind.WARNING: ("临澄县卫生健康委员会", "临澄县人民医院", "特此函告。"),
}


def record(stage: Stage, kind: PaperKind, at: str) -> Content:
    """What an act of a stage left as a paper of record."""
    (found,) = [each for each in stage.now(at).papers if each.kind == kind]
    content = Content.model_validate(found.content)
    assert (content.number, content.hash()) == (found.number, found.content_hash)
    return content


def test_a_summons_names_its_hour_and_place_and_serving_repeats_them() -> None:
    stage = proposed(Line.MAJOR, PaperKind.SUMMONS)
    told = EditMeasure(
        meet_at=on(f"{DAY} 15:00"), meet_place="县卫健委三楼会议室", attendees="主要负责人、分管负责人"
    )
    stage = stage.press("office", f"{DAY} 11:05", told).press("head", f"{DAY} 11:10", SignMeasure())
    said = Content.model_validate(paper(stage).content)
    assert any(
        "时间：2026年11月2日15:00；地点：县卫健委三楼会议室；参加人员：主要负责人、分管负责人。" in each
        for each in said.paragraphs
    )
    served = paper(stage.press("office", f"{DAY} 11:20", ServeMeasure(received_by="院办")))
    assert (served.meeting or {})["place"] == "县卫健委三楼会议室"


def test_a_direct_report_lends_its_words_to_no_paper() -> None:
    stage = proposed(Line.AUTHORITY, PaperKind.SUPERVISION_LETTER)
    case = stage.now(f"{DAY} 12:00")
    assert case.hazard.description.rstrip("。") in draft_of(case, paper(stage)).paragraphs[0]
    case.hazard.addressed_up = True
    said = draft_of(case, paper(stage)).model_dump_json()
    assert case.hazard.description[:8] not in said
    assert "（消防安全）" in said


@pytest.mark.parametrize("kind", WRITTEN)
def test_every_kind_is_written_whole_and_laid_out(kind: PaperKind) -> None:
    line = Line.UNIT if kind is PaperKind.INTERNAL_ORDER else Line.AUTHORITY
    stage = signed(line, kind)
    case, one = stage.now(f"{DAY} 12:00"), paper(stage)
    said = Content.model_validate(one.content)
    assert (said.body, said.to, said.closing) == WRITTEN[kind]
    assert said.title.startswith(f"关于{case.hazard.place}一般事故隐患")
    assert bool(said.number) == (kind not in REQUESTS)
    assert any("书面反馈" in each for each in said.paragraphs) == SHAPES[kind].replies
    assert said.hash() == one.content_hash
    pdf = as_pdf(said)
    words = words_of(pdf)
    for part in (
        said.body,
        said.number,
        *said.paragraphs,
        said.closing,
        said.signer,
        check_code(said.hash()),
    ):
        assert "".join(part.split()) in words, part
    assert "{" not in words
    assert pdf == as_pdf(said), "the same content gives the same bytes"


@pytest.mark.parametrize("kind", [PaperKind.SUPERVISION_LETTER, PaperKind.GRADING_REQUEST])
def test_the_word_file_says_the_same_and_opens_as_a_paper(kind: PaperKind, tmp_path: Path) -> None:
    said = Content.model_validate(paper(signed(Line.AUTHORITY, kind)).content)
    said = said.model_copy(update={"paragraphs": (*said.paragraphs, HOSTILE), "cc": ("县安委办",)})
    (tmp_path / "paper.docx").write_bytes(
        fill(shipped_template(1), *placeholders_of(said), is_new=False).body
    )
    if (office := shutil.which("soffice")) is None:
        pytest.skip("no LibreOffice on this machine: the Word file is not laid out here")
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    convert = [
        office,
        home,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "paper.docx"),
    ]
    subprocess.run(convert, check=True, capture_output=True, timeout=300)
    words = words_of((tmp_path / "paper.pdf").read_bytes())
    for part in (said.body, said.number, said.title, *said.paragraphs, said.closing, check_code(said.hash())):
        assert "".join(part.split()) in words, part
    assert "抄送：县安委办" in words


def test_a_long_text_goes_on_properly_on_the_next_pages() -> None:
    stage = signed(Line.AUTHORITY, PaperKind.SUPERVISION_LETTER)
    said = Content.model_validate(paper(stage).content)
    long = said.model_copy(update={"paragraphs": said.paragraphs * 9, "facts": said.facts * 9})
    pages = pypdfium2.PdfDocument(as_pdf(long))
    assert len(pages) >= 4
    numbered = ["".join(page.get_textpage().get_text_bounded().split()) for page in pages]
    assert all(f"—{n}—" in words for n, words in enumerate(numbered, start=1))


def test_what_people_typed_is_text_and_never_layout() -> None:
    stage = signed(Line.AUTHORITY, PaperKind.SUPERVISION_LETTER)
    said = Content.model_validate(paper(stage).content)
    words = words_of(as_pdf(said.model_copy(update={"paragraphs": (HOSTILE,)})))
    assert "".join(HOSTILE.split()) in words


def test_a_check_code_is_the_beginning_of_the_hash() -> None:
    hashed = hashlib.sha256(b"paper").digest()
    assert beginning_of_hash(check_code(hashed)) == hashed[:10]
    assert said_on_paper(date(2026, 3, 6)) == "2026年3月6日"


def test_a_complaint_shows_in_no_paper() -> None:
    stage = proposed(Line.AUTHORITY, PaperKind.SUPERVISION_LETTER)
    case = stage.now(f"{DAY} 12:00")
    case.hazard.source = Source.COMPLAINT_CHECK
    said = signed_now(case, paper(stage)).model_dump_json()
    assert "举报" not in said
    assert "nurse1" not in said


def test_listing_leaves_a_notice_and_lifting_its_reply() -> None:
    at = "2026-11-23 12:00"
    notice = record(listed(), PaperKind.LISTING_NOTICE, at)
    assert (notice.body, notice.to) == ("临澄县卫生健康委员会", "临澄县人民医院")
    assert notice.number.startswith("临卫挂〔2026〕")
    assert notice.title.endswith("重大事故隐患挂牌督办的通知书")
    assert any("实行县级挂牌督办，督办期限至" in each for each in notice.paragraphs)
    agreed = record(lifting().press("head", "2026-11-23 11:00", Lift()), PaperKind.LIFTING_REPLY, at)
    assert any("同意摘牌（挂牌文号：临卫挂〔2026〕" in each for each in agreed.paragraphs)
    assert agreed.number.startswith("临卫摘〔2026〕")
    refused = lifting().press("head", "2026-11-23 11:00", RefuseLifting(reason="现场仍有杂物"))
    words = "".join(record(refused, PaperKind.LIFTING_REPLY, at).paragraphs)
    assert "暂不同意摘牌" in words
    assert "理由：现场仍有杂物。" in words


@pytest.mark.parametrize("agreed", [True, False])
def test_a_decision_on_more_time_is_written_out(agreed: bool) -> None:  # noqa: FBT001 - a case of the table
    stage = scene(Line.UNIT, State.RECTIFYING)
    asked = RequestExtension(until=date(2026, 12, 20), reason="等配件。")
    stage = stage.press("fixer1", f"{DAY} 11:00", asked)
    said = GrantExtension() if agreed else RefuseExtension(reason="应当克服")
    content = record(
        stage.press("deputy1", f"{DAY} 11:10", said), PaperKind.EXTENSION_OPINION, f"{DAY} 12:00"
    )
    assert (content.body, content.to, content.signer) == ("临澄县人民医院", "责任科室", "deputy1")
    assert content.number.startswith("县人民医院延〔2026〕")
    words = "".join(content.paragraphs)
    assert "收到将整改期限延至2026年12月20日的申请，理由：等配件。" in words
    assert ("同意延期至2026年12月20日。" in words) == agreed
    assert ("不同意延期，仍应于" in words and "理由：应当克服。" in words) != agreed


def test_a_listing_and_its_lifting_are_each_published_once_with_proof() -> None:
    stage = listed()
    at = "2026-11-23 09:30"
    with pytest.raises(WrongInput, match="尚未摘牌"):
        stage.press("office", at, Publish(of="lifting", where="网站", on=date(2026, 11, 23)))
    case = stage.now(at)
    (clock,) = [one for one in unfired(case) if one.kind == "publish" and one.rung == 1]
    assert {IDS["office"], IDS["office2"]} == set(clock.told)
    stage.press("office", at, Publish(where="县卫健委网站", on=date(2026, 11, 23), photos=[AFTER]))
    assert not [one for one in unfired(stage.now("2026-11-23 09:40")) if one.kind == "publish"]
    with pytest.raises(WrongInput, match="已经登记过"):
        stage.press("office2", "2026-11-23 09:45", Publish(where="公示栏", on=date(2026, 11, 23)))
    lifted = lifting().press("head", "2026-11-23 11:00", Lift())
    lifted.press(
        "office", "2026-11-23 11:10", Publish(of="lifting", where="县卫健委网站", on=date(2026, 11, 23))
    )
    assert [one["of"] for one in (lifted.now("2026-11-23 12:00").hazard.listed or {})["published"]] == [
        "lifting"
    ]


def test_a_request_is_the_units_own_and_demands_nothing_of_whom_it_asks() -> None:
    said = Content.model_validate(paper(signed(Line.UNIT, PaperKind.TRANSFER_REQUEST)).content)
    assert (said.body, said.to) == ("临澄县人民医院", "临澄县卫生健康委员会")
    words = "".join(said.paragraphs)
    assert words.startswith("经查，本单位")
    assert "临时管控" not in words
    assert "整改要求" not in words


def test_a_summons_is_neither_signed_nor_served_for_an_hour_that_has_passed() -> None:
    stage = proposed(Line.MAJOR, PaperKind.SUMMONS)
    stage = stage.press(
        "office", f"{DAY} 11:05", EditMeasure(meet_at=on(f"{DAY} 15:00"), meet_place="会议室。")
    )
    with pytest.raises(NotReady, match="约谈时间已过"):
        stage.press("head", f"{DAY} 15:10", SignMeasure())
    stage = stage.press("head", f"{DAY} 14:00", SignMeasure())
    with pytest.raises(WrongInput, match="约谈时间已过"):
        stage.press("office", f"{DAY} 16:00", ServeMeasure(received_by="院办"))
    late = ServeMeasure(received_by="院办", meet_at=on("2026-11-03 09:00"))
    served = paper(stage.press("office", f"{DAY} 16:00", late))
    assert (served.meeting or {})["place"] == "会议室。"


def test_what_the_commission_decides_takes_no_number_of_its_own_making() -> None:
    with pytest.raises(WrongInput, match="由系统编号"):
        proposed_for_listing().press(
            "head", "2026-11-23 09:30", List(until=date(2026, 12, 31), number="自编9号")
        )
    with pytest.raises(WrongInput, match="由系统编号"):
        lifting().press("head", "2026-11-23 11:00", Lift(number="自编10号"))


def test_late_work_that_was_handed_in_is_said_to_wait_for_its_acceptance() -> None:
    stage = scene(Line.AUTHORITY, State.VERIFYING)
    said = so_far(stage.now("2026-12-20 12:00"))
    assert "报请验收" in said or "超期" not in said
    assert "尚未整改完毕" not in said
