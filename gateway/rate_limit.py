"""Rate limits: who may ask how often, shared by all gateways and nearly free of charge.

Tokens are taken from the shared bucket in small leases (a twentieth of the bucket), so most
requests cost no round trip; the price is that processes together may pass the limit by that much.
Without Redis every process keeps the limit by itself.
"""

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from chassis.errors import ResourceExhausted
from chassis.identity import Identity
from gateway.buckets import Grant, LocalBuckets, Policy, SharedBuckets
from gateway.catalogue import Kind, Method
from gateway.networks import limited_part
from gateway.settings import GatewaySettings

LEASED_PART = 20
EXPORT = Policy.per_minute("export", 30)
BULK = Policy.per_minute("bulk", 120)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one bucket says about one request. retry_after: whole seconds, 0 when allowed."""

    policy: Policy
    allowed: bool
    remaining: int
    retry_after: int

    @property
    def header(self) -> str:
        """As in RateLimit (draft-ietf-httpapi-ratelimit-headers)."""
        missing = self.policy.burst - self.remaining
        reset = self.retry_after or math.ceil(missing / self.policy.per_second)
        return f'"{self.policy.name}";r={self.remaining};t={reset}'

    @property
    def policy_header(self) -> str:
        """As in RateLimit-Policy."""
        return f'"{self.policy.name}";q={self.policy.burst};w={self.policy.window}'


@dataclass(slots=True)
class Lease:
    """Tokens this process holds of one bucket, and what it knows of the rest."""

    tokens: int = 0
    left: int = 0
    empty_until: float = 0.0


class RateLimiter:
    """Takes tokens for requests, from leases where possible."""

    CAPACITY = 20_000

    def __init__(
        self, shared: SharedBuckets | None, *, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._shared = shared
        self._local = LocalBuckets(now)
        self._now = now
        self._lock = threading.Lock()
        self._leases: OrderedDict[tuple[str, str], Lease] = OrderedDict()

    def take(self, policy: Policy, key: str, *, cost: int = 1) -> Verdict:
        """Takes `cost` tokens of the bucket `key`."""
        with self._lock:
            lease = self._lease(policy, key)
            if lease.tokens >= cost:
                lease.tokens -= cost
                return Verdict(policy, True, lease.left + lease.tokens, 0)
            if lease.empty_until > self._now():
                return self._refused(policy, lease)
            wanted = cost - lease.tokens
        grant = self._grant(policy, key, max(wanted, policy.burst // LEASED_PART))
        with self._lock:
            return self._settle(policy, self._lease(policy, key), grant, cost)

    def give_back(self, policy: Policy, key: str) -> None:
        """Undoes one take; the token stays in this process's lease."""
        with self._lock:
            lease = self._lease(policy, key)
            lease.tokens += 1
            lease.empty_until = 0.0

    def _lease(self, policy: Policy, key: str) -> Lease:
        name = (policy.name, key)
        lease = self._leases.setdefault(name, Lease())
        self._leases.move_to_end(name)
        if len(self._leases) > self.CAPACITY:
            self._leases.popitem(last=False)
        return lease

    def _settle(self, policy: Policy, lease: Lease, grant: Grant, cost: int) -> Verdict:
        lease.tokens += grant.taken
        lease.left = grant.left
        if lease.tokens < cost:
            lease.empty_until = self._now() + grant.wait
            return self._refused(policy, lease)
        lease.tokens -= cost
        return Verdict(policy, True, lease.left + lease.tokens, 0)

    def _refused(self, policy: Policy, lease: Lease) -> Verdict:
        wait = max(1, math.ceil(lease.empty_until - self._now()))
        return Verdict(policy, False, lease.tokens, wait)

    def _grant(self, policy: Policy, key: str, want: int) -> Grant:
        shared = self._shared.take(policy, key, want) if self._shared else None
        return shared or self._local.take(policy, key, want)


class Limits:
    """Which buckets a request draws from: its caller's, and those of dear kinds of calls."""

    def __init__(self, limiter: RateLimiter, settings: GatewaySettings) -> None:
        self._limiter = limiter
        self._user = Policy.per_minute("user", settings.rate_limit_user)
        self._key = Policy.per_minute("key", settings.rate_limit_key)
        self._ip = Policy.per_minute("ip", settings.rate_limit_ip)

    def take(self, identity: Identity, method: Method, ip: str) -> list[Verdict]:
        """Takes one token of every bucket the request draws from; the first refusal ends it."""
        verdicts: list[Verdict] = []
        for policy, key in self._buckets(identity, method, ip):
            verdicts.append(self._limiter.take(policy, key))
            if not verdicts[-1].allowed:
                break
        return verdicts

    def take_refused(self, ip: str) -> list[Verdict]:
        """Counts credentials that do not work against the address they came from."""
        return [self._limiter.take(self._ip, limited_part(ip))]

    def _buckets(self, identity: Identity, method: Method, ip: str) -> Iterable[tuple[Policy, str]]:
        caller = caller_of(identity, ip)
        yield {"user": self._user, "key": self._key}.get(identity.kind, self._ip), caller
        if method.kind is Kind.DOWNLOAD:
            yield EXPORT, caller
        if method.kind is Kind.UPLOAD or method.name.startswith("Batch"):
            yield BULK, caller


def caller_of(identity: Identity, ip: str) -> str:
    """Who is counted: a user, a key, or for strangers the address."""
    if identity.user_id is None:
        return limited_part(ip)
    return str(identity.credential_id if identity.kind == "key" else identity.user_id)


def headers(verdicts: Iterable[Verdict]) -> dict[str, str]:
    """RateLimit and RateLimit-Policy, for every answer."""
    verdicts = list(verdicts)
    if not verdicts:
        return {}
    return {
        "RateLimit": ", ".join(verdict.header for verdict in verdicts),
        "RateLimit-Policy": ", ".join(verdict.policy_header for verdict in verdicts),
    }


def require(verdicts: Iterable[Verdict]) -> None:
    """Raises ResourceExhausted (RATE_LIMITED, with retry_after) when one refuses."""
    for verdict in verdicts:
        if not verdict.allowed:
            raise ResourceExhausted(
                "RATE_LIMITED",
                "Too many requests; wait as long as Retry-After says.",
                limit=verdict.policy.name,
                retry_after=verdict.retry_after,
            )
