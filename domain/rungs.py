"""What a rung of the ladder is called."""

from domain.words import Level, PaperKind

RUNG_NAMES = ("提醒", "催办", "督办", "提级", "挂牌督办", "移交问责")
REMARKS = {3: "（通报、约谈）"}
"""What a page adds to a rung's name where there is room."""
PROPOSED_LISTING = "提请挂牌"
LISTING_RUNG = 4


def rung_label(rung: int, level: Level, *, listed: bool) -> str:
    """A rung as it is called for such a hazard, with its remark."""
    return rung_name(rung, level, listed=listed) + REMARKS.get(rung, "")


def rung_name(rung: int, level: Level, *, listed: bool) -> str:
    """A rung's name for such a hazard: a 一般 is to be graded, a 重大 is proposed until it is listed."""
    if rung != LISTING_RUNG or (listed and level is Level.MAJOR):
        return RUNG_NAMES[rung]
    return PROPOSED_LISTING if level is Level.MAJOR else PaperKind.GRADING_REQUEST.label
