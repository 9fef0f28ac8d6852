"""What PostgreSQL spends between two moments: bytes of its log, commits, CPU.

All three are those of the whole server, whoever caused them: the presses, the delivery, its watchdog, PostgreSQL's own
housekeeping. Prefect is beside none of the measurements that are counted so. Commits are counted in the log itself,
where each is one record and one wait for the disk: a session tells its statistics up to ten seconds late, and there a
transaction that only read, and waits for nothing, counts as much as one that wrote.
"""

from dataclasses import dataclass

from deploy.bench import processes
from deploy.postgres.embedded import Cluster
from deploy.postgres.processes import read_pid

COMMIT = "Transaction/COMMIT"
_HERE = "SELECT pg_current_wal_insert_lsn()::text"
_BYTES = "SELECT pg_wal_lsn_diff(%s::pg_lsn, %s::pg_lsn)::bigint"
_RECORDS = """SELECT coalesce(sum(count), 0)::bigint FROM pg_get_wal_stats(%s::pg_lsn, %s::pg_lsn, true)
    WHERE "resource_manager/record_type" = %s"""


@dataclass(frozen=True)
class Moment:
    """How far the log has come, and the CPU seconds of all of PostgreSQL's processes so far."""

    log: str
    cpu: float


@dataclass(frozen=True)
class Spent:
    """Bytes of the log, commits in it, CPU seconds."""

    wal: int
    commits: int
    cpu: float


def moment(cluster: Cluster) -> Moment:
    """Begin counting, with a checkpoint behind us: each part then writes its own full pages."""
    with cluster.connect() as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_walinspect")
        connection.execute("CHECKPOINT")
        (here,) = connection.execute(_HERE).fetchone() or ("0/0",)
    return Moment(here, _cpu(cluster))


def spent_since(cluster: Cluster, began: Moment) -> Spent:
    """What has been spent until now."""
    cpu = _cpu(cluster) - began.cpu
    with cluster.connect() as connection:
        (here,) = connection.execute(_HERE).fetchone() or ("0/0",)
        (wal,) = connection.execute(_BYTES, [here, began.log]).fetchone() or (0,)
        (commits,) = connection.execute(_RECORDS, [began.log, here, COMMIT]).fetchone() or (0,)
    return Spent(wal, commits, cpu)


def _cpu(cluster: Cluster) -> float:
    return processes.cpu(processes.tree(read_pid(cluster.data) or 0))
