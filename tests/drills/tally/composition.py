"""What tally is made of: one table of effects, one reaction, one timer."""

import os
import signal
import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text

from chassis import context
from chassis.reactions import reacts_to
from chassis.service import Service
from chassis.timers import Timer, on_timer
from chassis.transaction import Transaction
from tests.drills.tally.facts import counted, fact

TRIED = text("SELECT tries FROM inbox WHERE event_id = :event AND handler = 'Tally.count'")
EFFECT = text(
    "INSERT INTO effects (number, event_id, depth, told, done) VALUES"
    " (:number, CAST(:event AS text), :depth,"
    " (SELECT time FROM outbox WHERE id = CAST(CAST(:event AS text) AS uuid)), clock_timestamp())"
)


@dataclass(frozen=True, slots=True)
class Thing:
    """What the facts are about."""

    id: UUID
    __tablename__ = "things"


class Tally:
    """Counts. A fact that fails does so after its effect was written."""

    @reacts_to(counted())
    def count(self, told: Any, tx: Transaction) -> None:
        call = context.current()
        values = {"number": told.number, "event": call.cause, "depth": call.depth}
        tx.execute(EFFECT, values)
        if told.deadly:
            os.kill(os.getpid(), signal.SIGKILL)
        if told.slow_ms:
            time.sleep(told.slow_ms / 1000)
        if told.fails > (tx.session.scalar(TRIED, {"event": call.cause}) or 0):
            raise RuntimeError("not yet")
        if told.again:
            thing = Thing(UUID(int=told.number))
            tx.publish(fact(told.number, again=told.again - 1), subject=thing)

    @on_timer("tally.bell")
    def ring(self, timer: Timer, tx: Transaction) -> None:
        tx.execute(text("INSERT INTO rings VALUES (:key)"), {"key": timer.key})
        time.sleep(timer.payload.get("slow_ms", 0) / 1000)


SERVICE = Service(name="tally", servicers=lambda _: (), reactions=lambda _: [Tally()])
