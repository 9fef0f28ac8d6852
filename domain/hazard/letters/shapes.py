"""The standing words of each kind of paper: title, addressee, demands, closing."""

from dataclasses import dataclass

from domain.words import PaperKind

OTHERS = "有关部门"


@dataclass(frozen=True)
class Shape:
    """How a kind is written: the words of its title, to whom, what it asks for, and how it ends."""

    about: str
    to: str
    asks: tuple[str, ...]
    closing: str = "特此函告。"
    replies: bool = True


_DEMAND = "请主要负责人负责，定人、定钱、定日期，抓紧整改。"
_FURTHER = "逾期不整改或者不反馈的，将依照有关规定通报、约谈或者提请挂牌督办。"
SHAPES = {
    PaperKind.INTERNAL_ORDER: Shape(
        "限期整改的督办单", "{responsible}", ("请立即组织整改，书面说明进展、困难和完成日期。",), "此单。"
    ),
    PaperKind.TAKE_OVER_LETTER: Shape(
        "提级办理的督促函", "{unit}", ("现对该隐患提级办理，由我委督促整改。", _DEMAND, _FURTHER)
    ),
    PaperKind.SUPERVISION_LETTER: Shape("限期整改的督办函", "{unit}", (_DEMAND, _FURTHER)),
    PaperKind.CIRCULAR: Shape(
        "整改不力情况的通报",
        "各有关单位",
        (
            "现将有关情况予以通报。{unit}应立即整改，并书面说明原因、责任和完成日期。",
            "各单位要引以为戒，对照排查同类隐患，按期整改到位。",
        ),
        "特此通报。",
    ),
    PaperKind.SUMMONS: Shape(
        "整改事项的约谈通知书",
        "{unit}",
        ("请携带整改方案、资金和责任落实情况以及完成日期的书面材料按时参加。",),
        "特此通知。",
    ),
    PaperKind.GRADING_REQUEST: Shape(
        "等级认定的请示",
        "{above}",
        ("提请依照判定标准对该隐患的级别予以认定。",),
        "妥否，请批示。",
        replies=False,
    ),
    PaperKind.TRANSFER_REQUEST: Shape(
        "移交办理的请示",
        "{above}",
        ("该隐患不属本单位职责范围，提请移交有职责的部门办理。",),
        "妥否，请批示。",
        replies=False,
    ),
    PaperKind.COPY_OUT: Shape(
        "有关情况的抄告函",
        OTHERS,
        ("该隐患涉及贵单位职责，现予抄告，请依照职责处理；我委继续督促该单位整改。",),
    ),
    PaperKind.HANDOVER_LETTER: Shape(
        "依法办理的移交函",
        OTHERS,
        ("依照《中华人民共和国安全生产法》第六十九条，现将该隐患移交贵单位，请依法处理并书面答复。",),
    ),
    PaperKind.ADVICE: Shape(
        "整改工作的建议函",
        "{unit}",
        ("建议尽快研究解决该隐患整改中的突出问题，明确责任、资金和完成日期。",),
    ),
    PaperKind.WARNING: Shape(
        "整改不力的警示函",
        "{unit}",
        (
            "现就上述隐患整改不力对你单位予以警示。",
            "请主要负责人组织查明原因，落实责任，并对照排查同类隐患，防止再次发生。",
            _FURTHER,
        ),
    ),
}
TO_THE_UNIT = frozenset(
    {
        PaperKind.TAKE_OVER_LETTER,
        PaperKind.SUPERVISION_LETTER,
        PaperKind.SUMMONS,
        PaperKind.ADVICE,
        PaperKind.WARNING,
    }
)
DEMANDING = TO_THE_UNIT | {PaperKind.INTERNAL_ORDER, PaperKind.CIRCULAR}
"""Kinds that repeat to the unit what the assignment asks for, and what must hold meanwhile."""
