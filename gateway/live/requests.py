"""The requests of a stream's process: read from the socket, behind an edge that framed them."""

import asyncio
import http.client
import io

from werkzeug.wrappers import Request

HEAD_SECONDS = 10.0
HEAD_BYTES = 64 << 10
END = b"\r\n\r\n"


class Unreadable(Exception):
    """What came is no request, or did not come in time."""


async def read(reader: asyncio.StreamReader) -> Request:
    """The request at the beginning of a connection; it has no body. Raises Unreadable."""
    try:
        head = await asyncio.wait_for(reader.readuntil(END), HEAD_SECONDS)
        return parse(head)
    except (
        TimeoutError,
        asyncio.IncompleteReadError,
        asyncio.LimitOverrunError,
        http.client.HTTPException,
        OSError,
        ValueError,
    ) as error:
        raise Unreadable(repr(error)) from error


def parse(head: bytes) -> Request:
    """A request's head as werkzeug knows requests. Raises ValueError and HTTPException."""
    line, _, fields = head.partition(b"\r\n")
    verb, target, version = line.decode("latin-1").split(" ")
    if not version.startswith("HTTP/1."):
        raise ValueError("another protocol")
    path, _, query = target.partition("?")
    environ = {
        "REQUEST_METHOD": verb,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "stream",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
    }
    for name, value in http.client.parse_headers(io.BytesIO(fields)).items():
        environ[f"HTTP_{name.upper().replace('-', '_')}"] = value
    return Request(environ)
