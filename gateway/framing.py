"""Refuses requests that HTTP implementations could read differently, or that are too long.

nginx does the same in front of us; nothing here relies on it.
"""

import re

from werkzeug.wrappers import Request

from gateway.problems import refuse

MAX_TARGET = 8000  # bytes of path and query, as RFC 9110 asks for at least
HOST = re.compile(r"[A-Za-z0-9._-]+(?::[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](?::[0-9]{1,5})?")


def check(request: Request) -> None:
    """Raises Problem 400, 414 or 417."""
    environ = request.environ
    if "HTTP_TRANSFER_ENCODING" in environ and environ.get("CONTENT_LENGTH"):
        raise refuse(
            400,
            "AMBIGUOUS_LENGTH",
            "Content-Length and Transfer-Encoding exclude each other.",
            Connection="close",
        )
    if not HOST.fullmatch(environ.get("HTTP_HOST", "")):
        raise refuse(400, "INVALID_HOST", "A request names exactly one host.")
    if len(environ.get("PATH_INFO", "")) + len(environ.get("QUERY_STRING", "")) > MAX_TARGET:
        raise refuse(414, "TARGET_TOO_LONG", f"Path and query exceed {MAX_TARGET} bytes.")
    if environ.get("HTTP_EXPECT", "100-continue").lower() != "100-continue":
        raise refuse(417, "UNKNOWN_EXPECTATION", "Only 100-continue can be expected.")
