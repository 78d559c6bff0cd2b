"""The running call: who is calling, with which permission, and what ties its traces together."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace

from chassis.identity import SYSTEM, Identity


@dataclass(frozen=True, slots=True)
class Client:
    """What the edge knows of the program at the other end; only set for public calls."""

    ip: str = ""
    origin: str = ""
    user_agent: str = ""
    referrer: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """One call, from its first line to its last.

    token: what proved the identity, to call another service's server in the caller's name.
    bulk: it is part of a job over many records; what it tells and schedules waits behind the rest.
    """

    identity: Identity
    permission: str
    method: str = ""
    request_id: str = ""
    traceparent: str = ""
    idempotency_key: str = ""
    token: str = field(default="", repr=False)
    client: Client = field(default_factory=Client)
    cause: str = ""
    depth: int = 0
    bulk: bool = False

    def needing(self, permission: str) -> "Call":
        """The same call as if it needed another permission: to ask what that would reach."""
        return replace(self, permission=permission)


_current: ContextVar[Call] = ContextVar("call")


def current() -> Call:
    """The running call. Raises LookupError outside of one: nothing is allowed by accident."""
    return _current.get()


def give_way() -> None:
    """Lets others of this process take a turn, when the running call is bulk: a worker is one
    thread, and what computes for long holds up everybody who waits for it."""
    if current().bulk:
        time.sleep(0)


@contextmanager
def use(call: Call) -> Iterator[Call]:
    """Makes `call` the running one for the block."""
    token = _current.set(call)
    try:
        yield call
    finally:
        _current.reset(token)


@contextmanager
def as_system() -> Iterator[Call]:
    """What follows is done with the system's authority, for somebody who may do nothing by
    themselves: a visitor of a public page, the holder of a link. Gives the caller's own call."""
    caller = current()
    with use(replace(caller, identity=SYSTEM, permission="*")):
        yield caller


def system_call(
    method: str,
    *,
    request_id: str = "",
    traceparent: str = "",
    cause: str = "",
    depth: int = 0,
    bulk: bool = False,
) -> Call:
    """A call that the system makes itself: a timer, a reaction, a job.

    cause: id of the event it follows; depth: how many self-caused events led here; bulk: as in
    Call.
    """
    return Call(
        identity=SYSTEM,
        permission="*",
        method=method,
        request_id=request_id,
        traceparent=traceparent,
        cause=cause,
        depth=depth,
        bulk=bulk,
    )
