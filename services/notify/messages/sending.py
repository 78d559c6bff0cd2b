"""Sending: claim, hand over, note what became of it. A message is handed over at most once.

Messages are claimed in batches, and the claim is committed before the mail server hears of any.
Then the start of each hand-over is written down with the end of the one before. So a process that
dies leaves at most one message of a batch in doubt: the LOST timer calls that one UNKNOWN, which
is never sent again by itself, follows what was written of those before it, and lets go of those
after it.
"""

import logging
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from crm.notify.v1 import events_pb2 as events
from sqlalchemy import select

from chassis import context
from chassis.context import Call
from chassis.database import Database
from chassis.ids import uuid7
from chassis.timers import Timer, on_timer, on_timers
from chassis.transaction import Transaction
from services.notify.messages.accepting import SEND
from services.notify.messages.guard import Guard
from services.notify.messages.handovers import DIED, Claimed, Handovers, result_of
from services.notify.messages.letters import Letterhead
from services.notify.messages.mailer import Fate, Mailer, Result
from services.notify.messages.model import Message, State
from services.notify.messages.simulating import simulated
from services.notify.messages.telling import told

log = logging.getLogger("mail")

#: The timer that gives up on an answer.
LOST = "message.lost"
#: Messages that are claimed at once.
BATCH = 25
#: No batch takes as long: one that was begun ends after PATIENCE and the steps of one letter.
LEASE = timedelta(minutes=10)
#: After so many seconds a batch lets go of what it has not begun.
PATIENCE = 60.0
#: How often messages look whether a mail server was named meanwhile.
WITHOUT_SERVER = timedelta(minutes=1)


class SendingReactions:
    """What happens when messages are due."""

    def __init__(self, database: Database, letterhead: Letterhead, mailer: Mailer | None) -> None:
        self._database = database
        self._handovers = Handovers(database)
        self._letterhead = letterhead
        self._mailer = mailer

    @on_timers(SEND, at_most=BATCH)
    def send(self, timers: Sequence[Timer], tx: Transaction) -> None:
        """Asks the contact guard, and claims the messages that may go."""
        calls = {UUID(timer.key): timer.call for timer in timers}
        waiting = [each for each in _locked(tx, calls) if each.state is State.QUEUED]
        if self._mailer is None:
            for message in waiting:
                message.wait("NO_MAIL_SERVER", tx.now + WITHOUT_SERVER)
        else:
            guard = Guard.claiming(tx, waiting)
            for message in waiting:
                message.decide(guard.decide(message), tx.now)
        tx.flush()
        for message in waiting:
            if message.state is not State.CLAIMED:
                with context.use(calls[message.id]):
                    _tell(tx, message)
        claimed = [each for each in waiting if each.state is State.CLAIMED]
        if claimed and self._mailer is not None:
            self._claimed(tx, claimed, calls, self._mailer)

    def _claimed(
        self,
        tx: Transaction,
        messages: Sequence[Message],
        calls: Mapping[UUID, Call],
        mailer: Mailer,
    ) -> None:
        """Writes the letters, and hands them over once the claim is committed."""
        batch, claimed = str(uuid7()), []
        for message in messages:
            call = calls[message.id]
            try:
                letter = self._letterhead.letter(message, traceparent=call.traceparent)
            except ValueError as error:  # what does not become a mail now never will
                refused = Result(Fate.REFUSED, f"It cannot be written as a mail: {error}")
                _follow(message, refused, tx.now)
                tx.flush()
                with context.use(call):
                    _tell(tx, message)
            else:
                at = message.claim_time or tx.now
                claimed.append(Claimed(call, message.id, at, letter))
        ids = [str(each.message_id) for each in claimed]
        tx.schedule(LOST, key=batch, due=tx.now + LEASE, payload={"messages": ids})
        tx.after_commit(partial(self._hand_over, mailer, batch, claimed))

    def _hand_over(self, mailer: Mailer, batch: str, claimed: Sequence[Claimed]) -> None:
        until = time.monotonic() + PATIENCE
        results: dict[UUID, Result] = {}
        with mailer.line() as line:
            for each in claimed:
                if time.monotonic() > until or not self._handovers.begin(each, results):
                    continue
                with context.use(each.call):
                    pretended = simulated(each.letter.recipient)
                    result = pretended or line.hand_over(each.letter)
                    results[each.message_id] = result
                    what = {"message_id": str(each.message_id), "fate": result.fate.name}
                    log.info("handed over", extra={**what, "said": result.said})
        self._settle(batch, claimed, results)

    def _settle(
        self, batch: str, claimed: Sequence[Claimed], results: Mapping[UUID, Result]
    ) -> None:
        mine = {each.message_id: each for each in claimed}
        with self._database.transaction() as tx:
            tx.unschedule(LOST, key=batch)  # before the messages, as who has the timer
            ended = [
                message
                for message in _locked(tx, mine)
                if message.claim_time == mine[message.id].claim_time
                and (
                    message.state is State.CLAIMED
                    or (message.state is State.UNKNOWN and message.id in results)
                )
            ]
            for message in ended:
                _follow(message, results.get(message.id), tx.now)
            tx.flush()
            for message in ended:
                with context.use(mine[message.id].call):
                    _tell(tx, message)

    @on_timer(LOST)
    def lose(self, timer: Timer, tx: Transaction) -> None:
        """Whoever handed them over never came back to tell."""
        batch = timer.payload.get("messages")
        for message in _locked(tx, [UUID(each) for each in batch or [timer.key]]):
            if message.state is State.CLAIMED:
                alone = (
                    None if batch else DIED
                )  # claimed by an earlier release, which kept no notes
                _follow(message, result_of(message) or alone, tx.now)
                tx.flush()
                _tell(tx, message)


def _locked(tx: Transaction, ids: Iterable[UUID]) -> list[Message]:
    """The messages, locked in one order for everybody."""
    found = select(Message).where(Message.id.in_([*ids])).order_by(Message.id)
    return tx.scalars(found.with_for_update())


def _follow(message: Message, result: Result | None, now: datetime) -> None:
    """What becomes of a claimed message; None: nobody began to hand it over."""
    if result is None:
        message.let_go(now)
    elif result.fate is not Fate.PUT_OFF or not message.put_off(result.said, now):
        ends = {Fate.TAKEN: State.SENT, Fate.UNSURE: State.UNKNOWN}
        message.end(ends.get(result.fate, State.FAILED), result.said, now)


def _tell(tx: Transaction, message: Message) -> None:
    """The fact that follows from its new state, or the timer of one that waits."""
    facts = {State.HELD: events.MessageHeld, State.SENT: events.MessageSent}
    if message.state is State.QUEUED:
        tx.schedule(SEND, key=str(message.id), due=message.due_time or tx.now)
    else:
        kind = facts.get(message.state, events.MessageFailed)
        tx.publish(kind(message=told(message)), subject=message)
