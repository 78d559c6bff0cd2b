"""What a process counts and times, for Prometheus to fetch from METRICS_LISTEN at /metrics.

Every instrument of every process is here, and the guide `docs/guides/metrics.md` says what each is
good for. Labels are names of ours (an RPC, a route, a handler), never what users or visitors sent.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from wsgiref.simple_server import WSGIServer

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    start_http_server,
)
from prometheus_client.gc_collector import GCCollector
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

#: Upper bounds in seconds: of what somebody waits for, and of what may be late.
QUICK = (0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
LATE = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 3600.0)

disable_created_metrics()  # type: ignore[no-untyped-call] # it has no types
OURS = CollectorRegistry()
HTTP_SECONDS = Histogram(
    "http_server_request_duration_seconds",
    "Answers over HTTP, by verb, route and status.",
    ["http_request_method", "http_route", "http_response_status_code"],
    buckets=QUICK,
    registry=OURS,
)
RPC_SECONDS = Histogram(
    "grpc_server_handling_seconds",
    "Answers over gRPC, by RPC and status.",
    ["grpc_service", "grpc_method", "grpc_code"],
    buckets=QUICK,
    registry=OURS,
)
REACTION_SECONDS = Histogram(
    "trellis_reaction_seconds",
    "Reactions to facts, by handler and outcome (done, failed); each is one transaction.",
    ["handler", "outcome"],
    buckets=QUICK,
    registry=OURS,
)
TIMER_SECONDS = Histogram(
    "trellis_timer_seconds",
    "Work that timers were due for, by timer and outcome (done, failed).",
    ["timer", "outcome"],
    buckets=QUICK,
    registry=OURS,
)
TIMER_LATENESS = Histogram(
    "trellis_timer_lateness_seconds",
    "How long after its time a timer was begun for the first time.",
    ["timer"],
    buckets=LATE,
    registry=OURS,
)
MAIL_SECONDS = Histogram(
    "trellis_mail_seconds",
    "Mails handed to the mail server, by fate (taken, refused, put_off, unsure).",
    ["fate"],
    buckets=QUICK,
    registry=OURS,
)
PUBLISHED = Counter("trellis_published_events", "Facts the broker has confirmed.", registry=OURS)
STREAMS = Gauge(
    "trellis_streams_open",
    "Screens that are told what happens.",
    multiprocess_mode="livesum",
    registry=OURS,
)


@contextmanager
def timing(histogram: Histogram, name: str) -> Iterator[None]:
    """Times a block under this name and its outcome: done, or failed when it raises."""
    began, outcome = time.perf_counter(), "failed"
    try:
        yield
        outcome = "done"
    finally:
        histogram.labels(name, outcome).observe(time.perf_counter() - began)


def serve(listen: str, *more: Collector) -> None:
    """Answers GET /metrics at `listen` ("host:port") from a thread of its own; "" does nothing.

    more: what is looked up anew for each answer. Raises OSError when the port is taken.
    """
    if not listen:
        return
    registry = CollectorRegistry()
    for collector in (OURS, *more):
        registry.register(collector)
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    GCCollector(registry=registry)
    expose(listen, registry)


def expose(listen: str, registry: CollectorRegistry) -> WSGIServer:
    """Answers GET /metrics from a registry; the server, which runs."""
    host, _, port = listen.rpartition(":")
    return start_http_server(int(port), host, registry)[0]
