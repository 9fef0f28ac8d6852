"""Lives the forty hazards again, press by press, at the moments the ledger tells, so that their records are real."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from deploy.demo.county import SampleHazard
from domain import commands as c
from domain.calendar import at_time
from domain.root_causes import RootCause
from domain.words import UNIT_SOURCES, ClosingKind, Level

TOLD_ON = date(2026, 11, 21)
"""The day on which the ledger was told; the demonstration shifts all its days so that this is today."""
LEARNT = {"cause": RootCause.INSPECTION, "lasting_measure": "列入每月检查表，由安全管理员逐项核对并签字"}
"""What a 重大, and what was returned, says of its cause (the ledger tells none)."""
OUT_OF_USE = {"h05": "10立方米液氧储罐"}
"""What the ledger tells as taken out of use meanwhile (停用)."""
LONGEST = timedelta(days=360)
Step = tuple[datetime, str, c.Command]


@dataclass(frozen=True)
class Life:
    """One hazard's presses, in order: (moment, who, command). The first is the report."""

    hazard: SampleHazard
    officer: str
    chief: str
    before: str
    after: str
    shut: str | None
    shift: Callable[[date], date]

    def steps(self) -> Iterator[Step]:
        """The report and everything after it that the ledger knows."""
        hazard, day = self.hazard, self.hazard.found_on
        inside = hazard.source in UNIT_SOURCES
        finder = self.officer if inside else "office"
        if self._on_spot:  # whoever reports it as put right does not close it
            closer = self.officer if inside else "office2"
            yield self._at(day, "09:00"), hazard.fixer if inside else finder, self._report()
            yield self._at(day, "10:00"), closer, c.CloseOnSpot()
            return
        yield self._at(day, "09:00"), finder, self._report()
        if hazard.stage == "reported":
            return
        desk = self.officer if inside else "office"
        yield self._at(day, "09:40"), desk, c.Register()
        if hazard.stage == "registered":
            return
        yield from self._major() if hazard.level is Level.MAJOR else self._general(desk, inside=inside)
        yield from self._finished()

    @property
    def _on_spot(self) -> bool:
        return self.hazard.closing is ClosingKind.ON_SPOT

    def _at(self, day: date, clock_time: str) -> datetime:
        return at_time(self.shift(day), clock_time)

    def _report(self) -> c.Report:
        hazard = self.hazard
        fixed = c.FixedOnSpot(photos=[self.after], fixer=hazard.fixer) if self._on_spot else None
        return c.Report(
            unit=hazard.unit,
            department=hazard.department,
            place=hazard.place,
            category=hazard.category,
            description=hazard.description,
            photos=[self.before],
            source=hazard.source,
            suspected_major=hazard.level is Level.MAJOR,
            interim=hazard.interim or None,
            fixed=fixed,
        )

    def _general(self, desk: str, *, inside: bool) -> Iterator[Step]:
        hazard, day = self.hazard, self.hazard.found_on
        until = self._due()
        order = c.Assign(
            to=hazard.fixer if inside else None,
            measures=hazard.measures,
            term="immediate" if hazard.immediate else None,
            due=None if hazard.immediate else until,
            interim=hazard.interim or "无需",
            funds=hazard.funds_wan,
        )
        longer = not hazard.immediate and until - self.shift(day) > timedelta(days=30)
        assigner = {True: "leader", False: desk}[longer and not inside]
        yield self._at(day, "10:00"), assigner, order
        signer = hazard.fixer if inside else self.officer
        yield self._at(day, "10:30"), signer, c.Accept(fixer=None if inside else hazard.fixer)

    def _major(self) -> Iterator[Step]:
        hazard, day = self.hazard, self.hazard.found_on
        interim = hazard.interim or "停止使用，专人值守"
        due = min(self._due(), self.shift(day) + LONGEST)
        yield (
            self._at(day, "16:00"),
            "leader",
            c.Upgrade(
                criterion=hazard.basis,
                panel=["office", "expert"],
                interim=interim,
                due=due,
                measures=hazard.measures,
                funds=hazard.funds_wan,
            ),
        )
        yield self._at(day, "17:00"), self.chief, c.Accept(fixer=hazard.fixer)
        if hazard.key in OUT_OF_USE:
            yield self._at(day, "17:30"), self.chief, self._suspension(OUT_OF_USE[hazard.key])
        yield (
            self._at(day + timedelta(days=3), "10:00"),
            self.chief,
            c.FilePlan(
                goals=f"消除隐患：{hazard.description[:60]}",
                methods=hazard.measures,
                money=f"{hazard.funds_wan or 0} 万元，列入本年度安全投入",
                people=f"主要负责人牵头，责任人 {hazard.fixer}",
                schedule=f"至 {due} 完成",
                safety=f"治理期间：{interim}",
                due=due,
            ),
        )
        yield self._at(day + timedelta(days=4), "10:00"), "leader", c.ApprovePlan()
        if hazard.stage == "listed":
            yield from self._listed(due)

    def _suspension(self, what: str) -> c.SuspendUse:
        moved_out = "储罐已关阀挂牌，作业人员已全部撤离，改由备用汇流排供氧"
        return c.SuspendUse(what=what, moved_out=moved_out, photos=[self.shut or self.before])

    def _listed(self, due: date) -> Iterator[Step]:
        signed = at_time(due + timedelta(days=4), "10:00")
        yield signed, "head", c.List(until=due + timedelta(days=300), opinion="同意挂牌督办，限期腾空重建")

    def _finished(self) -> Iterator[Step]:
        hazard = self.hazard
        if hazard.submitted_on is None:
            return
        submitted = self._at(hazard.submitted_on, "15:00")
        if hazard.level is Level.MAJOR:
            yield (
                submitted - timedelta(hours=2),
                "leader",
                c.NameGroup(leader="office", members=["office2", "expert"]),
            )
            signer, told = self.chief, self.shift(hazard.submitted_on)
        else:
            signer, told = hazard.fixer, None
        result = f"已完成：{hazard.measures}"
        done = c.Submit(
            result=result,
            photos=[self.after],
            spent=hazard.funds_wan,
            staff_told_on=told,
            self_check="自查合格" if told else None,
            **(LEARNT if told or hazard.returned_by else {}),
        )
        yield submitted, signer, done
        if hazard.verified_by:
            yield submitted + timedelta(hours=1), hazard.verified_by, c.Pass(opinion="现场查看，已按要求整改")
        if hazard.returned_by and hazard.returned_on:
            back = c.RefuseClosure(reason="末端试水压力仍不足，请检修管网后重报")
            yield self._at(hazard.returned_on, "16:30"), hazard.returned_by, back
        elif hazard.closed_by and hazard.closed_on:
            yield self._at(hazard.closed_on, "16:30"), hazard.closed_by, c.ApproveClosure()

    def _due(self) -> date:
        from_file = self.hazard.due_rule
        if from_file.startswith("date:"):
            return self.shift(date.fromisoformat(from_file.removeprefix("date:")))
        days = {"immediate": 0, "3d": 3, "7d": 7, "15d": 15, "30d": 30}[from_file]
        return self.shift(self.hazard.found_on) + timedelta(days=days)
