"""`python -m tests.load.messaging`: facts, mails and memory, each beside its goal, as JSON.

BENCH_RESULTS changes where the JSON goes; BENCH_ONLY="mails_per_second" measures one alone.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.local.servers import PostgreSQL, RabbitMQ
from tests.harness.servers import open_folder
from tests.load.messaging import events, mails, memory
from tests.load.reporting import keep, say

FACTS, EVENTS, MAILS = 200, 5_000, 3_000


@dataclass(frozen=True)
class Servers:
    """Durable servers, and a folder that is deleted afterwards."""

    folder: Path
    postgresql: PostgreSQL
    rabbitmq: RabbitMQ


@dataclass(frozen=True)
class Measure:
    """Something measured. goals: number -> what it should be; lowest: at least that much."""

    name: str
    run: Callable[[Servers], dict[str, Any]]
    goals: dict[str, float]
    lowest: bool = False

    def met(self, found: dict[str, Any]) -> bool:
        """Whether every number is as good as its goal."""
        pairs = [(found[name], goal) for name, goal in self.goals.items()]
        return all(value >= goal if self.lowest else value <= goal for value, goal in pairs)


MEASURES = (
    Measure(
        "event_to_effect_ms",
        lambda on: events.latency(on.folder, on.postgresql, on.rabbitmq, FACTS),
        {"p50": 30, "p99": 250},
    ),
    Measure(
        "events_per_second",
        lambda on: events.throughput(on.folder, on.postgresql, on.rabbitmq, EVENTS),
        {"per_second": 500},
        lowest=True,
    ),
    Measure(
        "mails_per_second",
        lambda on: mails.measure(on.folder, on.postgresql, MAILS),
        {"per_second": 300},
        lowest=True,
    ),
    Measure("idle_memory_mb", lambda _: memory.measure(), {"mb": 1_500}),
)


def main() -> None:
    """Measures everything; the exit code is 1 when something came to the wrong end."""
    only = os.environ.get("BENCH_ONLY", "")
    rows = list(measured([each for each in MEASURES if only in ("", each.name)]))
    keep("messaging", rows)
    sys.exit(any(row["found"].get("all_once") is False for row in rows))


def measured(measures: list[Measure]) -> Iterator[dict[str, Any]]:
    """One row for each, with how busy the machine was."""
    with ExitStack() as stack:
        folder = stack.enter_context(open_folder("bench"))
        postgresql = stack.enter_context(PostgreSQL(folder / "postgresql"))
        rabbitmq = stack.enter_context(RabbitMQ(folder / "rabbitmq"))
        rabbitmq.start()
        for each in measures:
            load = round(os.getloadavg()[0], 1)
            found = each.run(Servers(folder, postgresql, rabbitmq))
            met = each.met(found)
            say(f"{each.name:<20} {found}   goal {each.goals}: {'met' if met else 'MISSED'}")
            yield {
                "measure": each.name,
                "found": found,
                "goals": each.goals,
                "met": met,
                "load_before": load,
            }


if __name__ == "__main__":
    main()
