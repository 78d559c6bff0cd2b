"""A stand-in gateway and a real nginx in front of it."""

import gzip
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from deploy.local.child import free_port
from deploy.local.servers import Nginx, Screen


class Echo(BaseHTTPRequestHandler):
    """Answers every request with what arrived."""

    protocol_version = "HTTP/1.1"

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        told = {"path": self.path, "headers": dict(self.headers), "size": len(body)}
        content = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("ETag", '"1"')
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = answer  # noqa: N815 -- the base class looks for these names

    def log_message(self, *_: object) -> None:
        """The tests' output stays quiet."""


@pytest.fixture(scope="module")
def gateway() -> Iterator[str]:
    """host:port of a gateway that answers with what it was sent."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def edge(gateway: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    screens = tmp_path_factory.mktemp("built")
    (screens / "assets").mkdir()
    (screens / "index.html").write_text('<script nonce="__CSP_NONCE__">')
    script = screens / "assets" / "app-1f.js"
    script.write_text("export {}")
    script.with_suffix(".js.gz").write_bytes(gzip.compress(b"export {}"))
    script.with_suffix(".js.br").write_bytes(b"\x0b\x04\x80export {}\x03")
    folder = tmp_path_factory.mktemp("nginx")
    built = Screen("/leads/", screens)
    front = Screen("/", screens, pages="|settings/.*")
    missing = Screen("/deals/", folder / "never-built")
    with Nginx(folder, gateway, screens=[built, front, missing]) as nginx:
        yield nginx


@pytest.fixture(scope="module")
def lonely_edge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    """An edge whose gateway is away."""
    folder: Path = tmp_path_factory.mktemp("nginx")
    with Nginx(folder, f"127.0.0.1:{free_port()}") as nginx:
        yield nginx
