"""Sending: claim, hand over, note what became of it. A message is handed over at most once.

The claim is committed before the mail server hears of the message. A process that dies in between
leaves it claimed; then the LOST timer calls it UNKNOWN, and it is never sent again by itself.
"""

import logging
from datetime import timedelta
from functools import partial
from uuid import UUID

from crm.notify.v1 import events_pb2 as events

from chassis.database import Database
from chassis.timers import Timer, on_timer
from chassis.transaction import Transaction
from services.notify.messages.accepting import SEND
from services.notify.messages.guard import Guard
from services.notify.messages.letters import Letter, Letterhead
from services.notify.messages.mailer import Fate, Mailer, Result
from services.notify.messages.model import Message, Outcome, State
from services.notify.messages.telling import told

log = logging.getLogger("mail")

#: The timer that gives up on an answer.
LOST = "message.lost"
#: No attempt takes as long: every step of it ends after 30 s.
LEASE = timedelta(minutes=10)
#: How often messages look whether a mail server was named meanwhile.
WITHOUT_SERVER = timedelta(minutes=1)


class SendingReactions:
    """What happens when a message is due."""

    def __init__(self, database: Database, letterhead: Letterhead, mailer: Mailer | None) -> None:
        self._database = database
        self._letterhead = letterhead
        self._mailer = mailer

    @on_timer(SEND)
    def send(self, timer: Timer, tx: Transaction) -> None:
        """Asks the contact guard, and claims the message when it may go."""
        message = tx.session.get(Message, UUID(timer.key), with_for_update=True)
        if message is None or message.state is not State.QUEUED:
            return
        if self._mailer is None:
            message.state_reason = "NO_MAIL_SERVER"
            tx.schedule(SEND, key=timer.key, due=tx.now + WITHOUT_SERVER)
            return
        decision = Guard.claiming(tx, [message]).decide(message)
        message.decide(decision, tx.now)
        tx.flush()
        if decision.outcome is Outcome.HOLD:
            tx.publish(events.MessageHeld(message=told(message)), subject=message)
        elif decision.until is not None:
            tx.schedule(SEND, key=timer.key, due=decision.until)
        else:
            self._claimed(tx, message, self._mailer)

    def _claimed(self, tx: Transaction, message: Message, mailer: Mailer) -> None:
        try:
            letter = self._letterhead.letter(message)
        except ValueError as error:  # what does not become a mail now never will
            _note(tx, message, Result(Fate.REFUSED, f"It cannot be written as a mail: {error}"))
            return
        tx.schedule(LOST, key=str(message.id), due=tx.now + LEASE)
        tx.after_commit(partial(self._hand_over, mailer, message.id, letter))

    def _hand_over(self, mailer: Mailer, message_id: UUID, letter: Letter) -> None:
        result = mailer.hand_over(letter)
        told_words = {"message_id": str(message_id), "fate": result.fate.name, "said": result.said}
        log.info("handed over", extra=told_words)
        with self._database.transaction() as tx:
            tx.unschedule(LOST, key=str(message_id))  # before the message, as who has the timer
            message = tx.session.get(Message, message_id, with_for_update=True)
            if message is not None and message.state in (State.CLAIMED, State.UNKNOWN):
                _note(tx, message, result)

    @on_timer(LOST)
    def lose(self, timer: Timer, tx: Transaction) -> None:
        """Whoever handed it over never came back to tell."""
        message = tx.session.get(Message, UUID(timer.key), with_for_update=True)
        if message is not None and message.state is State.CLAIMED:
            _note(tx, message, Result(Fate.UNSURE, "the worker died while handing it over"))


def _note(tx: Transaction, message: Message, result: Result) -> None:
    """Follows what became of a claimed message."""
    if result.fate is Fate.PUT_OFF and message.put_off(result.said, tx.now):
        tx.schedule(SEND, key=str(message.id), due=message.due_time or tx.now)
        return
    ends = {Fate.TAKEN: State.SENT, Fate.UNSURE: State.UNKNOWN}
    message.end(ends.get(result.fate, State.FAILED), result.said, tx.now)
    tx.flush()
    kind = events.MessageSent if result.fate is Fate.TAKEN else events.MessageFailed
    tx.publish(kind(message=told(message)), subject=message)
