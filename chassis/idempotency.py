"""Idempotency-Key: the same call twice has one effect and one answer.

The record of the answer is written in the transaction of the effect, so a crash between commit
and answer is healed by the caller's retry. Only answers of success are kept; a refused call
frees its key. Keys belong to their caller and are forgotten after a day.
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import CursorResult, delete, func, select, tuple_

from chassis.context import Call
from chassis.database import Database
from chassis.errors import Aborted, InvalidArgument
from chassis.tables import IdempotencyRecord
from chassis.transaction import Transaction

KEPT = timedelta(hours=24)


def once(
    database: Database, call: Call, request: bytes, effect: Callable[[], bytes]
) -> tuple[bytes, bool]:
    """The answer's bytes and whether they are a replay.

    request: the call's deterministic bytes; effect: does it and returns the answer's bytes.
    Raises Aborted (IDEMPOTENCY_KEY_IN_USE) while the first call runs, InvalidArgument
    (IDEMPOTENCY_KEY_REUSED) when the key was used for something else.
    """
    fingerprint = hashlib.sha256(call.method.encode() + b"\0" + request).hexdigest()
    with database.transaction() as tx:
        _claim(tx, call)
        record = _find(tx, call)
        if record is not None:
            if record.fingerprint != fingerprint:
                raise InvalidArgument(
                    "IDEMPOTENCY_KEY_REUSED", "This Idempotency-Key was used for another request."
                )
            return record.response, True
        response = effect()
        tx.session.add(
            IdempotencyRecord(
                caller=call.identity.caller,
                key=call.idempotency_key,
                fingerprint=fingerprint,
                response=response,
                create_time=tx.now,
            )
        )
    return response, False


def forget_old(tx: Transaction, *, limit: int = 1000) -> int:
    """Drops up to `limit` records older than a day; how many there were."""
    old = (
        select(IdempotencyRecord.caller, IdempotencyRecord.key)
        .where(IdempotencyRecord.create_time < tx.now - KEPT)
        .limit(limit)
    )
    pair = tuple_(IdempotencyRecord.caller, IdempotencyRecord.key)
    deleted = tx.execute(delete(IdempotencyRecord).where(pair.in_(old)))
    return deleted.rowcount if isinstance(deleted, CursorResult) else 0


def _claim(tx: Transaction, call: Call) -> None:
    key = f"idempotency:{call.identity.caller}:{call.idempotency_key}"
    locked = select(func.pg_try_advisory_xact_lock(func.hashtextextended(key, 0)))
    if not tx.session.scalar(locked):
        raise Aborted(
            "IDEMPOTENCY_KEY_IN_USE",
            "A request with this Idempotency-Key is still running.",
            retry_after=1,
        )


def _find(tx: Transaction, call: Call) -> IdempotencyRecord | None:
    record = tx.session.get(IdempotencyRecord, (call.identity.caller, call.idempotency_key))
    if record is not None and record.create_time < tx.now - KEPT:
        tx.session.delete(record)
        tx.flush()
        return None
    return record
