"""Facts from one service to another: how long one takes, and how many one worker process does."""

import time
from collections.abc import Sequence
from pathlib import Path
from statistics import quantiles
from typing import Any

from deploy.local.servers import PostgreSQL, RabbitMQ
from tests.drills.stage import CLEAN, Stage, forget_queues
from tests.harness.waiting import eventually

#: Seconds between two facts of an idle service.
PAUSE = 0.05
WITHIN = 120.0
TOOK = "SELECT extract(epoch FROM done - told) * 1000 FROM effects ORDER BY number"
SPAN = "SELECT extract(epoch FROM max(done) - min(done)) FROM effects"


def latency(folder: Path, postgresql: PostgreSQL, broker: RabbitMQ, count: int) -> dict[str, Any]:
    """Milliseconds from the moment a fact is written to its effect in another process."""
    stage = _stage(folder / "latency", postgresql.database("latency"), broker)
    try:
        for role in ("relay", "worker"):
            stage.role(role)
        stage.tell([0])
        stage.await_heard(1)
        for number in range(1, count + 1):
            stage.tell([number])
            time.sleep(PAUSE)
        stage.await_heard(count + 1)
        took = [float(ms) for (ms,) in stage.ask(TOOK)][1:]
    finally:
        stage.close()
    return {"events": count, **_percentiles(took)}


def throughput(
    folder: Path, postgresql: PostgreSQL, broker: RabbitMQ, count: int
) -> dict[str, Any]:
    """Events a second of one worker process, each in a transaction of its own."""
    stage = _stage(folder / "throughput", postgresql.database("throughput"), broker)
    try:
        stage.role("relay")
        for begin in range(0, count, 500):
            stage.tell(range(begin, min(begin + 500, count)))
        eventually(lambda: stage.report().unpublished == 0, within=WITHIN, what="all on the broker")
        stage.role("worker")
        report = stage.settle(within=WITHIN)
        (seconds,) = stage.ask(SPAN)[0]
    finally:
        stage.close()
    rate = round(count / float(seconds))
    return {"events": count, "per_second": rate, "all_once": report == CLEAN}


def _stage(folder: Path, database: str, broker: RabbitMQ) -> Stage:
    folder.mkdir(mode=0o711)
    stage = Stage(folder, database=database, broker=broker.url())
    forget_queues(broker.url())
    stage.migrate()
    return stage


def _percentiles(took: Sequence[float]) -> dict[str, float]:
    cuts = quantiles(took, n=100, method="inclusive")
    return {"p50": round(cuts[49], 1), "p95": round(cuts[94], 1), "p99": round(cuts[98], 1)}
