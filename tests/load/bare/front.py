"""The bare API: Flask views on the gateway's server."""

import os
from typing import Any

import flask
from granian.constants import HTTPModes, Interfaces
from granian.server import Server

from gateway.settings import GatewaySettings
from tests.load.bare.documents import Ask, document
from tests.load.bare.hop import asking

BEHIND = "BARE_BEHIND"


def serve(port: int, behind: str = "") -> None:
    """Serves as the gateway is served: same server, as many workers and threads.

    behind: the address of the process that answers; "": this one does.
    """
    os.environ[BEHIND] = behind
    fields = GatewaySettings.model_fields
    Server(
        "tests.load.bare.front:application",
        factory=True,
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=fields["gateway_workers"].default,
        blocking_threads=fields["gateway_threads"].default,
        log_enabled=False,
    ).serve()


def application() -> flask.Flask:
    """The app, made in the process that serves it."""
    behind = os.environ[BEHIND]
    return views(asking(behind) if behind else document)


def views(ask: Ask) -> flask.Flask:
    """The five operations that are compared."""
    app = flask.Flask("bare")

    def answer(name: str, **parameters: Any) -> flask.Response:
        return flask.Response(ask(name, parameters), mimetype="application/json")

    @app.get("/contacts/<uuid:contact_id>")
    def get(contact_id: Any) -> flask.Response:
        return answer("get", id=str(contact_id))

    @app.get("/contacts")
    def list_contacts() -> flask.Response:
        return answer("list", **flask.request.args.to_dict())

    @app.get("/contacts/search")
    def search() -> flask.Response:
        return answer("search", query=flask.request.args["query"])

    @app.post("/contacts")
    def create() -> flask.Response:
        return answer("create", **flask.request.get_json())

    @app.patch("/contacts/<uuid:contact_id>")
    def update(contact_id: Any) -> flask.Response:
        return answer("update", id=str(contact_id), **flask.request.get_json())

    return app
