"""A paper drafted from the ledger: the same for whoever reads it before signing and for the press that signs it."""

from dataclasses import dataclass
from datetime import date, datetime

from domain import clock
from domain.calendar import day_of
from domain.cases.case import Case
from domain.hazard.letters.sentences import facts, found, meanwhile, named, so_far, wanted
from domain.hazard.numbers import body_of
from domain.papers.content import Content, said_on_paper
from domain.policy.model import for_line
from domain.tables import Paper
from domain.words import PaperKind, Role

OTHERS = "有关部门"


@dataclass(frozen=True)
class _Shape:
    """How a kind is written: the words of its title, to whom, what it asks for, and how it ends."""

    about: str
    to: str
    asks: tuple[str, ...]
    closing: str = "特此函告。"
    replies: bool = True


_DEMAND = "请主要负责人负责，定人、定钱、定日期，抓紧整改。"
_FURTHER = "逾期不整改或者不反馈的，将依照有关规定通报、约谈或者提请挂牌督办。"
SHAPES = {
    PaperKind.INTERNAL_ORDER: _Shape(
        "限期整改的督办单", "{responsible}", ("请立即组织整改，说明未按期完成的原因和完成日期。",), "此单。"
    ),
    PaperKind.TAKE_OVER_LETTER: _Shape(
        "提级办理的督促函", "{unit}", ("现对该隐患提级办理，由我委督促整改。", _DEMAND, _FURTHER)
    ),
    PaperKind.SUPERVISION_LETTER: _Shape("限期整改的督办函", "{unit}", (_DEMAND, _FURTHER)),
    PaperKind.CIRCULAR: _Shape(
        "整改不力情况的通报",
        "各有关单位",
        (
            "现将有关情况予以通报。{unit}应立即整改，并书面说明原因、责任和完成日期。",
            "各单位要引以为戒，对照排查同类隐患，按期整改到位。",
        ),
        "特此通报。",
    ),
    PaperKind.SUMMONS: _Shape(
        "整改事项的约谈通知书",
        "{unit}",
        (
            "现决定就上述隐患的整改约谈你单位主要负责人。{meeting}",
            "请携带整改方案、资金和责任落实情况以及完成日期的书面材料按时参加。",
        ),
        "特此通知。",
    ),
    PaperKind.GRADING_REQUEST: _Shape(
        "等级认定的请示",
        "{authority}",
        ("提请依照判定标准对该隐患的级别予以认定。",),
        "妥否，请批示。",
        replies=False,
    ),
    PaperKind.TRANSFER_REQUEST: _Shape(
        "移交办理的请示",
        "{authority}",
        ("该隐患不属本单位职责范围，提请移交有职责的部门办理。",),
        "妥否，请批示。",
        replies=False,
    ),
    PaperKind.COPY_OUT: _Shape(
        "有关情况的抄告函",
        OTHERS,
        ("该隐患涉及贵单位职责，现予抄告，请依照职责处理；我委继续督促该单位整改。",),
    ),
    PaperKind.HANDOVER_LETTER: _Shape(
        "依法办理的移交函",
        OTHERS,
        ("依照《中华人民共和国安全生产法》第六十九条，现将该隐患移交贵单位，请依法处理并书面答复。",),
    ),
    PaperKind.ADVICE: _Shape(
        "整改工作的建议函",
        "{unit}",
        ("建议尽快研究解决该隐患整改中的突出问题，明确责任、资金和完成日期。",),
    ),
}
FROM_THE_UNIT = frozenset({PaperKind.INTERNAL_ORDER})
TO_THE_UNIT = frozenset(
    {PaperKind.TAKE_OVER_LETTER, PaperKind.SUPERVISION_LETTER, PaperKind.SUMMONS, PaperKind.ADVICE}
)


