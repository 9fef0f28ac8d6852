"""Who may hold which post: everybody, somebody less, a clinic of two."""

from tests.oracle.scenery import FULL, Cast


def without(*words: str) -> Cast:
    """A cast in which these posts are empty."""
    return Cast("无" + "、".join(words), {word: who for word, who in FULL.items() if word not in words})


CLINIC = Cast(
    "两人诊所",
    {**FULL, "安管": "chief", "分管": "", "主要": "chief"},
    {},
    small=frozenset({"chief", "nurse"}),
)
CASTS = (
    Cast("齐全", FULL),
    Cast("两名安管", {**FULL, "安管": "officer officer_b"}),
    Cast("本科室安管", {**FULL, "安管": "officer_b"}),
    Cast("一人三职", {**FULL, "安管": "chief", "分管": "chief"}),
    CLINIC,
    without("安管"),
    without("分管"),
    without("主要"),
    without("安管", "分管"),
    without("分管", "主要"),
    without("经办"),
    without("委分管"),
    without("委主要"),
    Cast("无科室负责人", FULL, {}),
)
FIXERS = ("nurse", "mate", "ward", "officer", "deputy", "chief")
PRINCIPALS = (
    "nurse",
    "ward",
    "officer",
    "deputy",
    "chief",
    "mate",
    "clerk",
    "leader",
    "head",
    "expert",
    "auditor",
)
