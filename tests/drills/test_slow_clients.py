"""Slow clients wait at the edge; the gateway's few threads stay free for everybody else."""

import selectors
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import requests

from deploy.local.servers import Nginx

CLIENTS = 100  # of each kind
CLOSED_AFTER = 12.0


class Four(HTTPServer):
    """A gateway with four threads, as a small one in production."""

    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Reader)
        self.pool = ThreadPoolExecutor(4)

    def process_request(self, request, client_address):
        self.pool.submit(self.serve_one, request, client_address)

    def serve_one(self, request, client_address):
        self.finish_request(request, client_address)
        self.shutdown_request(request)


class Reader(BaseHTTPRequestHandler):
    """Reads the body to its end, then answers."""

    timeout = 60

    def do_POST(self):  # noqa: N802 -- the base class looks for this name
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def do_GET(self):  # noqa: N802 -- as above
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def gateway() -> Iterator[int]:
    server = Four()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()
    server.pool.shutdown()


@contextmanager
def slow_clients(port: int) -> Iterator[list[socket.socket]]:
    """Connections that stop in the middle of their headers, and of their bodies."""
    headers = b"GET /v1/contacts HTTP/1.1\r\nHost: crm\r\nX-"
    body = b"POST /v1/contacts HTTP/1.1\r\nHost: crm\r\nContent-Length: 1000\r\n\r\n{"
    with ExitStack() as open_sockets:
        clients = []
        for start in (headers, body) * CLIENTS:
            client = socket.create_connection(("127.0.0.1", port), timeout=5)
            clients.append(open_sockets.enter_context(client))
            client.sendall(start)
        yield clients


def served(port: int) -> list[float]:
    """How long each of some ordinary requests took, in seconds. Raises when one is not served."""
    taken = []
    for _ in range(40):
        started = time.perf_counter()
        assert requests.get(f"http://127.0.0.1:{port}/v1/contacts", timeout=2).ok
        taken.append(time.perf_counter() - started)
    return sorted(taken)


def seconds_until_closed(clients: list[socket.socket]) -> float:
    """When the last of these connections was closed by the other side."""
    started = time.monotonic()
    with selectors.DefaultSelector() as waiting:
        for client in clients:
            waiting.register(client, selectors.EVENT_READ)
        while waiting.get_map():
            ready = waiting.select(timeout=30)
            assert ready, f"{len(waiting.get_map())} connections are still open"
            for key, _ in ready:
                if not key.fileobj.recv(4096):
                    waiting.unregister(key.fileobj)
    return time.monotonic() - started


def test_slow_clients_are_cut_off_and_nobody_else_notices(gateway, tmp_path):
    with Nginx(tmp_path, f"127.0.0.1:{gateway}") as edge:
        calm = served(edge.port)
        with slow_clients(edge.port) as clients:
            busy = served(edge.port)
            assert seconds_until_closed(clients) < CLOSED_AFTER

    assert busy[-2] < max(calm[-2] * 1.5, 0.05)


def test_without_the_edge_the_same_clients_stop_the_gateway(gateway):
    with slow_clients(gateway), pytest.raises(requests.Timeout):
        served(gateway)
