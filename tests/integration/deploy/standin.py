"""A tiny stand-in for every program of the suite, so that the run itself can be tried.

`python -m tests.integration.deploy.standin ROLE`; as a supervisor: `… standin supervise FOLDER`.
"""

import json
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from chassis.stop_signal import StopSignal
from deploy.local.processes import Program
from deploy.local.run import run


class Ready(BaseHTTPRequestHandler):
    """Always ready; tells its environment to whoever asks for /v1/environment."""

    def do_GET(self) -> None:  # noqa: N802 -- the base class looks for this name
        self.send_response(200)
        self.end_headers()
        told = dict(os.environ) if self.path == "/v1/environment" else {"checks": {}}
        self.wfile.write(json.dumps(told).encode())

    def log_message(self, *_: object) -> None:
        """Quiet."""


def until_stopped() -> None:
    stop = StopSignal().heed()
    print(f"{sys.argv[-1]} up", flush=True)  # noqa: T201 -- its log
    stop.wait()


def serve() -> None:
    host, port = os.environ["LISTEN"].split(":")
    server = ThreadingHTTPServer((host, int(port)), Ready)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    until_stopped()


def seed() -> None:
    login = {"email": "admin@trellis.test", "password": "a long demo password"}
    print(json.dumps({"admin_api_key": "key", "logins": {"admin": login}}))  # noqa: T201


def supervise(folder: Path) -> int:
    module = "tests.integration.deploy.standin"
    programs = [Program("leads", module), Program("gateway", module, ("server",), front=True)]
    return run(folder, programs, demo="")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["supervise", folder]:
            sys.exit(supervise(Path(folder)))
        case ["server"]:
            serve()
        case ["seed"]:
            seed()
        case ["worker" | "relay"]:
            until_stopped()
