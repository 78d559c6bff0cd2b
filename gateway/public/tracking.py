"""Tracking: the script /public/track.js for any site, and /public/track, where it reports.

Any site may load and report; nothing here reads or sets a cookie, and no answer says anything about
the visitor, so there is nothing that another site could learn.
"""

import hashlib
from pathlib import Path

from flask import Blueprint, Response, request

from chassis.errors import Error
from gateway import bodies, headers, refusals
from gateway.problems import Problem, from_error, invalid, refuse
from gateway.public.site import Site
from gateway.transcoding import strict_json
from gateway.transcoding.faults import Faults

TRACK = "crm.leads.v1.TrackingService.TrackEvents"
SCRIPT = Path(__file__).parent / "track.js"
LIMIT = 64 << 10
#: text/plain is what browsers send to another site without asking it first.
TYPES = ("application/json", "text/plain")
ANYBODY = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "POST, OPTIONS",
    "Access-Control-Allow-Headers": "Content-Type",
    "Access-Control-Max-Age": "86400",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


def install(routes: Blueprint, site: Site) -> None:
    """Adds the script and the place where it reports."""
    views = TrackingViews(site)
    routes.add_url_rule("/public/track.js", "track_script", views.script)
    routes.add_url_rule("/public/track", "track", views.take, methods=["POST", "OPTIONS"])
    routes.after_request(open_to_all)


def open_to_all(response: Response) -> Response:
    """Lets any site use the two, whatever the answer is."""
    if request.path in ("/public/track", "/public/track.js"):
        response.headers.update(ANYBODY)
    return response


class TrackingViews:
    """The views."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._script = SCRIPT.read_bytes()
        self._etag = hashlib.sha256(self._script).hexdigest()[:16]

    def script(self) -> Response:
        """The script, which browsers may keep for an hour."""
        response = Response(self._script, content_type="text/javascript; charset=utf-8")
        response.set_etag(self._etag)
        response.headers["Cache-Control"] = "public, max-age=3600"
        response.make_conditional(request)
        return response

    def take(self) -> Response:
        """Takes a report. Programs read the answer, so a refusal is no page here."""
        try:
            self._site.calls.call(TRACK, read())
        except Problem as problem:
            return refusals.answer(problem)
        except Error as error:
            return refusals.answer(from_error(error))
        except Faults as faults:
            return refusals.answer(invalid(faults))
        return Response(status=204)


def read() -> dict[str, object]:
    """The report as JSON has it. Raises Problem 400, 413 or 415, and Faults."""
    headers.check_coding(request)
    if request.mimetype not in TYPES:
        raise refuse(415, "UNSUPPORTED_MEDIA_TYPE", f"Send {' or '.join(TYPES)}.")
    return strict_json.read(bodies.read(request, LIMIT))
