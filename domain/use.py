"""Use (停用、停业): whether the place of a hazard may be used, and how much of it may not."""

from domain.word import Word


class Use(Word):
    """Use track, beside the rectification."""

    IN_USE = "in_use", "正常使用"
    SUSPENDED = "suspended", "停用（停业）中"
    RESUMING = "resuming", "待复核恢复"
    RETIRED = "retired", "永久停用"


OUT_OF_USE = frozenset(set(Use) - {Use.IN_USE})
"""Whatever is asked for meanwhile, it may not be used."""
STOPPED = frozenset({Use.SUSPENDED, Use.RESUMING})
"""Nothing ends in these (settled point 37)."""


def stopped_word(use: Use) -> str:
    """The badge beside a state: 停用 or 永久停用; nothing of what is used."""
    if use is Use.IN_USE:
        return ""
    return Use.RETIRED.label if use is Use.RETIRED else "停用"


class Scope(Word):
    """How much is out of use."""

    PART = "part", "局部"
    """The place, ward or equipment that is named."""
    WHOLE = "whole", "全部"
    """The whole unit (停业)."""
