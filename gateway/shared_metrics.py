"""One /metrics for all processes that serve HTTP: each keeps its numbers in a file, and the process
that started them adds these up.
"""

import os

from prometheus_client import CollectorRegistry
from prometheus_client.multiprocess import MultiProcessCollector

from chassis import metrics


def serve(listen: str) -> None:
    """As metrics.serve, for the processes that are forked from this one."""
    if listen:
        registry = CollectorRegistry()
        MultiProcessCollector(registry, path=os.environ["PROMETHEUS_MULTIPROC_DIR"])  # type: ignore[no-untyped-call] # it has no types
        server = metrics.expose(listen, registry)
        # else one that outlives us would keep the port from whoever comes next
        os.register_at_fork(after_in_child=server.socket.close)
