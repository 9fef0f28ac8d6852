"""安办首屏: what came in today, what waits for me by age, who has not signed, which replies are outstanding."""

from dataclasses import dataclass
from datetime import timedelta

from domain.calendar import day_of
from domain.queries.figures import Figure, FigureAsked, counted
from domain.queries.hazard_filter import Counted, HazardFilter
from domain.queries.reader import Reader
from domain.use import Use
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
    "unsigned": ("待签收", HazardFilter(state=[State.ASSIGNED])),
    "unsigned_late": ("超时未签收", HazardFilter(state=[State.ASSIGNED], wait_late=True)),
    "papers_served": ("文书已送达、未反馈", HazardFilter(paper_state=PaperState.SERVED)),
    "transfers": ("已移交、未答复", HazardFilter(state=[State.TRANSFERRED])),
    "transfers_late": ("移交逾期未答复", HazardFilter(state=[State.TRANSFERRED], wait_late=True)),
    "out_of_use": ("停用（停业）中", HazardFilter(use=[Use.SUSPENDED])),
    "resuming": ("待复核恢复使用", HazardFilter(use=[Use.RESUMING])),
    "papers_to_serve": ("已签发、待送达", HazardFilter(paper_state=PaperState.ISSUED)),
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
    came_in = counted(reader, HazardFilter(reported_from=today, counted=Counted.VALID), _came_in())
    asked = [FigureAsked(name, *rest) for name, rest in REPLIES.items()]
    outstanding = counted(reader, HazardFilter(open=True), asked)
    mine = counted(reader, HazardFilter(open=True, mine=True), [*_by_age(reader), *_by_state()])
    ages = [figure for name, figure in mine.items() if name.startswith("age")]
    return DeskBoard(
        came_in=list(came_in.values()),
        mine_by_age=ages,
        mine_by_state=[figure for figure in mine.values() if figure not in ages],
        outstanding=list(outstanding.values()),
        to_close=mine[f"mine_{State.VERIFIED}"],
    )


def _came_in() -> list[FigureAsked]:
    return [
        FigureAsked("today", "今日上报", HazardFilter()),
        FigureAsked("today_ours", "其中监管级", HazardFilter(line=Line.AUTHORITY)),
        FigureAsked("today_suspected", "其中疑似重大", HazardFilter(suspected=True)),
    ]


def _by_age(reader: Reader) -> list[FigureAsked]:
    """By the day on which the present wait began: none is in two, and none is left out."""
    today = day_of(reader.at)
    return [
        FigureAsked("age_today", "今日", HazardFilter(waits_from=today)),
        FigureAsked("age_2", "1－2 天", HazardFilter(waits_from=today - 2 * DAY, waits_to=today - DAY)),
        FigureAsked("age_7", "3－7 天", HazardFilter(waits_from=today - 7 * DAY, waits_to=today - 3 * DAY)),
        FigureAsked("age_more", "7 天以上", HazardFilter(waits_to=today - 8 * DAY)),
    ]


def _by_state() -> list[FigureAsked]:
    return [FigureAsked(f"mine_{state}", label, HazardFilter(state=[state])) for state, label in BY_STATE]
