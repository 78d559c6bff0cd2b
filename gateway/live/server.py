"""Serves GET /v1/stream: one event loop for all streams, so that none holds a request's thread."""

import asyncio
import logging
import secrets
import signal
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from pydantic import ValidationError
from werkzeug.wrappers import Request

from chassis import garbage, logs, metrics
from chassis.clock import Clock
from chassis.database import Database
from chassis.errors import Error, Internal, NotFound, ResourceExhausted, Unauthenticated
from chassis.identity import Identity
from gateway.accounts.credentials import Credentials
from gateway.authentication import Authenticator, Cookies
from gateway.csrf import Csrf
from gateway.headers import request_id
from gateway.live import requests
from gateway.live.feed import Feed
from gateway.live.source import Source
from gateway.live.streams import Stream
from gateway.outermost import HSTS, SECURITY
from gateway.problems import MEDIA_TYPE, Problem, from_error, refuse
from gateway.settings import DoorSettings

log = logging.getLogger("stream")

PATH = "/v1/stream"
PER_PERSON = 24
ALTOGETHER = 2_000
ASKING_THREADS = 4
END_SECONDS = 5.0

Authenticate = Callable[[Request], Identity]


class Server:
    """Accepts streams until it is stopped."""

    def __init__(self, authenticate: Authenticate, feed: Feed, *, https: bool) -> None:
        self._authenticate = authenticate
        self._feed = feed
        self._always = SECURITY | (HSTS if https else {})
        self._threads = ThreadPoolExecutor(ASKING_THREADS, thread_name_prefix="who")
        self._streams: Counter[str] = Counter()
        self._connections: set[asyncio.Task[None]] = set()

    async def serve(self, host: str, port: int, stopped: asyncio.Event) -> None:
        """Serves until `stopped`; then ends all streams, whose browsers come back elsewhere."""
        server = await asyncio.start_server(
            self._connected, host, port, limit=requests.HEAD_BYTES, backlog=512
        )
        log.info("serving", extra={"port": server.sockets[0].getsockname()[1]})
        await stopped.wait()
        server.close()
        self._feed.end()
        if self._connections:
            await asyncio.wait(self._connections, timeout=END_SECONDS)
        self._threads.shutdown(wait=False)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 -- a coroutine always runs in one
        self._connections.add(task)
        try:
            await self._answer(await requests.read(reader), reader, writer)
        except (requests.Unreadable, OSError, TimeoutError):
            pass  # nobody is there any more
        finally:
            self._connections.discard(task)
            writer.close()

    async def _answer(
        self, request: Request, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        name = request_id(request.headers.get("X-Request-Id"))
        try:
            if request.path in ("/livez", "/readyz"):
                self._write(writer, 200, "application/json", name, b'{"status":"alive"}')
                return
            check(request)
            identity = await self._identify(request)
            self._admit(identity)
        except Exception as error:  # noqa: BLE001 -- whatever it is, it is answered
            self._refuse(writer, error, name)
            return
        await self._stream(request, identity, name, reader, writer)

    async def _stream(
        self,
        request: Request,
        identity: Identity,
        name: str,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        listener = self._feed.listen(request.headers.get("Last-Event-ID", ""))
        caller = identity.caller
        self._streams[caller] += 1
        metrics.STREAMS.inc()
        stream = Stream(writer, identity, partial(self._again, request))
        self._write_head(writer, 200, "text/event-stream; charset=utf-8", name)
        telling = asyncio.create_task(stream.run(self._feed, listener))
        leaving = asyncio.create_task(reader.read(1))
        try:
            await asyncio.wait({telling, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            telling.cancel()
            leaving.cancel()
            await asyncio.gather(telling, leaving, return_exceptions=True)
            self._feed.leave(listener)
            self._streams[caller] -= 1
            metrics.STREAMS.dec()
            log.info("ended", extra={"caller": caller, "told": stream.told, "request_id": name})

    def _admit(self, identity: Identity) -> None:
        """Raises Unauthenticated, or ResourceExhausted for one stream too many."""
        if identity.user_id is None:
            raise Unauthenticated("SIGN_IN_REQUIRED", "Sign in or send an API key.")
        mine, all_of_them = self._streams[identity.caller], self._streams.total()
        if mine >= PER_PERSON or all_of_them >= ALTOGETHER:
            raise ResourceExhausted(
                "TOO_MANY_STREAMS",
                f"{PER_PERSON} streams at once are enough for one person; close some.",
                retry_after=30,
            )

    async def _identify(self, request: Request) -> Identity:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._authenticate, request)

    async def _again(self, request: Request) -> Identity | None:
        """Who this still is; nobody when that cannot be known: the browser comes back and asks."""
        try:
            identity = await self._identify(request)
        except Error:
            return None
        return identity if identity.user_id else None

    def _refuse(self, writer: asyncio.StreamWriter, error: Exception, name: str) -> None:
        if isinstance(error, Error):
            error = from_error(error)
        if not isinstance(error, Problem):
            log.error("failed", exc_info=error)
            error = from_error(Internal("INTERNAL", "Something went wrong on our side."))
        body = error.body(name)
        self._write(writer, error.status, MEDIA_TYPE, name, body, **error.headers)

    def _write(
        self,
        writer: asyncio.StreamWriter,
        status: int,
        kind: str,
        name: str,
        body: bytes,
        **more: str,
    ) -> None:
        self._write_head(writer, status, kind, name, **{"Content-Length": str(len(body))}, **more)
        writer.write(body)

    def _write_head(
        self, writer: asyncio.StreamWriter, status: int, kind: str, name: str, **more: str
    ) -> None:
        fields = self._always | more
        fields |= {
            "Content-Type": kind,
            "Connection": "close",
            "X-Accel-Buffering": "no",
            "X-Request-Id": name,
        }
        lines = "".join(f"{field}: {value}\r\n" for field, value in fields.items())
        writer.write(f"HTTP/1.1 {status} \r\n{lines}\r\n".encode("latin-1"))


def check(request: Request) -> None:
    """Raises NotFound, or Problem 405: there is one thing to read here."""
    if request.path != PATH:
        raise NotFound("NO_SUCH_PATH", "Nothing lives at this address.")
    if request.method != "GET":
        raise refuse(405, "METHOD_NOT_ALLOWED", "A stream is only read.")


def run() -> None:
    """Serves until SIGTERM. Exits with the names of settings that are missing or wrong."""
    try:
        settings = DoorSettings()
    except ValidationError as error:
        names = ", ".join(str(item["loc"][0]).upper() for item in error.errors())
        sys.exit(f"gateway stream: missing or wrong setting: {names}")
    logs.configure(log_format=settings.log_format, level=settings.log_level)
    metrics.serve(settings.metrics_listen)
    asyncio.run(serve(settings))


async def serve(settings: DoorSettings) -> None:
    """Puts the parts together and serves."""
    loop, stopped = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    url = settings.database_url.get_secret_value()
    database = Database(
        url, service="gateway", clock=Clock(), pool_size=ASKING_THREADS, role="stream"
    )
    feed = Feed()
    redis = settings.redis_url.get_secret_value()
    following = asyncio.create_task(Source(redis, feed).run()) if redis else None
    host, _, port = settings.listen.rpartition(":")
    garbage.settle()
    server = Server(authenticator(settings, database), feed, https=settings.https)
    await server.serve(host, int(port), stopped)
    if following:
        following.cancel()
    database.close()


def authenticator(settings: DoorSettings, database: Database) -> Authenticate:
    """Finds out who reads. Nothing is changed here, so no key for proofs of changes is needed."""
    credentials = Credentials(database, idle=settings.session_idle)
    csrf = Csrf(secrets.token_hex(), settings.public_origin)
    return Authenticator(credentials, csrf, Cookies(https=settings.https))
