"""The routes of all public pages, below /public."""

from pathlib import Path

from flask import Blueprint

from chassis.errors import Error
from gateway.problems import Problem, from_error, invalid
from gateway.public import confirmations, engagement, forms, preferences, surveys, tickets, tracking
from gateway.public.calls import PublicCalls, PublicParts
from gateway.public.site import Site
from gateway.transcoding.faults import Faults

STYLE = Path(__file__).parent / "style.css"


def blueprint(parts: PublicParts) -> Blueprint:
    """Every page, and refusals explained on a page."""
    routes = Blueprint("public", __name__, template_folder="templates")
    site = Site(PublicCalls(parts), STYLE.read_bytes())
    for feature in (forms, confirmations, surveys, preferences, engagement, tickets, tracking):
        feature.install(routes, site)
    routes.add_url_rule("/public/style/<version>.css", view_func=site.style)
    routes.register_error_handler(Problem, site.explain)
    routes.register_error_handler(Error, lambda error: site.explain(from_error(error)))
    routes.register_error_handler(Faults, lambda error: site.explain(invalid(error)))
    return routes
