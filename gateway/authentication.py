"""Who is calling: the session cookie of a browser, or the bearer key of a program."""

from dataclasses import dataclass

from werkzeug.wrappers import Request

from chassis.errors import Unauthenticated
from chassis.identity import ANONYMOUS, Identity
from gateway.accounts.api_keys.model import PREFIX
from gateway.accounts.credentials import Credential, Credentials
from gateway.csrf import Csrf

#: Longer than any credential of ours: not worth hashing.
MAX_LENGTH = 256
#: Where others put credentials; URLs end up in logs and histories.
IN_URL = ("access_token", "api_key")


@dataclass(frozen=True, slots=True)
class Cookies:
    """The names of our cookies; with https browsers bind them to host and TLS."""

    https: bool

    @property
    def session(self) -> str:
        return "__Host-session" if self.https else "session"

    @property
    def device(self) -> str:
        return "__Secure-device" if self.https else "device"


class Authenticator:
    """Finds out who sent a request. Calling it is gateway.parts.Authenticate."""

    def __init__(self, credentials: Credentials, csrf: Csrf, cookies: Cookies) -> None:
        self._credentials = credentials
        self._csrf = csrf
        self._cookies = cookies

    def __call__(self, request: Request) -> Identity:
        """The caller; ANONYMOUS without credentials, or with a session that has ended.

        Raises Unauthenticated for credentials that do not work, PermissionDenied for a change by
        cookie that does not prove where it comes from.
        """
        if any(name in request.args for name in IN_URL):
            raise Unauthenticated(
                "CREDENTIALS_IN_URL", "Credentials belong into the Authorization header."
            )
        sent = request.headers.get("Authorization")
        if sent is not None:
            return self._bearer(sent)
        credential = self.session(request)
        if credential is None:
            return ANONYMOUS
        self._csrf.check(request, credential.token_hash)
        return credential.identity

    def session(self, request: Request) -> Credential | None:
        """The session of the request's cookie; None without one that works."""
        token = self.token(request)
        return self._credentials.session(token) if token else None

    def token(self, request: Request) -> str:
        """What the session cookie holds, "" for nothing that could be a token."""
        token = request.cookies.get(self._cookies.session, "")
        return token if len(token) <= MAX_LENGTH else ""

    def _bearer(self, sent: str) -> Identity:
        scheme, _, key = sent.strip().partition(" ")
        ours = scheme.lower() == "bearer" and key.startswith(PREFIX) and len(key) <= MAX_LENGTH
        credential = self._credentials.api_key(key) if ours and key.isascii() else None
        if credential is None:
            raise Unauthenticated(
                "INVALID_API_KEY", "The API key is wrong, expired, revoked or its owner disabled."
            )
        return credential.identity
