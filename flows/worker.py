"""The Prefect worker that runs our flows inside this long-lived process: no subprocess, no late import."""

import logging
from collections import defaultdict
from uuid import UUID

from anyio.abc import TaskGroup, TaskStatus
from prefect.client.schemas.objects import FlowRun
from prefect.client.schemas.responses import WorkerFlowRunResponse
from prefect.exceptions import ObjectNotFound
from prefect.flow_engine import run_flow_async
from prefect.states import Cancelled
from prefect.workers.base import BaseJobConfiguration, BaseVariables, BaseWorker, BaseWorkerResult

from flows.deployments import FLOWS, POOL, WORKER_TYPE

log = logging.getLogger(__name__)

WORKER_LABEL = "prefect.worker.name"

Worker = BaseWorker[BaseJobConfiguration, BaseVariables, BaseWorkerResult]


class Result(BaseWorkerResult):
    """A run that came to its end, whatever the end; Prefect holds the state."""


class BihuanWorker(Worker):
    """Runs the timetable's flows in this process: one run of a row at a time, and only the newest due one."""

    type = WORKER_TYPE
    job_configuration = BaseJobConfiguration
    job_configuration_variables = BaseVariables

    def __init__(self, name: str, rows: dict[UUID, str]) -> None:
        super().__init__(work_pool_name=POOL, name=name, prefetch_seconds=0)
        self.rows = rows
        self.in_hand: dict[UUID, UUID | None] = {}

    async def run(
        self,
        flow_run: FlowRun,
        configuration: BaseJobConfiguration,  # noqa: ARG002 - no infrastructure to configure
        task_status: TaskStatus[int] | None = None,  # noqa: ARG002 - nobody waits for a process to start
    ) -> Result:
        """Run a claimed flow run to its end; `LookupError` for a deployment that is not the timetable's."""
        name = None if flow_run.deployment_id is None else self.rows.get(flow_run.deployment_id)
        if name is None:
            raise LookupError(f"部署 {flow_run.deployment_id} 不在时间表中：本进程只运行时间表中的流程。")
        # Without its deployment the engine opens no thread and socket to hear of a suspension that never comes.
        alone = flow_run.model_copy(update={"deployment_id": None})
        await run_flow_async(flow=FLOWS[name], flow_run=alone, parameters={}, return_type="state")
        return Result(status_code=0, identifier=str(flow_run.id))

    async def _submit_scheduled_flow_runs(
        self, flow_run_response: list[WorkerFlowRunResponse]
    ) -> list[FlowRun]:
        """Start what `choose` lets through; Prefect has no public place that sees the due runs."""
        due = [found.flow_run for found in flow_run_response if found.flow_run.id not in self.in_hand]
        wanted, superseded = choose(due, busy=set(self.in_hand.values()))
        for run in superseded:
            await self.cancel_superseded(run)
        for run in wanted:
            self.in_hand[run.id] = run.deployment_id
            self.runs.start_soon(self.claim_and_run, run)
        return wanted

    async def claim_and_run(self, run: FlowRun) -> None:
        """Claim a run, sign it with our name and run it: a fifth of the requests Prefect's own way takes.

        The claim is Prefect's: of two workers that propose PENDING, one is refused. Whatever goes wrong, the
        process goes on, and our own record of passes tells the watchdog.
        """
        try:
            if await self._propose_pending_state(run):
                await self.client.update_flow_run_labels(run.id, {WORKER_LABEL: self.name})
                await self.run(run, BaseJobConfiguration())
        except LookupError as error:
            await self._propose_crashed_state(run, str(error))
        except Exception as error:  # noqa: BLE001 - such as Prefect's server dying in the middle
            log.warning("flow run %s was lost: %s: %s", run.id, type(error).__name__, error)
        finally:
            self.in_hand.pop(run.id, None)

    @property
    def runs(self) -> TaskGroup:
        """The task group of the runs in hand; `RuntimeError` before the worker is set up."""
        if self._runs_task_group is None:
            raise RuntimeError("流程进程尚未就绪。")
        return self._runs_task_group

    async def cancel_superseded(self, run: FlowRun) -> None:
        """Mark a run Cancelled without running it: a newer one of its row does all its work."""
        try:
            await self.client.set_flow_run_state(run.id, Cancelled(message="superseded"))
        except ObjectNotFound:
            log.debug("run %s was deleted meanwhile", run.id)


def choose(due: list[FlowRun], busy: set[UUID | None]) -> tuple[list[FlowRun], list[FlowRun]]:
    """Give (runs to submit, runs superseded): for each deployment the newest due one, if none is in hand.

    A run that a person asked for is never superseded: it waits its turn.
    """
    by_deployment: dict[UUID | None, list[FlowRun]] = defaultdict(list)
    for run in sorted(due, key=lambda run: (run.next_scheduled_start_time or run.created, run.id)):
        by_deployment[run.deployment_id].append(run)
    wanted, superseded = [], []
    for deployment, runs in by_deployment.items():
        older = [run for run in runs[:-1] if run.auto_scheduled]
        kept = [run for run in runs if run not in older]
        superseded += older
        if deployment not in busy:
            wanted.append(kept[0])
    return wanted, superseded
