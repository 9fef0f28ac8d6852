"""A paper drafted from the ledger: the same for whoever reads it before signing and for the press that signs it."""

from datetime import date, datetime

from domain.calendar import day_of
from domain.cases.case import Case
from domain.directory.cards import UnitCard
from domain.hazard.letters.sentences import facts, found, meanwhile, moment_said, named, plain, so_far, wanted
from domain.hazard.letters.shapes import DEMANDING, SHAPES, TO_THE_UNIT
from domain.hazard.numbers import body_of
from domain.papers.content import Content
from domain.policy.model import for_line
from domain.tables import Paper
from domain.words import PaperKind, Role

DIGITS: tuple[str, ...] = ("", *"一二三四五六七八九")


def draft_of(case: Case, paper: Paper) -> Content:
    """The paper as it would be signed now, without number, signer and day. It says no more than the ledger knows."""
    kind, shape, edited = PaperKind(paper.kind), SHAPES[PaperKind(paper.kind)], paper.draft or {}
    issuer = issued_by(case, paper)
    asks = [f"{plain(ask)}。" for ask in edited.get("asks", ())] or own_asks(case, paper)
    if kind is PaperKind.SUMMONS:
        asks.insert(0, f"现决定就上述隐患的整改约谈你单位主要负责人。{_meeting(edited.get('meeting') or {})}")
    if shape.replies:
        asks.append(f"请于收到之日起{_reply_in(case)}内书面反馈。")
    demands = [wanted(case), meanwhile(case)] if kind in DEMANDING else []
    paragraphs = (found(case, _called(case, kind, issuer)), so_far(case), *numbered([*demands, *asks]))
    return Content(
        ref=case.hazard.ref,
        kind=kind,
        title=f"关于{named(case)}{shape.about}",
        body=issuer.name,
        to=edited.get("addressee") or own_addressee(case, paper),
        paragraphs=tuple(each for each in paragraphs if each),
        facts=facts(case),
        closing=shape.closing,
        cc=tuple(edited.get("cc", ())),
        contact=contact_of(case, issuer),
    )


def issued_by(case: Case, paper: Paper) -> UnitCard:
    """The body whose paper it is; a request of the clock's is the commission's own."""
    return body_of(case, paper.kind, by_clock=paper.rung > 0)


def own_asks(case: Case, paper: Paper) -> list[str]:
    """What the paper asks for unless somebody wrote something else."""
    unit = case.directory.units[case.hazard.unit_id]
    return [ask.format(unit=unit.name) for ask in SHAPES[PaperKind(paper.kind)].asks]


def own_addressee(case: Case, paper: Paper) -> str:
    """Whom the paper addresses unless somebody wrote something else."""
    unit = case.directory.units[case.hazard.unit_id]
    authority = case.directory.authority_of(unit.id)
    above = "委领导" if issued_by(case, paper).id == authority.id else authority.name
    words = {"unit": unit.name, "above": above, "responsible": _responsible(case)}
    to = SHAPES[PaperKind(paper.kind)].to
    return to.format(**words)


def _called(case: Case, kind: PaperKind, issuer: UnitCard) -> str:
    """What the paper calls the unit: 你单位 to itself, 本单位 by itself, else its name."""
    if kind in TO_THE_UNIT:
        return "你单位"
    return "本单位" if issuer.id == case.hazard.unit_id else case.directory.units[case.hazard.unit_id].name


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
    return [f"{in_chinese(n)}、{ask}" for n, ask in enumerate(said, 1)] if len(said) > 1 else said


def in_chinese(number: int) -> str:
    """A number from 1 to 99 as lists write it: 一, 十, 十一, 二十三."""
    tens, ones = divmod(number, 10)
    begins = ("" if tens == 1 else DIGITS[tens]) + "十" if tens else ""
    return begins + DIGITS[ones]


def _meeting(told: dict[str, str]) -> str:
    """When, where and with whom, as far as it is fixed."""
    parts = (
        f"时间：{moment_said(datetime.fromisoformat(told['at']))}" if "at" in told else "",
        f"地点：{plain(told['place'])}" if "place" in told else "",
        f"参加人员：{plain(told['people'])}" if "people" in told else "",
    )
    said = "；".join(part for part in parts if part)
    return f"{said}。" if said else "时间、地点以送达时告知的为准。"


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


def contact_of(case: Case, issuer: UnitCard) -> str:
    """Who answers questions: the unit's 安全管理员 of its own papers, else the commission's 经办."""
    own = issuer.id == case.hazard.unit_id
    held = case.post(Role.OFFICER if own else Role.DESK)
    if not held:
        return ""
    clerk = case.directory.people[held[0]]
    return f"{clerk.name} {clerk.phone}".strip()
