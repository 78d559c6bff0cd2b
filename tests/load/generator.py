"""A small closed-loop load generator: prepared HTTP requests over keep-alive sockets.

Loopback only, bounded in requests and seconds. It costs little, so that on two cores the servers
are measured and not the generator.
"""

import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import cycle
from statistics import quantiles
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Outcome:
    """What a run gave. latencies in milliseconds, rate in requests a second."""

    requests: int
    failures: int
    rate: float
    p50: float
    p95: float
    p99: float


@dataclass(frozen=True)
class Target:
    """Where requests go and the headers they all carry."""

    url: str
    headers: dict[str, str]

    def request(self, method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
        """The bytes of one HTTP/1.1 request."""
        host = urlsplit(self.url).netloc
        fields = {"Host": host, **self.headers, **headers}
        if body:
            fields |= {"Content-Type": "application/json", "Content-Length": str(len(body))}
        lines = [f"{method} {path} HTTP/1.1", *(f"{k}: {v}" for k, v in fields.items())]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + body

    def connect(self) -> socket.socket:
        """A connection with a time limit."""
        parts = urlsplit(self.url)
        connection = socket.create_connection((parts.hostname, parts.port), timeout=30)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection


def run(
    target: Target, requests: Callable[[int], Iterable[bytes]], *, concurrency: int, seconds: float
) -> Outcome:
    """Sends requests for some seconds from `concurrency` clients, each waiting for its answer.

    requests: worker number -> its requests, repeated when they run out.
    """
    runs: list[list[float]] = [[] for _ in range(concurrency)]
    failures = [0] * concurrency
    start = time.perf_counter()
    threads = [
        threading.Thread(
            target=_client, args=(target, cycle(requests(n)), start + seconds, runs[n], failures, n)
        )
        for n in range(concurrency)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - start
    latencies = sorted(1000 * value for one in runs for value in one)
    cuts = quantiles(latencies, n=100) if len(latencies) > 1 else [0.0] * 99
    return Outcome(
        requests=len(latencies),
        failures=sum(failures),
        rate=round(len(latencies) / took, 1),
        p50=round(cuts[49], 2),
        p95=round(cuts[94], 2),
        p99=round(cuts[98], 2),
    )


def _client(
    target: Target,
    requests: Iterator[bytes],
    until: float,
    latencies: list[float],
    failures: list[int],
    number: int,
) -> None:
    connection = target.connect()
    while (begin := time.perf_counter()) < until:
        connection.sendall(next(requests))
        status, keep = _answer(connection)
        latencies.append(time.perf_counter() - begin)
        if not 200 <= status < 300:
            failures[number] += 1
        if not keep:
            connection.close()
            connection = target.connect()
    connection.close()


def _answer(connection: socket.socket) -> tuple[int, bool]:
    """The status of one answer, read to its end, and whether the connection stays open."""
    data = b""
    while (end := data.find(b"\r\n\r\n")) < 0:
        if not (chunk := connection.recv(65536)):
            return 0, False
        data += chunk
    head = data[:end].lower()
    left = _length(head) - (len(data) - end - 4)
    while left > 0:
        if not (chunk := connection.recv(65536)):
            return 0, False
        left -= len(chunk)
    return int(data[9:12]), b"connection: close" not in head


def _length(head: bytes) -> int:
    at = head.find(b"content-length:")
    return int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
