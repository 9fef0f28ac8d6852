"""Sums as people write them, in 万元: 1.2万, 0.36万元, 12000元, 约85, /, —."""

import re
from dataclasses import dataclass
from decimal import Decimal

from domain.intake.grid import Cell, text_of
from domain.intake.terms import NO_WORD

A_WAN = Decimal(10_000)
FOUR_PLACES = Decimal("0.0001")
MOST, LARGE = Decimal(10) ** 8, Decimal(1000)
UNITS = {"万元": Decimal(1), "万": Decimal(1), "w": Decimal(1), "元": 1 / A_WAN, "块": 1 / A_WAN, "千元": 1000 / A_WAN,
         "亿元": A_WAN, "亿": A_WAN, "圆": 1 / A_WAN, "rmb": 1 / A_WAN}  # fmt: skip
_SUM = re.compile(
    r"(约|大约|近|预计|估计|估算|预算|共|计|￥|¥|人民币|不足|>|<|≈|~)*(\d[\d,]*(?:\.\d+)?)"
    r"(万元|万|千元|亿元|亿|元|块|圆|w|rmb)?(整|左右|以上|余|多)?"
)
_YUAN = re.compile("[￥¥]|人民币")
_ABOUT = re.compile(r"约|近|预计|估|预算|不足|左右|以上|余|多|>|<|≈|~")


@dataclass(frozen=True)
class Money:
    """A sum in 万元, how it was read where that is worth telling; `wrong`: why it is none; `bare`: without its unit."""

    amount: Decimal | None = None
    how: str = ""
    wrong: str = ""
    bare: bool = False
    large: bool = False
    """A plain number that would be many millions: perhaps 元 under a head that says 万元."""


def unit_in(title: str) -> Decimal | None:
    """What a plain number under such a head counts, in 万元; None when the head does not say."""
    if "万" in title:
        return Decimal(1)
    return 1 / A_WAN if "元" in title else None


def read_money(cell: Cell, unit: Decimal | None) -> Money:
    """The sum that a cell says; `unit`: what a plain number counts, in 万元."""
    text = text_of(cell)
    plain = text.replace(" ", "").casefold()
    if not plain or plain in NO_WORD or plain in ("未投入", "无需", "无需资金", "零", "不需要"):
        return Money(how=f"“{text}”按未填理解") if plain and plain not in ("无需", "零") else Money()
    found = _SUM.fullmatch(plain)
    if found is None:
        return Money(wrong=f"“{text}”看不出是多少钱")
    number, own = (
        Decimal(found[2].replace(",", "")),
        UNITS.get(found[3] or ("元" if _YUAN.search(plain) else "")),
    )
    if own is None and unit is None and number:
        return Money(bare=True)
    amount = (number * (own or unit or 1)).quantize(FOUR_PLACES)
    if own is None and amount >= LARGE:
        return Money(amount, large=True)
    if amount >= MOST:
        return Money(wrong=f"“{text}”超出范围")
    how = (
        f"“{text}”按 {amount.normalize():f} 万元记"
        if found[1] or found[4] or found[3] in ("元", "千元")
        else ""
    )
    return Money(amount, how if how or not _ABOUT.search(plain) else f"“{text}”为约数")
