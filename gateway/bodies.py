"""Reads request bodies within a bound, whether their length was announced or not."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request

from gateway.problems import Problem, refuse

JSON_LIMIT = 1 << 20
UPLOAD_LIMIT = 64 << 20
CHUNK = 256 << 10


def too_large(limit: int) -> Problem:
    """The refusal of a body over `limit` bytes."""
    return refuse(413, "BODY_TOO_LARGE", f"The body is larger than {limit} bytes.")


def read(request: Request, limit: int = JSON_LIMIT) -> bytes:
    """The whole body. Raises Problem 413 over `limit` bytes.

    One byte more than allowed is asked for: a reader that stops at the limit would take a
    truncated body for a whole one.
    """
    return b"".join(chunks(request, limit))


def chunks(request: Request, limit: int) -> Iterator[bytes]:
    """The body in pieces of at most CHUNK bytes.

    Raises Problem 413 over `limit` bytes, and 400 for a body shorter than announced: the server in
    front of us ends a body in the same way whether it was whole or the connection broke.
    """
    announced = request.content_length
    if (announced or 0) > limit:
        raise too_large(limit)
    stream: Any = request.stream
    left = limit + 1
    while piece := stream.read(min(CHUNK, left)):
        left -= len(piece)
        if left <= 0:
            raise too_large(limit)
        yield piece
    if announced is not None and announced != limit + 1 - left:
        raise refuse(400, "BODY_INCOMPLETE", "The body is shorter than its Content-Length.")


def discard(request: Request) -> None:
    """Takes the rest of a body that nobody wanted, so that its sender can hear why.

    A connection that is closed while the proxy still writes makes a bad gateway of any refusal.
    """
    stream: Any = request.stream
    left = UPLOAD_LIMIT
    with suppress(OSError, HTTPException):  # it broke off: there is nobody left to tell
        while left > 0 and (piece := stream.read(CHUNK)):
            left -= len(piece)


def is_empty(request: Request) -> bool:
    """Whether there is no body at all."""
    environ = request.environ
    return environ.get("CONTENT_LENGTH", "0") in {"", "0"} and (
        "HTTP_TRANSFER_ENCODING" not in environ
    )
