"""Files out: a service's stream of google.api.HttpBody, passed on while it comes."""

import logging
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, unquote

import grpc
from flask import Response

from gateway.backends.calls import Stream
from gateway.problems import internal

log = logging.getLogger("gateway")
UNKNOWN = "application/octet-stream"


def download(stream: Stream) -> Response:
    """The response of a download. Raises grpc.RpcError for an error before the first piece."""
    first: Any = next(stream.messages, None)
    if first is None:
        raise internal()
    response = attachment(first, stream.metadata)
    del response.headers["Content-Length"]  # the first piece's; nobody knows the whole
    response.response = pieces(first, stream.messages)
    response.call_on_close(stream.close)
    return response


def attachment(body: Any, metadata: Mapping[str, str]) -> Response:
    """A google.api.HttpBody as it is; `metadata` may name the file, percent-encoded."""
    response = Response(body.data, content_type=body.content_type or UNKNOWN)
    if name := unquote(metadata.get("filename", "")):
        response.headers["Content-Disposition"] = disposition(name)
    return response


def disposition(name: str) -> str:
    """How browsers are told a file's name (RFC 6266): in ASCII for old ones, whole for others."""
    plain = "".join(
        char if char.isascii() and char.isalnum() or char in "-_. " else "_" for char in name
    )
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def pieces(first: Any, rest: Iterator[Any]) -> Iterator[bytes]:
    """The file's bytes. An error on the way ends the connection, so that nobody takes half a file
    for a whole one."""
    yield first.data
    try:
        for body in rest:
            yield body.data
    except grpc.RpcError:
        log.exception("a download broke off")
        raise
