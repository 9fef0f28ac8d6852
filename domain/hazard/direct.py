"""直报: what staff send past their unit. Their words, photos and times stay with the commission (安全生产法 46).

To the unit a hazard that follows carries the commission's own words, photos and time, as if it had been inspected.
"""

from domain.cases.case import Case
from domain.cases.changes import Changes
from domain.cases.steps import Act
from domain.cases.visibility import is_unregistered_direct_report
from domain.commands import OWN_WORDS, GiveBack, InOwnWords
from domain.errors import NotReady, WrongInput
from domain.hazard.checks.bounds import between, now, ten_years_ago
from domain.hazard.checks.photos import refuse_papers_alone
from domain.words import AUTHORITY_SOURCES, Source, State

A_SENTENCE = 10
"""From so many characters on, words found again are a copy and no coincidence."""


def went_past_its_unit(case: Case, _act: Act) -> None:
    """Settled 20: only what staff sent past their unit can be given back to it."""
    if not case.hazard.addressed_up:
        raise NotReady("只有直报卫健委的隐患可以退回单位办理；检查发现的由卫健委登记、交办。")


def is_not_suspected(case: Case, _act: Act) -> None:
    """What is suspected is graded first."""
    if case.hazard.suspected:
        raise NotReady("这条直报疑似重大，请先认定等级；认定为一般后可退回单位办理。")


def is_written_up(case: Case, _act: Act) -> None:
    """A direct report carries its reporter's words until the commission registers it in its own."""
    if is_unregistered_direct_report(case.hazard):
        raise NotReady("直报的隐患须先由卫健委核查、登记，登记前不能办理这一步。")


def is_not_with_the_commission_yet(case: Case, _act: Act) -> None:
    """Settled 15: whoever reports it up again hears that it is there."""
    if case.hazard.addressed_up and case.hazard.state == State.REPORTED:
        raise NotReady("这条隐患已经直报卫健委，正由卫健委办理，无需重复直报。")


def says_it_in_own_words(case: Case, command: InOwnWords, _act: Act) -> None:
    """Of a direct report the commission gives its own words, photos (or why none) and time; of others nothing anew."""
    if not is_unregistered_direct_report(case.hazard):
        _says_nothing_anew(command)
        return
    if command.description is None:
        raise WrongInput(
            "这是直报：请写明卫健委自己核查看到的情况；上报人的原话只留卫健委，不转单位。",
            field="description",
        )
    if _plain(case.hazard.description) in _plain(command.description) and _is_a_sentence(case):
        raise WrongInput("请用卫健委自己的话写，不要照抄上报人的原文，以免暴露上报人。", field="description")
    if not command.photos and not command.no_photo_because:
        raise WrongInput(
            "请上传卫健委核查时自己拍的照片；没有照片请写明原因（no_photo_because）。", field="photos"
        )
    if not command.no_photo_because:
        refuse_papers_alone(case, command.photos, "请上传卫健委核查时自己拍的照片；没有照片请写明原因。")
    of_the_report = case.shown_by([*case.hazard.before_photos, *case.hazard.after_photos])
    if of_the_report & case.shown_by(command.photos):
        raise WrongInput("上报人的照片只留卫健委，请改用卫健委核查时自己拍的照片。", field="photos")
    _gives_its_time(case, command)


def _says_nothing_anew(command: InOwnWords) -> None:
    for name in OWN_WORDS:
        if name not in command.ordinary and getattr(command, name):
            raise WrongInput(
                "只有直报的隐患登记时由卫健委另行记述；其他隐患沿用上报的原文和照片，请留空。", field=name
            )


def _gives_its_time(case: Case, command: InOwnWords) -> None:
    """When the commission saw it; what it gives back unseen is dated that day."""
    if command.found_at is None and not isinstance(command, GiveBack):
        raise WrongInput("请填写卫健委核查发现的时间（不用上报人的时间）。", field="found_at")
    between(command.found_at, ten_years_ago(case), now(case), field="found_at", called="发现时间")


def _is_a_sentence(case: Case) -> bool:
    return len(_plain(case.hazard.description)) >= A_SENTENCE


def _plain(text: str) -> str:
    return "".join(text.split())


def in_own_words(case: Case, command: InOwnWords, begun: tuple[str, ...] = ()) -> Changes:
    """What the hazard says from here on. The report stays in its line.

    `terms["written_up"]` remembers the line, since when, and when it was sent: unconfirmed sign-ins go by that.
    """
    if not is_unregistered_direct_report(case.hazard):
        return {"begin": begun} if begun else {}
    return {
        "description": command.description or "",
        "place": command.place or case.hazard.place,
        "found_at": command.found_at or case.at,
        "reported_at": case.at,
        "before_photos": list(command.photos),
        "after_photos": [],
        "fixed_on_spot": False,
        "fixer_id": None,
        "interim": command.interim,
        "terms": {
            "written_up": [case.hazard.version + 1, case.at.isoformat(), case.hazard.reported_at.isoformat()]
        },
        "begin": begun,
    }


def give_it_back(case: Case, command: GiveBack, _act: Act) -> Changes:
    """退回单位办理: from here on 单位级, and the unit's own wait begins."""
    source = case.hazard.source
    return {
        **in_own_words(case, command, ("state",)),
        "addressed_up": False,
        "source": Source.STAFF_REPORT if source in AUTHORITY_SOURCES else source,
    }
