"""What every request passes: ids, strict framing, OPTIONS, CORS, and a line in the log."""

import logging
import time

from flask import Flask, Response, g, request
from flask.globals import request_ctx

from chassis import metrics
from chassis.logs import trace_of
from gateway import bodies, framing, headers
from gateway.parts import Parts

log = logging.getLogger("access")

ALLOWED_HEADERS = (
    "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, traceparent, "
    "X-Request-Id"
)
EXPOSED_HEADERS = (
    "Content-Disposition, ETag, Idempotent-Replayed, Location, RateLimit, RateLimit-Policy, "
    "Retry-After, X-Request-Id"
)
#: What a caller can name beside these is not counted under its name.
VERBS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Edge:
    """The hooks around every request."""

    def __init__(self, parts: Parts) -> None:
        self._origins = parts.origins

    def install(self, app: Flask) -> None:
        """Adds the hooks to the app."""
        app.before_request(self.begin)
        app.after_request(self.finish)

    def begin(self) -> Response | None:
        """Names the request; answers OPTIONS."""
        g.request_id = headers.request_id(request.headers.get("X-Request-Id"))
        g.traceparent = headers.traceparent(request.headers.get("traceparent"))
        g.headers = {}
        g.started = time.perf_counter()
        framing.check(request)
        return self.options() if request.method == "OPTIONS" else None

    def options(self) -> Response | None:
        """What a path allows; for browsers also whether the other origin may ask."""
        adapter = request_ctx.url_adapter
        methods = sorted(adapter.allowed_methods()) if adapter else []
        if not methods:
            return None  # an unknown path: the usual 404 follows
        allowed = ", ".join([*methods, "OPTIONS"])
        answer = Response(status=204, headers={"Allow": allowed})
        asked = request.headers.get("Access-Control-Request-Method")
        if asked and request.headers.get("Origin") in self._origins:
            answer.headers["Access-Control-Allow-Methods"] = allowed
            answer.headers["Access-Control-Allow-Headers"] = ALLOWED_HEADERS
            answer.headers["Access-Control-Max-Age"] = "600"
        return answer

    def finish(self, response: Response) -> Response:
        """Adds what every answer carries; a view's own headers stay."""
        if response.status_code >= 400 and not bodies.is_empty(request):
            bodies.discard(request)
        if response.status_code in {204, 304}:
            del response.headers["Content-Type"]
        response.headers["X-Request-Id"] = g.request_id
        for name, value in g.headers.items():
            response.headers[name] = value
        if self._origins:
            response.vary.add("Origin")
            origin = request.headers.get("Origin")
            if origin in self._origins:
                response.headers["Access-Control-Allow-Origin"] = origin
                response.headers["Access-Control-Expose-Headers"] = EXPOSED_HEADERS
        write_down(response)
        return response


def write_down(response: Response) -> None:
    """One line a request, and its time for /metrics. The route, never the path or the query: they
    may hold personal data."""
    took = time.perf_counter() - g.started
    verb = request.method if request.method in VERBS else "_OTHER"
    path = g.get("template") or (request.url_rule.rule if request.url_rule else "")
    metrics.HTTP_SECONDS.labels(verb, path, str(response.status_code)).observe(took)
    if log.isEnabledFor(logging.INFO):
        facts = {
            "verb": request.method,
            "route": request.endpoint or "",
            "status": response.status_code,
            "ms": round(took * 1000, 1),
            "caller": g.get("caller", ""),
            "reason": g.get("reason", ""),
            "request_id": g.request_id,
            "trace": trace_of(g.traceparent),
        }
        log.info("answered", extra=facts)
