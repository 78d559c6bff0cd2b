"""Tells Redis what just happened, for screens: a stream of small notes, newest ten thousand.

Redis may vanish: facts are never kept waiting, and what could not be told is admitted as a gap.
"""

import json
import logging
import time
from collections.abc import Sequence

import redis

log = logging.getLogger("live")

STREAM = "live"
FACT, GAP = "fact", "gap"
KEPT = 10_000
TIMEOUT_SECONDS = 0.1
#: How long Redis is left alone after it did not answer.
QUIET_SECONDS = 2.0


class Live:
    """The stream of notes as a service's relay writes it; without a URL it says nothing."""

    def __init__(self, url: str, *, service: str) -> None:
        self._service = service
        self._gap = False
        self._quiet_until = 0.0
        self._redis = (
            redis.Redis.from_url(
                url,
                socket_timeout=TIMEOUT_SECONDS,
                socket_connect_timeout=TIMEOUT_SECONDS,
                retry=None,
            )
            if url
            else None
        )

    def tell(self, notes: Sequence[str]) -> None:
        """Adds notes, in order; what cannot be added is a gap that the next ones begin with."""
        if self._redis is None:
            return
        if time.monotonic() < self._quiet_until:
            self._gap = True
            return
        try:
            self._add(self._redis, notes)
        except (redis.RedisError, OSError) as error:
            self._gap = True
            self._quiet_until = time.monotonic() + QUIET_SECONDS
            log.warning("screens are not told", extra={"error": type(error).__name__})

    def mend(self) -> None:
        """Admits a gap as soon as Redis is back, and not only with the next fact."""
        if self._gap:
            self.tell(())

    def _add(self, connection: "redis.Redis", notes: Sequence[str]) -> None:
        batch = connection.pipeline(transaction=False)
        if self._gap:
            batch.xadd(STREAM, {GAP: self._service}, maxlen=KEPT, approximate=True)
        for note in notes:
            batch.xadd(STREAM, {FACT: note}, maxlen=KEPT, approximate=True)
        batch.execute()
        self._gap = False


def note(row: dict[str, object], *, service: str, presence: dict[str, str] | None = None) -> str:
    """A row of the outbox as screens are told: what happened to which record, and who may know.

    presence: {user_id, doing} of somebody at the record, when nothing happened to it.
    """
    told = {
        "id": row["id"],
        "service": service,
        "type": row["type"],
        "subject": row["subject"],
        "time": row["time"],
        "actor": row.get("actor", ""),
        "owner_id": row["owner_id"],
        "team_id": row["team_id"],
        "permission": row["permission"],
        "heard_by": row["heard_by"],
    }
    if presence:
        told["presence"] = presence
    return json.dumps(told, default=_text)


def _text(value: object) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
