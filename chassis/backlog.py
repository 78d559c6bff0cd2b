"""What waits in the database of a service, for /metrics: looked up anew for each answer.

The relay tells it: it runs beside the database anyhow, and stands apart from all who could be slow.
"""

import logging
from collections.abc import Iterator, Mapping

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import text

from chassis import heartbeat, trouble
from chassis.context import system_call, use
from chassis.database import Database
from chassis.transaction import Transaction

log = logging.getLogger("metrics")

#: More dead letters than this are as bad as this many.
COUNTED = 1000
#: name -> what it is, labels.
GAUGES = {
    "trellis_database_up": ("Whether the database answers.", ()),
    "trellis_outbox_oldest_seconds": ("Age of the oldest fact not published.", ("lane",)),
    "trellis_timers_overdue_seconds": ("How long the first timer has been due.", ("lane",)),
    "trellis_retries_overdue_seconds": ("How long the first retry has been due.", ("lane",)),
    "trellis_dead_letters": (f"Dead letters, counted up to {COUNTED}.", ("kind",)),
    "trellis_role_ticking": ("Whether a process of the role ticks.", ("role",)),
}
#: One look into each index of what waits; `now` is business time, as the times in the rows.
AGES = text("""
SELECT CASE WHEN lane.bulk THEN 'bulk' ELSE 'usual' END AS name,
  extract(epoch FROM :now - (SELECT time FROM outbox
    WHERE bulk = lane.bulk AND publish_time IS NULL ORDER BY seq LIMIT 1)) AS outbox_oldest,
  extract(epoch FROM :now - (SELECT due_time FROM timers
    WHERE bulk = lane.bulk AND dead_time IS NULL ORDER BY due_time LIMIT 1)) AS timers_overdue,
  extract(epoch FROM :now - (SELECT due_time FROM inbox
    WHERE bulk = lane.bulk AND state = 'WAITING' ORDER BY due_time LIMIT 1)) AS retries_overdue
FROM (VALUES (false), (true)) AS lane (bulk)
""")
DEAD = text("""
SELECT (SELECT count(*) FROM
    (SELECT FROM inbox WHERE state = 'DEAD' LIMIT :most) AS found) AS event,
  (SELECT count(*) FROM
    (SELECT FROM timers WHERE dead_time IS NOT NULL LIMIT :most) AS found) AS timer
""")


class Backlog(Collector):
    """The ages of what waits longest, dead letters, and which roles are silent."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def describe(self) -> Iterator[Metric]:
        """Nothing is asked of the database before somebody fetches."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """All of it, or only that the database is away."""
        try:
            with use(system_call("metrics")), self._database.reading() as tx:
                found = [*_ages(tx), _dead(tx), _ticking(self._database)]
        except Exception as error:
            if not trouble.is_away(error):
                raise
            log.warning("backlog not read", extra={"error": type(error).__name__})
            found = []
        yield _gauge("trellis_database_up", {"": bool(found)})
        yield from found


def _ages(tx: Transaction) -> Iterator[GaugeMetricFamily]:
    lanes = tx.execute(AGES, {"now": tx.now}).mappings().all()
    for column in ("outbox_oldest", "timers_overdue", "retries_overdue"):
        ages = {lane["name"]: max(0.0, float(lane[column] or 0)) for lane in lanes}
        yield _gauge(f"trellis_{column}_seconds", ages)


def _dead(tx: Transaction) -> GaugeMetricFamily:
    counts = tx.execute(DEAD, {"most": COUNTED}).mappings().one()
    return _gauge("trellis_dead_letters", {str(kind): counts[kind] for kind in counts})


def _ticking(database: Database) -> GaugeMetricFamily:
    return _gauge("trellis_role_ticking", heartbeat.ticking(database))


def _gauge(name: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    """A gauge with a value for each value of its label; of one without, for ""."""
    help_, labels = GAUGES[name]
    gauge = GaugeMetricFamily(name, help_, labels=labels)
    for label, value in values.items():
        gauge.add_metric([label] if labels else [], value)
    return gauge
