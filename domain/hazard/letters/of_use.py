"""The papers of use (rows 39 and 40): 停用通知, and 恢复使用批复 whether it consents or refuses."""

from datetime import datetime

from domain.cases.case import Case
from domain.cases.kind import Finish
from domain.commands import RefuseResume, ResumeUse, SuspendUse
from domain.hazard.letters.decided import Said
from domain.hazard.letters.drafting import numbered
from domain.hazard.letters.sentences import found, moment_said, named, plain
from domain.hazard.numbers import body_of
from domain.use import Scope
from domain.words import Line, PaperKind


def suspension_notice(done: Finish) -> Said:
    """停用通知: what, how much, since when, who is out, and that consent comes before use."""
    case, command = done.case, done.command
    assert isinstance(command, SuspendUse)  # noqa: S101 - the act that writes it
    whole, good = command.scope is Scope.WHOLE, command.for_good
    since = moment_said(command.since or case.at)
    what = f"全部停用（停业），含{plain(command.what)}" if whole else f"停用{plain(command.what)}（局部停用）"
    whom = _whom(case, PaperKind.SUSPENSION_NOTICE, done)
    by_law = "依照《中华人民共和国安全生产法》第六十五条，" if whom and case.line is Line.MAJOR else ""
    decided = f"{by_law}现决定自{since}起{'永久' if good else ''}{what}。"
    asks = [
        f"人员撤离情况：{plain(command.moved_out)}。",
        "停用期间应当切断、封闭或者设置明显标志，安排专人看守，任何人不得擅自使用。",
        "" if good else "整改完成、具备安全条件后提出恢复使用申请，经复核同意后方可恢复使用。",
    ]
    return (
        f"关于因{named(case)}{'永久' if good else ''}停用{plain(command.what)}的通知",
        [found(case, whom), decided, *numbered(asks)],
        "特此通知。",
    )


def resumption_reply(done: Finish) -> Said:
    """恢复使用批复: consent with what must hold, or a refusal with its reason."""
    case, command = done.case, done.command
    stopped = case.hazard.suspended or {}
    since = moment_said(datetime.fromisoformat(stopped["since"])) if "since" in stopped else ""
    number = f"（文号：{stopped['number']}）" if stopped.get("number") else ""
    scope = Scope(stopped.get("scope") or Scope.PART).label
    what = plain(stopped.get("what")) or case.hazard.place
    was = f"因该隐患，{what}已自{since}起{scope}停用{number}。"
    if isinstance(command, ResumeUse):
        how = "现场复核" if command.way == "on_site" else "复核"
        decided = [f"经{how}，同意恢复使用。", _sentence("复核意见", command.opinion)]
        decided.append(_sentence("恢复使用后应当做到", command.conditions))
    else:
        assert isinstance(command, RefuseResume)  # noqa: S101 - the other act that writes it
        decided = [f"经复核，不同意恢复使用，应当继续停用。理由：{plain(command.reason)}。"]
        decided.append("请继续整改，落实停用措施，具备安全条件后重新申请。")
    law = (
        "依照《中华人民共和国安全生产法》第六十五条，重大事故隐患排除后，经审查同意，方可恢复使用。"
        if case.line is Line.MAJOR
        else ""
    )
    whom = _whom(case, PaperKind.RESUMPTION_REPLY, done)
    return f"关于{what}恢复使用的批复", [found(case, whom), was, law, *decided], "此复。"


def _whom(case: Case, kind: PaperKind, done: Finish) -> str:
    """What the paper calls the unit: nothing inside the unit itself."""
    own = body_of(case, kind, signer=done.act.person).id == case.hazard.unit_id
    return "" if own else "你单位"


def _sentence(label: str, words: str | None) -> str:
    said = plain(words)
    return f"{label}：{said}。" if said else ""
