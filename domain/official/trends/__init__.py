"""驾驶舱 over time: every number counted by the filter that opens its list, all of one moment; none of a person."""

from domain.official.trends.course import Month, Year
from domain.official.trends.parts import Part
from domain.official.trends.rates import Clearing, TimedRate
from domain.official.trends.times import StepTime, Times
from domain.official.trends.whole import TrendQuery, Trends, made_of, trends

__all__ = [
    "Clearing",
    "Month",
    "Part",
    "StepTime",
    "TimedRate",
    "Times",
    "TrendQuery",
    "Trends",
    "Year",
    "made_of",
    "trends",
]
