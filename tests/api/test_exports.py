"""What process tools take away: the table as BPMN 2.0, the record as XES."""

from xml.etree.ElementTree import Element, fromstring

from sqlalchemy import update

from domain.cases.diagram import button_of, sources_of
from domain.kinds import EVERY_TRACK
from domain.tables.core import PERSON
from tests.api.site import Site

MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DRAWN = "{http://www.omg.org/spec/BPMN/20100524/DI}"
LINES = "{http://www.omg.org/spec/DD/20100524/DI}"
XES = "{http://www.xes-standard.org/}"


def bpmn(site: Site) -> Element:
    answer = site.client.get("/api/lifecycle.bpmn")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/xml; charset=utf-8")
    return fromstring(answer.content)  # noqa: S314 - our own


def test_every_row_of_every_table_stands_in_the_bpmn(site: Site) -> None:
    processes = {one.get("id"): one for one in bpmn(site).iter(f"{MODEL}process")}
    assert list(processes) == ["rectification", "listing", "use", "measure", "task"]
    for track in EVERY_TRACK:
        process = processes[track.name]
        gates = [one.get("name") for one in process.iter(f"{MODEL}exclusiveGateway")]
        assert gates == [state.label for state in track.table.states]
        assert len(list(process.iter(f"{MODEL}endEvent"))) == len(track.rests)
        of_people = [one.get("name") for one in process.iter(f"{MODEL}userTask")]
        of_clock = "、".join(str(one.get("name")) for one in process.iter(f"{MODEL}serviceTask"))
        for step in track.table.steps:
            where = of_clock if step.by_clock else of_people
            assert button_of(step) in where, step.action
            staying = 1 if step.to else len(sources_of(track.table, step))
            assert step.by_clock or of_people.count(button_of(step)) >= staying


def test_every_flow_leads_from_a_node_to_a_node_and_all_of_it_is_drawn(site: Site) -> None:
    whole = bpmn(site)
    drawn = {one.get("bpmnElement"): one for one in whole.iter() if one.tag.startswith(DRAWN)}
    for process in whole.iter(f"{MODEL}process"):
        nodes = {one.get("id") for one in process if one.tag != f"{MODEL}sequenceFlow"}
        flows = list(process.iter(f"{MODEL}sequenceFlow"))
        assert {end for flow in flows for end in (flow.get("sourceRef"), flow.get("targetRef"))} == nodes
        for one in process:
            assert one.get("id") in drawn
        assert all(len(list(drawn[flow.get("id")].iter(f"{LINES}waypoint"))) > 1 for flow in flows)
        timers = [one.get("id") for one in process.iter(f"{MODEL}intermediateCatchEvent")]
        after = {flow.get("targetRef") for flow in flows if flow.get("sourceRef") in timers}
        assert after == {one.get("id") for one in process.iter(f"{MODEL}serviceTask")}


def log(site: Site, who: str, **wanted: str) -> list[Element]:
    answer = site.ask(who, "GET", "/api/log.xes", params=wanted)
    assert answer.status_code == 200, answer.text
    return list(fromstring(answer.content).iter(f"{XES}trace"))  # noqa: S314 - our own


def said(part: Element) -> dict[str, str]:
    return {one.get("key", ""): one.get("value", "") for one in part if one.get("key")}


def test_the_record_leaves_as_an_event_log_without_the_reporter(site: Site) -> None:
    ref = site.report("nurse1")
    site.press("officer1", ref, "register", level="general", category="01", source="staff_report")
    other = site.report("officer2", unit="002")
    assert [said(one)["bihuan:ref"] for one in log(site, "officer1")] == [ref]
    assert {said(one)["bihuan:ref"] for one in log(site, "office")} == {ref, other}
    (trace,) = log(site, "office", unit="001", column="number")
    assert said(trace)["concept:name"] == "500999-001-2026-00001"
    events = [said(one) for one in trace.iter(f"{XES}event")]
    lines = site.get("office", f"/api/hazards/{ref}/journal")["items"]
    audited = [said(one) for one in log(site, "auditor", unit="001")[0].iter(f"{XES}event")]
    audited_lines = site.get("auditor", f"/api/hazards/{ref}/journal")["items"]
    assert [one["bihuan:hash"] for one in audited] == [line["hash"] for line in audited_lines]
    assert "bihuan:hash" not in events[0]
    assert lines[0]["hash"] is None, "from it the reporter could be tried out"
    assert [(one["concept:name"], one["org:resource"]) for one in events] == [
        ("上报隐患", "上报人"),
        ("登记", "officer1"),
    ]
    assert {one["lifecycle:transition"] for one in events} == {"complete"}
    assert all(one["time:timestamp"].endswith("+00:00") for one in events)
    assert log(site, "clinic2") == []
    assert site.ask("office", "GET", "/api/log.xes", params={"state": "nix"}).status_code == 422


def test_a_hostile_name_stays_a_value(site: Site) -> None:
    ref = site.report("nurse1")
    name = '"><&\ufffe<event/>'
    with site.world.store.engine.begin() as connection:
        mine = PERSON.c.key == "officer1"
        connection.execute(update(PERSON).where(mine).values(name=name))
    site.press("officer1", ref, "register", level="general", category="01", source="staff_report")
    (trace,) = log(site, "office")
    events = [said(one) for one in trace.iter(f"{XES}event")]
    assert [one["org:resource"] for one in events] == ["上报人", name.replace("\ufffe", "")]
