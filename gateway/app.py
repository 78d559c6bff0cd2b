"""The gateway as a Flask app, put together from its parts."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter

from gateway import health, refusals
from gateway.docs import routes as docs
from gateway.edge import Edge
from gateway.parts import Parts
from gateway.serving import Front


class Segment(BaseConverter):
    """One segment of a path without a verb; bytes that are no text, and controls, match nothing."""

    regex = r"[^/:\x00-\x1f\x7f\ufffd]+"


def create_app(parts: Parts) -> Flask:
    """The app that serves every RPC of the catalogue, the given blueprints and its health."""
    app = Flask("gateway", static_folder=None)
    app.url_map.converters["segment"] = Segment
    app.url_map.merge_slashes = False  # it would redirect, with an HTML page
    Edge(parts).install(app)
    refusals.install(app)
    Front(parts).install(app)
    own = [health.blueprint(parts), docs.blueprint(parts.catalogue)]
    for blueprint in (*own, *parts.blueprints):
        app.register_blueprint(blueprint)
    if proxies := parts.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    return app
