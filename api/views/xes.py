"""The record of hazards as an event log: XES (IEEE 1849-2016), for whoever checks or mines how the process really ran.

One trace a hazard, one event a line of its journal. The reporter is named to nobody here either. Times are UTC.
"""

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import quoteattr

from domain.cases.case import Case
from domain.queries import Entry
from domain.words import Category, Level

BEGIN = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
<global scope="trace"><string key="concept:name" value=""/></global>
<global scope="event"><string key="concept:name" value=""/><string key="lifecycle:transition" value="complete"/>\
<date key="time:timestamp" value="1970-01-01T00:00:00+00:00"/></global>
<classifier name="Activity" keys="concept:name"/>
"""
END = "</log>\n"
FORBIDDEN = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])
"""Signs that XML cannot carry."""


def trace(case: Case, entries: Iterable[Entry]) -> str:
    """One hazard with its lines."""
    return "".join(_parts(case, entries))


def _parts(case: Case, entries: Iterable[Entry]) -> Iterator[str]:
    hazard = case.hazard
    yield "<trace>"
    yield _text("concept:name", hazard.number or hazard.ref)
    yield _text("bihuan:ref", hazard.ref)
    yield _text("bihuan:unit", case.directory.units[hazard.unit_id].name)
    yield _text("bihuan:line", case.line.label)
    yield _text("bihuan:level", Level(hazard.level).label)
    yield _text("bihuan:category", Category(hazard.category).label)
    for entry in entries:
        yield from _event(entry)
    yield "</trace>\n"


def _event(entry: Entry) -> Iterator[str]:
    yield "\n<event>"
    yield _text("concept:name", entry.label)
    yield _text("bihuan:action", entry.action)
    yield _text("org:resource", entry.who)
    if entry.for_whom:
        yield _text("bihuan:for", entry.for_whom)
    if entry.unit:
        yield _text("bihuan:unit", entry.unit)
    yield _text("bihuan:to", entry.to_label)
    yield _text("lifecycle:transition", "complete")
    yield f'<date key="time:timestamp" value="{entry.at.isoformat()}"/>'
    if entry.hash:
        yield _text("bihuan:hash", entry.hash)
    yield "</event>"


def _text(key: str, value: str) -> str:
    return f'<string key="{key}" value={quoteattr(value.translate(FORBIDDEN))}/>'
