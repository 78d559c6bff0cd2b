"""The routes of the documentation: the OpenAPI document and the page that shows it."""

import hashlib
import secrets
from collections.abc import Callable
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, request

from gateway.catalogue import Catalogue
from gateway.headers import JSON
from gateway.openapi.document import write

FOLDER = Path(__file__).parent
FILES = {
    "page.css": "text/css; charset=utf-8",
    **dict.fromkeys(
        ("page.js", "elements.js", "schema.js", "request.js"), "text/javascript; charset=utf-8"
    ),
}
POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; connect-src 'self'; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def blueprint(catalogue: Catalogue) -> Blueprint:
    """GET /v1/openapi.json, /docs and its files."""
    routes = Blueprint("docs", __name__)
    document = cache(lambda: write(catalogue))  # made when first asked for, then kept
    page = (FOLDER / "index.html").read_text()
    files = {name: (FOLDER / name).read_bytes() for name in FILES}

    @routes.get("/v1/openapi.json")
    def openapi() -> Response:
        return kept(document(), JSON)

    @routes.get("/docs")
    def docs() -> Response:
        nonce = secrets.token_urlsafe(16)
        response = Response(page.replace("{{ nonce }}", nonce), mimetype="text/html")
        response.headers["Content-Security-Policy"] = POLICY.format(nonce=nonce)
        return response

    for name, content in files.items():
        routes.add_url_rule(f"/docs/{name}", name.replace(".", "_"), serve(content, FILES[name]))
    return routes


def serve(content: bytes, media_type: str) -> Callable[[], Response]:
    """The view of a static file."""
    return lambda: kept(content, media_type)


def kept(content: bytes, media_type: str) -> Response:
    """Content that browsers keep, and ask about before they use it."""
    etag = hashlib.sha256(content).hexdigest()[:32]
    if request.if_none_match.contains_weak(etag):
        response = Response(status=304)
    else:
        response = Response(content, content_type=media_type)
    response.set_etag(etag)
    response.headers["Cache-Control"] = "no-cache"
    return response
