"""The WSGI layer around the app: security headers on every answer, whole answers in one piece.

It works on plain lists of headers, which is several times cheaper than Flask's, and it also covers
what Flask answers by itself.
"""

from collections.abc import Callable, Iterable
from typing import Any

SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
HSTS = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}

SHORT = 1 << 20  # bytes of an answer that is sent in one piece

Header = tuple[str, str]
App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Outermost:
    """Wraps a WSGI app. Headers that a view sets itself stay as they are."""

    def __init__(self, app: App, *, https: bool) -> None:
        self._app = app
        always = SECURITY | (HSTS if https else {})
        self._always = [(name.lower(), (name, value)) for name, value in always.items()]

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        whole = False

        def started(status: str, headers: list[Header], *rest: Any) -> Any:
            nonlocal whole
            present = {name.lower() for name, _ in headers}
            whole = any(n.lower() == "content-length" and int(v) <= SHORT for n, v in headers)
            missing = [header for name, header in self._always if name not in present]
            return start(status, [*headers, *missing], *rest)

        answer = self._app(environ, started)
        return joined(answer) if whole else answer


def joined(answer: Iterable[bytes]) -> list[bytes]:
    """A short answer as one piece, which servers send with one call."""
    try:
        return [b"".join(answer)]
    finally:
        close = getattr(answer, "close", None)
        if close is not None:
            close()
