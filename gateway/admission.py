"""Whether a call is let in now: the caller's buckets, and how many dear calls run already."""

import threading
from collections import Counter
from collections.abc import Mapping

from flask import Request, Response, after_this_request

from chassis.errors import ResourceExhausted, Unauthenticated
from chassis.identity import Identity
from gateway.catalogue import Kind, Method
from gateway.parts import Authenticate
from gateway.problems import Problem, from_error
from gateway.rate_limit import Limits, Verdict, caller_of, headers, require

#: Files a caller may send and fetch at once in one process; each holds a thread.
FILES_AT_ONCE = 2


class Admission:
    """Counts calls. Calling it is gateway.parts.Admit."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._running = Running()

    def __call__(self, request: Request, identity: Identity, method: Method) -> Mapping[str, str]:
        """The RateLimit headers. Raises Problem 429, which carries them too."""
        ip = request.remote_addr or ""
        verdicts = self._limits.take(identity, method, ip)
        try:
            require(verdicts)
            if method.kind is not Kind.UNARY:
                self._running.begin(caller_of(identity, ip))
        except ResourceExhausted as error:
            raise refused(error, verdicts) from None
        return headers(verdicts)


class Running:
    """How many files each caller has under way in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()

    def begin(self, caller: str) -> None:
        """One more, until the running response is closed. Raises ResourceExhausted."""
        with self._lock:
            if self._counts[caller] >= FILES_AT_ONCE:
                raise ResourceExhausted(
                    "TOO_MANY_AT_ONCE",
                    f"{FILES_AT_ONCE} files at once; wait until one is done.",
                    retry_after=1,
                )
            self._counts[caller] += 1

        @after_this_request
        def end_with(response: Response) -> Response:
            response.call_on_close(lambda: self._end(caller))
            return response

    def _end(self, caller: str) -> None:
        with self._lock:
            self._counts[caller] -= 1
            if not self._counts[caller]:
                del self._counts[caller]


class CountedRefusals:
    """Authenticates, and slows down who keeps sending credentials that do not work."""

    def __init__(self, authenticate: Authenticate, limits: Limits) -> None:
        self._authenticate = authenticate
        self._limits = limits

    def __call__(self, request: Request) -> Identity:
        """The caller. Raises what `authenticate` raises, and Problem 429."""
        try:
            return self._authenticate(request)
        except Unauthenticated:
            verdicts = self._limits.take_refused(request.remote_addr or "")
            try:
                require(verdicts)
            except ResourceExhausted as error:
                raise refused(error, verdicts) from None
            raise


def refused(error: ResourceExhausted, verdicts: list[Verdict]) -> Problem:
    """The refusal with its headers."""
    problem = from_error(error)
    problem.headers = {**problem.headers, **headers(verdicts)}
    return problem
