"""What the gateway is put together from; tests put in small ones of their own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from flask import Blueprint, Request
from google.protobuf.message import Message

from chassis.identity import Identity
from gateway.backends.calls import Backend
from gateway.catalogue import Catalogue, Method

Authenticate = Callable[[Request], Identity]
"""Who sent a request; ANONYMOUS without credentials. Raises Unauthenticated for wrong ones, and
PermissionDenied for a change by cookie without its CSRF header. Not asked for public RPCs."""

Authorize = Callable[[Identity, Method], None]
"""Raises Unauthenticated or PermissionDenied, saying why, unless the caller may call the RPC."""

Admit = Callable[[Request, Identity, Method], Mapping[str, str]]
"""Counts a call against the caller's limits; the RateLimit headers of the answer. Raises
ResourceExhausted with metadata retry_after, or a Problem that carries the headers itself."""

Responsible = Callable[[Message], None]
"""Raises InvalidArgument when what is sent names a user or a team that there is not."""

Sign = Callable[[Identity], str]
"""The token that proves an identity to services."""


@dataclass(frozen=True, slots=True)
class Check:
    """Something the gateway needs. `run` raises when it is away; it takes a timeout in seconds."""

    name: str
    run: Callable[[float], object]
    required: bool = True


@dataclass(frozen=True)
class Parts:
    """Everything create_app needs. `origins` are the other origins that may read answers."""

    catalogue: Catalogue
    backends: Mapping[str, Backend]
    authenticate: Authenticate
    authorize: Authorize
    sign: Sign
    admit: Admit = lambda request, identity, method: {}  # noqa: ARG005 -- no limits
    responsible: Responsible = lambda sent: None  # noqa: ARG005 -- no accounts
    blueprints: Sequence[Blueprint] = ()
    checks: Sequence[Check] = ()
    origins: frozenset[str] = field(default_factory=frozenset)
    trusted_proxies: int = 0
    https: bool = False
