"""Serves the gateway over HTTP with granian: threads in a process or more, an end that drains."""

import sys

from flask import Flask
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.server import Server
from pydantic import ValidationError

from chassis import garbage, logs
from gateway import shared_metrics
from gateway.app import create_app
from gateway.composition import compose
from gateway.settings import GatewaySettings

HEADER_MILLISECONDS = 10_000
HEADER_BYTES = 64 << 10
DRAIN_SECONDS = 20
GRANIANS_LOG = {  # its lines go the way of all others
    "version": 1,
    "disable_existing_loggers": False,
    "loggers": {"_granian": {"level": "WARNING", "propagate": True, "handlers": []}},
}


def run() -> None:
    """Serves until SIGTERM. Exits with the names of settings that are missing or wrong."""
    settings = read_settings()
    shared_metrics.serve(settings.metrics_listen)
    host, _, port = settings.listen.rpartition(":")
    Server(
        "gateway.server:application",
        factory=True,
        address=host,
        port=int(port),
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=settings.gateway_workers,
        blocking_threads=settings.gateway_threads,
        respawn_failed_workers=True,
        workers_kill_timeout=DRAIN_SECONDS,
        http1_settings=HTTP1Settings(
            header_read_timeout=HEADER_MILLISECONDS, max_buffer_size=HEADER_BYTES
        ),
        log_dictconfig=GRANIANS_LOG,
    ).serve()


def application() -> Flask:
    """The app, made in the process that serves it: connections do not survive a fork."""
    settings = read_settings()
    logs.configure(log_format=settings.log_format, level=settings.log_level)
    app = create_app(compose(settings))
    garbage.settle()
    return app


def read_settings() -> GatewaySettings:
    """The settings from the environment."""
    try:
        return GatewaySettings()
    except ValidationError as error:
        names = ", ".join(str(item["loc"][0]).upper() for item in error.errors())
        sys.exit(f"gateway server: missing or wrong setting: {names}")
