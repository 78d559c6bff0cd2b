"""Is the process alive, and can it serve: /livez and /readyz."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import orjson
from flask import Blueprint, Response

from gateway.headers import JSON
from gateway.parts import Check, Parts

SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: "up" or "down", and how long it took."""

    check: Check
    status: str
    milliseconds: float


def blueprint(parts: Parts) -> Blueprint:
    """The two routes."""
    routes = Blueprint("health", __name__)
    checks = [*parts.checks, *backend_checks(parts)]
    pool = ThreadPoolExecutor(max_workers=max(1, len(checks)), thread_name_prefix="health")

    @routes.get("/livez")
    def alive() -> Response:
        return Response(orjson.dumps({"status": "alive"}), content_type=JSON)

    @routes.get("/readyz")
    def ready() -> Response:
        return report([running.result() for running in start(checks, pool)])

    return routes


def backend_checks(parts: Parts) -> list[Check]:
    """One check a service. None is required: without one service the others go on."""
    return [Check(name, backend.check, required=False) for name, backend in parts.backends.items()]


def start(checks: list[Check], pool: ThreadPoolExecutor) -> list["Future[Finding]"]:
    """Runs all checks at once."""
    return [pool.submit(find, check) for check in checks]


def find(check: Check, now: Callable[[], float] = time.perf_counter) -> Finding:
    """Runs one check."""
    started = now()
    try:
        check.run(SECONDS)
    except Exception:  # noqa: BLE001 -- whatever it is, the thing is not there
        status = "down"
    else:
        status = "up"
    return Finding(check, status, round((now() - started) * 1000, 1))


def report(findings: list[Finding]) -> Response:
    """503 when something required is down; "degraded" when anything else is."""
    down = [finding.check for finding in findings if finding.status == "down"]
    unready = any(check.required for check in down)
    document: dict[str, Any] = {
        "status": "unavailable" if unready else "degraded" if down else "ready",
        "checks": {
            finding.check.name: {
                "status": finding.status,
                "required": finding.check.required,
                "ms": finding.milliseconds,
            }
            for finding in findings
        },
    }
    response = Response(orjson.dumps(document), content_type=JSON)
    if unready:
        response.status_code = 503
        response.headers["Retry-After"] = "1"
    return response
