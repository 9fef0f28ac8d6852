"""安办首屏: what came in today, what waits for me by age, who has not signed, which replies are outstanding."""

from dataclasses import dataclass
from datetime import timedelta

from domain.calendar import day_of
from domain.queries.figures import Asked, Figure, counted
from domain.queries.reader import Reader
from domain.queries.wanted import Counted, Wanted
from domain.words import Line, PaperState, State

DAY = timedelta(days=1)
BY_STATE = (
    (State.REPORTED, "待登记"),
    (State.REGISTERED, "待交办"),
    (State.VERIFYING, "待复核"),
    (State.VERIFIED, "待销号"),
    (State.TRANSFERRED, "待答复"),
)
REPLIES = {
    "unsigned": ("待签收", Wanted(state=[State.ASSIGNED])),
    "unsigned_late": ("超时未签收", Wanted(state=[State.ASSIGNED], wait_late=True)),
    "papers_served": ("文书已送达、未反馈", Wanted(paper_state=PaperState.SERVED)),
    "transfers": ("已移交、未答复", Wanted(state=[State.TRANSFERRED])),
    "transfers_late": ("移交逾期未答复", Wanted(state=[State.TRANSFERRED], wait_late=True)),
    "papers_to_serve": ("已签发、待送达", Wanted(paper_state=PaperState.ISSUED)),
}


@dataclass(frozen=True)
class DeskBoard:
    """Figures in their groups, each in reading order."""

    came_in: list[Figure]
    mine_by_age: list[Figure]
    mine_by_state: list[Figure]
    outstanding: list[Figure]
    to_close: Figure


def desk_board(reader: Reader) -> DeskBoard:
    """The board as this reader may know it."""
    today = day_of(reader.at)
    came_in = counted(reader, Wanted(reported_from=today, counted=Counted.VALID), _came_in())
    asked = [Asked(name, *rest) for name, rest in REPLIES.items()]
    outstanding = counted(reader, Wanted(open=True), asked)
    mine = counted(reader, Wanted(open=True, mine=True), [*_by_age(reader), *_by_state()])
    ages = [figure for name, figure in mine.items() if name.startswith("age")]
    return DeskBoard(
        came_in=list(came_in.values()),
        mine_by_age=ages,
        mine_by_state=[figure for figure in mine.values() if figure not in ages],
        outstanding=list(outstanding.values()),
        to_close=mine[f"mine_{State.VERIFIED}"],
    )


def _came_in() -> list[Asked]:
    return [
        Asked("today", "今日上报", Wanted()),
        Asked("today_ours", "其中监管级", Wanted(line=Line.AUTHORITY)),
        Asked("today_suspected", "其中疑似重大", Wanted(suspected=True)),
    ]


def _by_age(reader: Reader) -> list[Asked]:
    """By the day on which the present wait began: none is in two, and none is left out."""
    today = day_of(reader.at)
    return [
        Asked("age_today", "今日", Wanted(waits_from=today)),
        Asked("age_2", "1－2 天", Wanted(waits_from=today - 2 * DAY, waits_to=today - DAY)),
        Asked("age_7", "3－7 天", Wanted(waits_from=today - 7 * DAY, waits_to=today - 3 * DAY)),
        Asked("age_more", "7 天以上", Wanted(waits_to=today - 8 * DAY)),
    ]


def _by_state() -> list[Asked]:
    return [Asked(f"mine_{state}", label, Wanted(state=[state])) for state, label in BY_STATE]