def draft_of(case: Case, paper: Paper) -> Content:
    """The paper as it would be signed now, without number, signer and day. It says no more than the ledger knows."""
    kind, unit = PaperKind(paper.kind), case.directory.units[case.hazard.unit_id]
    authority, shape = case.directory.authority_of(unit.id), SHAPES[PaperKind(paper.kind)]
    edited = paper.draft or {}
    words = {"unit": unit.name, "authority": authority.name, "responsible": _responsible(case)}
    words |= {"meeting": _meeting(edited.get("meeting") or {})}
    asks = [_sentence(ask) for ask in edited.get("asks", ())] or [ask.format(**words) for ask in shape.asks]
    if kind is PaperKind.SUMMONS and "asks" in edited:
        asks.insert(0, shape.asks[0].format(**words))
    if shape.replies:
        asks.append(f"请于收到之日起{_reply_in(case)}内书面反馈。")
    whom = "你单位" if kind in TO_THE_UNIT else "" if kind in FROM_THE_UNIT else unit.name
    paragraphs = (found(case, whom), so_far(case), *numbered([wanted(case), meanwhile(case), *asks]))
    return Content(
        ref=case.hazard.ref,
        kind=kind,
        title=f"关于{named(case)}{shape.about}",
        body=body_of(case, kind).name,
        to=edited.get("addressee") or shape.to.format(**words),
        paragraphs=tuple(each for each in paragraphs if each),
        facts=facts(case),
        closing=shape.closing,
        cc=tuple(edited.get("cc", ())),
        contact=contact_of(case, kind),
    )


def what_may_be_edited(case: Case, paper: Paper) -> dict[str, str]:
    """The parts of a draft that `edit_measure` takes, as they stand; empty ones are left out."""
    edited, said = paper.draft or {}, draft_of(case, paper)
    meeting = edited.get("meeting") or {}
    asks = edited.get("asks") or [ask for ask in SHAPES[PaperKind(paper.kind)].asks if "{" not in ask]
    parts = {
        "addressee": said.to,
        "asks": "\n".join(asks),
        "cc": "、".join(said.cc),
        "meet_place": meeting.get("place", ""),
        "attendees": meeting.get("people", ""),
        "meet_at": _typed(meeting["at"]) if "at" in meeting else "",
    }
    return {name: text for name, text in parts.items() if text}


def _typed(iso: str) -> str:
    """A moment as a form takes it."""
    return f"{clock.site(datetime.fromisoformat(iso)):%Y-%m-%dT%H:%M}"


def signed(content: Content, number: str | None, signer: str, on: date) -> Content:
    """The paper as it is signed."""
    return content.model_copy(update={"number": number or "", "signer": signer, "signed_on": on})


def signed_now(case: Case, paper: Paper) -> Content:
    """The draft with the number, the signer's name and the day that the act gave it."""
    names = paper.names or {}
    return signed(draft_of(case, paper), paper.number, names.get("signer", ""), day_of(case.at))


def numbered(asks: list[str]) -> list[str]:
    """Those that say something, 一、 二、 … when they are several."""
    said = [ask for ask in asks if ask]
    return [f"{'一二三四五六七'[n]}、{ask}" for n, ask in enumerate(said)] if len(said) > 1 else said


def _sentence(text: str) -> str:
    return text if text.endswith(("。", "！", "；")) else f"{text}。"


def _meeting(told: dict[str, str]) -> str:
    """When, where and with whom, as far as it is fixed."""
    parts = (
        f"时间：{_moment(told['at'])}" if "at" in told else "",
        f"地点：{told['place']}" if "place" in told else "",
        f"参加人员：{told['people']}" if "people" in told else "",
    )
    said = "；".join(part for part in parts if part)
    return f"{said}。" if said else "时间、地点以送达时告知的为准。"


def _moment(iso: str) -> str:
    wall = clock.site(datetime.fromisoformat(iso))
    return f"{said_on_paper(wall.date())}{wall:%H:%M}"


def _responsible(case: Case) -> str:
    """Whom an order inside the unit addresses: the department and the 责任人."""
    hazard, directory = case.hazard, case.directory
    department = case.department
    parts = (
        directory.units[department].name if department else "",
        directory.name_of(hazard.fixer_id) if hazard.fixer_id else "",
    )
    return " ".join(part for part in parts if part) or "责任科室"


def _reply_in(case: Case) -> str:
    return for_line(case.policy.waits.answer, case.line).label().replace(" ", "")


def contact_of(case: Case, kind: PaperKind) -> str:
    """Who answers questions: the unit's 安全管理员 of its own papers, else the commission's 经办."""
    own = body_of(case, kind).id == case.hazard.unit_id
    held = case.post(Role.OFFICER if own else Role.DESK)
    if not held:
        return ""
    clerk = case.directory.people[held[0]]
    return f"{clerk.name} {clerk.phone}".strip()
