"""Cross-site request forgery: a change by cookie must come from our own pages, and prove it.

Bearer credentials need none of this: no browser sends them by itself.
"""

import base64
import hmac
from urllib.parse import urlsplit

from werkzeug.wrappers import Request

from chassis.errors import PermissionDenied

HEADER = "X-CSRF-Token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Csrf:
    """Makes and checks the tokens of sessions; `origin` is the one users see."""

    def __init__(self, key: str, origin: str) -> None:
        self._key = key.encode()
        self._origin = origin

    def token(self, token_hash: bytes) -> str:
        """What pages of this session send as X-CSRF-Token."""
        digest = hmac.digest(self._key, b"csrf\0" + token_hash, "sha256")
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    def check(self, request: Request, token_hash: bytes) -> None:
        """Raises PermissionDenied for a change that another site may have caused."""
        if request.method in SAFE:
            return
        self.check_origin(request)
        sent = request.headers.get(HEADER, "")
        if not hmac.compare_digest(sent.encode(), self.token(token_hash).encode()):
            raise PermissionDenied(
                "CSRF_TOKEN_REQUIRED",
                f"Send the session's csrf_token as {HEADER}; GET /v1/session shows it.",
            )

    def check_origin(self, request: Request) -> None:
        """Raises PermissionDenied for what a browser says another site caused.

        Sec-Fetch-Site decides where it is sent; Origin and Referer where it is not.
        """
        site = request.headers.get("Sec-Fetch-Site")
        origin = request.headers.get("Origin") or _origin(request.headers.get("Referer", ""))
        foreign = site not in ("same-origin", "none") if site else origin not in ("", self._origin)
        if foreign:
            raise PermissionDenied("CROSS_SITE", "Another site may not do this for you.")


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower() if parts.netloc else ""
