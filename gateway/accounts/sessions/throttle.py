"""How often somebody may guess passwords: per account and address, per address, in all.

Nobody can lock a person out: a device the person has signed in on before is counted by itself.
Only failures count; a success gives its tokens back.
"""

import hashlib
from collections.abc import Sequence

from chassis.errors import ResourceExhausted
from gateway.buckets import Policy
from gateway.networks import limited_part
from gateway.rate_limit import RateLimiter

FIVE_MINUTES = 300
#: Ten guesses at one account from one place, and one more every half minute.
PLACE = Policy("sign-in", burst=10, per_second=10 / FIVE_MINUTES)
#: From one address at any account; an office has many people behind one.
ADDRESS = Policy("sign-in-address", burst=60, per_second=60 / FIVE_MINUTES)
#: At one account from anywhere.
ACCOUNT = Policy("sign-in-account", burst=60, per_second=60 / FIVE_MINUTES)
#: At the codes of one account: of a million, three are right at any time.
CODE = Policy("sign-in-code", burst=5, per_second=5 / FIVE_MINUTES)
#: Everywhere: what a botnet may try.
ALL = Policy("sign-in-all", burst=600, per_second=5.0)

Buckets = Sequence[tuple[Policy, str]]


class Attempt:
    """A guess that was let through; `succeeded` takes it off the count."""

    def __init__(self, limiter: RateLimiter, buckets: Buckets) -> None:
        self._limiter = limiter
        self._buckets = buckets

    def succeeded(self) -> None:
        """It was no guess."""
        for policy, key in self._buckets:
            self._limiter.give_back(policy, key)


class Throttle:
    """Lets guesses through until there were too many."""

    def __init__(self, limiter: RateLimiter) -> None:
        self._limiter = limiter

    def guess(self, account: str, ip: str, *, device: str = "") -> Attempt:
        """One guess at an account. device: a device the account's owner is known on, or "".

        Raises ResourceExhausted (TOO_MANY_ATTEMPTS, with retry_after).
        """
        name = hashlib.sha256(account.encode()).hexdigest()[:32]
        network = limited_part(ip)
        buckets: Buckets = [(PLACE, f"{name}:{device}")] if device else _stranger(name, network)
        return self._take(buckets)

    def link(self, ip: str) -> Attempt:
        """One guess at a link to set a password. Raises as `guess`."""
        network = limited_part(ip)
        return self._take([(PLACE, f"link:{network}"), (ADDRESS, network), (ALL, "all")])

    def change(self, user_id: str) -> Attempt:
        """One guess at the current password by somebody who is signed in. Raises as `guess`."""
        return self._take([(PLACE, f"change:{user_id}")])

    def code(self, user_id: str) -> Attempt:
        """One guess at a second factor's code by who knows the password. Raises as `guess`."""
        return self._take([(CODE, user_id)])

    def _take(self, buckets: Buckets) -> Attempt:
        for place, (policy, key) in enumerate(buckets):
            verdict = self._limiter.take(policy, key)
            if not verdict.allowed:
                Attempt(self._limiter, buckets[:place]).succeeded()
                raise ResourceExhausted(
                    "TOO_MANY_ATTEMPTS",
                    "Too many wrong guesses; wait a little, or use a device you know.",
                    retry_after=verdict.retry_after,
                )
        return Attempt(self._limiter, buckets)


def _stranger(name: str, network: str) -> Buckets:
    return [(PLACE, f"{name}:{network}"), (ADDRESS, network), (ACCOUNT, name), (ALL, "all")]
