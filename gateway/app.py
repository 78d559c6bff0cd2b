"""The gateway as a Flask app, put together from its parts."""

from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter

from gateway import health, refusals
from gateway.docs import routes as docs
from gateway.edge import Edge
from gateway.outermost import Outermost
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
    wrap(app, parts)
    return app


def wrap(app: Flask, parts: Parts) -> None:
    """Puts the WSGI layers around the app."""
    layer: Any = Outermost(app.wsgi_app, https=parts.https)
    if proxies := parts.trusted_proxies:
        layer = ProxyFix(layer, x_for=proxies, x_proto=proxies)
    app.wsgi_app = layer  # type: ignore[method-assign]
