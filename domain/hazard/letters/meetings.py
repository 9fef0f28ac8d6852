"""约谈记录: when, where, who talked with whom, what was said, and what is demanded by when."""

from collections.abc import Iterator

from domain.cases.kind import Finish
from domain.commands import RecordMeeting
from domain.hazard.letters.decided import Said
from domain.hazard.letters.drafting import in_chinese
from domain.hazard.letters.sentences import BLANK, found, moment_said, named, plain
from domain.hazard.papers import the_paper
from domain.papers.content import said_on_paper


def meeting_record(done: Finish) -> Said:
    """约谈记录 (domain facts 4.3): beside the paper that called it; both sides sign it by hand."""
    case, command = done.case, done.command
    assert isinstance(command, RecordMeeting)  # noqa: S101 - the act that writes it
    summons = the_paper(case)
    served = f"，{said_on_paper(summons.served_on)}送达" if summons.served_on else ""
    by_when = f"以上要求应于{said_on_paper(command.demands_by)}前完成，并书面反馈。"
    paragraphs = [
        found(case, "你单位"),
        f"就上述隐患的整改，依照约谈通知书（{summons.number or BLANK}{served}）进行约谈，记录如下。",
        f"一、约谈时间：{moment_said(command.held_at)}。",
        f"二、约谈地点：{plain(command.meet_place)}。",
        f"三、约谈人：{plain(command.talked_by)}。",
        f"四、被约谈人：{plain(command.talked_to)}。",
        *_under("五、约谈内容：", command.minutes),
        *_under("六、约谈要求：", command.demands),
        by_when,
        f"记录人：{case.directory.name_of(done.act.person)}。",
        f"约谈人签字：{BLANK}",
        f"被约谈人签字：{BLANK}",
    ]
    return f"关于{named(case)}整改事项的约谈记录", paragraphs, ""


def _under(heading: str, text: str) -> Iterator[str]:
    """A heading with a text of one line behind it, or with several below it, each counted."""
    lines = [said for line in text.splitlines() if (said := plain(line))]
    if len(lines) < 2:  # noqa: PLR2004 - one line needs no count
        yield f"{heading}{''.join(lines)}。"
        return
    yield heading
    yield from (f"（{in_chinese(n)}）{said}。" for n, said in enumerate(lines, 1))
