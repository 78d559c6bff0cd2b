"""Identity tokens, kept for a while: signing one costs more than routing a call, and services
remember the tokens they have verified."""

import time
from collections.abc import Callable, Hashable

from chassis.identity import Identity
from chassis.identity_tokens import LIFETIME

KEPT = LIFETIME.total_seconds() / 2
CAPACITY = 4096


class Tokens:
    """Signs identities, each at most once in KEPT seconds. Shared by threads."""

    def __init__(
        self, sign: Callable[[Identity], str], now: Callable[[], float] = time.monotonic
    ) -> None:
        self._sign = sign
        self._now = now
        self._kept: dict[Hashable, tuple[float, str]] = {}

    def of(self, identity: Identity) -> str:
        """A token for exactly these rights, good for at least LIFETIME - KEPT more seconds."""
        key = (
            identity.caller,
            identity.name,
            identity.team_ids,
            frozenset(identity.grants.items()),
            identity.limits,
            identity.credential_id,
        )
        until, token = self._kept.get(key, (0.0, ""))
        now = self._now()
        if until <= now:
            if len(self._kept) >= CAPACITY:
                self._kept.clear()
            until, token = now + KEPT, self._sign(identity)
            self._kept[key] = until, token
        return token
