"""Turns whatever is raised while a request is served into a problem."""

import logging

from flask import Flask, Response, g
from werkzeug.exceptions import HTTPException

from chassis import status
from chassis.errors import Error
from gateway import problems
from gateway.problems import MEDIA_TYPE, Problem
from gateway.transcoding.faults import Faults

log = logging.getLogger("gateway")


def install(app: Flask) -> None:
    """Registers the one handler for each family of errors."""
    app.register_error_handler(Problem, answer)
    app.register_error_handler(Faults, lambda error: answer(problems.invalid(error)))
    app.register_error_handler(Error, lambda error: answer(problems.from_error(error)))
    app.register_error_handler(HTTPException, http)
    app.register_error_handler(Exception, unexpected)


def answer(problem: Problem) -> Response:
    """The response of a problem."""
    g.reason = problem.reason
    response = Response(
        problem.body(g.request_id),
        status=problem.status,
        content_type=MEDIA_TYPE,
        headers=dict(problem.headers),
    )
    if problem.status == 401:
        response.headers.setdefault("WWW-Authenticate", 'Bearer realm="api"')
    return response


def http(error: HTTPException) -> Response:
    """Werkzeug's own refusals: 404, 405, 413, …"""
    problem = problems.from_http(error)
    if "Allow" in problem.headers:
        allowed = {*problem.headers["Allow"].split(", "), "OPTIONS"}
        problem.headers = {**problem.headers, "Allow": ", ".join(sorted(allowed))}
    return answer(problem)


def unexpected(error: Exception) -> Response:
    """A database that is away, or our own fault: logged with its trace, told without."""
    told = status.shown(error)
    if told.code != "INTERNAL":
        return answer(problems.from_error(told))
    log.error("failed", exc_info=error, extra={"request_id": g.request_id})
    return answer(problems.internal())
